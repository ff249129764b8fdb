"""Webhooks in plain Python: what can be subscribed to, what a delivery contains, and when it is tried again."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.jobs.events import ClipCut, Event, JobMoved
from app.jobs.states import Cause


class HookEvent(StrEnum):
    """What a webhook can be about."""

    JOB_COMPLETED = "job.completed"
    JOB_FAILED = "job.failed"
    JOB_CANCELLED = "job.cancelled"
    CLIP_READY = "clip.ready"
    VIDEO_COMPLETED = "video.completed"


#: Begins the `url` of a delivery to a person; the digest of a service's URL follows.
NOTIFY = "notify:"
#: The events that people are notified of.
NOTIFIED = frozenset({HookEvent.JOB_COMPLETED, HookEvent.JOB_FAILED})
#: The event of a delivery that only tries whether the receiver is there.
PING = "ping"
_ENDS = {
    Cause.COMPLETE: HookEvent.JOB_COMPLETED,
    Cause.FAIL: HookEvent.JOB_FAILED,
    Cause.CANCEL: HookEvent.JOB_CANCELLED,
}
#: Pauses between the attempts of a delivery, seconds; so there is one attempt more than pauses.
PAUSES_S = (2.0, 15.0, 60.0, 600.0)
MOST_ATTEMPTS = len(PAUSES_S) + 1
#: A pause is up to so much longer or shorter, so that many deliveries are not tried at one moment.
JITTER = 0.2


class DeliveryState(StrEnum):
    """The state of a delivery."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Webhook:
    """A subscription. `sealed` is its secret, encrypted. A disabled one gets no deliveries: its receiver is gone."""

    id: str
    url: str
    events: tuple[str, ...]
    sealed: str = field(repr=False)
    user_id: str | None = None
    enabled: bool = True
    created_ms: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message for a receiver. Without `webhook_id` it is for the `webhook_url` of its job, or a notice for a person.

    `facts` are what its body is made of: of the job as it was, and of a clip in it.

    `response_status` and `error` are those of the latest attempt; `next_ms` is the time of the next one, Unix
    milliseconds, None if there is none.
    """

    id: str
    webhook_id: str | None
    job_id: str | None
    event: str
    url: str
    facts: Mapping[str, Any]
    state: DeliveryState
    attempts: int
    next_ms: int | None
    response_status: int | None
    error: str | None
    response_ms: int | None
    created_ms: int
    ended_ms: int | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one attempt. `gone`: the receiver wants nothing any more."""

    delivered: bool
    response_status: int | None = None
    error: str | None = None
    response_ms: int | None = None
    gone: bool = False
    retry_after_s: float | None = None


def hook_event(event: Event) -> HookEvent | None:
    """What a stored event of a job means to webhooks; None for nothing."""
    match event:
        case JobMoved(cause=cause) if cause is not None:
            return _ENDS.get(cause)
        case ClipCut():
            return HookEvent.CLIP_READY
        case _:
            return None


def pause_s(attempts: int, retry_after_s: float | None = None, chance: float | None = None) -> float | None:
    """Seconds until the next attempt after so many; None after the last. `chance` 0..1 places it within the jitter.

    A receiver may request a longer pause, up to the longest one.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    chance = random.random() if chance is None else chance
    planned = PAUSES_S[attempts - 1] * (1 + JITTER * (2 * chance - 1))
    return max(planned, min(retry_after_s or 0.0, PAUSES_S[-1]))
