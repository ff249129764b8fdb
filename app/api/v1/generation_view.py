"""A job that makes a film from a prompt, as clients see it."""

from typing import Any

from app.api.v1.paths import files_path
from app.jobs.record import JobRecord


def generated(job: JobRecord) -> dict[str, Any]:
    """The fields of a job that are about its prompt and film; null for other jobs."""
    wanted = job.generation
    made = wanted.made if wanted else None
    return {
        "prompt": wanted.prompt if wanted else None,
        "result": None if made is None else {"videos": _videos(job), "cost_usd": made.cost_usd},
        "used_provider": made.provider if made else None,
        "used_model": made.model if made else None,
        "generation_time_ms": made.took_ms if made else None,
    }


def _videos(job: JobRecord) -> list[dict[str, Any]]:
    """The film, while its file is kept."""
    made = job.generation.made if job.generation else None
    if made is None or job.expired_ms is not None:
        return []
    return [
        {
            "artifact_id": made.artifact_id,
            "video_id": made.video_id,
            "url": f"{files_path(job.id)}/{made.artifact_id}",
            "duration": made.duration_s,
            "width": made.width,
            "height": made.height,
        }
    ]
