"""Which routes need the key: all but those that declare themselves open."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from fastapi.routing import APIRoute
from starlette.routing import WebSocketRoute

from app.api.access import Access, AccessRules, declared, keyless, public
from app.api.assembly import ROUTERS
from tests.asgi import App, app_in

pytestmark = pytest.mark.asyncio(loop_scope="module")
KEY = "correct horse battery staple"
NOBODY = "0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"
#: The whole list of what is open. Whoever adds to it has thought about it.
OPEN = {
    ("GET", "/health"),
    ("GET", "/health/ready"),
    ("GET", "/metrics"),
    ("GET", "/api/v1/session"),
    ("POST", "/api/v1/session"),
    ("DELETE", "/api/v1/session"),
}
PAGES = ("/", "/docs", "/redoc", "/openapi.json", "/static/main.js")
ROUTES = [route for router in ROUTERS for route in router.routes]
HTTP = [(method, route.path) for route in ROUTES if isinstance(route, APIRoute) for method in sorted(route.methods)]
SOCKETS = [route.path for route in ROUTES if isinstance(route, WebSocketRoute)]
assert len(SOCKETS) >= 3


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def locked(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[App]:
    """An application with a key."""
    async with app_in(tmp_path_factory.mktemp("locked"), api_key=KEY) as running:
        yield running


@pytest.mark.parametrize(("method", "path"), HTTP)
async def test_every_route_needs_the_key_or_is_listed_here(locked: App, method: str, path: str) -> None:
    """Without the key 401, before anything else is looked at; with it something else."""
    address = re.sub(r"\{\w+\}", NOBODY, path)
    without = await locked.http.request(method, address)
    assert (without.status_code == 401) == ((method, path) not in OPEN), without.text
    assert (await locked.http.request(method, address, headers={"X-API-Key": KEY})).status_code != 401


@pytest.mark.parametrize("path", SOCKETS)
async def test_every_socket_needs_the_key(locked: App, path: str) -> None:
    """Accepted, then closed with 4401, so that a browser can read why."""
    async with locked.socket(re.sub(r"\{\w+\}", NOBODY, path)) as socket:
        assert await socket.rest() == []
        assert (socket.accepted, socket.close_code) == (True, 4401)


async def test_pages_and_health_need_no_key(locked: App) -> None:
    """The sign-in page could not be shown otherwise; watchers have no key."""
    for path in (*PAGES, "/health"):
        for method in ("GET", "HEAD"):
            assert (await locked.http.request(method, path)).status_code == 200, path


@pytest.mark.parametrize(
    "path",
    ["/v1/models", "/v1/audio/transcriptions", "/asr", "/detect-language", "/mcp", "/key/x/asr", "/api", "/ws", "/new"],
)
async def test_what_does_not_exist_needs_the_key(locked: App, path: str) -> None:
    """So a route that comes later is closed until it says otherwise, and nobody learns what there is."""
    for method in ("GET", "POST", "HEAD", "DELETE"):
        assert (await locked.http.request(method, path)).status_code == 401, method
    assert (await locked.http.get(path, headers={"X-API-Key": KEY})).status_code == 404


async def test_the_description_says_which_need_it(locked: App) -> None:
    """So that the page about the API offers a field for the key."""
    paths = (await locked.http.get("/openapi.json")).json()["paths"]
    keyless_ones = {
        (method.upper(), path) for path, of in paths.items() for method, what in of.items() if "security" in what
    }
    assert keyless_ones == OPEN


async def test_the_first_route_that_fits_decides() -> None:
    """As the router chooses; another method of an open path is the open path's."""

    async def closed() -> None:
        raise AssertionError

    @public
    async def shown() -> None:
        raise AssertionError

    @keyless
    async def usable() -> None:
        raise AssertionError

    routes = [
        APIRoute("/a/{name}", closed, methods=["GET"]),
        APIRoute("/a/b", shown, methods=["GET"]),
        APIRoute("/c", usable, methods=["POST"]),
        APIRoute("/d", shown, methods=["GET"]),
        APIRoute("/d", closed, methods=["POST"]),
    ]
    rules = AccessRules(routes)
    assert [declared(route) for route in routes] == [
        *(Access.KEY, Access.PUBLIC, Access.KEYLESS),
        *(Access.PUBLIC, Access.KEY),
    ]
    for method, path, access in (
        ("GET", "/a/b", Access.KEY),
        ("POST", "/c", Access.KEYLESS),
        ("PUT", "/c", Access.KEYLESS),
        ("GET", "/d", Access.PUBLIC),
        ("HEAD", "/d", Access.PUBLIC),
        ("POST", "/d", Access.KEY),
        ("GET", "/e", Access.KEY),
    ):
        scope = {"type": "http", "method": method, "path": path, "headers": [], "root_path": ""}
        assert rules.of(scope) is access, (method, path)
