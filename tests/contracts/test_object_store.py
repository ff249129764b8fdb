"""What every `ObjectStore` does: an object is whole or missing, and an absence is no loss."""

import hashlib
import os
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.core.settings import load_settings
from app.ports.object_store import ObjectStore, StoreAway
from app.storage.obstore_objects import MARK
from tests.object_stores import GoogleServer, MemoryObjects, S3Server, opened

FILM = b"film"
#: More than one part.
LONG = os.urandom(9 << 20)


def _name(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _put(store: ObjectStore, content: bytes, suffix: str = ".mp4") -> str:
    name = _name(content)
    store.put(name, (content[at : at + (1 << 20)] for at in range(0, len(content), 1 << 20)), len(content), suffix)
    return name


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, S3Server | GoogleServer]]:
    """The servers, for all tests of this module."""
    s3 = S3Server()
    with GoogleServer() as google:
        yield {"S3": s3, "Google": google}
    s3.stop()


Open = Callable[[str], ObjectStore]


@pytest.fixture(params=["S3", "Google", "folder", "memory"])
def open_store(
    request: pytest.FixtureRequest, servers: dict[str, S3Server | GoogleServer], tmp_path: Path
) -> tuple[str, Open]:
    """Each implementation in turn: its name, and what opens it below a prefix."""
    kind: str = request.param
    if kind in servers:
        return kind, servers[kind].opened
    if kind == "memory":
        return kind, lambda _: MemoryObjects()
    return kind, lambda prefix: opened(load_settings(storage_url=f"file://{tmp_path}/{prefix}"))


@pytest.fixture
def store(open_store: tuple[str, Open], request: pytest.FixtureRequest) -> ObjectStore:
    """An empty store below a prefix of two folders."""
    made = open_store[1](f"a/{_name(request.node.name.encode())[:8]}")
    made.check(used=False)
    return made


def test_what_is_put_is_there_until_it_is_deleted(store: ObjectStore) -> None:
    """Small and in parts; put again it is the same; deleted twice it is gone."""
    assert list(store.names()) == []
    for content in (FILM, LONG, b""):
        name = _put(store, content)
        assert _put(store, content) == name
        assert store.size_of(name) == len(content)
        assert b"".join(store.get(name)) == content
    assert sorted(store.names()) == sorted(map(_name, (FILM, LONG, b"")))
    for _ in range(2):
        store.delete(_name(FILM))
    assert store.size_of(_name(FILM)) is None
    assert sorted(store.names()) == sorted(map(_name, (LONG, b"")))


def test_what_is_not_there_is_missing(store: ObjectStore) -> None:
    """It has no size and no content."""
    assert store.size_of("0" * 64) is None
    with pytest.raises(FileNotFoundError):
        next(store.get("0" * 64))


