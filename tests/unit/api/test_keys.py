"""Who may ask: by key, or by session."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from tests.asgi import HOST, App, app_in

pytestmark = pytest.mark.asyncio(loop_scope="module")
KEY = "correct horse battery staple"
FRIEND = "https://friend.example"
GUARDED = ("/api/v1/jobs", "/api/v1/statistics", "/api/v1/system", "/ws/connections/status", "/connections/status")
OPEN = ("/", "/health", "/health/ready", "/metrics", "/docs", "/redoc", "/openapi.json", "/static/main.js")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def locked(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[App]:
    """An application with a key and a befriended origin."""
    async with app_in(tmp_path_factory.mktemp("locked"), api_key=KEY, allowed_origins=FRIEND) as running:
        yield running


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"X-API-Key": "wrong"}, 401),
        ({"X-API-Key": ""}, 401),
        ({"X-API-Key": KEY}, 200),
        ({"Authorization": f"Bearer {KEY}"}, 200),
        ({"Authorization": f"bearer {KEY}"}, 200),
        ({"Authorization": f"Basic {KEY}"}, 401),
        ({"Authorization": KEY}, 401),
        ({"Cookie": f"session={'0' * 43}"}, 401),
        ({"Cookie": f"session={KEY}"}, 401),
        ({"X-API-Key": KEY[:-1]}, 401),
        ({"X-API-Key": f"{KEY} "}, 401),
        ({"Cookie": "session=;;;=x"}, 401),
        ({"Cookie": "session=99999999999999999999.x"}, 401),
    ],
)
async def test_the_key_opens_the_api(locked: App, headers: dict[str, str], status: int) -> None:
    """By X-API-Key, Bearer or session; whatever else is given is 401, as a problem, with a challenge."""
    for path in GUARDED:
        answer = await locked.http.get(path, headers=headers)
        assert answer.status_code == status, path
        if status == 401:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_key_in_the_query_opens_nothing(locked: App) -> None:
    """Addresses are logged and shared."""
    for name in ("api_key", "key", "token", "X-API-Key"):
        assert (await locked.http.get("/api/v1/jobs", params={name: KEY})).status_code == 401


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", "/api/v1/nothing", "/api//v1/jobs", "/ws/x", "/ws"])
async def test_nothing_below_the_api_is_told_without_a_key(locked: App, path: str) -> None:
    """Not even what exists."""
    assert (await locked.http.get(path)).status_code == 401


@pytest.mark.parametrize("path", ["/API/v1/jobs", "//api/v1/jobs", "/%61pi/v1/jobs", "/api/v1/session/../jobs"])
async def test_other_spellings_of_a_path_open_nothing(locked: App, path: str) -> None:
    """401 or 404, never the list."""
    answer = await locked.http.get(httpx.URL(f"http://{HOST}", raw_path=path.encode()))
    assert answer.status_code in (401, 404)


async def test_signing_in_and_out(locked: App) -> None:
    """The key once, then a cookie that scripts cannot read and other sites do not send; a page can ask for it."""
    session = {"key_needed": True, "signed_in": False, "name": None, "user": None, "scope": None}
    session["share_links"] = False
    assert (await locked.http.get("/api/v1/session")).json() == session
    wrong = await locked.http.post("/api/v1/session", json={"api_key": "no"})
    assert (wrong.status_code, "set-cookie" in wrong.headers) == (401, False)
    right = await locked.http.post("/api/v1/session/", json={"api_key": KEY})
    assert right.status_code == 204
    cookie = right.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert KEY not in cookie
    assert (await locked.http.get("/api/v1/jobs")).status_code == 200  # the client keeps cookies
    assert (await locked.http.get("/api/v1/session")).json() == session | {
        "signed_in": True,
        "name": "API_KEY",
        "scope": "admin",
    }
    gone = await locked.http.delete("/api/v1/session")
    assert gone.status_code == 204
    assert (await locked.http.get("/api/v1/jobs")).status_code == 401
    assert (await locked.http.get("/api/v1/session")).json() == session


async def test_without_a_key_nobody_is_signed_in(shared_app: App) -> None:
    """Nor need be: the page offers no end of a session that there is not."""
    assert (await shared_app.http.get("/api/v1/session")).json() == {
        "key_needed": False,
        "signed_in": False,
        "name": "everybody",
        "user": None,
        "scope": "admin",
        "share_links": True,
    }


async def test_sockets_need_the_key_too(locked: App) -> None:
    """Accepted, then closed with 4401, so that a browser can read why."""
    for path in ("/ws/health", "/ws/jobs/broadcast", "/ws/0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"):
        async with locked.socket(path) as socket:
            assert await socket.rest() == []
            assert (socket.accepted, socket.close_code) == (True, 4401)
    async with locked.socket("/ws/health", **{"x-api-key": KEY}) as socket:
        socket.send("ping")
        assert await socket.receive() is not None


async def test_headers_of_safety_are_everywhere(locked: App) -> None:
    """nosniff and a policy on every answer, also on refusals; pages may run their own scripts only."""
    for path in (*OPEN, *GUARDED, "/nothing"):
        headers = (await locked.http.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff", path
        policy = headers["content-security-policy"]
        assert "'unsafe-inline'" not in policy.split("style-src")[0], path
        assert "frame-ancestors 'none'" in policy
