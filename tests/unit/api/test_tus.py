"""Uploads in several requests (tus 1.0): every verb, what is refused, lost connections, users, expiry, completion."""

import asyncio
import base64
import errno
import hashlib
import os
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import httpx
import pytest
from starlette.types import Message

from app.storage.upload_parts import UploadParts
from tests.asgi import HOST, App, app_in
from tests.media import MediaShelf

PATH = "/api/v1/uploads"
TUS = {"Tus-Resumable": "1.0.0"}
BYTES = "application/offset+octet-stream"
MASTER = {"X-API-Key": "correct horse battery staple"}


def named(filename: str) -> str:
    """`Upload-Metadata` of a file with this name."""
    return f"filename {base64.b64encode(filename.encode()).decode()},filetype dmlkZW8vbXA0"


async def begin(app: App, size: int, *, status: int = 201, **headers: str) -> httpx.Response:
    """The answer to the order of an upload."""
    answer = await app.http.post(PATH, headers=TUS | {"Upload-Length": str(size)} | headers)
    assert answer.status_code == status, answer.text
    return answer


async def send(app: App, location: str, offset: int, data: bytes, **headers: str) -> httpx.Response:
    """The answer to bytes of an upload."""
    all_headers = TUS | {"Upload-Offset": str(offset), "Content-Type": BYTES} | headers
    return await app.http.patch(location, content=data, headers=all_headers)


async def offset_of(app: App, location: str, **headers: str) -> int | None:
    """The stored bytes of an upload; None if it is not there."""
    answer = await app.http.head(location, headers=TUS | headers)
    return int(answer.headers["upload-offset"]) if answer.status_code == 200 else None


def parts_of(app: App) -> list[str]:
    """Names of the files of unfinished uploads, and of those that are being probed."""
    work = app.settings.data_dir / "work"
    folders = [work / "partial-uploads", work / "uploads"]
    return sorted(path.name for folder in folders if folder.is_dir() for path in folder.iterdir())


async def test_a_file_in_pieces_becomes_the_same_video_as_in_one(app: App, media: MediaShelf) -> None:
    """Its row differs from that of `POST /api/v1/videos` in id and times alone; nothing else is left of it."""
    content = media.video().read_bytes()
    begun = await begin(app, len(content), **{"Upload-Metadata": named("C:\\my film.mp4")})
    location = begun.headers["location"]
    assert begun.headers["upload-offset"] == "0"
    assert "upload-expires" in begun.headers
    half = len(content) // 2
    answer = await send(app, location, 0, content[:half])
    assert (answer.status_code, answer.headers["upload-offset"]) == (204, str(half))
    looked = await app.http.head(location, headers=TUS)
    assert looked.headers["upload-offset"] == str(half)
    assert looked.headers["upload-length"] == str(len(content))
    assert looked.headers["upload-metadata"] == named("C:\\my film.mp4")
    assert looked.headers["cache-control"] == "no-store"
    answer = await send(app, location, half, content[half:])
    assert (answer.status_code, answer.headers["upload-offset"]) == (204, str(len(content)))
    video = (await app.http.get(answer.headers["content-location"])).json()
    plain = await app.http.post(
        "/api/v1/videos?filename=my%20film.mp4", content=content, headers={"Content-Type": "video/mp4"}
    )
    own = ("video_id", "created_at", "updated_at")
    assert {name: video[name] for name in video if name not in own} == {
        name: value for name, value in plain.json().items() if name not in own
    }
    assert video["sha256"] == hashlib.sha256(content).hexdigest()
    assert parts_of(app) == []
    again = await app.http.head(location, headers=TUS)
    assert again.headers["upload-offset"] == again.headers["upload-length"] == str(len(content))
    assert again.headers["content-location"] == f"/api/v1/videos/{video['video_id']}"
    assert (await send(app, location, len(content), b"")).status_code == 204
    assert (await app.http.delete(location, headers=TUS)).status_code == 409
    assert len((await app.http.get("/api/v1/videos")).json()["items"]) == 2


