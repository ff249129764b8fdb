"""Keys that are stored: what each allows, from its making to its end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from app.api.sessions import tokens_in
from app.application import create_app
from app.cli import keys as commands
from app.cli.findings import address
from app.core.caller import KeyScope
from app.core.errors import SettingsInvalid
from app.core.settings import load_settings
from app.db import api_keys
from tests.asgi import App, Stream, app_in

pytestmark = pytest.mark.asyncio
MASTER = {"X-API-Key": "correct horse battery staple"}


@pytest.fixture
async def locked(tmp_path: Path) -> AsyncIterator[App]:
    """An application with a master key."""
    async with app_in(tmp_path, api_key=MASTER["X-API-Key"]) as running:
        yield running


async def make(app: App, name: str, headers: dict[str, str] = MASTER, **body: Any) -> tuple[str, dict[str, str]]:
    """Make a key; returns its id, and the headers of its requests."""
    answer = await app.http.post("/api/v1/keys", json={"name": name} | body, headers=headers)
    assert answer.status_code == 201, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return answer.json()["id"], {"X-API-Key": answer.json()["key"]}


async def test_the_first_key_locks(tmp_path: Path) -> None:
    """REST, sockets and the description; the server stays locked when it is revoked, and after a restart."""
    async with app_in(tmp_path) as app:
        assert "security" not in (await app.http.get("/openapi.json")).json()
        key_id, admin = await make(app, "boss", {}, scope="admin")
        assert (await app.http.get("/api/v1/jobs")).status_code == 401
        assert (await app.http.get("/api/v1/session")).json()["key_needed"] is True
        assert (await app.http.get("/openapi.json")).json()["security"]
        async with app.socket("/ws/health") as socket:
            assert (await socket.rest(), socket.close_code) == ([], 4401)
        assert (await app.http.get("/api/v1/jobs", headers=admin)).status_code == 200
        assert (await app.http.delete(f"/api/v1/keys/{key_id}", headers=admin)).status_code == 204
        assert (await app.http.get("/api/v1/jobs", headers=admin)).status_code == 401
        assert (await app.http.get("/api/v1/jobs")).status_code == 401
    async with app_in(tmp_path) as app:
        assert (await app.http.get("/api/v1/jobs")).status_code == 401


async def test_each_scope_includes_those_before(locked: App) -> None:
    """What is too much for a key is 403, as a problem that says what is needed; a session is its key's."""
    allowed = {"read": {"GET /api/v1/jobs"}}
    allowed["write"] = allowed["read"] | {"POST /api/v1/jobs", "DELETE /api/v1/jobs/x"}
    allowed["admin"] = allowed["write"] | {
        *("GET /api/v1/keys", "POST /api/v1/queue/resume", "GET /api/v1/system", "GET /api/v1/statistics"),
        *("GET /api/v1/webhooks", "GET /connections/status"),
    }
    for scope in KeyScope:
        _, headers = await make(locked, scope.value, scope=scope.value)
        answer = await locked.http.post("/api/v1/session", json={"api_key": headers["X-API-Key"]})
        locked.http.cookies.clear()
        session = {"Cookie": f"session={tokens_in(answer.headers['set-cookie'].partition(';')[0])[0]}"}
        shown = (await locked.http.get("/api/v1/session", headers=session)).json()
        assert (shown["signed_in"], shown["name"], shown["scope"], shown["user"]) == (True, scope, scope, None)
        for place in sorted(allowed["admin"]):
            method, path = place.split()
            for sent in (headers, session):
                answer = await locked.http.request(method, path, headers=sent)
                assert (answer.status_code == 403) == (place not in allowed[scope]), (scope, place, answer.text)
                if answer.status_code == 403:
                    assert answer.json()["code"] == "forbidden"
                    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_revoked_key_ends_at_once(locked: App) -> None:
    """With its requests, sockets, streams and sessions, and theirs; those of other keys go on."""
    key_id, mine = await make(locked, "mine")
    _, other = await make(locked, "other", scope="read")
    answer = await locked.http.post("/api/v1/session", json={"api_key": mine["X-API-Key"]})
    locked.http.cookies.clear()
    cookie = answer.headers["set-cookie"].partition(";")[0]
    job = (await locked.http.post("/api/v1/jobs", json={"url": "http://example.com/a.mp4"}, headers=mine)).json()
    async with (
        locked.socket("/ws/jobs/broadcast", **mine) as ours,
        locked.socket(f"/ws/{job['id']}", cookie=cookie) as of_the_session,
        locked.socket("/ws/health", **other) as theirs,
    ):
        for socket in (ours, of_the_session, theirs):
            await socket.connected()
        reading = Stream(locked, f"/api/v1/jobs/{job['id']}/events", mine)
        await asyncio.wait_for(reading.until("initial_status"), 20)
        assert (await locked.http.delete(f"/api/v1/keys/{key_id}", headers=MASTER)).status_code == 204
        await asyncio.wait_for(reading.rest(), 20)
        await ours.rest()
        await of_the_session.rest()
        assert (ours.close_code, of_the_session.close_code) == (4401, 4401)
        assert "revoked" in ours.close_reason
        for headers in (mine, {"Cookie": cookie}):
            assert (await locked.http.get("/api/v1/jobs", headers=headers)).status_code == 401
        theirs.send("ping")
        assert await theirs.receive() is not None


