"""Work that a request starts before there is a job: not by a link, not without bounds, not for who has gone."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import httpx
import psutil
import pytest

from tests.attacks.wire import HealthWatch, Wire
from tests.media import sample
from tests.server import Server
from tests.servers import Site

pytestmark = pytest.mark.slow
FOREIGN = "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: image"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server that may fetch from this machine."""
    with Server(tmp_path) as running:
        yield running


@dataclass
class Tarpit:
    """An address that answers a little, and the rest once its gate is open."""

    url: str
    gate: threading.Event


@pytest.fixture
def tarpit(site: Site) -> Iterator[Tarpit]:
    """An address that answers a little and then nothing more.

    A page, which has to be read whole: of what is none, the beginning is enough for yt-dlp.
    """
    gate = threading.Event()
    page = b"<!doctype html><title>list</title>".ljust(200_000)
    yield Tarpit(site.add("/list", body=page, headers={"Content-Type": "text/html"}, gate=gate), gate)
    gate.set()


class Children:
    """Counts the processes of a server, and their memory, at their most."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._count, name="children")
        self.most = 0
        self.most_bytes = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _count(self) -> None:
        while not self._over.wait(0.05):
            sizes = []
            for pid in self._server.children():
                try:
                    sizes.append(psutil.Process(pid).memory_info().rss)
                except psutil.NoSuchProcess:
                    continue
            self.most, self.most_bytes = max(self.most, len(sizes)), max(self.most_bytes, sum(sizes))


def test_a_picture_in_somebodys_page_starts_nothing(server: Server, tarpit: Tarpit, site: Site) -> None:
    """Nor does a link, or any GET: no process, and no connection to where it names."""
    with Children(server) as children:
        for headers, status in ((FOREIGN, 403), ((), 405)):
            for _ in range(20):
                with Wire(server) as wire:
                    assert wire.ask("GET", f"/api/v1/playlist?url={tarpit.url}", *headers).status == status
        body = b'{"url": "%b"}' % tarpit.url.encode()
        for page in ("http://evil.example", "null"):
            with Wire(server) as wire:
                lines = "Content-Type: application/json", f"Origin: {page}"
                assert wire.ask("POST", "/api/v1/playlist", *lines, body=body).status == 403
    assert (children.most, site.hits) == (0, [])


def test_listings_have_few_processes(server: Server, tarpit: Tarpit) -> None:
    """Some wait, the others hear when to come back; one client does not take the whole line."""
    answers: list[httpx.Response] = []

    def ask() -> None:
        with server.client() as client:
            answers.append(client.post("/api/v1/playlist", json={"url": tarpit.url}))

    with HealthWatch(server), Children(server) as children:
        threads = [threading.Thread(target=ask) for _ in range(25)]
        for thread in threads:
            thread.start()
        until(lambda: len(answers) >= 15)
        tarpit.gate.set()
        for thread in threads:
            thread.join()
    assert 1 <= children.most <= 6  # each child has a copy; one that ends may still be seen beside its successor
    assert children.most_bytes < 400_000_000
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) >= 15
    assert all(int(answer.headers["retry-after"]) > 0 for answer in refused)


def test_nobody_is_worked_for_who_has_gone(server: Server, tarpit: Tarpit, site: Site) -> None:
    """The process ends with the connection that asked for it."""
    with Wire(server) as wire:
        body = b'{"url": "%b"}' % tarpit.url.encode()
        head = f"POST /api/v1/playlist HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
        wire.send(f"{head}Content-Type: application/json\r\n\r\n".encode() + body)
        assert site.started.wait(30)
        until(server.children)
    until(lambda: not server.children())


def test_uploads_are_looked_into_a_few_at_a_time(server: Server) -> None:
    """None is refused for that: the others wait."""
    content = sample().read_bytes()
    statuses: list[int] = []

    def upload() -> None:
        with server.client() as client:
            headers = {"Content-Type": "video/mp4"}
            statuses.append(client.post("/api/v1/videos", content=content, headers=headers, timeout=120).status_code)

    with HealthWatch(server), Children(server) as children:
        threads = [threading.Thread(target=upload) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert statuses == [201] * 12
    assert 1 <= children.most <= 6  # a child, its copy and ffmpeg, twice


def until(condition: Callable[[], Any], *, within_s: float = 30.0) -> None:
    """Wait until a condition holds; fail if it does not come to hold."""
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