async def test_the_first_request_can_carry_bytes(app: App, media: MediaShelf) -> None:
    """Some of the file, or all of it."""
    content = media.video().read_bytes()
    begun = await app.http.post(
        PATH, content=content[:1000], headers=TUS | {"Upload-Length": str(len(content)), "Content-Type": BYTES}
    )
    assert (begun.status_code, begun.headers["upload-offset"]) == (201, "1000")
    whole = await app.http.post(
        PATH, content=content, headers=TUS | {"Upload-Length": str(len(content)), "Content-Type": BYTES}
    )
    assert (whole.status_code, whole.headers["upload-offset"]) == (201, str(len(content)))
    assert (await app.http.get(whole.headers["content-location"])).json()["filename"] == "upload"


async def test_what_is_known_of_tus(tmp_path: Path) -> None:
    """OPTIONS states it; other versions, and none, get 412 with ours; every answer names the version."""
    async with app_in(tmp_path, max_upload_bytes=5000) as app:
        answer = await app.http.options(PATH)
        assert (answer.status_code, answer.headers["tus-version"]) == (204, "1.0.0")
        assert answer.headers["tus-max-size"] == "5000"
        assert answer.headers["tus-extension"] == "creation,creation-with-upload,expiration,termination"
        for version in ({}, {"Tus-Resumable": "0.2.2"}):
            answer = await app.http.post(PATH, headers={"Upload-Length": "5"} | version)
            assert (answer.status_code, answer.headers["tus-version"]) == (412, "1.0.0")
        location = (await begin(app, 5000)).headers["location"]
        for method in ("HEAD", "PATCH", "DELETE"):
            headers = {"Content-Type": BYTES} if method == "PATCH" else {}
            answer = await app.http.request(method, location, headers=headers)
            assert (answer.status_code, answer.headers["tus-resumable"]) == (412, "1.0.0"), method
        answer = await begin(app, 5001, status=413)
        assert (answer.json()["code"], answer.headers["tus-resumable"]) == ("too_large", "1.0.0")


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 422),
        ({"Upload-Length": "-1"}, 422),
        ({"Upload-Length": "1e3"}, 422),
        ({"Upload-Length": "9" * 30}, 422),
        ({"Upload-Length": "0"}, 415),
        ({"Upload-Defer-Length": "1"}, 422),
        ({"Upload-Length": "5", "Upload-Defer-Length": "1"}, 422),
        ({"Upload-Length": "5", "Upload-Metadata": "filename"}, 201),
        ({"Upload-Length": "5", "Upload-Metadata": "filename !!"}, 422),
        ({"Upload-Length": "5", "Upload-Metadata": "filename YQ==,,a"}, 422),
        ({"Upload-Length": "5", "Upload-Metadata": "a YQ==,a YQ=="}, 422),
        ({"Upload-Length": "5", "Upload-Metadata": "a " + "YWFh" * 5000}, 422),
        ({"Upload-Length": "5", "Content-Type": "video/mp4"}, 415),
    ],
)
async def test_broken_orders_are_refused(shared_app: App, headers: dict[str, str], status: int) -> None:
    """Each with a problem that says why."""
    answer = await shared_app.http.post(PATH, headers=TUS | headers)
    assert answer.status_code == status, answer.text
    if status > 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert "location" not in answer.headers


