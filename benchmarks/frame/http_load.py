"""A client that costs little: keep-alive connections, each with one request at a time, answers not parsed."""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

import uvloop


@dataclass(frozen=True)
class Answers:
    """How long the requests took from sending to the last byte, milliseconds, and the last answer's body."""

    latencies_ms: list[float]
    last_body: bytes


class UnexpectedAnswer(Exception):
    """A request was not answered as expected; the message is the beginning of the answer."""


def request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """The bytes of a request; a body is JSON. In `headers`, an underscore stands for a dash."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def load(address: str, requests: Iterator[bytes], *, connections: int, status: int = 200) -> Answers:
    """Send all requests over so many connections, each the next one as soon as its answer is there.

    Raises UnexpectedAnswer on another status than `status`.
    """
    return uvloop.run(_load(address, requests, connections, status))


async def _load(address: str, requests: Iterator[bytes], connections: int, status: int) -> Answers:
    place = urlsplit(address)
    host, port = place.hostname, place.port
    assert host is not None
    assert port is not None
    loop = asyncio.get_running_loop()
    answers = Answers([], b"")
    clients = []
    for _ in range(connections):
        _, client = await loop.create_connection(
            lambda: _Client(requests, b"HTTP/1.1 %d " % status, answers.latencies_ms.append), host, port
        )
        clients.append(client)
    for client in clients:
        client.next()
    await asyncio.gather(*(client.done for client in clients))
    return Answers(answers.latencies_ms, clients[0].body)


class _Client(asyncio.Protocol):
    def __init__(self, requests: Iterator[bytes], expected: bytes, took: Callable[[float], None]) -> None:
        self._requests = requests
        self._expected = expected
        self._took = took
        self._buffer = b""
        self._length = -1
        self._sent = 0.0
        self.body = b""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def next(self) -> None:
        """Send the next request, if there is one."""
        following = next(self._requests, None)
        if following is None:
            self._transport.close()
            self.done.set_result(None)
        else:
            self._sent = time.perf_counter()
            self._transport.write(following)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if self._length < 0:
            head, end, _ = self._buffer.partition(b"\r\n\r\n")
            if not end:
                return
            self._length = len(head) + 4 + _content_length(head)
        if len(self._buffer) >= self._length:
            self._took((time.perf_counter() - self._sent) * 1000)
            answer, self._buffer, self._length = self._buffer, b"", -1
            if not answer.startswith(self._expected):
                self.done.set_exception(UnexpectedAnswer(answer[:500].decode(errors="replace")))
                return
            self.body = answer.partition(b"\r\n\r\n")[2]
            self.next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or UnexpectedAnswer("the server closed the connection"))


def _content_length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise UnexpectedAnswer(f"an answer without a length: {head.decode(errors='replace')}")
