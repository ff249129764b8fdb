"""Tickets for sockets of pages of other origins: each opens one socket, soon, with the rights of its key."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from app.api import tickets
from app.api.sessions import Admission, tokens_in
from app.api.tickets import Tickets
from app.core.caller import EVERYBODY, MASTER
from app.core.ending import Ending
from app.core.errors import TooManyRequests
from tests.asgi import App, app_in

PATH = "/api/v1/session/tickets"
FRIEND = {"Origin": "https://friend.example"}
KEY = {"X-API-Key": "correct horse battery staple"}


@pytest.fixture
async def locked(tmp_path: Path) -> AsyncIterator[App]:
    """An application with a master key and a befriended origin."""
    async with app_in(tmp_path, api_key=KEY["X-API-Key"], allowed_origins=FRIEND["Origin"]) as running:
        yield running


async def ticket_of(app: App, headers: dict[str, str]) -> str:
    """A ticket."""
    answer = await app.http.post(PATH, headers=headers)
    assert answer.status_code == 201, answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["expires_in"] == tickets.VALID_S
    ticket: str = answer.json()["ticket"]
    return ticket


async def key_of(app: App, **body: Any) -> dict[str, str]:
    """The header of a new key, and its id."""
    answer = await app.http.post("/api/v1/keys", json={"name": "page"} | body, headers=KEY)
    assert answer.status_code == 201, answer.text
    return {"X-API-Key": answer.json()["key"], "id": answer.json()["id"]}


async def closed_with(app: App, path: str, **headers: str) -> int | None:
    """The code with which a socket is closed before it gets anything."""
    async with app.socket(path, **headers) as socket:
        assert await socket.rest() == []
        return socket.close_code


@pytest.mark.asyncio
async def test_a_ticket_opens_one_socket_of_an_allowed_page(locked: App) -> None:
    """Once, and no request; a page of another site cannot use one, and needs the key to get one."""
    answer = await locked.http.post(PATH, headers=FRIEND | KEY)
    assert answer.headers["access-control-allow-origin"] == FRIEND["Origin"]
    ticket = answer.json()["ticket"]
    assert (await locked.http.post(PATH, headers=FRIEND)).status_code == 401
    assert (await locked.http.post(PATH, headers={"Origin": "https://evil.example"} | KEY)).status_code == 403
    assert (await locked.http.get(f"/api/v1/jobs?ticket={ticket}", headers=FRIEND)).status_code == 401
    assert await closed_with(locked, f"/ws/health?ticket={ticket}", origin="https://evil.example") == 4403
    async with locked.socket(f"/ws/jobs/broadcast?ticket={ticket}", origin=FRIEND["Origin"]) as socket:
        first = await socket.receive()
        assert first is not None
        assert first["type"] == "initial_status"
        assert await closed_with(locked, f"/ws/health?ticket={ticket}", origin=FRIEND["Origin"]) == 4401
    assert await closed_with(locked, "/ws/health?ticket=", origin=FRIEND["Origin"]) == 4401
    assert await closed_with(locked, "/ws/health?ticket=%F0%9F", origin=FRIEND["Origin"]) == 4401


@pytest.mark.asyncio
async def test_a_ticket_has_the_rights_of_its_key_and_ends_with_it(locked: App) -> None:
    """A user's ticket sees that user's jobs alone; a revoked key closes its sockets and its unused tickets."""
    ann = await key_of(locked, scope="read", user="ann")
    locked.http.headers.update(KEY)
    mine, other = await locked.create(user_id="ann"), await locked.create(user_id="bea")
    del locked.http.headers["x-api-key"]
    sent = {"X-API-Key": ann["X-API-Key"]}
    assert await closed_with(locked, f"/ws/{other['id']}?ticket={await ticket_of(locked, sent)}") == 4404
    unused = await ticket_of(locked, sent)
    async with locked.socket(f"/ws/{mine['id']}?ticket={await ticket_of(locked, sent)}") as socket:
        await socket.connected()
        assert (await locked.http.delete(f"/api/v1/keys/{ann['id']}", headers=KEY)).status_code == 204
        await asyncio.wait_for(socket.rest(), 20)
        assert socket.close_code == 4401
    assert await closed_with(locked, f"/ws/{mine['id']}?ticket={unused}") == 4401


@pytest.mark.asyncio
async def test_a_ticket_ends_with_its_session(locked: App) -> None:
    """Who signs out takes along the tickets that the session got."""
    answer = await locked.http.post("/api/v1/session", json={"api_key": KEY["X-API-Key"]})
    locked.http.cookies.clear()
    cookie = {"Cookie": f"session={tokens_in(answer.headers['set-cookie'].partition(';')[0])[0]}"}
    used, unused = await ticket_of(locked, cookie), await ticket_of(locked, cookie)
    async with locked.socket(f"/ws/health?ticket={used}") as socket:
        await socket.connected()
        await locked.http.delete("/api/v1/session", headers=cookie)
        await asyncio.wait_for(socket.rest(), 20)
        assert socket.close_code == 4401
    assert await closed_with(locked, f"/ws/health?ticket={unused}") == 4401


@pytest.mark.asyncio
async def test_a_ticket_from_before_the_first_key_opens_nothing(tmp_path: Path) -> None:
    """Without a key it is not needed, and does no harm."""
    async with app_in(tmp_path) as app:
        ticket = await ticket_of(app, {})
        async with app.socket(f"/ws/health?ticket={ticket}") as socket:
            await socket.connected()
        assert (await app.http.post("/api/v1/keys", json={"name": "boss", "scope": "admin"})).status_code == 201
        assert await closed_with(app, f"/ws/health?ticket={ticket}") == 4401


async def test_a_ticket_is_valid_for_a_while_and_few_are_kept() -> None:
    """Old ones are forgotten; a caller with too many unused ones gets no more until then, others do."""
    now = [0.0]
    held = Tickets(clock=lambda: now[0])
    mine = Admission(MASTER, (Ending(),))
    early, late = await held.issue(mine), await held.issue(mine)
    now[0] = tickets.VALID_S - 0.001
    assert await held.use(early) is mine
    assert await held.use(early) is None
    now[0] = tickets.VALID_S
    assert await held.use(late) is None
    for _ in range(tickets.UNUSED):
        await held.issue(mine)
    with pytest.raises(TooManyRequests):
        await held.issue(mine)
    for _ in range(2 * tickets.UNUSED):
        await held.issue(Admission(EVERYBODY))
    now[0] *= 2
    assert await held.use(await held.issue(mine)) is mine
