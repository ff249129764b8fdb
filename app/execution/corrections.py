"""Lets stages work with the transcript of a job as people have corrected it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.db import corrections, job_chapters, transcript_copies, transcripts
from app.db.store import Store
from app.db.transaction import Transaction
from app.db.transcript_parts import FILES as TRANSCRIPT_FILES
from app.db.transcripts import Overtaken
from app.execution.new_files import Ready, waiting_for_store
from app.execution.transcript_files import TranscriptFiles
from app.jobs.chapters import KIND, ChangedChapters
from app.jobs.events import TranscriptCorrected
from app.jobs.record import Artifact, JobRecord
from app.jobs.results import Result, Segment
from app.jobs.transcripts import Line, as_recognised
from app.jobs.turns import with_speakers
from app.ports.object_store import StoreAway
from app.stages.stage import AnyStage


@dataclass(frozen=True, slots=True)
class Adopted:
    """The corrected transcript of a job when its stage ends: its own, or that of another job on the same source.

    `source_id` is None if there is none. `artifacts` are the stage's files, with the corrected lines as their content.
    `renewed_key` is the key of a stage that found the speakers of the job's own corrected lines; None if there is
    nothing to change in those.
    """

    source_id: str | None
    revision: int
    lines: Sequence[Line]
    artifacts: Sequence[Artifact]
    renewed_key: str | None = None

    def adopt(self, tx: Transaction, job: JobRecord) -> None:
        """Make it the job's own; publishes the correction if it was another's. Raises Overtaken if it has changed."""
        own = transcripts.head_of(tx.conn, job.id)
        if self.source_id in (None, job.id):
            if (own.revision if own is not None else 0) != self.revision:
                raise Overtaken
            if own is not None and self.renewed_key is not None:
                transcripts.put_renewed(tx, own, self.renewed_key, self.lines)
            return
        source = transcripts.head_of(tx.conn, self.source_id or "")
        if own is not None or source is None or source.revision != self.revision:
            raise Overtaken
        transcript_copies.copy(tx, source.id, job.id)
        job_chapters.copy(tx, source.id, job.id)
        transcripts.index_text(tx, job, self.lines)
        corrections.publish(tx, job, TranscriptCorrected(status=job.status, revision=1))


class Corrections:
    """Reads corrected transcripts for the stages of jobs."""

    def __init__(self, store: Store, files: TranscriptFiles) -> None:
        self._store = store
        self._files = files

    async def adopted(
        self, job: JobRecord, key: str, artifacts: Sequence[Artifact], spoken: Sequence[Segment] | None = None
    ) -> Adopted:
        """What a job's transcript is when the stage that makes it ends with the output under `key`.

        `spoken` are the lines of a stage that has found the speakers of the transcript.
        """
        source_id, revision, lines = await self._store.read(corrections.adoptable, job, key)
        chapters = await self._store.read(job_chapters.changed_of, source_id or job.id)
        own = spoken is not None and source_id == job.id
        if own and spoken is not None:
            lines = await asyncio.to_thread(with_speakers, lines, spoken)
        if source_id is not None:
            artifacts = await asyncio.to_thread(self._rewritten, lines, chapters, artifacts)
        return Adopted(source_id, revision, lines, artifacts, key if own else None)

    def _rewritten(
        self, lines: Sequence[Line], changed: ChangedChapters, files: Sequence[Artifact]
    ) -> Sequence[Artifact]:
        """The stage's files with corrected lines, and the changed chapters."""
        chapters = changed.given if changed.given is not None else changed.found
        of_lines = [file for file in files if file.kind == TRANSCRIPT_FILES]
        others = [file for file in files if file.kind != TRANSCRIPT_FILES]
        if chapters is not None:
            mine = [file for file in others if file.kind == KIND]
            others = [file for file in others if file.kind != KIND] + self._files.with_chapters(chapters, mine)
        return self._files.written(lines, of_lines) + others

    async def ready(self, adopted: Adopted) -> Ready:
        """The files of an adopted transcript, for the transaction that refers to them. Raises JobFailure, FileGone."""
        try:
            return await self._files.ready(adopted.artifacts if adopted.source_id is not None else ())
        except StoreAway as away:
            raise waiting_for_store(away) from away

    async def pieces_for(
        self, job: JobRecord, stage: AnyStage, made: Sequence[AnyStage], pieces: Mapping[str, Sequence[Result]]
    ) -> Mapping[str, Sequence[Result]]:
        """The pieces of the stages `made` that a stage receives: of a corrected transcript its lines of now."""
        names = [
            one.name
            for one in made
            if (one.is_transcript or one.renews_transcript) and one.name in stage.after and pieces.get(one.name)
        ]
        if not names:
            return pieces
        lines = await self._store.read(corrections.corrected_lines, job.id)
        return pieces if lines is None else {**pieces, **{name: as_recognised(lines) for name in names}}
