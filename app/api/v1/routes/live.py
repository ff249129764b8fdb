"""Sockets: events of one job, events of all jobs, and a connection test."""

from typing import Any

from fastapi import APIRouter, WebSocket

from app.api.dependencies import CallerDep, HubDep, Json, QueueViewDep, SettingsDep, StoreDep, checked_id
from app.api.ownership import Shows, shows
from app.api.policy import declares
from app.api.sockets import BroadcastChannel, JobChannel, SocketPump, cursor_of
from app.api.v1 import job_view
from app.api.v1.answers import problems
from app.api.v1.schemas.system import Connections
from app.core.caller import KeyScope

router = APIRouter(tags=["live"])


@router.get("/ws/connections/status", response_model=Connections, responses=problems())
@router.get("/connections/status", response_model=Connections, responses=problems())
@declares(scope=KeyScope.ADMIN)
async def connections_status(hub: HubDep) -> Any:
    """Connections by channel; messages sent, dropped (overtaken), spilled and replayed, and resumed connections."""
    by_channel = hub.connections()
    traffic = hub.traffic
    return Json(
        {
            "connections": by_channel,
            "total": by_channel["jobs"] + by_channel["broadcast"] + by_channel["health"],
            "messages": {
                "sent": traffic.sent,
                "dropped": traffic.dropped,
                "spilled": traffic.spilled,
                "replayed": traffic.replayed,
                "resumed": traffic.resumed,
            },
        }
    )


@router.websocket("/ws/health")
@shows(Shows.COMMON)
async def socket_health(socket: WebSocket, hub: HubDep, settings: SettingsDep) -> None:
    """Answers `ping` with `pong` and sends heartbeats; sends nothing about jobs."""
    await socket.accept()
    with hub.follow_nothing() as follower:
        follower.begin(0, newest=0)
        await SocketPump(socket, hub, settings).run(follower, None)


@router.websocket("/ws/jobs/broadcast")
@shows(Shows.OWN)
async def follow_all(socket: WebSocket, store: StoreDep, hub: HubDep, settings: SettingsDep, caller: CallerDep) -> None:
    """Every job's events and the queue's updates; `?after=EVENT_ID` replays what came after it.

    Accepted last: changes that a client makes once it is connected are sent to it.
    """
    channel = BroadcastChannel(store, hub, caller.user)
    after = cursor_of(socket.query_params.get("after"), "after")
    with hub.follow_all(channel.read, caller.user) as follower:
        first = await channel.begin(follower, after)
        await socket.accept()
        await SocketPump(socket, hub, settings).run(follower, first)


@router.websocket("/ws/{job_id}")
async def follow_job(
    socket: WebSocket, job_id: str, store: StoreDep, queue_view: QueueViewDep, hub: HubDep, settings: SettingsDep
) -> None:
    """A job's `initial_status`, then its events; `?after=SEQ` replays what came after it. Closes after the last one.

    Accepted last: what a client does once it is connected is an event after `initial_status`, not a part of it.
    """
    job_id = checked_id(job_id, "job")
    channel = JobChannel(store, queue_view, hub, job_id)
    after = cursor_of(socket.query_params.get("after"), "after")
    with hub.follow_job(job_id, channel.read, channel.is_over) as follower:
        first = await channel.begin(follower, after, job_view.rendered)
        await socket.accept()
        await SocketPump(socket, hub, settings).run(follower, first, job_id)
