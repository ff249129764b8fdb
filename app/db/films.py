"""Reads what is recorded of the file that a job works on, also when the file itself is not stored any more."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app.core.errors import NotFound
from app.db import queries, stage_log, timelines
from app.jobs.record import JobRecord, StageRecord, StageState
from app.jobs.results import Blob


@dataclass(frozen=True, slots=True)
class Film:
    """The file of a job and its title. `filename` is the upload's own, else that under which it is downloaded.

    `filename` and `artifact_id` are None when the file is not stored any more.
    """

    job: JobRecord
    title: str
    filename: str | None
    blob: Blob
    media: dict[str, Any]
    artifact_id: str | None


@dataclass(frozen=True, slots=True)
class Results:
    """What a stage has published to its job; `output` is None before it has ended."""

    pieces: list[dict[str, Any]]
    output: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class FilmParts:
    """A job with its film, the results of some of its stages by name, and the timeline that it renders."""

    job: JobRecord
    film: Film | None
    results: dict[str, Results]
    timeline: dict[str, Any] | None


def film_parts(conn: Connection, job_id: str, names: Collection[str]) -> FilmParts:
    """Read a job with the results of the stages `names`. Raises NotFound."""
    job = queries.job(conn, job_id)
    stages = stage_log.stages_of_job(conn, job.id)
    results = {stage.name: _results(conn, stage) for stage in stages if stage.name in names}
    return FilmParts(job, _film(conn, job, stages), results, timelines.timeline_of(conn, job.id))


def films_of(conn: Connection, job_ids: Collection[str]) -> dict[str, Film]:
    """Read the films of several jobs by their ids; of a job without one there is none."""
    found = {}
    for job_id in job_ids:
        job = queries.job(conn, job_id)
        if (film := _film(conn, job, stage_log.stages_of_job(conn, job.id))) is not None:
            found[job_id] = film
    return found


def _film(conn: Connection, job: JobRecord, stages: Collection[StageRecord]) -> Film | None:
    """The film of a job, from the first of its stages that has recorded one."""
    for stage in stages:
        record = stage_log.output_by_key(conn, stage.key) if stage.key else None
        if record is not None and {"source", "media"} <= record.output.keys():
            blob = Blob.model_validate(record.output["source"])
            files = queries.artifacts_of(conn, job.id)
            file = next((one for one in files if one.blob.sha256 == blob.sha256 and one.kind == "source"), None)
            filename = upload_name(conn, job) or (file.filename if file else None)
            title = job.video_title or record.output.get("title") or job.id
            return Film(job, title, filename, blob, record.output["media"], file.id if file else None)
    return None


def upload_name(conn: Connection, job: JobRecord) -> str | None:
    """The name that a job's upload has on the disk of its owner; None for a link."""
    if job.video_id is None:
        return None
    try:
        video = queries.video(conn, job.video_id)
    except NotFound:
        return None
    return video.filename if video.url is None else None


def _results(conn: Connection, stage: StageRecord) -> Results:
    if stage.key is None:
        return Results([], None)
    record = stage_log.output_by_key(conn, stage.key)
    output = record.output if record is not None and stage.status is StageState.COMPLETED else None
    return Results(stage_log.pieces_of(conn, stage.key)[: stage.published], output)
