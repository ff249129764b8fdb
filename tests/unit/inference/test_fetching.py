"""Fetching weights from a hub: resumable, checked, pinned."""

import errno
import json
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.inference.face_finder import FaceFinder
from app.inference.fetching import FetchProgress, fetch
from app.inference.layouts import Kind
from app.inference.scene_labels import SceneLabels
from app.inference.weights import RECORD, SHIPPED, Weights, resolve, revision_of
from tests.hub import FakeHub
from tests.picture_models import face_model, label_model

WHISPER = "someone/tiny-whisper"


@pytest.fixture
def stocked(hub: FakeHub) -> FakeHub:
    """A hub with the shipped models under other names."""
    hub.holds(WHISPER, SHIPPED / "demo" / "whisper")
    hub.holds("someone/tiny-sentiment", SHIPPED / "demo" / "sentiment")
    hub.holds("someone/tiny-spacy", SHIPPED / "demo" / "spacy")
    return hub


def absent(models_dir: Path, kind: Kind = Kind.WHISPER, name: str = WHISPER) -> Weights:
    return resolve(kind, name, models_dir)


def ignored(_: FetchProgress) -> None:
    """Progress that nobody looks at."""


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.has_demo])
def test_a_model_is_fetched_whole_and_pinned(stocked: FakeHub, tmp_path: Path, kind: Kind) -> None:
    """All files that the kind needs, nothing that unpickles, the commit written down; then the weights are there."""
    told: list[FetchProgress] = []
    weights = fetch(absent(tmp_path, kind, f"someone/tiny-{kind}"), told.append)
    assert weights.path == tmp_path / f"someone--tiny-{kind}"
    assert (weights.revision, weights.licence, weights.languages) == (stocked.commit, "mit", ("en", "de"))
    for path in (path for path in weights.path.rglob("*") if path.is_file() and path.name != RECORD):
        assert path.read_bytes() == (SHIPPED / "demo" / kind / path.relative_to(weights.path)).read_bytes()
    assert not (weights.path / "pytorch_model.bin").exists()
    assert told[-1].done_bytes == told[-1].total_bytes > 0
    assert [news.done_bytes for news in told] == sorted(news.done_bytes for news in told)
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith(".")) == [weights.path.name]


@pytest.mark.parametrize(("kind", "make"), [(Kind.VISION, label_model), (Kind.FACES, face_model)])
def test_models_of_pictures_are_fetched_with_all_that_they_need(
    hub: FakeHub, tmp_path: Path, kind: Kind, make: Callable[[Path], Path]
) -> None:
    """Both halves of a labelling model, and what is beside them; then the weights can be loaded."""
    hub.holds("someone/tiny", make(tmp_path / "published"))
    fetched = fetch(absent(tmp_path / "models", kind, "someone/tiny"), ignored)
    assert fetched.path is not None
    names = {path.name for path in (tmp_path / "published").iterdir()}
    assert {path.name for path in fetched.path.iterdir()} == {*names, RECORD}
    loaded = {Kind.VISION: SceneLabels.load, Kind.FACES: FaceFinder.load}[kind](fetched)
    assert loaded.name == "someone/tiny"


def test_the_first_fetch_pins_the_revision(stocked: FakeHub, tmp_path: Path) -> None:
    """When the hub moves on, the name still means the commit that was fetched; the key of results says so."""
    assert revision_of(Kind.WHISPER, WHISPER, tmp_path) == f"absent:{WHISPER}@main"
    first = stocked.commit
    fetch(absent(tmp_path), ignored)
    stocked.commit = "2" * 40
    asked = len(stocked.requests)
    assert fetch(absent(tmp_path), ignored).revision == first
    assert len(stocked.requests) == asked
    assert revision_of(Kind.WHISPER, WHISPER, tmp_path) == f"{WHISPER}@{first}"