@pytest.mark.parametrize("size_bytes", [100, 20 << 20])
def test_what_breaks_off_leaves_no_object(store: ObjectStore, size_bytes: int) -> None:
    """The error is the reader's own."""

    def parts() -> Iterator[bytes]:
        yield bytes(size_bytes // 2)
        raise ZeroDivisionError("the file broke off")

    with pytest.raises(ZeroDivisionError, match="broke off"):
        store.put("1" * 64, parts(), size_bytes, ".mp4")
    assert store.size_of("1" * 64) is None
    assert list(store.names()) == []


def test_prefixes_are_apart(open_store: tuple[str, Open]) -> None:
    """Two servers in one bucket see their own objects only, also where one prefix begins like the other."""
    kind, open_at = open_store
    if kind == "memory":
        pytest.skip("has no prefixes")
    one, other = open_at("both"), open_at("both2")
    for each in (one, other):
        each.check(used=False)
    name = _put(one, FILM)
    assert (list(one.names()), list(other.names())) == ([name], [])
    assert other.size_of(name) is None


def test_a_bucket_that_is_not_there_is_a_store_that_is_away(
    open_store: tuple[str, Open], servers: dict[str, S3Server | GoogleServer], tmp_path: Path
) -> None:
    """Nothing counts as lost because of a typing error."""
    kind, _ = open_store
    if kind == "memory":
        pytest.skip("has no buckets")
    places = {"S3": "s3://no-such-bucket/a", "Google": "gs://no-such-bucket/a", "folder": f"file://{tmp_path}/none"}
    s3 = servers["S3"]
    assert isinstance(s3, S3Server)
    _all_away(opened(load_settings(**(s3.settings("a") | {"storage_url": places[kind]}))))


def _all_away(store: ObjectStore) -> None:
    calls: list[Callable[[], object]] = [
        lambda: store.check(used=True),
        lambda: list(store.names()),
        lambda: _put(store, FILM),
        lambda: _put(store, LONG),
    ]
    for call in calls:
        with pytest.raises(StoreAway):
            call()


def test_a_link_reads_the_object_where_one_can_be_signed(open_store: tuple[str, Open], store: ObjectStore) -> None:
    """Without a key: on S3, as a download of the file's type."""
    kind, _ = open_store
    name = _put(store, FILM)
    link = store.link(name, 60)
    if kind != "S3":
        assert link is None or kind == "memory"
        return
    assert link is not None
    with urllib.request.urlopen(link, timeout=10) as answer:
        assert answer.read() == FILM
        assert answer.headers["Content-Type"] == "video/mp4"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="file.mp4"'


def test_a_server_that_is_stopped_is_away_and_comes_back() -> None:
    """Whatever is called; and what was there is there."""
    server = S3Server()
    store = server.opened("a")
    name = _put(store, FILM)
    server.stop()
    calls: list[Callable[[], object]] = [
        lambda: store.size_of(name),
        lambda: b"".join(store.get(name)),
        lambda: store.delete(name),
        lambda: _all_away(store),
    ]
    for call in calls[:3]:
        with pytest.raises(StoreAway):
            call()
    calls[3]()
    server.start()
    assert b"".join(store.get(name)) == FILM
    server.stop()


def test_a_folder_whose_disk_is_not_mounted_is_away(tmp_path: Path) -> None:
    """An empty folder in its place is not filled, and nothing in it counts as lost."""
    folder = tmp_path / "mnt"
    store = opened(load_settings(storage_url=f"file://{folder}"))
    store.check(used=False)
    name = _put(store, FILM)
    folder.rename(tmp_path / "elsewhere")
    folder.mkdir()
    for call in (lambda: store.check(used=True), lambda: store.size_of(name), lambda: _put(store, FILM)):
        with pytest.raises(StoreAway, match="mounted"):
            call()
    assert list(folder.iterdir()) == []
    folder.rmdir()
    (tmp_path / "elsewhere").rename(folder)
    assert b"".join(store.get(name)) == FILM


def test_a_folder_that_another_one_took_the_place_of_is_away(tmp_path: Path) -> None:
    """One that was used, and marked, while the disk was not mounted. People may say that it is right so."""
    folder = tmp_path / "mnt"
    store = opened(load_settings(storage_url=f"file://{folder}"))
    store.check(used=False)
    mark = store.mark()
    store.expect(mark)
    name = _put(store, FILM)
    folder.rename(tmp_path / "elsewhere")
    opened(load_settings(storage_url=f"file://{folder}")).check(used=False)
    for call in (lambda: store.check(used=True), lambda: store.size_of(name), lambda: _put(store, FILM)):
        with pytest.raises(StoreAway, match=f"mounted.* must contain “{mark}”"):
            call()
    assert [path.name for path in folder.iterdir()] == [MARK]
    (folder / MARK).write_text(mark)
    assert list(store.names()) == []


def test_a_container_of_azure_is_opened_and_signs() -> None:
    """There is no server for it here: what needs none."""
    settings = load_settings(
        storage_url="az://films/a", azure_storage_account_name="us", azure_storage_account_key="a2V5"
    )
    store = opened(settings)
    link = store.link("0" * 64, 60)
    assert store.place == "az://films/a"
    assert link is not None
    assert link.startswith(f"https://us.blob.core.windows.net/films/a/{'0' * 64}?")
