"""Reads a transcript with all that a correction of it changes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from app.core.errors import NotFound
from app.db import job_chapters, queries, scene_subtitles, stage_log, transcripts
from app.db.records import VIDEOS
from app.db.transcripts import STAGE, Edit, Head
from app.jobs.chapters import KIND, UNCHANGED, ChangedChapters
from app.jobs.options import JobType
from app.jobs.plan import Plans
from app.jobs.record import Artifact, JobRecord, StageRecord, StageState
from app.jobs.results import Chapter
from app.jobs.scenes import SceneSpan
from app.jobs.states import TERMINAL, JobState
from app.jobs.transcripts import Line, TranscriptFacts, confidence_of, text_of

#: The kind of the files that are written of a transcript.
FILES = "transcript"


@dataclass(frozen=True, slots=True)
class TranscriptParts:
    """A transcript as it is now. `stage` has made it; `source` is the stage whose pieces its lines are.

    `head` is None if nobody has corrected it; then its lines are those. `renewed_later`: a stage may still replace
    them. `pieces` is the number of recorded pieces, `files` are those of the transcript for download, `edit` is the
    correction that can be undone next, `undone_edit` the one that can be made again. `scenes` are those of an analysis.
    `chapter_files` are those of the chapters that were found in it, and `changed_chapters` what has become of these.
    """

    job: JobRecord
    stage: StageRecord | None
    head: Head | None
    lines: Sequence[Line]
    pieces: int
    source: StageRecord | None = None
    renewed_later: bool = False
    output: dict[str, Any] = field(default_factory=dict)
    filename: str | None = None
    files: Sequence[Artifact] = ()
    edit: Edit | None = None
    scenes: Sequence[SceneSpan] = ()
    chapter_files: Sequence[Artifact] = ()
    changed_chapters: ChangedChapters = UNCHANGED
    undone_edit: Edit | None = None

    @property
    def revision(self) -> int:
        """The number of corrections."""
        return self.head.revision if self.head is not None else 0

    @property
    def etag(self) -> str:
        """Names the lines as they are now, in quotes."""
        source = "" if self.head is not None or self.key is None else f"-{self.key[-8:]}"
        return f'"{self.revision}-{len(self.lines)}{source}"'

    @property
    def key(self) -> str | None:
        """The key of the pieces that its lines are, or were before they were corrected."""
        return self.source.key if self.source is not None else None

    @property
    def recognised(self) -> bool:
        """Whether all that is said was recognised."""
        return self.stage is not None and self.stage.status is StageState.COMPLETED

    @property
    def complete(self) -> bool:
        """Whether no stage of the job will change it any more."""
        return self.recognised and (not self.renewed_later or self.job.status in TERMINAL)

    @property
    def may_change(self) -> bool:
        """Whether a stage may still add lines, so that people have to wait."""
        return not self.complete and self.job.status not in TERMINAL

    @property
    def found_chapters(self) -> tuple[Chapter, ...]:
        """The chapters that were found in the recognised lines."""
        return tuple(Chapter.model_validate(one) for one in self.output.get("chapters") or ())

    @property
    def status(self) -> str:
        """The state of the transcript: that of its job, until it is complete."""
        return JobState.COMPLETED.value if self.complete else self.job.status.value

    @property
    def text(self) -> str:
        """The transcript as one text."""
        return text_of(self.lines)

    def facts(self) -> TranscriptFacts:
        """What is known of the transcript besides its lines."""
        job, made = self.job, self.output
        known = self.stage is not None and bool(made)
        language = made.get("language") if self.lines else None
        confidence = confidence_of(self.lines)
        return TranscriptFacts(
            video_filename=self.filename or job.video_title,
            video_duration_s=job.video_duration,
            analysis_id=job.id if job.job_type is JobType.SCENE_ANALYSIS else None,
            language=language or job.options.language,
            method=str(made.get("engine", "whisper")) if known else None,
            confidence=None if confidence is None else round(confidence, 4),
            processing_s=self.stage.seconds if self.stage is not None else None,
            response_id=made.get("response_id"),
            status=self.status,
        )


def read(conn: Connection, job_id: str, plans: Plans) -> TranscriptParts:
    """Read the transcript of a job. Raises NotFound if there is no such job, or it makes none."""
    job = queries.job(conn, job_id)
    if STAGE not in plans.stages_of(job.job_type, job.options):
        raise NotFound("A job of this type makes no transcript.")
    stages = transcripts.stages_of(conn, job_id)
    stage, source = stages.get(STAGE), transcripts.source_of(stages)
    if stage is not None and stage.status is StageState.SKIPPED:
        raise NotFound("The video has no sound, so there is no transcript.")
    key = source.key if source is not None else None
    head = transcripts.head_of(conn, job_id)
    if head is not None:
        lines = transcripts.corrected_lines(conn, head, key)
    else:
        lines = [Line.model_validate(piece) for piece in stage_log.pieces_of(conn, key)] if key else []
    record = stage_log.output_by_key(conn, stage.key) if stage is not None and stage.key else None
    pieces = len(lines) if head is None else transcripts.count_pieces(conn, key) if key else 0
    files = [one for one in queries.artifacts_of(conn, job_id) if one.stage in stages]
    filename = select(VIDEOS.c.filename).where(VIDEOS.c.id == job.video_id)
    return TranscriptParts(
        job,
        stage,
        head,
        lines,
        pieces,
        source,
        transcripts.is_renewed_later(stages),
        record.output if record is not None else {},
        conn.execute(filename).scalar() if job.video_id is not None else None,
        [one for one in files if one.kind == FILES],
        transcripts.last_edit(conn, job_id) if head is not None else None,
        scene_subtitles.spans_of(conn, job),
        [one for one in files if one.kind == KIND and one.stage == STAGE],
        job_chapters.changed_of(conn, job_id),
        transcripts.next_undone(conn, job_id) if head is not None else None,
    )
