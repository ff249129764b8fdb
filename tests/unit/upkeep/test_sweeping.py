"""What a process removes of a folder in which others are at work."""

import os
from pathlib import Path

import pytest

from app.core.settings import load_settings
from app.db import moves, stage_log
from app.db.store import Store
from app.jobs.record import OutputRecord
from app.jobs.results import Blob
from app.storage.blobs import BlobFolder
from app.storage.data_folder import DATABASE_ID, DataFolder
from app.upkeep.sweeping import RUNNING_SWEEP_AGE_S, Sweeper
from tests.stages import PLANS
from tests.stores import new_job, open_store, start_stage

#: A stage of a job at work, and one that no job has.
DOWNLOAD, LEFT = f"fetch-{'a' * 64}", f"fetch-{'b' * 64}"


def _age(folder: Path, *, by_s: float) -> None:
    """Let all that is in the folder have been changed earlier."""
    for path in folder.rglob("*"):
        then = path.lstat().st_mtime - by_s
        os.utime(path, (then, then), follow_symlinks=False)


class Place:
    """A DATA_DIR with work and files, of which a job at work has some."""

    def __init__(self, folder: Path) -> None:
        self.data = DataFolder(load_settings(data_dir=folder))
        self.data.claim()
        self.blobs = BlobFolder(self.data.blobs)
        for name in (DOWNLOAD[:40], LEFT[:40], f"aside-{'c' * 32}", "clips-of-mine"):
            (self.data.work / name).mkdir()
            (self.data.work / name / "half").write_bytes(b"x")
        self.kept = [self._keep(content) for content in (b"recorded", b"of a stage that has died")]

    def _keep(self, content: bytes) -> Blob:
        (self.data.path / "made").write_bytes(content)
        return self.blobs.keep(self.data.path / "made", ".mp4")

    async def begin(self, store: Store) -> Sweeper:
        """A job that downloads, with a file."""
        job, _ = await store.write(moves.submit, new_job())
        assert await store.write(moves.claim, job.id, PLANS) is not None
        await store.write(start_stage, job.id, 1, "fetch", DOWNLOAD)
        made = OutputRecord("audio-1", "audio", {}, [], 1.0)
        await store.write(stage_log.record_output, made, [self.kept[0]])
        return Sweeper(store, self.blobs, self.data, {"fetch"})

    @property
    def work(self) -> set[str]:
        """The names in the work folder."""
        return {path.name for path in self.data.work.iterdir()}

    @property
    def files(self) -> list[Blob]:
        """The kept files that are there."""
        return [blob for blob in self.kept if self.blobs.exists(blob)]


@pytest.mark.parametrize("old", [True, False])
async def test_what_is_old_and_nothing_goes_on_with_is_removed(tmp_path: Path, old: bool) -> None:
    """Downloads that are resumed stay, as does what was made a moment ago and is not recorded yet."""
    place = Place(tmp_path / "data")
    async with open_store(tmp_path) as store:
        sweeper = await place.begin(store)
        before, files = place.work, place.files
        if old:
            _age(tmp_path / "data" / "work", by_s=RUNNING_SWEEP_AGE_S + 60)
            _age(tmp_path / "data" / "blobs", by_s=RUNNING_SWEEP_AGE_S + 60)
        await sweeper.while_running()
        assert place.work == ({DOWNLOAD[:40], "clips-of-mine"} if old else before)
        assert place.files == (files[:1] if old else files)


async def test_another_databases_folder_is_left_alone(tmp_path: Path) -> None:
    """Everything in it looks unused from here."""
    place = Place(tmp_path / "data")
    (tmp_path / "data" / DATABASE_ID).write_text("f" * 32)
    async with open_store(tmp_path) as store:
        sweeper = await place.begin(store)
        before, files = place.work, place.files
        _age(tmp_path / "data", by_s=RUNNING_SWEEP_AGE_S + 60)
        (tmp_path / "data" / DATABASE_ID).touch()
        await sweeper.while_running()
        assert (place.work, place.files) == (before, files)
