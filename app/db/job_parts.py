"""Reads all parts of a job's full view in one snapshot, and the stages that a list needs."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, select

from app.db import job_chapters, job_metas, made_clips, queries, stage_log, transcripts
from app.db.records import STAGE_COLUMNS, STAGES, stage_of
from app.jobs.chapters import UNCHANGED, ChangedChapters
from app.jobs.record import Artifact, ClipOf, JobRecord, StageRecord


@dataclass(frozen=True, slots=True)
class JobParts:
    """A job with the results of its stages so far. `outputs` are by stage; pieces are in order.

    Segments are JSON texts: there can be thousands, and parsing them all at once would block the event loop. They are
    the lines as people have corrected them; only then `recognised` are those that the stage recorded. `chapters` are
    what takes the place of those in the outputs. `clip_of` is read for what is shared alone.
    """

    job: JobRecord
    stages: dict[str, StageRecord]
    outputs: dict[str, dict[str, Any]]
    segments: list[str]
    clips: list[dict[str, Any]]
    artifacts: list[Artifact]
    meta: dict[str, Any] = field(default_factory=dict)
    recognised: list[str] | None = None
    chapters: ChangedChapters = UNCHANGED
    clip_of: ClipOf | None = None


def job_parts(conn: Connection, job_id: str) -> JobParts:
    """Read one job with its results, also partial ones. Raises NotFound."""
    job = queries.job(conn, job_id)
    stages = {stage.name: stage for stage in stage_log.stages_of_job(conn, job_id)}
    outputs = {}
    for name, stage in stages.items():
        record = stage_log.output_by_key(conn, stage.key) if stage.key else None
        if record is not None:
            outputs[name] = record.output
    lines, recognised = _segments(conn, transcripts.source_of(stages))
    return JobParts(
        job,
        stages,
        outputs,
        lines,
        _clips(conn, stages.get("clips")),
        queries.artifacts_of(conn, job_id),
        job_metas.meta_of(conn, job),
        recognised,
        job_chapters.changed_of(conn, job_id),
    )


def transcript_parts(conn: Connection, job_id: str) -> JobParts:
    """As `job_parts`, with the transcript alone. Raises NotFound."""
    job = queries.job(conn, job_id)
    stages = {stage.name: stage for stage in stage_log.stages_of_job(conn, job_id)}
    transcribed = stages.get(transcripts.STAGE)
    record = stage_log.output_by_key(conn, transcribed.key) if transcribed and transcribed.key else None
    lines, recognised = _segments(conn, transcripts.source_of(stages))
    outputs = {transcripts.STAGE: record.output} if record else {}
    return JobParts(job, stages, outputs, lines, [], [], recognised=recognised)


def file_parts(conn: Connection, job_id: str) -> JobParts:
    """As `job_parts`, with files and clips alone. Raises NotFound."""
    job, artifacts = queries.job(conn, job_id), queries.artifacts_of(conn, job_id)
    return JobParts(job, {}, {}, [], clips_of(conn, job_id), artifacts, clip_of=made_clips.of(conn, job))


def shared_parts(conn: Connection, job_id: str) -> JobParts:
    """As `job_parts`; of a job that cuts a clip of another one with what is said there. Raises NotFound."""
    parts = job_parts(conn, job_id)
    clip_of = made_clips.of(conn, parts.job)
    if clip_of is None:
        return parts
    spoken = transcript_parts(conn, clip_of.job_id)
    return replace(parts, clip_of=clip_of, outputs=parts.outputs | spoken.outputs, segments=spoken.segments)


def shared_jobs(conn: Connection, job_id: str) -> list[JobRecord]:
    """The jobs that `shared_parts` are of. Raises NotFound."""
    job = queries.job(conn, job_id)
    clip_of = made_clips.of(conn, job)
    return [job] if clip_of is None else [job, queries.job(conn, clip_of.job_id)]


def clips_of(conn: Connection, job_id: str) -> list[dict[str, Any]]:
    """The clips published to a job."""
    stages = {stage.name: stage for stage in stage_log.stages_of_job(conn, job_id)}
    return _clips(conn, stages.get("clips"))


def _segments(conn: Connection, stage: StageRecord | None) -> tuple[list[str], list[str] | None]:
    """The lines of a job's transcript, and those that its stage recorded if they are others."""
    if stage is None or stage.key is None:
        return [], None
    head, lines = transcripts.texts_of(conn, stage.job_id, stage.key)
    return lines, None if head is None else transcripts.recorded_texts(conn, stage.key)


def _clips(conn: Connection, stage: StageRecord | None) -> list[dict[str, Any]]:
    """The clips published to the job; it has no files of others, which were made for another job or are deleted."""
    return stage_log.pieces_of(conn, stage.key)[: stage.published] if stage and stage.key else []


def stages_of_jobs(conn: Connection, job_ids: Sequence[str]) -> dict[str, list[StageRecord]]:
    """Read the stages of several jobs, by job."""
    found: dict[str, list[StageRecord]] = {}
    for row in conn.execute(select(*STAGE_COLUMNS).where(STAGES.c.job_id.in_(job_ids))):
        stage = stage_of(row)
        found.setdefault(stage.job_id, []).append(stage)
    return found
