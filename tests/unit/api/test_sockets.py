"""Sockets: what is told, in which order, and how they end."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from app.api.v1.schemas.events import Event
from app.api.v1.schemas.jobs import Job
from app.db import job_parts, queries
from app.jobs.states import Cause
from tests.asgi import App, Socket, app_in, segment

NOBODY = "0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"


async def stored(app: App, job_id: str) -> list[dict[str, Any]]:
    """The whole log of a job, as REST gives it."""
    page = (await app.http.get(f"/api/v1/jobs/{job_id}/events", params={"limit": 1000})).json()
    assert page["last_seq"] == len(page["items"])
    return list(page["items"])


async def first(socket: Socket) -> dict[str, Any]:
    """The message that is always first."""
    message = await socket.receive()
    assert message is not None
    assert message["type"] == "initial_status"
    return message


@pytest.mark.parametrize("path", ["/ws/jobs/broadcast", "/ws/{id}"])
async def test_what_a_client_does_once_it_is_connected_is_told_to_it(
    path: str, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also before it has read the first message, and however long the database takes to begin."""
    job = await app.create()
    read = type(app.store).read

    async def slow(*args: Any, **kwargs: Any) -> Any:
        if args[1] in (queries.newest_event_id, job_parts.job_parts):
            await asyncio.sleep(0.2)
        return await read(*args, **kwargs)

    monkeypatch.setattr(type(app.store), "read", slow)
    async with app.socket(path.format(id=job["id"])) as socket:
        await socket.connected()
        await app.jobs.cancel(job["id"])
        await first(socket)
        assert (await until(socket, "job_update"))["data"]["status"] == "cancelled"


async def until(socket: Socket, kind: str) -> dict[str, Any]:
    """The next message of a type; queue updates and heartbeats may come at any time."""
    while (message := await socket.receive()) is not None:
        if message["type"] == kind:
            return message
    raise AssertionError(f"no {kind} before the end")


async def test_a_job_is_told_from_its_state_to_its_end(app: App) -> None:
    """initial_status with the whole job, then every event without a gap, then 1000."""
    job = await app.create(job_type="transcription")
    async with app.socket(f"/ws/{job['id']}") as socket:
        told = await first(socket)
        assert Job.model_validate(told["data"]).status == "queued"
        assert (told["job_id"], told["seq"], told["data"]["last_seq"]) == (job["id"], 1, 1)
        claimed = await app.claim(job["id"])
        await app.publish_segments(claimed, [segment(0, "One."), segment(2, "Two.")])
        await app.finish(claimed)
        rest = await socket.rest()
        assert socket.close_code == 1000
    assert rest == (await stored(app, job["id"]))[1:]
    assert [message["type"] for message in rest] == [
        "job_update",
        "job_update",
        "transcript_segment",
        "transcript_segment",
        "job_update",
    ]
    assert {key: rest[2]["data"][key] for key in ("start", "end", "text")} == {"start": 0.0, "end": 2.0, "text": "One."}
    assert rest[-1]["data"]["status"] == "completed"
    for message in rest:
        Event.model_validate(message)


@pytest.mark.parametrize("after", [0, 1, 3, 5, 6, 99])
async def test_after_replays_exactly_the_rest(app: App, after: int) -> None:
    """Also of a finished job, then 1000; a cursor beyond the end counts as the end."""
    job = await app.create(job_type="transcription")
    claimed = await app.claim(job["id"])
    await app.publish_segments(claimed, [segment(0, "One."), segment(2, "Two.")])
    await app.finish(claimed)
    log = await stored(app, job["id"])
    async with app.socket(f"/ws/{job['id']}/?after={after}") as socket:
        told = await first(socket)
        assert told["seq"] == min(after, len(log))
        assert told["data"]["status"] == "completed"
        assert await socket.rest() == [event for event in log if event["seq"] > after]
        assert socket.close_code == 1000