async def test_sessions_of_a_stored_key_are_its_own(tmp_path: Path) -> None:
    """They survive a restart and another master key; those of the master key do not survive that."""
    async with app_in(tmp_path, api_key=MASTER["X-API-Key"]) as app:
        _, key = await make(app, "ann's", user="ann")
        answer = await app.http.post("/api/v1/session", json={"api_key": key["X-API-Key"]})
        app.http.cookies.clear()
        cookie = {"Cookie": answer.headers["set-cookie"].partition(";")[0]}
    async with app_in(tmp_path, api_key="another") as app:
        assert (await app.http.get("/api/v1/jobs", headers=cookie)).status_code == 200
        assert (await app.http.get("/api/v1/session", headers=cookie)).json()["user"] == "ann"
    async with app_in(tmp_path) as app:
        assert (await app.http.get("/api/v1/jobs", headers=cookie)).status_code == 200


async def test_keys_are_listed_without_themselves(locked: App, tmp_path: Path) -> None:
    """The key is in one answer alone; neither lists nor the database's files have it."""
    key_id, headers = await make(locked, "ci", user="ann", expires_at="2999-01-01T00:00:00Z")
    row = (await locked.http.get(f"/api/v1/keys/{key_id}", headers=MASTER)).json()
    assert {name: row[name] for name in ("name", "scope", "user", "expires_at", "revoked_at")} == {
        "name": "ci",
        "scope": "write",
        "user": "ann",
        "expires_at": "2999-01-01T00:00:00.000Z",
        "revoked_at": None,
    }
    assert headers["X-API-Key"].startswith(row["prefix"])
    listed = await locked.http.get("/api/v1/keys", headers=MASTER)
    assert listed.json() == {"items": [row], "total": 1}
    assert headers["X-API-Key"] not in listed.text
    assert not any(headers["X-API-Key"].encode() in path.read_bytes() for path in tmp_path.glob("jobs.db*"))


@pytest.mark.parametrize(
    "body",
    [
        {"name": "x", "scope": "root"},
        {"name": ""},
        {"name": "x", "expires_at": "2001-01-01T00:00:00Z"},
        {"name": "x", "expires_at": "2999-01-01"},
        {"name": "x", "scope": "admin", "user": "ann"},
        {"name": "x", "user": "a\x00b"},
        {"name": "x", "key": "mine"},
    ],
)
async def test_what_is_no_key_is_refused(locked: App, body: dict[str, Any]) -> None:
    """With the field, and nothing is stored."""
    answer = await locked.http.post("/api/v1/keys", json=body, headers=MASTER)
    assert (answer.status_code, bool(answer.json()["errors"])) == (422, True)
    assert await locked.store.read(api_keys.keys) == []


async def test_a_stored_key_is_enough_to_be_reached_from_elsewhere(tmp_path: Path) -> None:
    """As API_KEY is: the start is refused without either, and the doctor says the same."""
    url = f"sqlite:///{tmp_path / 'jobs.db'}"
    settings = load_settings(data_dir=tmp_path / "data", database_url=url, host="192.0.2.1", log_level="ERROR")

    def started() -> AbstractAsyncContextManager[Any]:
        app = create_app(settings)
        app.state.public = True
        return app.router.lifespan_context(app)

    def warned() -> bool:
        return any(finding.name == "API key" for finding in address(settings))

    with pytest.raises(SettingsInvalid, match="keys create"):
        async with started():
            raise AssertionError
    assert warned()
    order: dict[str, Any] = {"user": None, "expires": None, "as_json": True}
    assert await asyncio.to_thread(commands.create, settings, "ci", KeyScope.READ, **order) == 0
    assert not warned()
    async with started() as state:
        assert state["key_ring"].locked


async def test_the_command_line_works_beside_the_server(locked: App, capsys: pytest.CaptureFixture[str]) -> None:
    """A key works when its making ends, and is refused when its revoking ends."""
    order: dict[str, Any] = {"user": "ann", "expires": "1d", "as_json": False}
    assert await asyncio.to_thread(commands.create, locked.settings, "ci", KeyScope.READ, **order) == 0
    shown = capsys.readouterr()
    headers = {"X-API-Key": shown.out.strip()}
    assert "ann" in shown.err
    assert (await locked.http.get("/api/v1/jobs", headers=headers)).status_code == 200
    assert await asyncio.to_thread(commands.show_all, locked.settings, as_json=False) == 0
    listed = capsys.readouterr().out
    assert "ci" in listed
    assert headers["X-API-Key"] not in listed
    assert await asyncio.to_thread(commands.revoke, locked.settings, "ci") == 0
    assert (await locked.http.get("/api/v1/jobs", headers=headers)).status_code == 401
