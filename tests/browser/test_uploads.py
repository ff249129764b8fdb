"""A large file over a bad line: the page goes on by itself, and after a reload once the same file is chosen."""

import hashlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Self

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OUTAGE, Complaints, until
from tests.media import sample
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


class Line:
    """A line between the browser and a server, which stops after so many bytes to the server."""

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._bytes = 0
        self._limit = 0
        self._cuts = False
        self._flows = threading.Event()
        self._flows.set()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)  # it wakes the thread that accepts
        self._listener.close()
        self.restore()
        for thread in self._threads:
            thread.join()

    def stop_after(self, count: int, *, cuts: bool) -> None:
        """Let this many bytes to the server pass, then cut all connections and take none, or just let nothing pass."""
        self._bytes, self._limit, self._cuts = 0, count, cuts
        self._flows.set()

    def restore(self) -> None:
        """Let everything pass, but what was under way is lost."""
        self._limit = 0
        self._close_all()
        self._flows.set()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                if self._cuts and not self._flows.is_set():
                    near.close()
                else:
                    self._start(self._carry, near)

    def _start(self, work: Callable[..., None], *parts: socket.socket) -> threading.Thread:
        thread = threading.Thread(target=work, args=parts, daemon=True)
        thread.start()
        self._threads.append(thread)
        return thread

    def _carry(self, near: socket.socket) -> None:
        with near, socket.create_connection(self._target) as far:
            self._open |= {near, far}
            back = self._start(self._pass, far, near)
            self._pass(near, far, self._count)
            back.join()
            self._open -= {near, far}

    @staticmethod
    def _pass(source: socket.socket, sink: socket.socket, count: Callable[[int], None] = lambda _: None) -> None:
        with suppress(OSError):
            while data := source.recv(16_384):
                count(len(data))
                sink.sendall(data)
        for one in (source, sink):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _count(self, size: int) -> None:
        self._bytes += size
        if self._limit and self._bytes > self._limit:
            self._limit = 0
            self._flows.clear()
            if self._cuts:
                self._close_all()
        self._flows.wait()

    def _close_all(self) -> None:
        for one in list(self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def line(server: Server) -> Iterator[Line]:
    """A line to a server whose queue is paused."""
    with server.client() as client:
        client.post("/api/v1/queue/pause").raise_for_status()
    with Line(server.port) as running:
        yield running


def test_an_upload_goes_on_after_a_lost_connection_and_a_reload(
    server: Server, line: Line, tmp_path: Path, open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """What is no media is left out, with a note; no byte that the server has is sent again."""
    complaints.allowed += [*OUTAGE, "ERR_SOCKET_NOT_CONNECTED", "ERR_CONNECTION_CLOSED", "ERR_CONNECTION_ABORTED"]
    film = tmp_path / "long talk.mp4"
    content = sample().read_bytes()
    film.write_bytes(content)
    (tmp_path / "notes.txt").write_text("no film")
    address = f"http://127.0.0.1:{line.port}/#/new"
    page = open_page(server, address)
    page.on("dialog", lambda dialog: dialog.accept())
    files = page.get_by_role("list", name="Chosen files")
    line.stop_after(len(content) // 3, cuts=True)
    page.locator("#files").set_input_files([film, tmp_path / "notes.txt"])
    expect(page.locator(".toast")).to_contain_text("notes.txt is neither video nor audio")
    expect(files.get_by_role("listitem")).to_have_count(1)
    expect(files).to_contain_text("The connection is lost; it goes on by itself.")
    line.stop_after(len(content) // 3, cuts=False)
    expect(files).not_to_contain_text("The connection is lost")
    until(page, "document.querySelector('.file progress')?.value > 0.4")
    page.goto("about:blank")
    line.restore()
    page.goto(address)  # going back could bring the old page as it was
    unfinished = page.get_by_role("list", name="Not finished")
    expect(unfinished).to_contain_text("long talk.mp4")
    until(page, "parseInt(document.querySelector('.unfinished .file-words').textContent) > 25")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.locator("#files").set_input_files(film)
    expect(files).to_contain_text("1:18, ready")
    expect(unfinished).to_have_count(0)
    assert "PATCH" in sent
    assert "POST" not in sent  # it was not begun anew
    with server.client() as client:
        [video] = client.get("/api/v1/videos").json()["items"]
    assert (video["filename"], video["sha256"]) == (film.name, hashlib.sha256(content).hexdigest())
