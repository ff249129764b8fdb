"""WebSockets with limits on frames, fragments and unread output, which uvicorn's protocol lacks."""

import asyncio
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode, Frame
from websockets.protocol import State

from app.core.socket_frames import SEND_FRAME
from app.serving import bounds
from app.serving.connections import ConnectionTable
from app.serving.http_connection import CROWDED
from app.serving.write_watch import WriteWatch


class SocketConnection(WebSocketsSansIOProtocol):
    """One open socket. It always works, so it is never evicted."""

    head_bytes = 0

    def __init__(self, *args: Any, table: ConnectionTable, **options: Any) -> None:
        super().__init__(*args, **options)
        self._table = table
        self._frames_left: float = bounds.FRAMES
        self._filled_at = self.loop.time()
        self._over = False
        self._thrown_away = 0
        self.crowded = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._writes = WriteWatch(self.transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._table.leave(self)
        super().connection_lost(exc)

    def abort(self) -> None:
        """Close at once."""
        self.transport.abort()

    def check(self, now: float) -> None:
        """Close if the client has stopped reading."""
        if self._writes.is_stuck(now, self._table.bounds.answer_s):
            self._note("answer_not_taken")
            self.transport.abort()

    def resume_writing(self) -> None:
        self._writes.moved(self.loop.time())
        super().resume_writing()

    async def run_asgi(self) -> None:
        if self.crowded:
            self.close_timeout = 0.0  # else it holds its place while it waits for the client's close frame
            self.scope[CROWDED] = True  # type: ignore[literal-required]
        self.scope[SEND_FRAME] = self.send_frame  # type: ignore[literal-required]
        await super().run_asgi()

    def send_frame(self, frame: bytes) -> bool:
        """Send a whole unfragmented message, if the socket is open and the client has taken what was sent before.

        Frames for many sockets are made once (`app.core.socket_frames`), so without an extension such as compression.
        """
        ready = self.writable.is_set() and self.handshake_complete and not (self.close_sent or self.disconnected)
        if not ready or self.conn.state is not State.OPEN or self.conn.extensions:
            return False
        self.transport.write(frame)
        return True

    def data_received(self, data: bytes) -> None:
        if self._over:
            self._thrown_away += len(data)
            if self._thrown_away > bounds.LINGER_BYTES:
                self.transport.abort()
            return
        for at in range(0, len(data), bounds.HEAD_SLICE_BYTES):
            if self.transport.is_closing() or self._over:
                return
            self.conn.receive_data(data[at : at + bounds.HEAD_SLICE_BYTES])
            if self.conn.parser_exc is not None:
                self._end_broken()
                return
            if not self._may_send(len(self.conn.events)):
                self._note("too_many_frames")
                self._fail(CloseCode.POLICY_VIOLATION, "too many messages")
                return
            self.handle_events()

    def _may_send(self, frames: int) -> bool:
        now = self.loop.time()
        earned = (now - self._filled_at) * bounds.FRAMES_PER_S
        self._frames_left = min(bounds.FRAMES, self._frames_left + earned) - frames
        self._filled_at = now
        return self._frames_left >= 0

    def handle_cont(self, event: Frame) -> None:
        if self._over:
            return
        super().handle_cont(event)
        if len(self.frames) > bounds.FRAGMENTS:
            self._note("too_many_frames")
            self._fail(CloseCode.MESSAGE_TOO_BIG, "too many fragments")

    def handle_ping(self) -> None:
        """Send a pong, unless the client has not read earlier output."""
        if self.writable.is_set() and not self._over:
            super().handle_ping()
        else:
            self.conn.data_to_send()

    def _fail(self, code: CloseCode, reason: str) -> None:
        """Close because of the client's behaviour."""
        if not self.close_sent:
            self.conn.fail(code, reason)
        self._end_broken()

    def _end_broken(self) -> None:
        """Send a close frame, discard further data for a moment, and close; before the handshake, abort at once."""
        if self.conn.close_sent is None or not self.transport.can_write_eof():
            self.transport.abort()
            return
        code, reason = self.conn.close_sent.code, self.conn.close_sent.reason
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        self.close_sent = self._over = True
        self.close_timer = self.loop.call_later(bounds.LINGER_S, self.transport.abort)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.transport.write_eof()

    def _note(self, reason: str) -> None:
        self._table.incidents.note(reason, self._table.address_of(self))
