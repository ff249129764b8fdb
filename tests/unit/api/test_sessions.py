"""Sessions of browsers: several, each with an end."""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.api.sessions import Sessions, tokens_in
from app.core.caller import KeyScope
from app.db import sessions as kept
from app.db.store import Store
from app.service.api_keys import KeyOrder, create_key
from app.service.key_ring import KeyRing
from tests.asgi import HOST, App, Stream, app_in

pytestmark = pytest.mark.asyncio
KEY = "correct horse battery staple"
DAY_MS = 86_400_000


@pytest.fixture
async def locked(tmp_path: Path) -> AsyncIterator[App]:
    """An application with a key."""
    async with app_in(tmp_path, api_key=KEY) as running:
        yield running


async def signed_in(app: App) -> str:
    """A new session; what its browser keeps."""
    answer = await app.http.post("/api/v1/session", json={"api_key": KEY})
    app.http.cookies.clear()
    return tokens_in(answer.headers["set-cookie"].partition(";")[0])[0]


def cookie(token: str) -> dict[str, str]:
    """How a browser sends a session."""
    return {"Cookie": f"theme=dark; session={token}"}


async def test_a_session_ends_when_somebody_signs_out(locked: App) -> None:
    """For whoever has a copy of the cookie as well; other browsers stay signed in."""
    mine, other = await signed_in(locked), await signed_in(locked)
    for token in (mine, other):
        assert (await locked.http.get("/api/v1/jobs", headers=cookie(token))).status_code == 200
    assert (await locked.http.delete("/api/v1/session", headers=cookie(mine))).status_code == 204
    assert (await locked.http.get("/api/v1/jobs", headers=cookie(mine))).status_code == 401
    assert (await locked.http.get("/api/v1/session", headers=cookie(mine))).json()["signed_in"] is False
    assert (await locked.http.get("/api/v1/jobs", headers=cookie(other))).status_code == 200


async def test_signing_out_closes_what_the_session_opened(locked: App) -> None:
    """Its sockets hear 4401, its streams end; those of others and of the key go on."""
    mine, other = await signed_in(locked), await signed_in(locked)
    headers = {"x-api-key": KEY}
    locked.http.headers.update(headers)
    job = await locked.create()
    del locked.http.headers["x-api-key"]
    async with (
        locked.socket("/ws/health", cookie=f"session={mine}") as ours,
        locked.socket(f"/ws/{job['id']}", cookie=f"session={mine}") as following,
        locked.socket("/ws/health", cookie=f"session={other}") as theirs,
        locked.socket("/ws/health", **headers) as of_the_key,
    ):
        for socket in (ours, following, theirs, of_the_key):
            await socket.connected()
        reading = Stream(locked, f"/api/v1/jobs/{job['id']}/events", cookie(mine))
        await asyncio.wait_for(reading.until("initial_status"), 20)
        await locked.http.delete("/api/v1/session", headers=cookie(mine))
        await asyncio.wait_for(reading.rest(), 20)
        await following.rest()
        await ours.rest()
        assert (following.close_code, ours.close_code) == (4401, 4401)
        assert "session has ended" in ours.close_reason
        for socket in (theirs, of_the_key):
            socket.send("ping")
            assert await socket.receive() is not None


async def test_a_session_survives_a_restart_and_not_another_key(tmp_path: Path) -> None:
    """Nor that there was none for a while."""
    async with app_in(tmp_path, api_key=KEY) as running:
        token = await signed_in(running)
    async with app_in(tmp_path, api_key=KEY) as running:
        assert (await running.http.get("/api/v1/jobs", headers=cookie(token))).status_code == 200
    async with app_in(tmp_path, api_key=f"{KEY}!") as running:
        assert (await running.http.get("/api/v1/jobs", headers=cookie(token))).status_code == 401
    async with app_in(tmp_path, api_key=KEY) as running:
        assert (await running.http.get("/api/v1/jobs", headers=cookie(token))).status_code == 401
        token = await signed_in(running)
    async with app_in(tmp_path) as running:
        assert (await running.http.get("/api/v1/jobs")).status_code == 200
    async with app_in(tmp_path, api_key=KEY) as running:
        assert (await running.http.get("/api/v1/jobs", headers=cookie(token))).status_code == 401


async def test_a_session_tells_nothing_of_the_key(locked: App, tmp_path: Path) -> None:
    """No two are alike, none is made of the key, and what the database keeps opens nothing."""
    tokens = {await signed_in(locked) for _ in range(5)}
    assert len(tokens) == 5
    assert all(len(token) >= 40 for token in tokens)
    files = b"".join(path.read_bytes() for path in tmp_path.glob("jobs.db*"))
    made_of_key = [KEY.encode(), hashlib.sha256(KEY.encode()).hexdigest().encode()]
    for secret in (*(token.encode() for token in tokens), *made_of_key):
        assert secret not in files
    for digest in await locked.store.read(kept.sessions):
        assert (await locked.http.get("/api/v1/jobs", headers=cookie(digest))).status_code == 401
        forged = f"{2**31}.{hmac.new(KEY.encode(), f'session {2**31}'.encode(), hashlib.sha256).hexdigest()}"
        assert (await locked.http.get("/api/v1/jobs", headers=cookie(forged))).status_code == 401