async def test_a_stalled_client_gets_everything_in_the_end(tmp_path: Path) -> None:
    """Far more events than its outbox holds, while it takes nothing: then all of them, in order, once."""
    async with app_in(tmp_path, ws_outbox_messages=8) as app:
        job = await app.create(job_type="transcription")
        async with app.socket(f"/ws/{job['id']}", slow=True) as socket:
            await first(socket)
            claimed = await app.claim(job["id"])
            for n in range(30):
                await app.publish_segments(
                    claimed, [segment(2.0 * m, f"Line {m}.") for m in range(10 * n, 10 * n + 10)]
                )
                app.progress(claimed, 3 + 10 * (n + 1), progress=n / 100, eta_s=1.0, stages={"transcribe": (0.5, None)})
            await app.finish(claimed)
            rest = await socket.rest()
        assert [m for m in rest if m.get("id")] == (await stored(app, job["id"]))[1:]
        status = (await app.http.get("/ws/connections/status")).json()
        assert status["messages"]["spilled"] > 0
        assert status["messages"]["replayed"] > 0
        assert status["total"] == 0


@pytest.mark.parametrize("path", ["/ws/nonsense", f"/ws/{NOBODY}", f"/ws/{NOBODY}?after=3", "/ws/%00"])
async def test_an_unknown_job_is_told_by_its_code(app: App, path: str) -> None:
    """Accepted, then closed with 4404."""
    async with app.socket(path) as socket:
        assert await socket.rest() == []
        assert (socket.accepted, socket.close_code) == (True, 4404)


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "9" * 30, "%F0%9F%98%80"])
async def test_a_bad_cursor_is_told_by_its_code(app: App, after: str) -> None:
    """Accepted, then closed with 4422."""
    job = await app.create()
    for path in (f"/ws/{job['id']}", "/ws/jobs/broadcast"):
        async with app.socket(f"{path}?after={after}") as socket:
            assert await socket.rest() == []
            assert socket.close_code == 4422


async def test_a_job_deleted_meanwhile_is_told_by_its_code(app: App) -> None:
    """A follower that still has events to read hears 4404."""
    job = await app.create()
    await app.http.post(f"/api/v1/jobs/{job['id']}/cancel")
    async with app.socket(f"/ws/{job['id']}?after=0", slow=True) as socket:
        await first(socket)
        await app.http.delete(f"/api/v1/jobs/{job['id']}")
        await socket.rest()
        assert socket.close_code in (1000, 4404)


async def test_the_broadcast_tells_of_every_job(app: App) -> None:
    """From now on, or from a cursor: the events' ids; and of the queue."""
    before = await app.create()
    async with app.socket("/ws/jobs/broadcast") as socket:
        start = await first(socket)
        assert (start["job_id"], start["seq"]) == (None, 0)
        assert start["data"]["waiting"] == 1
        one, two = await app.create(), await app.create()
        told: list[dict[str, Any]] = []
        while len([m for m in told if m["type"] == "job_update"]) < 2 or not any(
            m["type"] == "queue_update" for m in told
        ):
            message = await socket.receive()
            assert message is not None
            told.append(message)
    updates = [message for message in told if message["type"] == "job_update"]
    assert [message["job_id"] for message in updates] == [one["id"], two["id"]]
    queue = next(message for message in told if message["type"] == "queue_update")
    assert queue["data"]["waiting"] == 3
    async with app.socket(f"/ws/jobs/broadcast?after={start['id']}") as socket:
        assert (await first(socket))["id"] == start["id"]
        assert [await socket.receive(), await socket.receive()] == updates
    async with app.socket("/ws/jobs/broadcast?after=0") as socket:
        await first(socket)
        message = await socket.receive()
        assert message is not None
        assert message["job_id"] == before["id"]


