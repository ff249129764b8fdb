"""What sockets and streams share: channels of the event log, the sending of messages, heartbeats and the idle limit."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from starlette.websockets import WebSocket

from app.api.boundary import PLAIN_SEND
from app.api.v1.wire import PONG, MessageType, Wire, queue_data, unnumbered
from app.core.errors import InvalidRequest, NotFound
from app.core.logging import logger
from app.core.settings import Settings
from app.core.socket_frames import SEND_FRAME, SendFrame, frame_of
from app.db import job_parts, queries
from app.db.job_parts import JobParts
from app.db.store import Store
from app.jobs.record import JobRecord
from app.jobs.states import TERMINAL
from app.live.follower import Follower, HistoryGone
from app.live.hub import Hub
from app.live.message import Message
from app.service.queue_view import Outlook, QueueView

#: Close codes besides the refusals': the history is complete; the server shuts down; the client reads nothing.
CLOSE_NORMAL, CLOSE_RESTART, CLOSE_IDLE = 1000, 1012, 1013
#: Largest accepted number, so that no database fails on a larger one.
LARGEST = 2**63 - 1
#: Messages of a burst after which other tasks run and a lost connection is noticed: a send itself does not wait.
BURST = 4
#: Renders a job for the first message.
View = Callable[[JobParts, Outlook], Awaitable[str]]
WIRE = Wire()
log = logger(__name__)


def cursor_of(text: str | None, place: str) -> int | None:
    """Parse a cursor of a query or a header; None if it is missing or empty. Raises InvalidRequest."""
    if text is None or text == "":
        return None
    if not (text.isascii() and text.isdigit() and int(text[:20]) <= LARGEST):
        row = {"loc": [place], "msg": "must be a whole number, 0 or more"}
        raise InvalidRequest(f"{place} must be a whole number, 0 or more.", errors=[row])
    return int(text[:20])


class JobChannel:
    """The event log of one job, for a follower. Create the follower first, then call `begin`."""

    def __init__(self, store: Store, queue_view: QueueView, hub: Hub, job_id: str) -> None:
        self._store = store
        self._queue_view = queue_view
        self._hub = hub
        self._job_id = job_id

    async def read(self, after: int, limit: int) -> Sequence[Message]:
        """Read a page of the event log, as messages."""
        events = await self._store.read(queries.events_of_job, self._job_id, after=after, limit=limit)
        return [WIRE.event(event) for event in events]

    async def is_over(self, cursor: int) -> bool:
        """Whether the job is finished and has no event after `cursor`."""
        try:
            return _is_over(await self._store.read(queries.job, self._job_id), cursor)
        except NotFound:
            return True

    async def begin(self, follower: Follower, after: int | None, view: View) -> Message:
        """Start the follower after `after`, or after the state in the returned first message. Raises NotFound."""
        parts = await self._store.read(job_parts.job_parts, self._job_id)
        job = parts.job
        cursor = job.last_seq if after is None else min(after, job.last_seq)
        follower.begin(cursor, newest=job.last_seq, ended=_is_over(job, cursor))
        if after is not None:
            self._hub.traffic.resumed += 1
        data = await view(parts, self._queue_view.outlook(job))
        return unnumbered(MessageType.INITIAL_STATUS, data, ts_ms=self._hub.now_ms(), job_id=job.id, seq=cursor)


def _is_over(job: JobRecord, cursor: int) -> bool:
    return job.status in TERMINAL and cursor == job.last_seq


class BroadcastChannel:
    """The event log of all jobs, or of those of a user, for a follower."""

    def __init__(self, store: Store, hub: Hub, user: str | None) -> None:
        self._store = store
        self._hub = hub
        self._user = user

    async def read(self, after: int, limit: int) -> Sequence[Message]:
        """Read a page of the log of all events, as messages."""
        events = await self._store.read(queries.events_of_all, after=after, limit=limit, user=self._user)
        return [WIRE.event(event).counted_by(event.id) for event in events]

    async def begin(self, follower: Follower, after: int | None) -> Message:
        """Start the follower after `after`, or with events from now on. Returns the first message."""
        newest = await self._store.read(queries.newest_event_id)
        cursor = newest if after is None else min(after, newest)
        follower.begin(cursor, newest=newest)
        if after is not None:
            self._hub.traffic.resumed += 1
        brief = self._hub.queue_brief() if self._user is None else self._hub.brief_of(self._user)
        return unnumbered(MessageType.INITIAL_STATUS, queue_data(brief), ts_ms=self._hub.now_ms(), event_id=cursor)


@contextmanager
def beating(
    hub: Hub, follower: Follower, every_s: float, job_id: str | None, check: Callable[[], None]
) -> Iterator[None]:
    """Send a heartbeat every `every_s` seconds, after the messages that wait; `check` is called with each."""
    loop = asyncio.get_running_loop()
    timers: list[asyncio.TimerHandle] = []

    def beat() -> None:
        timers[:] = [loop.call_later(every_s, beat)]
        check()
        seq = follower.cursor if job_id else 0
        heartbeat = unnumbered(MessageType.HEARTBEAT, {}, ts_ms=hub.now_ms(), job_id=job_id, seq=seq)
        follower.offer_latest("heartbeat", heartbeat)

    timers.append(loop.call_later(every_s, beat))
    try:
        yield
    finally:
        timers[0].cancel()


class SocketPump:
    """Sends a follower's messages to a socket, and reads the socket, since only a read notices that it was closed."""

    def __init__(self, socket: WebSocket, hub: Hub, settings: Settings) -> None:
        self._socket = socket
        self._hub = hub
        self._settings = settings
        self._sending_since: float | None = None
        self._plain_send: Callable[[Any], Coroutine[Any, Any, None]] = socket.scope.get(PLAIN_SEND, socket.send)
        self._send_frame: SendFrame | None = socket.scope.get(SEND_FRAME)

    async def run(self, follower: Follower, first: Message | None, job_id: str | None = None) -> None:
        """Send until the history is complete, the client leaves or reads nothing any more, or the server shuts down."""
        follower.direct = self._at_once
        sender = asyncio.create_task(self._send(follower, first), name="socket sender")
        reader = asyncio.create_task(self._read(follower), name="socket reader")
        try:
            with beating(self._hub, follower, self._settings.ws_heartbeat_seconds, job_id, lambda: self._check(sender)):
                await asyncio.wait({sender, reader}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            follower.direct = None
            left = not reader.done()
            sender.cancel()
            reader.cancel()
            outcomes = await asyncio.gather(sender, reader, return_exceptions=True)
        if left and self._sending_since is None:
            await self._close(outcomes[0])

    async def _send(self, follower: Follower, first: Message | None) -> None:
        clock = asyncio.get_running_loop().time
        send, sent = self._socket.send, 0
        if first is not None:
            self._sending_since = clock()
            await send({"type": "websocket.send", "text": first.text})
            self._sending_since = None
        async for message in follower.messages():
            self._sending_since = clock()
            await send({"type": "websocket.send", "text": message.text})
            self._sending_since = None
            sent += 1
            if sent % BURST == 0:
                await asyncio.sleep(0)

    def _at_once(self, message: Message) -> bool:
        """Send without waiting: run the server's `send` until it is done or would have to wait for the client.

        Where it would wait, no byte of the message is sent yet, so the send can be aborted and repeated later. Our own
        server takes the finished frame, which is the same for all followers.
        """
        if self._send_frame is not None:
            return self._send_frame(frame_of(message.text))
        step = self._plain_send({"type": "websocket.send", "text": message.text})
        try:
            step.send(None)
        except StopIteration:
            return True
        except Exception as error:  # noqa: BLE001 - the sender gets the same error, and reports it
            log.debug("a socket could not be sent to", error=str(error))
        finally:
            step.close()
        return False

    async def _read(self, follower: Follower) -> None:
        while (message := await self._socket.receive())["type"] != "websocket.disconnect":
            if is_ping(message.get("text")):
                follower.offer_latest(PONG, unnumbered(PONG, {}, ts_ms=self._hub.now_ms()))

    def _check(self, sender: "asyncio.Task[None]") -> None:
        since = self._sending_since
        if since is not None and asyncio.get_running_loop().time() - since > self._settings.ws_idle_seconds:
            sender.cancel()  # it reads nothing: it would not receive a close frame either

    async def _close(self, outcome: BaseException | None) -> None:
        if isinstance(outcome, HistoryGone):
            raise NotFound("The job was deleted.")
        if isinstance(outcome, Exception):
            raise outcome
        await self._socket.close(CLOSE_RESTART if self._hub.stopped else CLOSE_NORMAL)


def is_ping(text: str | None) -> bool:
    """Whether a client's message is a ping: the word, or `{"type": "ping"}`."""
    if text is None or len(text) > 1000:
        return False
    if text.strip().lower() == "ping":
        return True
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(message, Mapping) and message.get("type") == "ping"
