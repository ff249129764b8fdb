"""The messages that receivers of webhooks get, in the words of version 1."""

from collections.abc import Mapping
from typing import Any

from app.api.v1.times import iso
from app.api.v1.wire import clip_data
from app.jobs.events import ClipCut
from app.jobs.videos import VideoStatus
from app.jobs.webhooks import PING, Delivery, HookEvent


def rendered(delivery: Delivery) -> dict[str, Any]:
    """The body of a delivery, in the shape that the specification recommends; the same at every attempt."""
    return {"type": delivery.event, "timestamp": iso(delivery.created_ms), "data": _data(delivery)}


def _data(delivery: Delivery) -> dict[str, Any]:
    facts = delivery.facts
    if delivery.event == PING:
        return {"webhook_id": delivery.webhook_id}
    if delivery.event == HookEvent.VIDEO_COMPLETED:
        return _video(facts)
    job = _job(facts)
    return job | {"clip": _clip(facts["id"], facts["clip"])} if delivery.event == HookEvent.CLIP_READY else job


def _job(facts: Mapping[str, Any]) -> dict[str, Any]:
    """A job in short."""
    return {
        "job_id": facts["id"],
        "job_type": facts["job_type"],
        "status": facts["status"],
        "youtube_url": facts["url"],
        "video_id": facts["video_id"],
        "video_title": facts["video_title"],
        "user_id": facts["user_id"],
        "metadata": facts["meta"],
        "attempt": facts["attempt"],
        "error": facts["error"],
        "created_at": iso(facts["created_ms"]),
        "completed_at": iso(facts["completed_ms"]),
        "url": f"/api/v1/jobs/{facts['id']}",
    }


def _clip(job_id: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    return clip_data(job_id, ClipCut.model_validate(facts))


def _video(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "video_id": facts["video_id"],
        "status": VideoStatus.COMPLETED.value,
        "video_title": facts["video_title"],
        "job_id": facts["id"],
        "user_id": facts["user_id"],
        "url": f"/api/v1/videos/{facts['video_id']}",
    }
