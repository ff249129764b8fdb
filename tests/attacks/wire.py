"""A client that obeys no rule: bytes over a socket, as they are."""

import base64
import os
import socket
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import httpx
import psutil

from tests.forked_python import ROOT
from tests.server import Server

#: What a test waits for an answer, seconds; a server that has not answered by then does not.
PATIENCE_S = 60.0


@dataclass
class Answer:
    """A status, headers by small name, and what of the body came."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class Wire:
    """One connection to a server."""

    def __init__(self, server: Server, *, source: str = "127.0.0.1", window: int | None = None) -> None:
        self.socket = socket.socket()
        if window is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
        self.socket.settimeout(PATIENCE_S)
        self.socket.bind((source, 0))
        self.socket.connect(("127.0.0.1", server.port))
        self._received = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> bool:
        """Send all; whether the server took it, or has gone."""
        with suppress(ConnectionError):
            self.socket.sendall(data)
            return True
        return False

    def ask(self, method: str, path: str, *lines: str, body: bytes = b"", host: str = "localhost") -> Answer:
        """One request and its answer."""
        length = [f"Content-Length: {len(body)}"] if body else []
        head = "\r\n".join((f"{method} {path} HTTP/1.1", f"Host: {host}", *length, *lines))
        self.send(head.encode("latin-1") + b"\r\n\r\n" + body)
        return self.answer(has_body=method != "HEAD")

    def answer(self, *, has_body: bool = True) -> Answer:
        """The next answer; its body only as far as Content-Length says. Raises EOFError when there is none."""
        while b"\r\n\r\n" not in self._received:
            self._more()
        head, _, self._received = self._received.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        length = int(headers.get("content-length", 0)) if has_body else 0
        while len(self._received) < length:
            self._more()
        body, self._received = self._received[:length], self._received[length:]
        return Answer(int(first.split()[1]), headers, body)

    def _more(self) -> None:
        received = b""
        with suppress(ConnectionError):
            received = self.socket.recv(65536)
        if not received:
            raise EOFError(self._received)
        self._received += received

    def until_closed(self) -> bytes:
        """Whatever else comes before the server closes the connection. Raises TimeoutError if it does not."""
        with suppress(EOFError):
            while True:
                self._more()
        return self._received


def handshake(path: str, *lines: str) -> bytes:
    """A request that opens a WebSocket."""
    head = (
        f"GET {path} HTTP/1.1",
        "Host: localhost",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        *lines,
    )
    return "\r\n".join(head).encode() + b"\r\n\r\n"


def frame(opcode: int, payload: bytes = b"", *, last: bool = True) -> bytes:
    """A client's frame, masked with zeros. 0 goes on, 1 is text, 8 closes, 9 pings."""
    size = len(payload)
    length = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
    return bytes([(0x80 if last else 0) | opcode]) + length + b"\0\0\0\0" + payload


class ByHand(Server):
    """`uvicorn main:app`, as somebody starts it who has a way of their own."""

    def command(self) -> list[str]:
        return [sys.executable, "-m", "uvicorn", "--app-dir", str(ROOT), "main:app", "--port", str(self.port)]


class Scarce(Server):
    """A server that may open 256 files at most."""

    def command(self) -> list[str]:
        return ["bash", "-c", 'ulimit -n 256; exec "$@"', "-", *super().command()]


class HealthWatch:
    """Asks for /health all the time, each time over a new connection. Leaving it fails if one was not answered."""

    def __init__(self, server: Server, *, within_s: float = 20.0) -> None:
        self._server = server
        self._within_s = within_s
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._ask, name="health watch")
        self.answered = 0
        self.slowest_s = 0.0
        self.failures: list[str] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._over.set()
        self._thread.join()
        if kind is None:
            assert self.failures == []
            assert self.answered > 0

    def _ask(self) -> None:
        while not self._over.wait(0.05) or not self.answered + len(self.failures):
            began = time.monotonic()
            try:
                with self._server.client() as client:
                    answer = client.get("/health", timeout=self._within_s)
            except httpx.HTTPError as error:
                self.failures.append(repr(error))
                continue
            self.slowest_s = max(self.slowest_s, time.monotonic() - began)
            if answer.status_code == 200:
                self.answered += 1
            else:
                self.failures.append(answer.text)


class Unharmed:
    """An attack: it leaves the server small, quick and without a fault of its own. `growth` is in bytes."""

    def __init__(self, server: Server, *, growth: int = 60_000_000) -> None:
        self._server = server
        self._growth = growth
        self._watch = HealthWatch(server)

    def __enter__(self) -> Self:
        self._before = memory_of(self._server)
        self._watch.__enter__()
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        self._watch.__exit__(kind, *rest)
        if kind is None:
            assert memory_of(self._server) - self._before < self._growth
            assert "Traceback" not in self._server.log()
            assert "a fault of ours" not in self._server.log()


def memory_of(server: Server) -> int:
    """Bytes that the server's process holds."""
    size: int = psutil.Process(server.pid).memory_info().rss
    return size


def descriptors_of(server: Server) -> int:
    """Descriptors that the server's process holds."""
    return len(list(Path(f"/proc/{server.pid}/fd").iterdir()))
