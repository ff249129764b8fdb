"""HTTP/1.1 with limits on the size and time of headers and the time of responses, which uvicorn's protocol lacks."""

import asyncio
import math
from collections import deque
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from app.serving import bounds
from app.serving.connections import ConnectionTable
from app.serving.held_flow import HeldFlow
from app.serving.meter import LARGE_HANDSHAKE, LATE, NO_REQUEST, Meter, TooMuch, opens_a_socket
from app.serving.problem import problem_bytes
from app.serving.write_watch import WriteWatch

#: Keys under which the application finds whether a connection is crowded (scope), and the table (state).
CROWDED = "crowded"
CONNECTIONS = "connections"


class HttpConnection(HttpToolsProtocol):
    """One connection: counts what arrives, and closes if it is too much or too slow.

    Between requests it waits (`ConnectionTable.waits`). A header has `head_s` from its first byte, or from the start of
    the connection. A refused request gets a response, unless one has begun, and the connection is closed.
    """

    flow: HeldFlow

    def __init__(self, *args: Any, table: ConnectionTable, **options: Any) -> None:
        super().__init__(*args, **options)
        self.head_bytes = 0
        self._table = table
        self._meter = Meter()
        self._welcome = True
        self._requests: deque[RequestResponseCycle] = deque()
        self._unfed = b""
        self._head_since: float | None = None
        self._unread_since: float | None = None
        self._over_since = math.inf
        self._thrown_away = 0
        self._over = False
        self._upgraded = False

    # connection

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.flow = HeldFlow(transport)
        self._writes = WriteWatch(transport)
        self._head_since = self.loop.time()
        welcome = self._table.admit(self, self.client[0] if self.client else "")
        self._welcome = bool(welcome)
        if welcome is None:
            self.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._table.leave(self)
        self._disconnect_requests()
        super().connection_lost(exc)

    def abort(self) -> None:
        """Close at once."""
        self._over = True
        self.transport.abort()

    def _cut_off(self, reason: str) -> None:
        self._note(reason)
        self.abort()

    def _note(self, reason: str) -> None:
        self._table.incidents.note(reason, self._table.address_of(self))

    # time

    def check(self, now: float) -> None:
        """Close if a time limit has passed."""
        limits = self._table.bounds
        if self._over and now - self._over_since > bounds.LINGER_S:
            self.abort()
        elif self._writes.is_stuck(now, limits.answer_s):
            self._cut_off("answer_not_taken")
        elif self._over or self._requests or self.transport.is_closing():
            return
        elif self._unread_since is not None and now - self._unread_since > bounds.UNREAD_S:
            self._cut_off("body_after_answer")
        elif self._head_since is not None and now - self._head_since > limits.head_s:
            if self.head_bytes:
                self._refuse(LATE)
            else:  # browsers open spare connections
                self.abort()

    def resume_writing(self) -> None:
        self._writes.moved(self.loop.time())
        super().resume_writing()

    # data

    def data_received(self, data: bytes) -> None:
        if self._over:
            self._throw_away(len(data), bounds.LINGER_BYTES)
        elif self._unfed:
            self._hold(data)
        else:
            self._feed(data)

    def _feed(self, data: bytes) -> None:
        at = 0
        while at < len(data) and not (self._over or self._upgraded):
            if self.pipeline:
                self._hold(data[at:])
                return
            part = data[at : at + self._meter.slice_bytes()]
            at += len(part)
            self._feed_part(part)

    def _feed_part(self, part: bytes) -> None:
        if self._meter.in_head:
            if not self._requests and self._head_since is None:
                self._head_since = self.loop.time()
            self._table.set_head_bytes(self, self.head_bytes + len(part))
        self._parse(part)
        if self._upgraded or self._over:
            return
        self._meter.parsed(len(part), head_bytes=self.head_bytes)
        if self._unread_since is not None:
            self._throw_away(len(part), bounds.UNREAD_BYTES)
        if len(self.pipeline) > bounds.PIPELINED_REQUESTS:
            self._cut_off("too_many_requests_ahead")
        if self._meter.wrong is not None:
            self._refuse(self._meter.wrong)

    def _parse(self, part: bytes) -> None:
        """Parse as uvicorn does, without its log line for each invalid request."""
        self._unset_keepalive_if_required()
        try:
            self.parser.feed_data(part)
        except httptools.HttpParserUpgrade:
            if self._should_upgrade():  # else the upgrade was declined: the response is HTTP
                self.handle_websocket_upgrade()
        except httptools.HttpParserError:
            self._meter.find(NO_REQUEST)

    def _hold(self, data: bytes) -> None:
        """Keep pipelined data until the requests before it are answered."""
        self._unfed += data
        self.flow.hold()
        if len(self._unfed) > bounds.PIPELINED_BYTES:
            self._cut_off("too_many_requests_ahead")

    def _throw_away(self, size: int, limit: int) -> None:
        self._thrown_away += size
        if self._thrown_away > limit:
            self._cut_off("body_after_answer")

    # parser

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._meter.begin()
        self.scope["state"][CONNECTIONS] = self._table
        if not self._welcome:
            self.scope[CROWDED] = True  # type: ignore[literal-required]

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._meter.field():
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        if self._meter.wrong is not None:
            return
        super().on_headers_complete()
        self._meter.head_done()
        self._head_since = self._unread_since = None
        self._thrown_away = 0
        self._table.set_head_bytes(self, 0)
        if not (self.parser.should_upgrade() and self._should_upgrade()):
            self._requests.append(self.cycle)
            self._table.works(self)

    def on_body(self, body: bytes) -> None:
        self._meter.content()
        if self._meter.wrong is None:
            super().on_body(body)

    def on_message_complete(self) -> None:
        self._meter.end()
        if self._meter.wrong is None:
            super().on_message_complete()

    # answers

    def on_response_complete(self) -> None:
        self._requests.popleft()
        super().on_response_complete()
        if self._over:
            self.transport.close()
        if self._requests or self.transport.is_closing():
            return
        self._table.waits(self)
        if not self._meter.in_head:
            self._unread_since = self.loop.time()  # answered before its body was complete; the rest is discarded
        unfed, self._unfed = self._unfed, b""
        self.flow.held = False
        self.flow.resume_reading()
        if unfed:
            self._unset_keepalive_if_required()
            self._feed(unfed)

    def _refuse(self, wrong: TooMuch) -> None:
        """Send a refusal, discard further data for a moment, and close. Earlier requests are answered first."""
        self._note(wrong.code)
        self._over = True
        if self._requests and self._meter.in_head:
            self.flow.hold()
            return
        if len(self._requests) > 1 or (self._requests and self._requests[0].response_started):
            self.abort()
            return
        self._disconnect_requests()
        self._over_since = self.loop.time()
        self.transport.write(problem_bytes(wrong.status, wrong.code, wrong.detail))
        if self.transport.can_write_eof():
            self.transport.write_eof()
        else:
            self.transport.close()

    def _disconnect_requests(self) -> None:
        """Signal all requests that the client has disconnected; uvicorn would signal only the last."""
        for request in self._requests:
            request.disconnected = True
            request.message_event.set()

    # sockets

    def handle_websocket_upgrade(self) -> None:
        if not opens_a_socket(self.url, self.scope["headers"]):
            self._refuse(LARGE_HANDSHAKE)
            return
        self._upgraded = True
        super().handle_websocket_upgrade()
        successor: Any = self.transport.get_protocol()
        successor.crowded = not self._welcome
        self._table.replace(self, successor)

    def _should_upgrade(self) -> bool:
        """Whether to open a socket; not for a request with a body, for which the parser never reports the upgrade."""
        fields = {name for name, _ in self.headers}
        return super()._should_upgrade() and not fields & {b"content-length", b"transfer-encoding"}
