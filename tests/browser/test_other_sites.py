"""What a page of another site gets from the server, as a real browser asks for it."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page

from tests.server import Server
from tests.servers import Site

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server without a key, as on a developer's machine."""
    with Server(tmp_path_factory.mktemp("other")) as running:
        yield running


@pytest.fixture
def foreign_page(browser: Browser, site: Site) -> Iterator[Callable[[], Page]]:
    """Opens a page of another site, which shares nothing with the server but the machine."""
    site.add("/", body=b"<!doctype html><title>elsewhere</title>", headers={"Content-Type": "text/html"})
    context = browser.new_context()

    def opened() -> Page:
        page = context.new_page()
        page.goto(site.url("/"))
        return page

    yield opened
    context.close()


def answers(server: Server) -> dict[tuple[str, str], int]:
    """How many answers the server gave: (route, status) → count."""
    text = httpx.get(f"{server.base_url}/metrics").text
    found = re.findall(r'duration_seconds_count\{method="\w+",route="(\S+)",status="(\d+)"\} (\d+)', text)
    counts: dict[tuple[str, str], int] = {}
    for route, status, count in found:
        counts[route, status] = counts.get((route, status), 0) + int(count)
    return counts


@pytest.mark.parametrize("element", ["img", "script", "iframe", "video"])
def test_a_foreign_page_shows_nothing_of_the_api(
    server: Server, foreign_page: Callable[[], Page], element: str
) -> None:
    """Not as a picture, a script, a frame or a film: the server refuses each before it looks at anything."""
    before = answers(server)
    page = foreign_page()
    page.evaluate(
        """([name, address]) => {
            const element = document.createElement(name);
            element.onload = element.onerror = () => { window.settled = true; };
            element.src = address;
            document.body.append(element);
        }""",
        [element, f"http://localhost:{server.port}/api/v1/jobs"],
    )
    page.wait_for_function("window.settled")
    after = answers(server)
    assert after["other", "403"] > before.get(("other", "403"), 0)
    assert ("/api/v1/jobs", "200") not in after


@pytest.mark.parametrize("init", [{}, {"mode": "no-cors"}, {"mode": "no-cors", "method": "POST", "body": "{}"}])
def test_a_foreign_page_fetches_nothing_of_the_api(
    server: Server, foreign_page: Callable[[], Page], init: dict[str, str]
) -> None:
    """Whether it may read the answer or not."""
    before = answers(server)
    outcome = foreign_page().evaluate(
        "([address, init]) => fetch(address, init).then(({ status }) => status, () => 'blocked')",
        [f"http://localhost:{server.port}/api/v1/queue/pause", init],
    )
    assert outcome in (0, "blocked")
    assert answers(server)["other", "403"] == before.get(("other", "403"), 0) + 1


def test_a_link_on_a_foreign_page_works(server: Server, foreign_page: Callable[[], Page]) -> None:
    """Somebody follows it: the answer is a page of its own, which the foreign one cannot read."""
    page = foreign_page()
    address = f"http://localhost:{server.port}/api/v1/jobs"
    page.evaluate("(at) => { document.body.innerHTML = `<a href='${at}'>jobs</a>`; }", address)
    with page.expect_navigation() as navigation:
        page.get_by_text("jobs").click()
    assert navigation.value is not None
    assert navigation.value.status == 200


def test_a_page_that_offers_sub_protocols_is_connected(browser: Browser, server: Server) -> None:
    """A browser closes a socket whose answer names none of those that were offered."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.port}/docs")
    outcome = page.evaluate(
        """(address) => new Promise((done) => {
            const socket = new WebSocket(address, ["v2.app", "v1.app"]);
            socket.onopen = () => socket.send("ping");
            socket.onmessage = ({ data }) => done(JSON.stringify([socket.protocol, JSON.parse(data).type]));
            socket.onclose = ({ code }) => done(JSON.stringify(["closed", code]));
        })""",
        f"ws://127.0.0.1:{server.port}/ws/health",
    )
    context.close()
    assert json.loads(outcome) == ["v2.app", "pong"]


def test_a_page_of_an_allowed_origin_follows_by_a_ticket(
    site: Site, foreign_page: Callable[[], Page], tmp_path: Path
) -> None:
    """As the reference shows it: the key goes by `fetch`, the ticket opens one socket; the same one opens no second."""
    with Server(tmp_path, API_KEY="a-key-for-the-test", ALLOWED_ORIGINS=site.url("").rstrip("/")) as server:
        outcome = foreign_page().evaluate(
            """async ([server, key]) => {
                const init = { method: "POST", headers: { "X-API-Key": key } };
                const { ticket } = await (await fetch(`${server}/api/v1/session/tickets`, init)).json();
                const first = () => new Promise((done) => {
                    const address = `${server.replace("http", "ws")}/ws/jobs/broadcast?ticket=${ticket}`;
                    const socket = new WebSocket(address);
                    socket.onmessage = ({ data }) => (done(JSON.parse(data).type), socket.close());
                    socket.onclose = ({ code }) => done(code);
                });
                return [await first(), await first()];
            }""",
            [server.base_url, "a-key-for-the-test"],
        )
    assert outcome == ["initial_status", 4401]
