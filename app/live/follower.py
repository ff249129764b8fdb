"""Follows one channel for one client while its history grows.

A follower gets events in two ways. *Live*, the hub puts messages into its outbox as they are committed. When it falls
behind (the outbox is full because its client does not read, or a number is missing), the outbox is discarded and the
follower *replays*: it reads the event log after its cursor, page by page, up to the newest event that it knows of, and
is live again. A client that reconnects with a cursor starts in the same way. So memory is bounded by
`outbox_size` however slow a client is, the hub never waits, and nothing is lost or sent twice.

Most clients have an empty outbox most of the time. They get a message at once (`direct`), while it is published: waking
a task per client and message would cost three times as much as sending it.

Progress and the like are not stored and have no history: only the newest message per subject waits, it is sent after
all events, and an event of the same job makes it stale. The switch from replay to live is safe without locks because
nothing else runs between the last comparison of numbers and the switch: one event loop, no await.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass

from app.live.message import Message

#: Stored events that a replay reads at once; bounds the memory of a stalled one.
PAGE = 50

#: Reads up to `limit` messages of the history after a cursor, in order.
ReadHistory = Callable[[int, int], Awaitable[Sequence[Message]]]
#: Sends a message if that is possible without waiting; returns whether it did. Never raises.
Direct = Callable[[Message], bool]
#: Whether the history is over at this cursor: the job is finished and has no later event.
IsOver = Callable[[int], Awaitable[bool]]


class HistoryGone(Exception):
    """Announced events can no longer be read: the job was deleted."""


@dataclass(slots=True)
class Traffic:
    """Counts over all followers.

    `dropped` messages were replaced by newer ones of their subject; `spilled` ones were discarded from a full outbox
    and read from the log later; `resumed` counts clients that reconnected with a cursor.
    """

    sent: int = 0
    dropped: int = 0
    spilled: int = 0
    replayed: int = 0
    resumed: int = 0


class Follower:
    """Follows one channel. `gapless` channels count 1, 2, 3 …; in others only the order is certain.

    Created by the hub. Call `begin` once, then iterate `messages`. Messages offered before `begin` are not lost.
    """

    def __init__(
        self, read: ReadHistory, *, outbox_size: int, traffic: Traffic, gapless: bool, is_over: IsOver | None = None
    ) -> None:
        self._read = read
        self._outbox_size = outbox_size
        self._traffic = traffic
        self._gapless = gapless
        self._is_over = is_over
        self._outbox: deque[Message] = deque()
        self._latest: dict[str, Message] = {}
        self._woken = asyncio.Event()
        self._stopped = False
        self._parked = False
        self._behind = True
        self._ending = False
        self._newest = 0
        self.cursor = 0  #: the newest stored event that was sent
        self.direct: Direct | None = None

    def begin(self, cursor: int, *, newest: int, ended: bool = False) -> None:
        """Start after `cursor`. `newest` is the newest event known from elsewhere; `ended`: it was the last."""
        self.cursor = cursor
        self._newest = max(self._newest, newest)
        self._behind = cursor < self._newest
        self._ending = ended and not self._behind

    @property
    def waiting(self) -> int:
        """The number of messages in the outbox."""
        return len(self._outbox) + len(self._latest)

    def offer(self, message: Message, *, at_once: bool = True) -> None:
        """Accept a stored event; never waits. Only the hub calls this.

        `at_once` allows the message to be sent before this returns, if nothing else is waiting.
        """
        if message.cursor is None or message.cursor <= self._newest:
            return
        expected = self._newest + 1
        self._newest = message.cursor
        if self._latest.pop(message.job_id or "", None) is not None:
            self._traffic.dropped += 1
        if self._behind:
            return
        is_next = not self._gapless or message.cursor == expected
        if at_once and is_next and not message.ends and self._sent(message):
            self.cursor = message.cursor
            return
        if len(self._outbox) >= self._outbox_size or not is_next:
            self._traffic.spilled += len(self._outbox) + 1
            self._fall_back()
        else:
            self._outbox.append(message)
        self._woken.set()

    def expect(self, cursor: int, *, job_id: str) -> None:
        """Read the log up to `cursor`, which has an event of this job; never waits. Only the hub calls this."""
        if cursor <= self._newest:
            return
        self._newest = cursor
        if self._latest.pop(job_id, None) is not None:
            self._traffic.dropped += 1
        if not self._behind:
            self._fall_back()
        self._woken.set()

    def _fall_back(self) -> None:
        """Discard the outbox: its events are read from the log."""
        self._outbox.clear()
        self._behind = True

    def offer_latest(self, subject: str, message: Message) -> None:
        """Accept a message that is only sent while it is the newest of its subject (a job's id, or a word)."""
        if not (self._gapless and 0 < message.seq < self.cursor) and self._sent(message):
            return
        if self._latest.pop(subject, None) is not None or len(self._latest) >= self._outbox_size:
            self._traffic.dropped += 1
        if len(self._latest) >= self._outbox_size:
            del self._latest[next(iter(self._latest))]
        self._latest[subject] = message
        self._woken.set()

    def _sent(self, message: Message) -> bool:
        """Send at once, if nothing waits for the client and `messages` is idle."""
        idle = self._parked and not (self._outbox or self._latest or self._behind or self._stopped)
        if not idle or self.direct is None or not self.direct(message):
            return False
        self._traffic.sent += 1
        if message.moves:
            self._ending = False
        return True

    def stop(self) -> None:
        """End `messages`, because the server stops."""
        self._stopped = True
        self._woken.set()

    async def messages(self) -> AsyncIterator[Message]:
        """The messages for the client, in order, until the history is over or the follower is stopped.

        Raises HistoryGone.
        """
        while not self._stopped:
            if self._outbox:
                yield self._handed_out(self._outbox.popleft())
            elif self._behind:
                await self._catch_up()
            elif self._ending and self._is_over is not None:
                if await self._is_over(self.cursor):
                    return
                self._ending = False  # the job was retried; its later end will be announced
            elif self._latest:
                message = self._latest.pop(next(iter(self._latest)))
                if not (self._gapless and 0 < message.seq < self.cursor):  # 0: it has no position in the history
                    self._traffic.sent += 1
                    yield message
            else:
                self._woken.clear()
                self._parked = True
                await self._woken.wait()
                self._parked = False

    def _handed_out(self, message: Message) -> Message:
        self.cursor = message.cursor or self.cursor
        if message.moves:
            self._ending = message.ends
        self._traffic.sent += 1
        return message

    async def _catch_up(self) -> None:
        """Fill the empty outbox with a page of the history, and switch to live after the last page."""
        goal, limit = self._newest, min(PAGE, self._outbox_size)
        page = await self._read(self.cursor, limit)
        self._traffic.replayed += len(page)
        self._outbox.extend(page)
        reached = (page[-1].cursor if page else None) or self.cursor
        if self._gapless and not page and reached < goal:
            raise HistoryGone
        if not self._gapless and len(page) < limit:
            reached = max(reached, goal)  # the events in between were deleted
        self._newest = max(self._newest, reached)
        self._behind = reached < self._newest