async def test_the_cookie_is_for_the_server_alone(tmp_path: Path) -> None:
    """No script reads it, no other site sends it, and behind a proxy with TLS nothing but TLS carries it."""
    async with app_in(tmp_path, api_key=KEY, trusted_proxies="127.0.0.1", session_days="0.5") as running:
        for proto, secure in (("https", True), ("http", False)):
            headers = {"X-Forwarded-Proto": proto}
            answer = await running.http.post("/api/v1/session", json={"api_key": KEY}, headers=headers)
            said = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")}
            assert said >= {"httponly", "samesite=strict", "path=/", "max-age=43200"}
            assert ("secure" in said) is secure


async def test_other_programs_cookies_do_not_get_in_the_way(locked: App) -> None:
    """On one host all ports share them; one of the same name may stand first."""
    token = await signed_in(locked)
    for cookies in (f"session=theirs; session={token}", f'a="b; session={token}', f"x;;=;session={token};"):
        answer = await locked.http.get("/api/v1/jobs", headers={"Cookie": cookies})
        assert answer.status_code == 200, cookies
    twice = [("Cookie", "session=theirs"), ("Cookie", f"session={token}")]
    assert (await locked.http.get("/api/v1/jobs", headers=twice)).status_code == 200


@asynccontextmanager
async def store_at(folder: Path, clock: list[int]) -> AsyncIterator[Store]:
    """A store whose clock a test sets."""
    async with Store(f"sqlite:///{folder / 'jobs.db'}", now_ms=lambda: clock[0]) as store:
        yield store


async def test_a_session_ends_with_its_time(tmp_path: Path) -> None:
    """Also over a restart; the database forgets it with the next one."""
    clock = [1_000_000_000_000]
    async with store_at(tmp_path, clock) as store:
        sessions = Sessions(store, KeyRing(store), key=KEY, seconds=86_400)
        await sessions.open()
        token = await sessions.begin()
        clock[0] += DAY_MS - 1
        assert sessions.find([token]) is not None
        clock[0] += 1
        assert sessions.find([token]) is None
        again = Sessions(store, KeyRing(store), key=KEY, seconds=86_400)
        await again.open()
        assert again.find([token]) is None
        await again.begin()
        assert len(await store.read(kept.sessions)) == 1


async def test_there_are_only_so_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest end first."""
    monkeypatch.setattr(kept, "MOST", 3)
    clock = [1_000_000_000_000]
    async with store_at(tmp_path, clock) as store:
        sessions = Sessions(store, KeyRing(store), key=KEY, seconds=86_400)
        await sessions.open()
        tokens = []
        for _ in range(5):
            clock[0] += 1
            tokens.append(await sessions.begin())
        assert [sessions.find([token]) is not None for token in tokens] == [False, False, True, True, True]


async def test_a_stored_key_ends_no_session_of_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often it is used to sign in: its own oldest sessions end."""
    monkeypatch.setattr(kept, "MOST", 4)
    monkeypatch.setattr(kept, "MOST_OF_KEY", 2)
    clock = [1_000_000_000_000]
    async with store_at(tmp_path, clock) as store:
        made, _ = await create_key(store, KeyOrder("ann", KeyScope.READ, "ann"))
        async with KeyRing(store) as ring:
            sessions = Sessions(store, ring, key=KEY, seconds=86_400)
            await sessions.open()
            tokens = []
            for key_id in (None, *[made.id] * 4):
                clock[0] += 1
                tokens.append(await sessions.begin(key_id))
            assert [sessions.find([token]) is not None for token in tokens] == [True, False, False, True, True]


async def test_signing_out_twice_and_without_a_session(locked: App) -> None:
    """Does no harm."""
    token = await signed_in(locked)
    for headers in (cookie(token), cookie(token), cookie("nobody's"), {}):
        assert (await locked.http.delete("/api/v1/session", headers=headers)).status_code == 204
    headers = {"Origin": "http://evil.example"} | cookie(token)
    assert (await locked.http.delete("/api/v1/session", headers=headers)).status_code == 403


async def test_an_open_request_is_carried_out(locked: App) -> None:
    """Whoever signs out in one tab while another uploads or changes something does not break that."""
    token = await signed_in(locked)
    gate = asyncio.Event()

    async def body() -> AsyncIterator[bytes]:
        yield b'{"url": "http://example.com/'
        gate.set()
        await asyncio.sleep(0)
        yield b'a.mp4"}'

    headers: dict[str, Any] = cookie(token) | {"Content-Type": "application/json", "Host": HOST}
    creating = asyncio.create_task(locked.http.post("/api/v1/jobs", content=body(), headers=headers))
    await gate.wait()
    await locked.http.delete("/api/v1/session", headers=cookie(token))
    answer: httpx.Response = await creating
    assert answer.status_code == 201
