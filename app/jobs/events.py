"""What is told of a job, and how its history is counted.

Stored events carry `seq` 1, 2, 3 … per job without a gap, and an `id` that grows over all jobs (the broadcast's
cursor). Progress between two stored events is told live only and carries the last `seq`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

#: The last moment that a calendar date can tell, Unix milliseconds.
LAST_MS = 253_402_300_799_999


class EventType(StrEnum):
    """Types of messages, as the contract names them."""

    INITIAL_STATUS = "initial_status"
    JOB_UPDATE = "job_update"
    TRANSCRIPT_SEGMENT = "transcript_segment"
    CLIP_READY = "clip_ready"
    LOG = "log"
    QUEUE_UPDATE = "queue_update"
    HEARTBEAT = "heartbeat"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One row of a job's history. `ts_ms` is Unix time in milliseconds."""

    id: int
    job_id: str
    seq: int
    type: EventType
    ts_ms: int
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """An event about to be stored: its number and time are given with the commit."""

    type: EventType
    data: dict[str, Any]


def iso(ts_ms: int | None) -> str | None:
    """`2026-11-20T10:15:30.123Z` for Unix milliseconds; what no date can tell is told as the last that one can."""
    if ts_ms is None:
        return None
    ts_ms = min(ts_ms, LAST_MS)
    moment = datetime.fromtimestamp(ts_ms // 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{ts_ms % 1000:03d}Z"
