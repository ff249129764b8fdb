"""Lets stages work with the transcript of a job as people have corrected it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.db import corrections, transcript_copies, transcripts
from app.db.store import Store
from app.db.transaction import Transaction
from app.db.transcripts import Overtaken
from app.execution.new_files import Ready, waiting_for_store
from app.execution.transcript_files import TranscriptFiles
from app.jobs.events import TranscriptCorrected
from app.jobs.record import Artifact, JobRecord
from app.jobs.results import Result
from app.jobs.transcripts import Line, as_recognised
from app.ports.object_store import StoreAway
from app.stages.stage import AnyStage


@dataclass(frozen=True, slots=True)
class Adopted:
    """The corrected transcript of a job when its stage ends: its own, or that of another job on the same source.

    `source_id` is None if there is none. `artifacts` are the stage's files, with the corrected lines as their content.
    """

    source_id: str | None
    revision: int
    lines: Sequence[Line]
    artifacts: Sequence[Artifact]

    def adopt(self, tx: Transaction, job: JobRecord) -> None:
        """Make it the job's own; publishes the correction if it was another's. Raises Overtaken if it has changed."""
        own = transcripts.head_of(tx.conn, job.id)
        if self.source_id in (None, job.id):
            if (own.revision if own is not None else 0) != self.revision:
                raise Overtaken
            return
        source = transcripts.head_of(tx.conn, self.source_id or "")
        if own is not None or source is None or source.revision != self.revision:
            raise Overtaken
        transcript_copies.copy(tx, source.id, job.id)
        transcripts.index_text(tx, job, self.lines)
        corrections.publish(tx, job, TranscriptCorrected(status=job.status, revision=1))


class Corrections:
    """Reads corrected transcripts for the stages of jobs."""

    def __init__(self, store: Store, files: TranscriptFiles) -> None:
        self._store = store
        self._files = files

    async def adopted(self, job: JobRecord, key: str, artifacts: Sequence[Artifact]) -> Adopted:
        """What a job's transcript is when the stage that makes it ends with the output under `key`."""

        source_id, revision, lines = await self._store.read(corrections.adoptable, job, key)
        if source_id is not None:
            artifacts = await asyncio.to_thread(self._files.written, lines, artifacts)
        return Adopted(source_id, revision, lines, artifacts)

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
        names = [one.name for one in made if one.is_transcript and one.name in stage.after and one.name in pieces]
        if not names:
            return pieces
        lines = await self._store.read(corrections.corrected_lines, job.id)
        return pieces if lines is None else {**pieces, **{name: as_recognised(lines) for name in names}}
