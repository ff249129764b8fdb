"""Reads the parts of a scene analysis in one snapshot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from app.core.errors import NotFound
from app.db import queries, stage_log
from app.db.records import ARTIFACTS, JOBS, artifact_of
from app.jobs.options import JobType
from app.jobs.record import Artifact, JobRecord, StageRecord
from app.jobs.scenes import mezzanines_key


@dataclass(frozen=True, slots=True)
class AnalysisParts:
    """A job of this kind with its results so far: outputs by stage, its scenes in order, its files by id.

    `later_id` is the job that cuts its mezzanines on request, if there is one; they are among the files.
    """

    job: JobRecord
    stages: dict[str, StageRecord]
    outputs: dict[str, dict[str, Any]]
    scenes: list[dict[str, Any]]
    artifacts: dict[str, Artifact]
    later_id: str | None = None


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
    later_id = _later(conn, job.id)
    later = queries.artifacts_of(conn, later_id) if later_id else []
    artifacts = [*queries.artifacts_of(conn, job.id), *(one for one in later if one.kind == "mezzanine")]
    return AnalysisParts(
        job=job,
        stages=of_job,
        outputs=outputs,
        scenes=scenes_of(conn, of_job),
        artifacts={one.id: one for one in artifacts},
        later_id=later_id,
    )


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


def _later(conn: Connection, analysis_id: str) -> str | None:
    """The job that cuts mezzanines of an analysis later."""
    query = select(JOBS.c.id).where(
        JOBS.c.idempotency_key == mezzanines_key(analysis_id), JOBS.c.job_type == JobType.SCENE_ANALYSIS.value
    )
    found: str | None = conn.execute(query).scalar_one_or_none()
    return found


def file_of_kind(conn: Connection, job_id: str, kind: str, filename: str) -> Artifact:
    """Read the file of an analysis by its kind and name, also one that was cut later. Raises NotFound."""
    jobs = [one for one in (job_id, _later(conn, job_id)) if one is not None]
    query = select(ARTIFACTS).where(
        ARTIFACTS.c.job_id.in_(jobs), ARTIFACTS.c.kind == kind, ARTIFACTS.c.filename == filename
    )
    row = conn.execute(query.order_by(ARTIFACTS.c.created_ms.desc()).limit(1)).one_or_none()
    if row is None:
        raise NotFound(f"Job {job_id} has no {kind} of this name.")
    return artifact_of(row)
