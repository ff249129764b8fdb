"""Corrections of transcripts, where something comes in between."""

import errno
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.core.errors import StorageLost, Unavailable
from app.db import moves, stage_log, transcripts
from app.db.store import Store
from app.execution.transcript_files import TranscriptFiles
from app.jobs.record import Artifact
from app.jobs.states import Cause
from app.jobs.transcripts import Line
from app.media.captions import transcript_files
from app.service.transcripts import LineChange, Transcripts
from app.storage.blobs import BlobFolder
from tests.stages import PLANS
from tests.stores import new_job, open_store, start_stage

KEY = "transcribe-1"
CHANGE = LineChange(frozenset({"text"}), text="Corrected.")


class Full(TranscriptFiles):
    """Files on a disk without room."""

    def written(self, lines: Sequence[Line], files: Sequence[Artifact]) -> list[Artifact]:
        """See `TranscriptFiles`."""
        raise OSError(errno.ENOSPC, "No space left on device")


async def recognised(store: Store, blobs: BlobFolder, folder: Path) -> str:
    """A cancelled transcription of a line, with a file; its id."""
    job, _ = await store.write(moves.submit, new_job())
    await store.write(moves.claim, job.id, PLANS)
    await store.write(start_stage, job.id, 1, "transcribe", KEY)
    line = Line(start_s=0.0, end_s=1.0, text="A line.", confidence=0.5)
    await store.write(stage_log.add_pieces, KEY, 0, [line.model_dump(mode="json")], [])
    (folder / "a.txt").write_text("A line.")
    file = Artifact(
        "file", job.id, "transcribe", "transcript", "a.txt", "text/plain", blobs.keep(folder / "a.txt", ".txt")
    )
    await store.write(stage_log.add_artifacts, [file])
    await store.write(moves.finish, job.id, 1, Cause.CANCEL)
    return job.id


async def test_a_full_disk_changes_nothing(tmp_path: Path) -> None:
    """The client is told why, and the line is what it was; so it is when the folder is gone."""
    blobs = BlobFolder(tmp_path / "blobs")
    async with open_store(tmp_path) as store:
        job_id = await recognised(store, blobs, tmp_path)
        full = Full(blobs, tmp_path / "uploads", transcript_files)
        with pytest.raises(Unavailable) as refusal:
            await Transcripts(store, blobs, full, PLANS, lambda: None).change_line(job_id, 0, CHANGE, None)
        assert refusal.value.code == "disk_full"
        with pytest.raises(StorageLost):
            await Transcripts(store, blobs, full, PLANS, lambda: "It is gone").change_line(job_id, 0, CHANGE, None)
        assert [line.text for line in await store.read(transcripts.lines_of, job_id)] == ["A line."]


async def test_files_that_nobody_refers_to_are_deleted(tmp_path: Path) -> None:
    """Those of the correction before; the content of the last one stays."""
    blobs = BlobFolder(tmp_path / "blobs")
    files = TranscriptFiles(blobs, tmp_path / "uploads", transcript_files)
    async with open_store(tmp_path) as store:
        job_id = await recognised(store, blobs, tmp_path)
        service = Transcripts(store, blobs, files, PLANS, lambda: None)
        await service.change_line(job_id, 0, CHANGE, None)
        await service.change_line(job_id, 0, LineChange(frozenset({"text"}), text="Again."), None)
        kept = [path.read_text() for path in (tmp_path / "blobs").glob("*/*.txt")]
        assert kept == ["Again.\n"]
