"""What stages and their ends make of a transcript that people have corrected."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.db import job_chapters, moves, queries, stage_log, transcript_parts, transcripts
from app.db.corrections import Correction, save
from app.db.store import Store
from app.db.transcripts import Overtaken
from app.execution.corrections import Corrections
from app.execution.transcript_files import TranscriptFiles
from app.jobs.chapters import ChangedChapters
from app.jobs.record import Artifact, JobRecord
from app.jobs.results import Blob, Chapter, Result, Segment
from app.jobs.states import Cause
from app.jobs.transcripts import Line
from app.media.captions import transcript_files
from app.storage.blobs import BlobFolder
from app.text.chapter_files import ffmetadata, vtt
from app.text.corrections import retexted, retimed
from tests.stages import PLANS, REGISTRY
from tests.stores import new_job, open_store, start_stage

KEY = "transcribe-1"
RECOGNISED = [Line(start_s=n, end_s=n + 1, text=f"Line {n}.", confidence=0.1) for n in range(2)]


@dataclass
class Opened:
    """A store with a transcription that ended early, and what reads corrections of it."""

    store: Store
    blobs: BlobFolder
    corrections: Corrections
    job: JobRecord
    file: Artifact

    async def correct(self, index: int, text: str) -> None:
        """Correct a line."""
        base = await self.store.read(transcript_parts.read, self.job.id, PLANS)
        await self.store.write(save, Correction(base, index, 1, (retexted(base.lines[index], text),)))

    def content(self, artifact: Artifact) -> str:
        """The content of a file."""
        return self.blobs.path_of(artifact.blob).read_text(encoding="utf-8")


@asynccontextmanager
async def _opened(folder: Path) -> AsyncIterator[Opened]:
    blobs = BlobFolder(folder / "blobs")
    (folder / "a.txt").write_text("as it was recognised")
    blob: Blob = blobs.keep(folder / "a.txt", ".txt")
    async with open_store(folder) as store:
        job, _ = await store.write(moves.submit, new_job(options=new_job().options))
        await store.write(moves.claim, job.id, PLANS)
        await store.write(start_stage, job.id, 1, "transcribe", KEY)
        await store.write(stage_log.add_pieces, KEY, 0, [line.model_dump(mode="json") for line in RECOGNISED], [])
        await store.write(moves.finish, job.id, 1, Cause.CANCEL)
        file = Artifact("file", job.id, "transcribe", "transcript", "a.txt", "text/plain", blob)
        files = TranscriptFiles(blobs, folder / "uploads", transcript_files)
        yield Opened(store, blobs, Corrections(store, files), job, file)


async def test_files_of_chapters_stay_files_of_chapters(tmp_path: Path) -> None:
    """They are WebVTT, too, but not the subtitles; with the titles that the corrected words gave them."""
    async with _opened(tmp_path) as opened:
        chapters = [Chapter(start_s=0, end_s=2, title="Heard")]
        files = [opened.file]
        for suffix, text in ((".vtt", vtt(chapters)), (".ffmeta", ffmetadata(chapters))):
            (tmp_path / "kept").write_text(text)
            blob = opened.blobs.keep(tmp_path / "kept", suffix)
            files.append(Artifact(suffix, opened.job.id, "transcribe", "chapters", f"a{suffix}", "text/plain", blob))
        await opened.correct(0, "Corrected.")
        adopted = await opened.corrections.adopted(opened.job, KEY, files)
        assert adopted.artifacts[1:] == files[1:]
        titled = ChangedChapters(found=(chapters[0].model_copy(update={"title": "Corrected"}),))
        await opened.store.write(job_chapters.put, opened.job.id, titled)
        adopted = await opened.corrections.adopted(opened.job, KEY, files)
        assert [opened.content(file) for file in adopted.artifacts] == [
            "Corrected. Line 1.\n",
            vtt(titled.found or ()),
            ffmetadata(titled.found or ()),
        ]


async def test_a_job_that_runs_again_has_its_corrected_files(tmp_path: Path) -> None:
    """What the stage recorded does not come back; a correction at that moment is not lost either."""
    async with _opened(tmp_path) as opened:
        adopted = await opened.corrections.adopted(opened.job, KEY, [opened.file])
        assert adopted.artifacts == [opened.file]
        await opened.correct(0, "Corrected.")
        with pytest.raises(Overtaken):
            await opened.store.write(adopted.adopt, opened.job)
        adopted = await opened.corrections.adopted(opened.job, KEY, [opened.file])
        assert [opened.content(file) for file in adopted.artifacts] == ["Corrected. Line 1.\n"]
        await opened.correct(1, "Twice.")
        with pytest.raises(Overtaken):
            await opened.store.write(adopted.adopt, opened.job)
        adopted = await opened.corrections.adopted(opened.job, KEY, [opened.file])
        await opened.store.write(adopted.adopt, opened.job)
        assert [opened.content(file) for file in adopted.artifacts] == ["Corrected. Twice.\n"]


async def test_another_job_on_the_video_begins_with_the_corrected_lines(tmp_path: Path) -> None:
    """Its log says so, and it has a transcript of its own from then on."""
    async with _opened(tmp_path) as opened:
        await opened.correct(0, "Corrected.")
        other, _ = await opened.store.write(moves.submit, new_job())
        adopted = await opened.corrections.adopted(other, KEY, [])
        await opened.store.write(adopted.adopt, other)
        lines = await opened.store.read(transcripts.lines_of, other.id)
        assert [line.text for line in lines] == ["Corrected.", "Line 1."]
        log = await opened.store.read(queries.events_of_job, other.id, after=0, limit=9)
        assert [stored.event.kind for stored in log] == ["job_moved", "transcript_corrected"]
        with pytest.raises(Overtaken):
            await opened.store.write(adopted.adopt, other)


def _spoken(start_s: float, end_s: float, text: str, speaker: str) -> Segment:
    return Segment(start_s=start_s, end_s=end_s, text=text, confidence=0.1, speaker=speaker)


@pytest.mark.parametrize("divided", [True, False])
async def test_speakers_are_found_of_lines_that_came_after_a_correction(tmp_path: Path, divided: bool) -> None:
    """None is lost or doubled, wherever people have set the end of the last line that there was."""
    async with _opened(tmp_path) as opened:
        base = await opened.store.read(transcript_parts.read, opened.job.id, PLANS)
        moved = retimed(retexted(base.lines[1], "Corrected here."), 1.0, 3.4)
        await opened.store.write(save, Correction(base, 1, 1, (moved,)))
        later = [_spoken(n, n + 1, f"Line {n}. And on.", "") for n in (2, 3, 4)]
        recognised = [line.model_dump(mode="json") | {"speaker": None} for line in later]
        await opened.store.write(stage_log.add_pieces, KEY, 2, recognised, [])
        spoken = [_spoken(0, 1, "Line 0.", "S1"), _spoken(1, 3.4, "Corrected here.", "S2")]
        for line in later:
            if divided:
                spoken.append(_spoken(line.start_s, line.start_s + 0.5, line.text[:7], "S1"))
                spoken.append(_spoken(line.start_s + 0.5, line.end_s, line.text[8:], "S2"))
            else:
                spoken.append(line.model_copy(update={"speaker": "S1"}))
        if divided:  # by its words, which people have left where they were
            spoken[1:2] = [_spoken(1, 2.5, "Corrected", "S1"), _spoken(2.5, 3.4, "here.", "S2")]
        said = [line.model_dump(mode="json") for line in spoken]
        await opened.store.write(stage_log.add_pieces, "speakers-1", 0, said, [])
        adopted = await opened.corrections.adopted(opened.job, "speakers-1", [], spoken)
        expected = [line.text for line in spoken[-6:]] if divided else [line.text for line in later]
        assert [line.text for line in adopted.lines] == ["Line 0.", "Corrected here.", *expected]
        assert all(line.speaker for line in adopted.lines)


async def test_no_line_is_doubled_where_none_came_after_a_correction(tmp_path: Path) -> None:
    """The last line was set to end before it begins in what was recognised."""
    async with _opened(tmp_path) as opened:
        base = await opened.store.read(transcript_parts.read, opened.job.id, PLANS)
        moved = retimed(base.lines[1], 0.2, 0.8)
        await opened.store.write(save, Correction(base, 1, 1, (moved,)))
        spoken = [_spoken(0, 1, "Line 0.", "S1"), _spoken(1, 2, "Line 1.", "S2")]
        said = [line.model_dump(mode="json") for line in spoken]
        await opened.store.write(stage_log.add_pieces, "speakers-1", 0, said, [])
        adopted = await opened.corrections.adopted(opened.job, "speakers-1", [], spoken)
        assert [line.text for line in adopted.lines] == [line.text for line in base.lines]


async def test_later_stages_receive_the_corrected_lines(tmp_path: Path) -> None:
    """Those that need them, as sure ones, without what was not said; others get what was recorded."""
    async with _opened(tmp_path) as opened:
        plan = [REGISTRY[name] for name in ("transcribe", "scenes", "clips")]
        pieces: dict[str, list[Result]] = {"transcribe": list(RECOGNISED), "scenes": []}
        clips, scenes = REGISTRY["clips"], REGISTRY["scenes"]
        assert await opened.corrections.pieces_for(opened.job, clips, plan, pieces) is pieces
        await opened.correct(0, "Corrected.")
        await opened.correct(1, "")
        given = await opened.corrections.pieces_for(opened.job, clips, plan, pieces)
        (line,) = given["transcribe"]
        assert type(line).__name__ == "Segment"
        assert line.model_dump() | {"words": ()} == {
            "start_s": 0.0,
            "end_s": 1.0,
            "text": "Corrected.",
            "confidence": 1.0,
            "no_speech_probability": 0.0,
            "words": (),
            "flags": (),
        }
        assert await opened.corrections.pieces_for(opened.job, scenes, plan, pieces) is pieces
