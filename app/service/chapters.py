"""Chapters of jobs that people set: where they begin, their titles, and the files that carry them."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from app.core.errors import InvalidRequest, PreconditionFailed, StorageLost, Unavailable, WrongState
from app.db import chapter_parts, corrections, job_chapters, job_exports, stage_log
from app.db.chapter_parts import ChapterParts
from app.db.file_copies import FileGone
from app.db.store import Store
from app.db.transaction import Transaction
from app.db.transcripts import Overtaken
from app.execution.new_files import Ready
from app.execution.transcript_files import TranscriptFiles
from app.jobs.chapters import KIND, ChangedChapters
from app.jobs.events import LogLine
from app.jobs.record import Artifact, JobRecord
from app.jobs.results import Blob, Chapter
from app.jobs.states import TERMINAL
from app.ports.blob_store import BlobStore
from app.ports.object_store import StoreAway
from app.service.held_blobs import storage_away
from app.stages.fetch.contract import STAGE as FETCH
from app.stages.stage_artifacts import id_of, media_type_of, stem_of
from app.stages.transcribe.contract import STAGE as TRANSCRIBE

#: The stages whose outputs have chapters: the source's own, and those that are found.
STAGES = (FETCH.name, TRANSCRIBE.name)
SUFFIXES = (".vtt", ".ffmeta")
#: How often a change is made anew because others came in between.
TRIES = 20
#: Code of the log line of a change, for followers of the job.
CHANGED = "chapters_changed"


@dataclass(frozen=True, slots=True)
class Beginning:
    """A chapter that people set. It ends at `end_s`; None: where the next one begins, or the media ends. Seconds."""

    start_s: float
    title: str
    end_s: float | None = None


class Chapters:
    """Reads and changes chapters. `lost` returns why files cannot be stored just now; None if they can."""

    def __init__(self, store: Store, blobs: BlobStore, files: TranscriptFiles, lost: Callable[[], str | None]) -> None:
        self._store = store
        self._blobs = blobs
        self._files = files
        self._folder_lost = lost

    async def read(self, job_id: str) -> ChapterParts:
        """The chapters of a job. Raises NotFound."""
        return await self._store.read(chapter_parts.read, job_id, STAGES)

    async def set(
        self, job_id: str, given: Sequence[Beginning] | None, match: Sequence[str] | None = None
    ) -> ChapterParts:
        """Let a job have these chapters; None: the source's own or those that were found.

        `match` are ETags of which one must be that of the chapters. Raises NotFound, InvalidRequest,
        PreconditionFailed, WrongState.
        """
        for _ in range(TRIES):
            parts = await self.read(job_id)
            if match is not None and "*" not in match and parts.etag not in match:
                raise PreconditionFailed("The chapters were changed meanwhile. Read them anew, and change those.")
            if parts.job.status not in TERMINAL:
                raise WrongState("The job is not finished yet. Set its chapters when it has ended.")
            chapters = None if given is None else tuple(_whole(given, parts.job))
            if chapters == parts.changed.given:
                return parts
            changed = replace(parts.changed, given=chapters, revision=parts.changed.revision + 1)
            try:
                files = await asyncio.to_thread(self._written, parts, changed)
                ready = await self._files.ready(files)
                await self._store.write(self._save, parts, changed, files, ready)
            except StoreAway as away:
                raise storage_away("The files of the chapters cannot be copied to it", away) from away
            except (Overtaken, FileGone):
                continue
            return replace(parts, changed=changed, files=files)
        raise Unavailable("Others change these chapters all the time. Try again.", retry_after_s=1)

    def _written(self, parts: ChapterParts, changed: ChangedChapters) -> list[Artifact]:
        """The files of the chapters, with these as their content; none of no chapters. Blocks."""
        shown = changed.shown(parts.own, parts.found)
        if not shown:
            return []
        if (why := self._folder_lost()) is not None:
            raise StorageLost(why)
        try:
            return self._files.with_chapters(shown, parts.files or _new_files(parts.job))
        except OSError as error:
            why = f"The files of the chapters cannot be written ({error.strerror or error}); nothing was changed."
            raise Unavailable(why, retry_after_s=60, code="storage_failed") from error

    def _save(
        self, tx: Transaction, parts: ChapterParts, changed: ChangedChapters, files: Sequence[Artifact], ready: Ready
    ) -> None:
        ready.check(tx)
        now = chapter_parts.read(tx.conn, parts.job.id, STAGES)
        if now.changed != parts.changed or [file.id for file in now.files] != [file.id for file in parts.files]:
            raise Overtaken
        job_chapters.put(tx, parts.job.id, changed)
        there = {file.id for file in parts.files}
        gone = corrections.put_files(tx, parts.job.id, [file for file in files if file.id in there])
        stage_log.insert_artifacts(tx, [file for file in files if file.id not in there])
        if not files:
            gone += chapter_parts.remove_files(tx, parts.files)
        line = LogLine(level="info", message="The chapters were changed.", stage=None, code=CHANGED, fields={})
        tx.append(parts.job.id, [line])
        job_exports.renew(tx, parts.job.id)
        ready.record(tx)
        if gone:
            tx.chores.append(partial(self._remove, gone))

    def _remove(self, gone: list[str]) -> None:
        self._blobs.delete(gone)


def _whole(given: Sequence[Beginning], job: JobRecord) -> list[Chapter]:
    """The chapters with their ends. Raises InvalidRequest for impossible times, WrongState without a length."""
    if not given:
        return []
    duration_s = job.video_duration
    if duration_s is None:
        raise WrongState("It is not known how long the media is, so it has no chapters.")
    for number, (one, after) in enumerate(pairwise(given)):
        if after.start_s <= one.start_s:
            raise _invalid(number + 1, "start", "a chapter begins after the one before")
    if given[-1].start_s >= duration_s:
        raise _invalid(len(given) - 1, "start", f"the media ends at {duration_s:g} s")
    bounds_s = [*(one.start_s for one in given[1:]), duration_s]
    for number, (one, bound_s) in enumerate(zip(given, bounds_s, strict=True)):
        if one.end_s is not None and not one.start_s < one.end_s <= bound_s + 0.001:
            raise _invalid(number, "end", "a chapter ends after its start, and before the next one begins")
    return [
        Chapter(
            start_s=round(one.start_s, 3),
            end_s=round(bound_s if one.end_s is None else min(one.end_s, bound_s), 3),
            title=one.title,
        )
        for one, bound_s in zip(given, bounds_s, strict=True)
    ]


def _new_files(job: JobRecord) -> list[Artifact]:
    """Files of chapters of a job that had none; their content is still to be written."""
    stem = stem_of(job.video_title or "")
    return [
        Artifact(
            id_of(job.id, FETCH.name, KIND, index),
            job.id,
            FETCH.name,
            KIND,
            f"{stem} chapters{suffix}",
            media_type_of(suffix),
            Blob(sha256="0" * 64, size_bytes=0, suffix=suffix),
        )
        for index, suffix in enumerate(SUFFIXES)
    ]


def _invalid(number: int, field: str, message: str) -> InvalidRequest:
    where = ["body", "chapters", number, field]
    return InvalidRequest(f"chapters.{number}.{field}: {message}", errors=[{"loc": where, "msg": message}])
