"""Whose pages may ask for what."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from app.api.origins import is_same_origin
from tests.asgi import HOST, App, app_in

pytestmark = pytest.mark.asyncio(loop_scope="module")
FRIEND = "https://friend.example"
#: As browsers say it of a picture or film in a page of another site, of another port here, of a frame, of a script.
PICTURE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
NEIGHBOUR = {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "video"}
FRAME = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}
FETCH = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}
LINK = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[App]:
    """An application with a befriended origin, given with its usual port, and a browser's extension."""
    origins = f"{FRIEND.upper()}:443/, chrome-extension://abc"
    async with app_in(tmp_path_factory.mktemp("origins"), allowed_origins=origins) as running:
        yield running


@pytest.mark.parametrize(
    ("origin", "good"),
    [
        (None, True),
        (f"http://{HOST}", True),
        (f"https://{HOST}", True),
        (FRIEND, True),
        ("chrome-extension://abc", True),
        ("chrome-extension://abcd", False),
        ("https://evil.example", False),
        ("null", False),
        ("", False),
        ("http://127.0.0.1:9999", False),
        (f"http://{HOST}.evil.example", False),
        (f"http://{HOST}@evil.example", False),
        (f"http://evil.example@{HOST}", False),
        (f"http://{HOST}/", False),
        (f"http://{HOST}#", False),
        (f"http://{HOST} https://evil.example", False),
        ("http://localhost:8000", False),
        ("http://[::1", False),
        ("file://", False),
        ("https://friend.example.evil", False),
        ("https://friend.example:444", False),
        ("https://friend.example:443@evil.example", False),
    ],
)
async def test_other_sites_pages_get_nothing(app: App, origin: str | None, good: bool) -> None:
    """All of the API, by every method, and sockets need our origin or an allowed one; an origin is read to its end."""
    headers = {} if origin is None else {"Origin": origin}
    status = 200 if good else 403
    assert (await app.http.post("/api/v1/jobs/queue/pause", headers=headers)).status_code == status
    for path in ("/api/v1/jobs", "/api/v1/session", "/connections/status", "/metrics", "/health/ready"):
        assert (await app.http.get(path, headers=headers)).status_code == status, path
    for path in ("/", "/health", "/static/favicon.svg"):
        assert (await app.http.get(path, headers=headers)).status_code == 200, path
    async with app.socket("/ws/health", **headers) as socket:
        if good:
            socket.send('{"type": "ping"}')
            assert await socket.receive() is not None
        else:
            assert await socket.rest() == []
            assert socket.close_code == 4403


async def test_two_origins_are_foreign(app: App) -> None:
    """Also when both are ours."""
    twice = [("Origin", f"http://{HOST}"), ("Origin", f"http://{HOST}")]
    assert (await app.http.post("/api/v1/jobs/queue/pause", headers=twice)).status_code == 403


@pytest.mark.parametrize("said", [PICTURE, NEIGHBOUR, FRAME, FETCH])
async def test_what_other_sites_pages_show_is_refused(app: App, said: dict[str, str]) -> None:
    """Pictures, films, frames and scripts carry no Origin; a link that is followed does no harm and works."""
    for path in ("/api/v1/jobs", "/api/v1/jobs/x/artifacts/y", "/api/v1/session", "/api/v1/nothing", "/metrics"):
        refused = await app.http.get(path, headers=said)
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden_origin"), path
        assert (await app.http.head(path, headers=said)).status_code == 403
    for path in ("/", "/docs", "/health", "/static/favicon.svg"):
        assert (await app.http.get(path, headers=said)).status_code == 200, path


async def test_links_players_and_tools_go_on_working(app: App) -> None:
    """A link from anywhere, the address bar, our own player, an allowed page's player, and what is no browser."""
    friend = PICTURE | {"Referer": f"{FRIEND}/"}
    typed = LINK | {"Sec-Fetch-Site": "none"}
    ours = PICTURE | {"Sec-Fetch-Site": "same-origin"}
    for headers in (LINK, typed, ours, friend, FETCH | {"Origin": FRIEND}, {}, {"Referer": "https://evil.example/"}):
        assert (await app.http.get("/api/v1/jobs", headers=headers)).status_code == 200, headers
    for stranger in (PICTURE | {"Referer": "https://friend.example.evil/"}, PICTURE | {"Referer": "friend.example"}):
        assert (await app.http.get("/api/v1/jobs", headers=stranger)).status_code == 403
    assert (await app.http.post("/api/v1/jobs/queue/pause", headers=LINK)).status_code == 403


async def test_allowed_origins_may_read_answers(app: App) -> None:
    """CORS for them alone; also errors are readable."""
    asked = {"Origin": FRIEND, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-api-key"}
    preflight = await app.http.options("/api/v1/jobs", headers=asked)
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == FRIEND
    assert "X-API-Key" in preflight.headers["access-control-allow-headers"]
    missing = await app.http.get("/api/v1/jobs/x", headers={"Origin": FRIEND})
    assert (missing.status_code, missing.headers["access-control-allow-origin"]) == (404, FRIEND)
    for origin in ("https://evil.example", "null"):
        strange = await app.http.options("/api/v1/jobs", headers=asked | {"Origin": origin})
        assert strange.status_code == 403
        assert "access-control-allow-origin" not in strange.headers


async def test_an_origin_is_compared_as_browsers_write_it() -> None:
    """The usual port may be left out on either side; the scheme may differ behind a proxy that speaks TLS."""
    assert is_same_origin("https://a.example", "a.example")
    assert is_same_origin("https://a.example", "a.example:443")
    assert is_same_origin("http://a.example:80", "a.example:80")
    assert is_same_origin("http://[::1]:8000", "[0::1]:8000")
    assert not is_same_origin("http://a.example", "a.example:8080")
    assert not is_same_origin("http://a.example:8080", "a.example")
    assert not is_same_origin("http://a.example:bad", "a.example")
    assert not is_same_origin("ftp://a.example", "a.example")
