"""A job's event log: as pages, and as Server-Sent Events for `curl -N` and proxies without WebSocket support."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import StreamingResponse

from app.api.dependencies import HubDep, JobId, JsonText, QueueViewDep, SettingsDep, StoreDep
from app.api.json_text import dump
from app.api.sockets import JobChannel, beating, cursor_of
from app.api.v1 import job_view
from app.api.v1.answers import problems
from app.api.v1.schemas.events import EventPage
from app.api.v1.wire import event_row
from app.core.settings import Settings
from app.db import queries
from app.jobs.events import StoredEvent
from app.live.follower import HistoryGone
from app.live.hub import Hub
from app.live.message import Message

router = APIRouter(prefix="/api/v1/jobs/{job_id}", tags=["live"])
STREAM = "text/event-stream"
#: How long a client waits before it connects again, milliseconds.
RETRY_MS = 2000
#: Pages of more events are rendered in a thread.
MANY_EVENTS = 100


@router.get(
    "/events",
    response_model=EventPage,
    responses=problems(404, 422)
    | {
        200: {
            "description": "A page of events; with `Accept: text/event-stream` the stream of them",
            "content": {STREAM: {"schema": {"type": "string"}}},
        }
    },
)
async def read_events(
    request: Request,
    job_id: JobId,
    store: StoreDep,
    queue_view: QueueViewDep,
    hub: HubDep,
    settings: SettingsDep,
    after: Annotated[int, Query(ge=0, le=2**53, description="Only events above this seq")] = 0,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
    last_event_id: Annotated[str | None, Header(description="Where a stream goes on; wins over `after`")] = None,
) -> Any:
    """The stored events of a job, in order; nothing is left out, so `after` may be the last `seq` that is known."""
    if STREAM in accept.lower():
        named = request.query_params.get("after")
        cursor = cursor_of(last_event_id if last_event_id is not None else named, "after")
        channel = JobChannel(store, queue_view, hub, job_id)
        await store.read(queries.job, job_id)
        return StreamingResponse(
            _stream(channel, hub, settings, job_id, cursor),
            media_type=STREAM,
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )
    events, last_seq = await store.read(queries.page_of_events, job_id, after=after, limit=limit)
    if len(events) < MANY_EVENTS:
        return JsonText(page_text(events, last_seq))
    return JsonText(await asyncio.to_thread(page_text, events, last_seq))


def page_text(events: Sequence[StoredEvent], last_seq: int) -> str:
    """A page as JSON text, serialised event by event: a single call for all would block other threads."""
    return f'{{"items":[{",".join(dump(event_row(event)) for event in events)}],"last_seq":{last_seq}}}'


async def _stream(
    channel: JobChannel, hub: Hub, settings: Settings, job_id: str, after: int | None
) -> AsyncIterator[str]:
    with hub.follow_job(job_id, channel.read, channel.is_over) as follower:
        first = await channel.begin(follower, after, job_view.rendered)
        yield f"retry: {RETRY_MS}\n\n"
        yield frame(first, cursor=first.seq)
        with beating(hub, follower, settings.ws_heartbeat_seconds, job_id, lambda: None):
            try:
                async for message in follower.messages():
                    yield frame(message, cursor=message.cursor)
            except HistoryGone:
                return


def frame(message: Message, *, cursor: int | None) -> str:
    """A message as an event of the stream; only stored events have an id, so that clients resume exactly."""
    numbered = "" if cursor is None else f"id: {cursor}\n"
    return f"{numbered}event: {message.type}\ndata: {message.text}\n\n"
