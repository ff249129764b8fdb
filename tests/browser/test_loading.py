"""How the page arrives: few requests, small, also below a proxy's path prefix."""

import threading
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PREFIX = "/media/jobs"


def test_the_list_is_there_after_a_dozen_requests(dashboard: Server, open_page: Callable[..., Page]) -> None:
    """Everything until the first row, in at most 12 requests and 235 kB; a reload brings nearly nothing anew."""
    job = dashboard.submit("audio_extraction", url="http://127.0.0.1:9/nothing.mp4", max_retries=0)
    page = open_page(dashboard, "/health")
    seen, sizes = _watched(page)
    page.goto("/")
    _row(page, job["id"])
    page.wait_for_load_state("networkidle")
    assert len(seen) <= 12, seen
    assert sum(sizes) < 235_000
    page.goto("/health")
    seen.clear()
    sizes.clear()
    page.goto("/")
    _row(page, job["id"])
    page.wait_for_load_state("networkidle")
    assert len(seen) <= 12, seen
    assert sum(sizes) < 40_000


def _row(page: Page, job_id: str) -> None:
    expect(page.locator(f'a[href*="{job_id}"]').first).to_be_visible()


def _watched(page: Page) -> tuple[list[str], list[int]]:
    """Addresses of requests, and bytes over the wire."""
    seen: list[str] = []
    sizes: list[int] = []
    page.on("request", lambda request: seen.append(request.url))
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    return seen, sizes


class _Proxy(BaseHTTPRequestHandler):
    """Takes the prefix off, as many proxies do. Sockets go to the server by another way: see the test."""

    port = 0

    def do_GET(self) -> None:
        self._pass()

    def do_POST(self) -> None:
        self._pass()

    def _pass(self) -> None:
        if not self.path.startswith(PREFIX):
            self.send_error(404)
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        server = HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
        server.request(self.command, self.path.removeprefix(PREFIX) or "/", body, headers)
        answer = server.getresponse()
        content = answer.read()
        server.close()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "content-length", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """The page's complaints tell."""


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that knows its prefix."""
    with Server(tmp_path_factory.mktemp("below"), ROOT_PATH=PREFIX) as running:
        yield running


def test_the_page_works_where_the_proxy_leaves_the_prefix(
    below: Server, open_page: Callable[..., Page], short: Path
) -> None:
    """List, job page, live lines and files, all by the prefix."""
    job = below.submit("transcription", video_id=below.upload(short))
    page = open_page(below, f"{PREFIX}/#/jobs/{job['id']}")
    outside: list[str] = []
    page.on("request", lambda request: _note_outside(outside, request.url, below.base_url))
    expect(page.locator(".line").first).to_be_visible()
    below.ended(job["id"])
    expect(page.locator("a[download]").first).to_be_visible()
    for link in page.locator("a[download]").all():
        assert (link.get_attribute("href") or "").startswith(f"{PREFIX}/api/v1/jobs/")
    assert outside == []


def _note_outside(outside: list[str], url: str, base: str) -> None:
    if url.startswith(base) and not url.removeprefix(base).startswith(PREFIX):
        outside.append(url)


def test_the_page_loads_where_the_proxy_takes_the_prefix_off(
    below: Server, open_page: Callable[..., Page], complaints: object
) -> None:
    """The list comes through it; this small proxy passes no sockets on, which the page survives."""
    complaints.allowed.append("WebSocket connection to")  # type: ignore[attr-defined]
    job = below.submit("audio_extraction", url="http://127.0.0.1:9/nothing.mp4", max_retries=0)
    proxy = ThreadingHTTPServer(("127.0.0.1", 0), type("Proxy", (_Proxy,), {"port": below.port}))
    thread = threading.Thread(target=proxy.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        page = open_page(below, f"http://127.0.0.1:{proxy.server_address[1]}{PREFIX}/")
        _row(page, job["id"])
        page.context.close()
    finally:
        proxy.shutdown()
        thread.join()
        proxy.server_close()
