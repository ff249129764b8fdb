"""What orders may reach, worked out for real stages and tried in real children."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.core.linking import link_or_copy
from app.inference.weights import SHIPPED, resolve
from app.jobs.results import Blob
from app.ports.stage_executor import StageTask
from app.processes import landlock
from app.processes.child_executor import ChildExecutor
from app.processes.child_pool import ChildPool
from app.processes.order_reach import Reaches
from app.processes.sandbox import Bounds
from app.processes.workplace import Workplace
from app.stages.fetch.contract import STAGE as FETCH
from app.stages.transcribe.contract import STAGE as TRANSCRIBE
from app.stages.transcribe.contract import TranscribeInput
from app.storage.blobs import BlobFolder
from tests.contracts.executor_stages import STAGES, Given, Made
from tests.forked_python import ROOT
from tests.hub import FakeHub
from tests.speech import hello_samples, write_pcm

SHARED_MEMORY = Path("/dev/shm")


def _place(folder: Path, *, offline: bool = True) -> Workplace:
    models = folder / "models"
    (folder / "work").mkdir()
    reaches = Reaches(
        (str(ROOT / "tests"), str(models)),
        str(models),
        lambda model: resolve(model.kind, model.name, models).path,
        offline,
    )
    return Workplace(BlobFolder(folder / "blobs"), folder / "work", "ffmpeg", reaches=reaches)


def _speech(place: Workplace, model: str) -> TranscribeInput:
    pcm = place.blobs.keep(write_pcm(place.work_dir / "hello.wav", hello_samples()), ".wav")
    models = str(place.work_dir.parent / "models")
    return TranscribeInput(pcm=pcm, duration_s=3, model=model, models_dir=models, decoding="batched")


def _pool() -> ChildPool:
    return ChildPool(owner_tag="reach", bounds=Bounds(nice=0), idle_s=60, stall_s=60)


async def _ignored(_: object) -> None:
    """Only the output is of interest."""


def test_only_what_needs_other_hosts_may_connect(tmp_path: Path) -> None:
    """A download, not an upload; a transcription whose model is missing, unless it must not be fetched."""
    place, folder = _place(tmp_path, offline=False), tmp_path / "work" / "own"
    link = FETCH.input(url="https://example.org/a.mp4", max_bytes=1, max_seconds=1, max_pixels=1)
    upload = FETCH.input(
        upload=Blob(sha256="ab" * 32, size_bytes=1, suffix=".mp4"), max_bytes=1, max_seconds=1, max_pixels=1
    )
    reached = place.reach_of_stage(FETCH, link, folder), place.reach_of_stage(FETCH, upload, folder)
    assert [reach is not None and reach.network for reach in reached] == [True, False]
    missing, shipped = _speech(place, "someone/tiny"), _speech(place, "demo")
    fetching, using = (place.reach_of_stage(TRANSCRIBE, params, folder) for params in (missing, shipped))
    assert fetching is not None
    assert using is not None
    assert (fetching.network, fetching.writes) == (True, (str(folder), str(tmp_path / "models")))
    assert (using.network, using.writes) == (False, (str(folder),))
    assert place.reaches is not None
    offline = replace(place, reaches=replace(place.reaches, offline=True)).reach_of_stage(TRANSCRIBE, missing, folder)
    assert offline is not None
    assert not offline.network


def test_weights_that_are_links_can_be_read(tmp_path: Path) -> None:
    """In a folder of the operator's, as the cache of the hub has them; not where a child that fetches could put one."""
    place, own, models = _place(tmp_path), tmp_path / "cache" / "snapshot", tmp_path / "models"
    for folder in (own, models / "someone--tiny"):
        folder.mkdir(parents=True)
        for file in (SHIPPED / "demo" / "whisper").iterdir():
            (folder / file.name).symlink_to(file)
    found = place.reach_of_stage(TRANSCRIBE, _speech(place, str(own)), tmp_path / "work" / "own")
    assert found is not None
    assert {str(own), str((SHIPPED / "demo" / "whisper" / "model.bin").resolve())} <= {*found.reads}
    planted = place.reach_of_stage(TRANSCRIBE, _speech(place, "someone/tiny"), tmp_path / "work" / "own")
    assert planted is not None
    assert [one for one in planted.reads if "demo" in one] == []


@pytest.mark.slow
@pytest.mark.skipif(not landlock.usable(), reason="needs Landlock")
async def test_a_confined_child_fetches_the_model_that_it_lacks(hub: FakeHub, tmp_path: Path) -> None:
    """The next transcription runs in another child, without a network."""
    hub.holds("someone/tiny", SHIPPED / "demo" / "whisper")
    place = _place(tmp_path, offline=False)
    params = _speech(place, "someone/tiny")
    async with _pool() as pool:
        executor = ChildExecutor(pool, place, {TRANSCRIBE.name: TRANSCRIBE})
        task = StageTask(TRANSCRIBE.name, params.model_dump_json(), "transcribe-1")
        assert (await executor.execute(task, _ignored)).segment_count > 0  # type: ignore[attr-defined]
        (first,) = pool.children()
        requests = len(hub.requests)
        assert (await executor.execute(task, _ignored)).segment_count > 0  # type: ignore[attr-defined]
        (second,) = pool.children()
        assert first is not second
    assert len(hub.requests) == requests
    assert list(place.work_dir.glob("aside-*")) == []


@pytest.mark.skipif(not SHARED_MEMORY.is_dir(), reason="needs a second file system")
async def test_files_are_kept_from_another_file_system(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Where they must be copied into the store."""
    (tmp_path / "here").mkdir()
    place = _place(tmp_path / "here")
    away = SHARED_MEMORY / tmp_path_factory.getbasetemp().name / tmp_path.name
    away.mkdir(parents=True)
    try:
        async with _pool() as pool:
            executor = ChildExecutor(pool, replace(place, work_dir=away), STAGES)
            made = await executor.execute(StageTask("keep", Given(text="x").model_dump_json(), "keep-1"), _ignored)
        assert isinstance(made, Made)
        assert made.blob is not None
        assert place.blobs.exists(made.blob)
    finally:
        away.rmdir()
        away.parent.rmdir()


def test_a_file_system_without_links_gets_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same content under the other name; a file that is gone is reported as that."""
    (tmp_path / "a").write_text("x")

    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", no_links)
    link_or_copy(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_text() == "x"