def test_a_broken_download_goes_on_where_it_stopped(
    stocked: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection breaks within the large file: the fetch fails with a hint, the next one asks for the rest."""
    monkeypatch.setattr("huggingface_hub.constants.DOWNLOAD_CHUNK_SIZE", 500_000)  # what arrives is written in these
    stocked.breaks_after = 2_000_000
    with pytest.raises(JobFailure) as caught:
        fetch(absent(tmp_path), ignored)
    assert caught.value.code is ErrorCode.MODEL_UNAVAILABLE
    assert f"python main.py models fetch {WHISPER}" in caught.value.message
    assert absent(tmp_path).path is None
    stocked.down = False
    stocked.requests.clear()
    told: list[FetchProgress] = []
    assert fetch(absent(tmp_path), told.append).path is not None
    assert stocked.fetched() == ["model.bin"]
    assert told[0].done_bytes > 0
    ranges = [asked for path, asked in stocked.requests if "/resolve/" in path]
    assert ranges == ["bytes=2000000-"]


def test_a_part_of_another_revision_is_thrown_away(stocked: FakeHub, tmp_path: Path) -> None:
    """What is left of an older commit does not end up in the new one."""
    stocked.breaks_after = 2_000_000
    with pytest.raises(JobFailure):
        fetch(absent(tmp_path), ignored)
    stocked.down, stocked.commit = False, "2" * 40
    stocked.requests.clear()
    assert fetch(absent(tmp_path), ignored).revision == "2" * 40
    assert "model.bin" in stocked.fetched()
    assert all(asked is None for _, asked in stocked.requests)


@pytest.mark.parametrize("name", ["model.bin", "config.json"])
def test_a_file_with_the_wrong_hash_is_refused(stocked: FakeHub, tmp_path: Path, name: str) -> None:
    """Large files are held against SHA-256, small ones against the git hash; a wrong one is removed."""
    content = stocked.repositories[WHISPER][name]
    stocked.replaced[name] = bytes(len(content))
    with pytest.raises(JobFailure, match="wrong hash"):
        fetch(absent(tmp_path), ignored)
    assert absent(tmp_path).path is None
    assert not (tmp_path / f"{WHISPER.replace('/', '--')}.part" / name).exists()
    stocked.replaced.clear()
    assert fetch(absent(tmp_path), ignored).path is not None


def test_offline_asks_nobody(stocked: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither with the setting nor with the hub's own variable is a byte sent."""
    with pytest.raises(JobFailure, match="HF_HUB_OFFLINE"):
        fetch(absent(tmp_path), ignored, offline=True)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(JobFailure, match="HF_HUB_OFFLINE"):
        fetch(absent(tmp_path), ignored)
    assert stocked.requests == []


class Refused(NamedTuple):
    """A model that cannot be fetched, and words of the message that says so."""

    kind: Kind
    name: str
    words: str


@pytest.mark.parametrize(
    "case",
    [
        Refused(Kind.WHISPER, "nobody/nothing", "is not on the hub"),
        Refused(Kind.SENTIMENT, WHISPER, "it has no onnx/model_quantized.onnx"),
        Refused(Kind.WHISPER, "base", "is not on the hub"),
        Refused(Kind.WHISPER, "no such size", "neither a known name nor a folder"),
    ],
    ids=lambda case: case.name,
)
def test_what_cannot_be_fetched_says_why(stocked: FakeHub, tmp_path: Path, case: Refused) -> None:
    """Unknown repositories, ones of another kind, names that mean nothing."""
    with pytest.raises(JobFailure) as caught:
        fetch(absent(tmp_path, case.kind, case.name), ignored)
    assert caught.value.code is ErrorCode.MODEL_UNAVAILABLE
    assert case.words in caught.value.message
    assert "models fetch" not in caught.value.message  # it would fail again
    assert stocked.fetched() == []


def test_a_pinned_revision_that_is_gone_says_so(hub: FakeHub, tmp_path: Path) -> None:
    """The manifest pins `base`; a hub without that commit is told from one without the model."""
    hub.holds("Systran/faster-whisper-base", SHIPPED / "demo" / "whisper")
    with pytest.raises(JobFailure, match="has no revision ebe41f70"):
        fetch(absent(tmp_path, Kind.WHISPER, "base"), ignored)


def test_an_unreachable_hub_fails_soon_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    """Nobody listens at HF_ENDPOINT: a sentence, what to look at, and the command to try again."""
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{unused_tcp_port}")
    with pytest.raises(
        JobFailure, match=r"could not be fetched from the hub .*Check the network, then: python main.py"
    ):
        fetch(absent(tmp_path), ignored)


def test_a_full_disk_is_found_before_the_download(
    stocked: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With too little space nothing is downloaded, and the failure is `disk_full`."""
    usage = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(JobFailure) as caught:
        fetch(absent(tmp_path), ignored)
    assert caught.value.code is ErrorCode.DISK_FULL
    assert stocked.fetched() == []


def test_a_disk_that_fills_up_meanwhile_is_said(
    stocked: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the system reports a full disk in the middle, the failure is `disk_full` too."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(JobFailure) as caught:
        fetch(absent(tmp_path), ignored)
    assert caught.value.code is ErrorCode.DISK_FULL


def test_a_model_with_terms_says_what_it_needs(stocked: FakeHub, tmp_path: Path) -> None:
    """A gated repository is told from one that is not there."""
    stocked.gated = True
    with pytest.raises(JobFailure, match="needs its terms accepted on the hub, and HF_TOKEN set"):
        fetch(absent(tmp_path), ignored)


def test_files_without_a_hash_are_not_fetched(stocked: FakeHub, tmp_path: Path) -> None:
    """What cannot be checked is not taken."""
    stocked.secretive = True
    with pytest.raises(JobFailure, match="states no hash"):
        fetch(absent(tmp_path), ignored)
    assert stocked.fetched() == []


def test_two_at_once_download_once(stocked: FakeHub, tmp_path: Path) -> None:
    """The second waits for the first and finds the work done."""
    found: list[Weights] = []
    threads = [threading.Thread(target=lambda: found.append(fetch(absent(tmp_path), ignored))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stocked.fetched().count("model.bin") == 1
    assert [weights.path for weights in found] == [tmp_path / "someone--tiny-whisper"] * 2


def test_a_later_pin_is_fetched_on_demand(stocked: FakeHub, tmp_path: Path) -> None:
    """`refresh` replaces what is there by what the pin means now; the record tells the new commit and the files."""
    fetch(absent(tmp_path), ignored)
    stocked.commit = "2" * 40
    unpinned = Weights(**{**{f: getattr(absent(tmp_path), f) for f in Weights.__slots__}, "revision": None})
    assert fetch(unpinned, ignored, refresh=True).revision == "2" * 40
    record = json.loads((tmp_path / "someone--tiny-whisper" / RECORD).read_text())
    assert record["revision"] == "2" * 40
    assert set(record["files"]) >= {"model.bin", "config.json", "tokenizer.json"}


@pytest.mark.parametrize("where", ["someone--tiny-whisper", "someone--tiny-whisper.part"])
@pytest.mark.parametrize("linked", [False, True])
def test_a_folder_that_somebody_else_put_there_is_left_alone(
    stocked: FakeHub, tmp_path: Path, where: str, linked: bool
) -> None:
    """It was not fetched: it may be the only copy of what somebody trained. The message says that it is in the way."""
    models_dir, theirs = tmp_path / "models", tmp_path / "theirs"
    models_dir.mkdir()
    (theirs if linked else models_dir / where).mkdir()
    (models_dir / where).symlink_to(theirs) if linked else None
    (models_dir / where / "checkpoint.bin").write_text("weeks of work")
    with pytest.raises(JobFailure, match="in the way"):
        fetch(absent(models_dir), ignored)
    assert [path.read_text() for path in (models_dir / where).iterdir()] == ["weeks of work"]


def test_weights_may_be_read_by_all(stocked: FakeHub, tmp_path: Path) -> None:
    """Users may share MODELS_DIR, also where a server that makes everything else private fetched them."""
    before = os.umask(0o077)
    try:
        fetch(absent(tmp_path / "models"), ignored)
    finally:
        os.umask(before)
    found = [tmp_path / "models", *(tmp_path / "models" / "someone--tiny-whisper").rglob("*")]
    assert all(path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644) for path in found)