async def test_broken_pieces_are_refused(app: App) -> None:
    """The offset stays what it is, whatever comes."""
    location = (await begin(app, 100)).headers["location"]
    assert (await send(app, location, 0, b"x" * 40)).status_code == 204
    for offset in (0, 39, 41, 100):
        answer = await send(app, location, offset, b"y" * (100 - offset))
        assert (answer.status_code, answer.json()["code"]) == (409, "offset_mismatch"), offset
    for text, status in (("", 422), ("-1", 422), ("a", 422), ("9" * 18, 413)):
        assert (await send(app, location, 40, b"y", **{"Upload-Offset": text})).status_code == status, text
    assert (await send(app, location, 40, b"y", **{"Content-Type": "text/plain"})).status_code == 415
    assert (await send(app, location, 40, b"y" * 61)).status_code == 413

    async def too_many() -> AsyncIterator[bytes]:
        for _ in range(2):
            yield b"y" * 35

    headers = TUS | {"Upload-Offset": "40", "Content-Type": BYTES}
    answer = await app.http.patch(location, content=too_many(), headers=headers)
    assert answer.status_code == 413
    assert await offset_of(app, location) == 75
    for unknown in (f"{PATH}/nonsense", f"{PATH}/0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"):
        assert (await send(app, unknown, 0, b"x")).status_code == 404
        assert await offset_of(app, unknown) is None
        assert (await app.http.delete(unknown, headers=TUS)).status_code == 404
    assert (await app.http.get(location)).status_code == 405


async def test_an_upload_can_be_ended(app: App) -> None:
    """Its bytes are gone, and it is unknown from then on; so it is by a POST that stands for a DELETE."""
    for number in range(2):
        location = (await begin(app, 100)).headers["location"]
        await send(app, location, 0, b"x" * 40)
        if number:
            answer = await app.http.post(location, headers=TUS | {"X-HTTP-Method-Override": "DELETE"})
        else:
            answer = await app.http.delete(location, headers=TUS)
        assert answer.status_code == 204
        assert await offset_of(app, location) is None
        assert (await send(app, location, 40, b"x")).status_code == 404
    assert parts_of(app) == []


async def test_what_is_no_media_is_refused_at_the_end(app: App, media: MediaShelf) -> None:
    """415 as for an upload in one request; nothing is left of it."""
    content = media.text().read_bytes()
    location = (await begin(app, len(content))).headers["location"]
    answer = await send(app, location, 0, content)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media")
    assert await offset_of(app, location) is None
    assert parts_of(app) == []


class Connection:
    """A request of a piece whose bytes come when the test sends them."""

    def __init__(
        self,
        app: App,
        location: str,
        offset: int,
        headers: Mapping[str, str] = MappingProxyType({}),
        method: str = "PATCH",
    ) -> None:
        wanted = TUS | {"host": HOST, "upload-offset": str(offset), "content-type": BYTES} | dict(headers)
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": location,
            "raw_path": location.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [(name.lower().encode(), value.encode()) for name, value in wanted.items()],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 8000),
        }
        self._messages: asyncio.Queue[Message] = asyncio.Queue()
        self.sent: list[Any] = []
        self.running = asyncio.create_task(app.asgi(scope, self._messages.get, self._send))

    async def _send(self, message: Message) -> None:
        self.sent.append(message)

    def data(self, data: bytes) -> None:
        """Send bytes, and not the last ones."""
        self._messages.put_nowait({"type": "http.request", "body": data, "more_body": True})

    async def taken(self) -> None:
        """Wait until the server has read them."""
        async with asyncio.timeout(10):
            while not self._messages.empty():
                await asyncio.sleep(0)

    async def cut(self) -> None:
        """Lose the connection."""
        self._messages.put_nowait({"type": "http.disconnect"})
        await self.running


async def test_bytes_before_a_lost_connection_are_kept(app: App) -> None:
    """To the last one, and nobody gets an answer."""
    location = (await begin(app, 5_000_000)).headers["location"]
    lost = Connection(app, location, 0)
    for _ in range(33):
        lost.data(b"x" * 65_537)
    await lost.cut()
    assert lost.sent == []
    assert await offset_of(app, location) == 33 * 65_537


