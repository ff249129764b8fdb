"""Two servers that share a database let in the same people: what one has signed in, the other knows at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from app.db import workers
from app.jobs.worker_processes import WorkerProcess
from tests.asgi import App, app_in
from tests.redis import RedisServer

MASTER = {"X-API-Key": "correct horse battery staple"}


@pytest.fixture
async def both(postgres_url: str, redis_server: RedisServer, tmp_path: Path) -> AsyncIterator[tuple[App, App]]:
    """Two servers with one database and one folder."""
    settings: dict[str, Any] = {
        "engine": "celery",
        "database_url": postgres_url,
        "redis_url": redis_server.url,
        "api_key": MASTER["X-API-Key"],
    }
    async with AsyncExitStack() as stack:
        one, other = [await stack.enter_async_context(app_in(tmp_path, **settings)) for _ in range(2)]
        yield one, other


async def test_keys_sessions_and_tickets_of_one_server_open_the_other(both: tuple[App, App]) -> None:
    """At once, in both directions; what was revoked or ended at one lets nobody in at the other."""
    one, other = both
    made = (await one.http.post("/api/v1/keys", json={"name": "page", "scope": "write"}, headers=MASTER)).json()
    key = {"X-API-Key": made["key"]}
    assert (await other.http.get("/api/v1/jobs", headers=key)).status_code == 200

    signed = await one.http.post("/api/v1/session", json={"api_key": made["key"]})
    cookie = {"Cookie": signed.headers["set-cookie"].partition(";")[0]}
    assert (await other.http.get("/api/v1/jobs", headers=cookie)).status_code == 200
    assert (await other.http.get("/api/v1/session", headers=cookie)).json()["signed_in"] is True

    for rights in (key, cookie, MASTER):
        ticket = (await one.http.post("/api/v1/session/tickets", headers=rights)).json()["ticket"]
        async with other.socket(f"/ws/health?ticket={ticket}") as socket:
            await socket.connected()
        async with one.socket(f"/ws/health?ticket={ticket}") as socket:
            assert await socket.rest() == []
            assert socket.close_code == 4401

    async with other.socket("/ws/health", **cookie) as socket:
        await socket.connected()
        await one.http.delete("/api/v1/session", headers=cookie)
        await socket.rest()
        assert socket.close_code == 4401
    assert (await other.http.get("/api/v1/jobs", headers=cookie)).status_code == 401

    async with other.socket("/ws/health", **key) as socket:
        await socket.connected()
        await one.http.delete(f"/api/v1/keys/{made['id']}", headers=MASTER)
        await socket.rest()
        assert socket.close_code == 4401
    assert (await other.http.get("/api/v1/jobs", headers=key)).status_code == 401
    assert (await other.http.get("/api/v1/jobs", headers={"X-API-Key": "wrong"})).status_code == 401


async def test_a_server_without_any_worker_says_that_jobs_wait(both: tuple[App, App]) -> None:
    """It accepts them all the same, so it stays ready; where a worker lives nothing is said."""
    server, other = both
    ready = await server.http.get("/health/ready", headers=MASTER)
    assert ready.json()["components"]["workers"]["detail"] == "no worker lives: start one, jobs wait"
    assert (await server.http.get("/api/v1/queue/status", headers=MASTER)).json()["queue_running"] is False
    assert (await server.http.get("/health")).json()["queue_running"] is False
    worker = WorkerProcess("box-1", "box", 7, ("default",), {"encode": 1}, 1, "1", started_ms=1)
    await other.store.write(workers.report, worker, begins=True)
    async with asyncio.timeout(20):
        while not (await server.http.get("/health")).json()["queue_running"]:
            await asyncio.sleep(0.02)
    ready = await server.http.get("/health/ready", headers=MASTER)
    assert ready.json()["components"]["workers"]["status"] == "ok"
