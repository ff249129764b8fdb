"""A walk over every route and socket of the assembled application: each answers as it declares, to whoever asks.

The routes are the application's own; nothing here lists them but what is approved as open.
"""

import re
from collections.abc import AsyncIterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute

from app.api.assembly import ROUTERS
from app.api.origins import SAFE_METHODS
from app.api.policy import CLOSED, Access, RoutePolicy, policy_of
from app.api.route_table import RouteTable
from app.application import create_app
from app.core.settings import load_settings
from tests.asgi import HOST, App, app_in

pytestmark = pytest.mark.asyncio(loop_scope="module")
KEY = "correct horse battery staple"
NOBODY = "0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"
FOREIGN = {"Origin": "https://evil.example"}
RIGHT = {"X-API-Key": KEY}
WRONG = {"X-API-Key": "incorrect horse"}
#: All that is open. Whoever adds to it has thought about it.
APPROVED = {
    ("GET /", Access.PUBLIC),
    ("GET /docs", Access.PUBLIC),
    ("GET /redoc", Access.PUBLIC),
    ("GET /openapi.json", Access.PUBLIC),
    ("/static", Access.PUBLIC),
    ("GET /incoming", Access.PUBLIC),
    ("POST /incoming", Access.PUBLIC),
    ("GET /incoming_worker.js", Access.PUBLIC),
    ("GET /health", Access.PUBLIC),
    ("GET /health/live", Access.PUBLIC),
    ("GET /health/ready", Access.KEYLESS),
    ("GET /metrics", Access.KEYLESS),
    ("GET /api/v1/session", Access.KEYLESS),
    ("POST /api/v1/session", Access.KEYLESS),
    ("DELETE /api/v1/session", Access.KEYLESS),
    ("OPTIONS /api/v1/uploads", Access.KEYLESS),
    ("GET /s/{share_token}", Access.KEYLESS),
    *((f"GET /s/{{share_token}}/{one}", Access.KEYLESS) for one in ("recording", "captions", "media", "poster")),
}
#: Paths that do not exist, among them such as are to come.
UNKNOWN = (
    *("/mcp/x", "/key", "/key/x", "/key/x/mcp", "/key/x/api/v1/jobs"),
    *("/api", "/api/v1", "/api/v1/nothing", "/ws", "/new", "/health/nothing", "/docs/nothing", "/static-not/main.js"),
)


def served() -> list[tuple[BaseRoute, RoutePolicy]]:
    """Every route of an assembled application, and what it, or else its router, declares; nothing is opened for it."""
    folder = Path("/nowhere")
    app = create_app(load_settings(data_dir=folder, database_url=f"sqlite:///{folder}/jobs.db", api_key=KEY))
    of = {id(route): router for router in ROUTERS for route in router.routes}
    routes = [inner for route in app.routes for inner in (route.routes if isinstance(route, RouteTable) else [route])]
    return [(route, policy_of(route, of.get(id(route)))) for route in routes]


def address(path: str) -> str:
    """A path with ids that nothing has."""
    return re.sub(r"\{\w+(:\w+)?\}", NOBODY, path)


def methods(route: Route) -> list[str]:
    """The methods of a route."""
    return sorted(route.methods or ())