async def test_a_first_request_that_fails_leaves_nothing(app: App) -> None:
    """A lost connection, or more bytes than stated: no response has named it, so nothing could go on with it."""
    lost = Connection(app, PATH, 0, {"Upload-Length": "5000000"}, method="POST")
    for _ in range(33):
        lost.data(b"x" * 65_537)
    await lost.taken()
    assert len(parts_of(app)) == 2
    await lost.cut()
    assert (lost.sent, parts_of(app)) == ([], [])

    async def too_many() -> AsyncIterator[bytes]:
        for _ in range(2):
            yield b"y" * 35

    answer = await app.http.post(PATH, content=too_many(), headers=TUS | {"Upload-Length": "50", "Content-Type": BYTES})
    assert (answer.status_code, "location" in answer.headers, parts_of(app)) == (413, False, [])


async def test_a_new_request_takes_over_from_one_that_hangs(app: App) -> None:
    """HEAD tells the last offset; the older request is refused, and none of its later bytes count."""
    location = (await begin(app, 1000)).headers["location"]
    hanging = Connection(app, location, 0)
    hanging.data(b"x" * 300)
    await hanging.taken()
    assert await offset_of(app, location) == 300
    hanging.data(b"late")
    await hanging.running
    assert hanging.sent[0]["status"] == 423
    second = Connection(app, location, 300)
    second.data(b"y" * 100)
    await second.taken()
    assert (await send(app, location, 400, b"z" * 50)).status_code == 204
    await second.running
    assert await offset_of(app, location) == 450


async def test_an_upload_in_use_by_another_process_is_locked(app: App) -> None:
    """423 with Retry-After, where several servers share DATA_DIR."""
    location = (await begin(app, 1000)).headers["location"]
    parts = UploadParts(app.settings.data_dir / "work" / "partial-uploads")
    with parts.open(location.rpartition("/")[2]):
        answer = await send(app, location, 0, b"x")
        assert (answer.status_code, answer.headers["retry-after"]) == (423, "1")
    assert (await send(app, location, 0, b"x")).status_code == 204


async def key_of(app: App, user: str | None, name: str = "") -> dict[str, str]:
    """A key that may write, of a user or of none."""
    wanted = {"name": name or user, "user": user, "scope": "write"}
    answer = await app.http.post("/api/v1/keys", headers=MASTER, json=wanted)
    assert answer.status_code == 201, answer.text
    return {"X-API-Key": answer.json()["key"]}


async def test_another_users_upload_does_not_exist(tmp_path: Path, media: MediaShelf) -> None:
    """Unfinished as complete; it belongs to the user of the key that began it, and counts for that one's quota."""
    content = media.video().read_bytes()
    async with app_in(
        tmp_path, api_key=MASTER["X-API-Key"], quota_bytes=len(content) + 10, data_dir=tmp_path / "data"
    ) as app:
        ann, bea = await key_of(app, "ann"), await key_of(app, "bea")
        location = (await begin(app, len(content), **ann)).headers["location"]
        assert (await begin(app, len(content), status=429, **ann)).json()["code"] == "quota_exceeded"
        assert await offset_of(app, location, **bea) is None
        assert (await send(app, location, 0, content, **bea)).status_code == 404
        assert (await app.http.delete(location, headers=TUS | bea)).status_code == 404
        assert (await app.http.head(location, headers=TUS)).status_code == 401
        assert (await app.http.post(f"{PATH}?user_id=bea", headers=TUS | ann)).status_code in (403, 422)
        done = await send(app, location, 0, content, **ann)
        assert done.status_code == 204, done.text
        assert await offset_of(app, location, **bea) is None
        assert await offset_of(app, location, **ann) == len(content)
        video = await app.http.get(done.headers["content-location"], headers=ann)
        assert video.json()["user_id"] == "ann"


