"""Reads the parts of a scene analysis in one snapshot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from app.core.errors import NotFound
from app.db import queries, stage_log
from app.db.records import ARTIFACTS, artifact_of
from app.jobs.options import JobType
from app.jobs.record import Artifact, JobRecord, StageRecord


@dataclass(frozen=True, slots=True)
class AnalysisParts:
    """A job of this kind with its results so far: outputs by stage, its scenes in order, its files by id."""

    job: JobRecord
    stages: dict[str, StageRecord]
    outputs: dict[str, dict[str, Any]]
    scenes: list[dict[str, Any]]
    artifacts: dict[str, Artifact]


def analysis_parts(conn: Connection, analysis_id: str, stages: Sequence[str]) -> AnalysisParts:
    """Read an analysis with the outputs of these stages. Raises NotFound, also for a job of another type."""
    try:
        job = queries.job(conn, analysis_id)
    except NotFound:
        raise no_analysis(analysis_id) from None
    if job.job_type is not JobType.SCENE_ANALYSIS:
        raise no_analysis(analysis_id)
    of_job = {stage.name: stage for stage in stage_log.stages_of_job(conn, job.id)}
    outputs = {name: found for name in stages if (found := _output(conn, of_job.get(name))) is not None}
    artifacts = queries.artifacts_of(conn, job.id)
    return AnalysisParts(job, of_job, outputs, scenes_of(conn, of_job), {one.id: one for one in artifacts})


def no_analysis(analysis_id: str) -> NotFound:
    """The refusal of an id that no analysis has."""
    return NotFound(f"There is no analysis {analysis_id}.")


def _output(conn: Connection, stage: StageRecord | None) -> dict[str, Any] | None:
    record = stage_log.output_by_key(conn, stage.key) if stage and stage.key else None
    return None if record is None else record.output


def scenes_of(conn: Connection, of_job: Mapping[str, StageRecord]) -> list[dict[str, Any]]:
    """The scenes that were published to the job; once retention has deleted their files, those with its subtitles."""
    stage = of_job.get("scenes")
    published = stage_log.pieces_of(conn, stage.key)[: stage.published] if stage and stage.key else []
    if published:
        return published
    kept = _output(conn, of_job.get("subtitles"))
    return [] if kept is None else [one["scene"] for one in kept["scenes"]]


def file_of_kind(conn: Connection, job_id: str, kind: str, filename: str) -> Artifact:
    """Read the file of a job by its kind and name. Raises NotFound."""
    query = select(ARTIFACTS).where(
        ARTIFACTS.c.job_id == job_id, ARTIFACTS.c.kind == kind, ARTIFACTS.c.filename == filename
    )
    row = conn.execute(query.order_by(ARTIFACTS.c.created_ms.desc()).limit(1)).one_or_none()
    if row is None:
        raise NotFound(f"Job {job_id} has no {kind} of this name.")
    return artifact_of(row)