async def test_the_broadcast_tells_of_deleted_jobs(app: App) -> None:
    """One by one and in bulk; lists drop them."""
    one, two = await app.create(), await app.create()
    await app.http.delete("/api/v1/queue/clear")
    async with app.socket("/ws/jobs/broadcast") as socket:
        await first(socket)
        await app.http.delete(f"/api/v1/jobs/{one['id']}")
        assert (await until(socket, "job_deleted"))["job_id"] == one["id"]
        await app.http.post("/api/v1/jobs/bulk", json={"action": "delete", "ids": [two["id"]]})
        assert (await until(socket, "job_deleted"))["job_id"] == two["id"]


async def test_a_ping_is_answered_on_every_socket(app: App) -> None:
    """The word or a message; anything else is passed over."""
    job = await app.create()
    for path in ("/ws/health", "/ws/jobs/broadcast", f"/ws/{job['id']}"):
        async with app.socket(path) as socket:
            if path != "/ws/health":
                await first(socket)
            for text in ("nonsense", "[" * 900, '{"type": 1}', "x" * 5000):
                socket.send(text)
            for text in ("ping", '{"type":"ping"}', " PING "):
                socket.send(text)
                await until(socket, "pong")


async def test_heartbeats_come_by_themselves(tmp_path: Path) -> None:
    """With the cursor of the job, so that a client sees whether it has everything."""
    async with app_in(tmp_path, ws_heartbeat_seconds=0.05) as app:
        job = await app.create()
        for path, job_id, seq in (("/ws/health", None, 0), (f"/ws/{job['id']}", job["id"], 1)):
            async with app.socket(path) as socket:
                beats = [m for m in [await socket.receive() for _ in range(3)] if m and m["type"] == "heartbeat"]
                assert len(beats) >= 2
                assert {(beat["job_id"], beat["seq"]) for beat in beats} == {(job_id, seq)}


async def test_a_client_that_takes_nothing_is_let_go(tmp_path: Path) -> None:
    """After the idle limit its handler ends, and nothing of it is left."""
    async with app_in(tmp_path, ws_heartbeat_seconds=0.02, ws_idle_seconds=0.1) as app:
        job = await app.create()
        async with app.socket(f"/ws/{job['id']}", slow=True) as socket:
            async with asyncio.timeout(10):
                await asyncio.wait({socket._task})
        assert app.hub.connections()["jobs"] == 0


async def test_sockets_end_when_the_server_stops(app: App) -> None:
    """1012: come back later."""
    job = await app.create()
    for path in ("/ws/health", "/ws/jobs/broadcast", f"/ws/{job['id']}"):
        async with app.socket(path) as socket:
            socket.send("ping")
            await socket.receive()
            app.hub.stop()
            await socket.rest()
            assert socket.close_code == 1012


async def test_connections_are_counted_while_they_last(app: App) -> None:
    """By channel; `resumed` counts those that brought a cursor."""
    job = await app.create()
    async with (
        app.socket("/ws/health") as health,
        app.socket("/ws/jobs/broadcast") as everything,
        app.socket(f"/ws/{job['id']}?after=0") as one,
    ):
        health.send("ping")
        for socket in (health, everything, one):
            await socket.receive()
        status = (await app.http.get("/connections/status")).json()
        assert status["connections"] == {"jobs": 1, "followed_jobs": 1, "broadcast": 1, "health": 1}
        assert status["messages"]["resumed"] == 1
    assert (await app.http.get("/ws/connections/status")).json()["total"] == 0


async def test_a_failed_job_tells_its_error_before_its_end(app: App) -> None:
    """An `error` with code, message, stage and retryable; then the terminal update."""
    job = await app.create()
    claimed = await app.claim(job["id"])
    error = {"code": "no_audio", "message": "The video has no sound.", "stage": "speech", "retryable": False}
    await app.finish(claimed, Cause.FAIL, error=error)
    async with app.socket(f"/ws/{job['id']}?after=0") as socket:
        await first(socket)
        rest = await socket.rest()
    assert [message["type"] for message in rest[-2:]] == ["error", "job_update"]
    assert rest[-2]["data"] == error
    assert rest[-1]["data"]["status"] == "failed"
