"""Events as clients read them: one JSON object a message, serialised once for however many follow.

`{"type", "job_id", "seq", "ts", "data"}`, and `id` on stored events: the broadcast's cursor. Messages that belong to
no job carry `job_id: null` and `seq: 0`.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.jobs.events import EventType, StoredEvent, iso
from app.jobs.states import TERMINAL

#: What a client gets for its ping. Not an event: nothing happened.
PONG = "pong"


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it leaves. `cursor` is where a client that has it goes on (None: it is not stored).

    `ends` says that the job had nothing more to do after it, `moves` that it tells the job's status at all.
    """

    type: str
    text: str
    job_id: str | None = None
    seq: int = 0
    cursor: int | None = None
    ends: bool = False
    moves: bool = False


def encode(
    kind: str,
    data: Mapping[str, Any] | str,
    *,
    ts_ms: int,
    job_id: str | None = None,
    seq: int = 0,
    event_id: int | None = None,
) -> str:
    """The JSON text of a message; `data` may be JSON text already. Never fails."""
    body: dict[str, Any] = {"type": kind, "job_id": job_id, "seq": seq, "ts": iso(ts_ms)}
    number = {} if event_id is None else {"id": event_id}
    if isinstance(data, str):
        return f'{dump(body | number)[:-1]},"data":{data}}}'
    return dump(body | {"data": data} | number)


def dump(value: Any) -> str:
    """Compact JSON that any client can read: no NaN, no lone surrogates."""
    try:
        text = json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
    except ValueError:
        return dump(_finite(value))
    return text


def stored(event: StoredEvent, *, cursor: int) -> Message:
    """A stored event, for a channel that counts by `cursor` (the event's `seq` or its `id`)."""
    text = encode(
        event.type.value, event.data, ts_ms=event.ts_ms, job_id=event.job_id, seq=event.seq, event_id=event.id
    )
    status = status_of(event)
    return Message(
        event.type.value, text, event.job_id, event.seq, cursor, ends=status in TERMINAL, moves=status is not None
    )


def renumbered(message: Message, *, cursor: int) -> Message:
    """The same message for a channel that counts otherwise."""
    return replace(message, cursor=cursor)


def status_of(event: StoredEvent) -> str | None:
    """The job's status as this event tells it."""
    return event.data.get("status") if event.type is EventType.JOB_UPDATE else None


def _finite(value: Any) -> Any:
    match value:
        case float():
            return value if math.isfinite(value) else None
        case Mapping():
            return {key: _finite(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_finite(inner) for inner in value]
    return value
