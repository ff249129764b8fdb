"""Keeps the subtitles of scenes whose lines people have corrected; those of the others are a stage's output."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.db import stage_log
from app.db.analysis_parts import scenes_of
from app.db.conflicts import insert_or_replace
from app.db.records import SCENE_SUBTITLES
from app.db.transaction import Transaction
from app.jobs.options import JobType
from app.jobs.record import JobRecord
from app.jobs.results import Segment
from app.jobs.scenes import SceneSpan


@dataclass(frozen=True, slots=True)
class SceneSubtitles:
    """The lines of a scene, with times from its start; the scene's own are seconds of the video."""

    scene_id: str
    start_s: float
    end_s: float
    lines: Sequence[Segment]


def spans_of(conn: Connection, job: JobRecord) -> list[SceneSpan]:
    """The scenes of an analysis so far; none of other jobs."""
    if job.job_type is not JobType.SCENE_ANALYSIS:
        return []
    of_job = {stage.name: stage for stage in stage_log.stages_of_job(conn, job.id)}
    return [SceneSpan.model_validate(scene) for scene in scenes_of(conn, of_job)]


def put(tx: Transaction, transcript_id: str, scenes: Sequence[SceneSubtitles]) -> None:
    """Store the subtitles of scenes, in the place of those before."""
    for scene in scenes:
        row = {
            "scene_id": scene.scene_id,
            "transcript_id": transcript_id,
            "scene_start_time": scene.start_s,
            "scene_end_time": scene.end_s,
            "subtitle_data": [line.model_dump(mode="json") for line in scene.lines],
        }
        insert_or_replace(tx.conn, SCENE_SUBTITLES, row)


def lines_of(conn: Connection, scene_id: str) -> list[Segment] | None:
    """The corrected lines of a scene; None if nobody has corrected them."""
    query = select(SCENE_SUBTITLES.c.subtitle_data).where(SCENE_SUBTITLES.c.scene_id == scene_id)
    found = conn.execute(query).scalar_one_or_none()
    return None if found is None else [Segment.model_validate(line) for line in found]