async def test_one_user_cannot_leave_any_number_unfinished(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """429 with Retry-After; others go on, and each that ends makes room."""
    monkeypatch.setattr("app.service.partial_uploads.OPEN_OF_ONE", 2)
    locations = [(await begin(app, 10)).headers["location"] for _ in range(2)]
    assert "retry-after" in (await begin(app, 10, status=429)).headers
    answer = await app.http.post(f"{PATH}?user_id=ann", headers=TUS | {"Upload-Length": "10"})
    assert answer.status_code == 201
    await app.http.delete(locations[0], headers=TUS)
    await begin(app, 10)


async def test_a_full_disk_is_told_before_a_byte_is_sent(tmp_path: Path) -> None:
    """503 with Retry-After; and nothing is begun."""
    async with app_in(tmp_path, disk_reserve_bytes=2**62) as app:
        answer = await begin(app, 1, status=503)
        assert (answer.json()["code"], "retry-after" in answer.headers) == ("disk_full", True)
        assert parts_of(app) == []


def made_old(app: App, age_s: float, names: Sequence[str]) -> None:
    """Let files of uploads seem to be from earlier."""
    for name in names:
        path = app.settings.data_dir / "work" / "partial-uploads" / name
        os.utime(path, (time.time() - age_s, time.time() - age_s))


async def test_uploads_survive_a_restart_until_they_expire(tmp_path: Path, media: MediaShelf) -> None:
    """What has all its bytes becomes a video by itself, once; what no byte came to for the set hours is deleted."""
    content = media.video().read_bytes()
    async with app_in(tmp_path) as app:
        locations = [(await begin(app, len(content))).headers["location"] for _ in range(3)]
        for location in locations:
            assert (await send(app, location, 0, content[:-1])).status_code == 204
    folder = tmp_path / "data" / "work" / "partial-uploads"
    complete, old, going = (location.rpartition("/")[2] for location in locations)
    with (folder / f"{complete.replace('-', '')}.part").open("ab") as part:
        part.write(content[-1:])
    made_old(app, 25 * 3600, [f"{old.replace('-', '')}{ending}" for ending in (".part", ".json")])
    async with app_in(tmp_path) as app:
        async with asyncio.timeout(20):
            while len(parts_of(app)) > 2:
                await asyncio.sleep(0.05)
        assert [video["video_id"] for video in (await app.http.get("/api/v1/videos")).json()["items"]] == [complete]
        assert await offset_of(app, f"{PATH}/{complete}") == len(content)
        assert await offset_of(app, f"{PATH}/{old}") is None
        assert await offset_of(app, f"{PATH}/{going}") == len(content) - 1
        assert (await send(app, f"{PATH}/{going}", len(content) - 1, content[-1:])).status_code == 204


async def test_an_upload_that_cannot_be_completed_holds_up_no_other(
    tmp_path: Path, media: MediaShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two that a killed server left complete, one cannot be read: the other becomes a video."""
    content = media.video().read_bytes()
    async with app_in(tmp_path) as app:
        for _ in range(2):
            location = (await begin(app, len(content))).headers["location"]
            await send(app, location, 0, content[:-1])
    for path in (tmp_path / "data" / "work" / "partial-uploads").glob("*.part"):
        with path.open("ab") as part:
            part.write(content[-1:])
    copy, tried = UploadParts.copy, list[str]()

    def copied_but_the_first(parts: UploadParts, upload_id: str, path: Path) -> None:
        tried.append(upload_id)
        if len(tried) == 1:
            raise OSError(errno.EIO, "broken")
        copy(parts, upload_id, path)

    monkeypatch.setattr(UploadParts, "copy", copied_but_the_first)
    async with app_in(tmp_path) as app:
        async with asyncio.timeout(20):
            while len(parts_of(app)) > 2:
                await asyncio.sleep(0.05)
        videos = (await app.http.get("/api/v1/videos")).json()["items"]
        assert [video["video_id"] for video in videos] == tried[1:]
        assert await offset_of(app, f"{PATH}/{tried[0]}") == len(content)  # HEAD tries again
