"""Stores the film that a job has made as a video, so that any other job can use it like an upload."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.db import videos
from app.db.records import VIDEOS
from app.db.transaction import Transaction
from app.jobs.generations import Generation
from app.jobs.record import Video


@dataclass(frozen=True, slots=True)
class NewFilm:
    """A film that a job has made, as a video, and what the job says about it from then on."""

    video: Video
    generation: Generation


def add(tx: Transaction, film: NewFilm) -> dict[str, Any]:
    """Store the video, unless it is there; returns the values of its job's row."""
    if tx.conn.execute(select(VIDEOS.c.id).where(VIDEOS.c.id == film.video.id)).first() is None:
        videos.add_video(tx, film.video)
    return {"video_id": film.video.id, "generation": film.generation.model_dump(mode="json")}