ROUTES = served()
HTTP = [
    (method, route.path, policy) for route, policy in ROUTES if isinstance(route, Route) for method in methods(route)
]
SOCKETS = [(route.path, policy) for route, policy in ROUTES if isinstance(route, WebSocketRoute)]
MOUNTS = [(route.path, policy) for route, policy in ROUTES if isinstance(route, Mount)]
DESCRIBED = [
    (method, route.path, policy)
    for route, policy in ROUTES
    if isinstance(route, APIRoute) and route.include_in_schema
    for method in methods(route)
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def locked(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[App]:
    """An application with a key."""
    async with app_in(tmp_path_factory.mktemp("locked"), api_key=KEY) as running:
        yield running


async def session_of(app: App) -> dict[str, str]:
    """The cookie that a browser gets for the key."""
    answer = await app.http.post("/api/v1/session", json={"api_key": KEY})
    app.http.cookies.clear()
    return {"Cookie": answer.headers["set-cookie"].partition(";")[0]}


class Visitor:
    """Asks from an address of its own: wrong keys of one address are answered ever later."""

    addresses = count(1)

    def __init__(self, app: App) -> None:
        self._transport = httpx.ASGITransport(app.asgi, client=(f"192.0.2.{next(self.addresses)}", 1))

    async def ask(self, method: str, path: str, headers: Mapping[str, str]) -> httpx.Response:
        """The answer to a request."""
        asked = httpx.Request(method, f"http://{HOST}{path}", headers={"Host": HOST, **headers})
        answer = await self._transport.handle_async_request(asked)
        await answer.aread()
        return answer


def refused(answer: httpx.Response, status: int, policy: RoutePolicy) -> bool:
    """Whether an answer is that refusal, in the declared shape."""
    same = answer.headers.get("content-type") == policy.errors.media_type
    assert same or answer.status_code < 400, answer.text
    return answer.status_code == status


async def check(app: App, method: str, path: str, policy: RoutePolicy) -> None:
    """A path answers nobody, a wrong key, the right one, a session and another site's page as its policy says."""
    visitor = Visitor(app)
    closed = policy.access is Access.KEY
    for headers in ({}, WRONG, {"Authorization": "Bearer incorrect"}, {"Cookie": "session=made-up"}):
        assert refused(await visitor.ask(method, path, headers), 401, policy) == closed, headers
    cookie = await session_of(app)
    for headers in (RIGHT, {"Authorization": f"Bearer {KEY}"}, cookie):
        answer = await visitor.ask(method, path, headers)
        assert not refused(answer, 401, policy), headers
        assert answer.status_code != 403, headers
    shown = policy.access is Access.PUBLIC and (method in SAFE_METHODS or policy.from_anywhere)
    for headers in (FOREIGN, FOREIGN | RIGHT, FOREIGN | cookie):
        assert refused(await visitor.ask(method, path, headers), 403, policy) != shown, headers


@pytest.mark.parametrize(("method", "path", "policy"), HTTP)
async def test_a_route_answers_as_it_declares(locked: App, method: str, path: str, policy: RoutePolicy) -> None:
    """Also by HEAD where it answers GET."""
    await check(locked, method, address(path), policy)
    if method == "GET":
        await check(locked, "HEAD", address(path), policy)


@pytest.mark.parametrize(("path", "policy"), MOUNTS)
async def test_a_mounted_application_answers_as_it_declares(locked: App, path: str, policy: RoutePolicy) -> None:
    """For what it has, for what it has not, and by a method that it does not know."""
    for method, name in (("GET", "main.js"), ("HEAD", "main.js"), ("GET", "nothing"), ("POST", "main.js")):
        await check(locked, method, f"{path}/{name}", policy)


@pytest.mark.parametrize("path", UNKNOWN)
async def test_what_does_not_exist_is_closed(locked: App, path: str) -> None:
    """So a route that comes later is closed until it says otherwise, and nobody learns what there is."""
    for method in ("GET", "POST", "HEAD", "DELETE"):
        await check(locked, method, path, CLOSED)
    assert (await locked.http.get(path, headers=RIGHT)).status_code == 404


async def closing(app: App, path: str, headers: Mapping[str, str]) -> int | None:
    """The code that a socket is closed with at once; None for one that stays open or is not accepted."""
    async with app.socket(path, **headers) as socket:
        socket.send("ping")
        while (message := await socket.receive()) is not None:
            if message["type"] == "pong":
                return None
        return socket.close_code if socket.accepted else None


@pytest.mark.parametrize(("path", "policy"), [*SOCKETS, *((path, CLOSED) for path in UNKNOWN)])
async def test_a_socket_answers_as_it_declares(locked: App, path: str, policy: RoutePolicy) -> None:
    """What is refused is accepted and then closed with 4000 + the status, so that a browser can read why."""
    path = address(path)
    assert policy.access is Access.KEY, "what an open socket answers is not tested yet"
    for headers in ({}, {"x-api-key": "incorrect"}, {"cookie": "session=made-up"}):
        assert await closing(locked, path, headers) == 4401, headers
    cookie = {name.lower(): value for name, value in (await session_of(locked)).items()}
    for headers in ({"x-api-key": KEY}, cookie):
        assert await closing(locked, path, headers) in (None, 4404), headers
        assert await closing(locked, path, headers | {"origin": "https://evil.example"}) == 4403


async def test_only_what_is_approved_is_open() -> None:
    """Every route of the application is of a router or a page, and no other than those above declares itself open."""
    found = [(f"{method} {path}", policy.access) for method, path, policy in HTTP]
    found += [(path, policy.access) for path, policy in (*MOUNTS, *SOCKETS)]
    assert {row for row in found if row[1] is not Access.KEY} == APPROVED
    assert len(HTTP) + len(SOCKETS) + len(MOUNTS) >= len(ROUTES), "a kind of route that is not walked"
    assert len(SOCKETS) >= 3


async def test_the_description_says_which_need_no_key(locked: App) -> None:
    """So that the page about the API offers a field for the key."""
    paths: dict[str, dict[str, Any]] = (await locked.http.get("/openapi.json")).json()["paths"]
    described = {
        f"{method.upper()} {path}" for path, of in paths.items() for method, what in of.items() if "security" in what
    }
    declared = {f"{method} {path}" for method, path, policy in DESCRIBED if policy.access is not Access.KEY}
    assert described == declared
