"""Fans committed events out to all followers inside the server process.

There are two kinds of channels: one per job, with the job's `seq` as cursor, and the broadcast of everything, with the
event's `id`. The hub stores nothing; slow and new followers read missed events from the log (`follower`). Everything
runs on one event loop and nothing here waits: however many clients stall, publishing costs the same.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from app.jobs.events import Hint, JobStanding, StoredEvent
from app.jobs.progress import AttemptProgress
from app.jobs.queue_brief import QueueBrief
from app.jobs.states import JobState
from app.jobs.videos import VideoBrief
from app.live.follower import Follower, IsOver, ReadHistory, Traffic
from app.live.message import Message, Renderer

#: Changes of the queue within this time are published as one, seconds.
QUEUE_PAUSE_S = 0.25
#: Messages that one publishing may send directly; larger bursts use the outboxes, so that other tasks run.
SENDS_AT_ONCE = 2000
#: The subject of the newest state of the queue.
QUEUE = "queue"


@dataclass(slots=True)
class _Running:
    """The hub's state of a running job, by which stale progress is detected."""

    attempt: int
    seq: int


class Hub:
    """Publishes events to followers.

    `renderer` renders messages; `lossy` is the bus's property. `outbox_size` is the capacity of an outbox, beyond which
    its client falls back to the log. `queue_brief` returns the current state of the queue, `brief_of` what concerns a
    user, and `owner_of` the user of a job, None if it is not known; they must not wait.
    """

    def __init__(
        self,
        renderer: Renderer,
        *,
        lossy: bool = False,
        outbox_size: int = 256,
        now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        queue_brief: Callable[[], QueueBrief] = QueueBrief,
        brief_of: Callable[[str], QueueBrief] = lambda _: QueueBrief(),
        owner_of: Callable[[str], tuple[str | None] | None] = lambda _: None,
    ) -> None:
        self._render = renderer
        self._lossy = lossy
        self._outbox_size = outbox_size
        self.now_ms = now_ms
        self.queue_brief = queue_brief
        self.brief_of = brief_of
        self._owner_of = owner_of
        self._of_job: dict[str, set[Follower]] = {}
        self._of_all: set[Follower] = set()
        self._of_users: dict[Follower, str] = {}
        self._of_nothing: set[Follower] = set()
        self._running: dict[str, _Running] = {}
        self._queue_timer: asyncio.TimerHandle | None = None
        self._stopped = False
        self.traffic = Traffic()

    def receive(self, hints: Sequence[Hint]) -> None:
        """Publish new events to followers: the hint's event if it has one, else by reading the log.

        With a `lossy` bus, hints may come twice, late or not at all. A job's followers detect that by the numbers;
        those of the broadcast have gaps anyway, so its followers then read the log for each hint.
        """
        budget = SENDS_AT_ONCE
        for hint in hints:
            if hint.event is None and (known := self._running.get(hint.job_id)) is not None:
                known.seq = max(known.seq, hint.seq)
            followers = self._of_job.get(hint.job_id, ())
            if not followers and not self.followed:
                continue
            if hint.event is None:
                for follower in followers:
                    follower.expect(hint.seq, job_id=hint.job_id)
            else:
                budget -= len(followers) + len(self._of_all) + len(self._of_users)
                message = self._render.event(hint.event)
                for follower in followers:
                    follower.offer(message, at_once=budget >= 0)
            if not self.followed:
                continue
            if hint.event is None or self._lossy:
                for follower in (*self._of_all, *self._of_users):
                    follower.expect(hint.event_id, job_id=hint.job_id)
            else:
                numbered = message.counted_by(hint.event_id)
                for follower in self._of_all:
                    follower.offer(numbered, at_once=budget >= 0)
                if self._of_users:
                    self._offer_to_users(hint, numbered, at_once=budget >= 0)

    def _offer_to_users(self, hint: Hint, numbered: Message, *, at_once: bool) -> None:
        """Publish an event to those who follow what is theirs; if its job's user is not known, they read the log."""
        owner = self._owner_of(hint.job_id)
        for follower, user in self._of_users.items():
            if owner is None:
                follower.expect(hint.event_id, job_id=hint.job_id)
            elif owner == (user,):
                follower.offer(numbered, at_once=at_once)

    def _followers_of(self, user_id: str | None) -> list[Follower]:
        """Those who follow everything, or what belongs to this user."""
        return [*self._of_all, *(follower for follower, user in self._of_users.items() if user == user_id)]

    def progress(self, job_id: str, last_seq: int, progress: AttemptProgress) -> None:
        """Publish a job's progress between two stored events. It is not stored, and dropped if it is late.

        It is late if the job no longer runs, runs in a later attempt, or an event after `last_seq` was published.
        """
        known = self._running.get(job_id)
        if known is None or known.attempt != progress.attempt or last_seq < known.seq:
            return
        owner = self._owner_of(job_id) if self._of_users else None
        followers = [*self._of_job.get(job_id, ()), *self._followers_of(None if owner is None else owner[0])]
        if not followers:
            return
        message = self._render.progress(job_id, last_seq, progress, ts_ms=self.now_ms())
        for follower in followers:
            follower.offer_latest(job_id, message)

    def queue_changed(self) -> None:
        """Publish a change of the queue's length, order or workers to the broadcast soon, once."""
        if self._queue_timer is None and self.followed and not self._stopped:
            self._queue_timer = asyncio.get_running_loop().call_later(QUEUE_PAUSE_S, self._publish_queue)

    def deleted(self, job_id: str, user_id: str | None) -> None:
        """Publish the deletion of a user's job to the broadcast, so that lists drop it. It is not stored."""
        message = self._render.deleted(job_id, ts_ms=self.now_ms())
        for follower in self._followers_of(user_id):
            follower.offer_latest(job_id, message)

    @property
    def followed(self) -> bool:
        """Whether the broadcast has followers."""
        return bool(self._of_all or self._of_users)

    def video_changed(self, video_id: str, brief: VideoBrief | None, user_id: str | None) -> None:
        """Publish a change of a user's video to the broadcast; None if it is gone. It is not stored."""
        message = self._render.video(video_id, brief, ts_ms=self.now_ms())
        for follower in self._followers_of(user_id):
            follower.offer_latest(video_id, message)

    def feed_changed(self, feed_id: str, user_id: str | None, *, deleted: bool) -> None:
        """Publish a change of a user's feed to the broadcast. It is not stored."""
        message = self._render.feed(feed_id, deleted=deleted, ts_ms=self.now_ms())
        for follower in self._followers_of(user_id):
            follower.offer_latest(feed_id, message)

    def _publish_queue(self) -> None:
        self._queue_timer = None
        message = self._render.queue(self.queue_brief(), ts_ms=self.now_ms())
        for follower in self._of_all:
            follower.offer_latest(QUEUE, message)
        for user in set(self._of_users.values()):
            message = self._render.queue(self.brief_of(user), ts_ms=self.now_ms())
            for follower in [follower for follower, of in self._of_users.items() if of == user]:
                follower.offer_latest(QUEUE, message)

    @contextmanager
    def follow_job(self, job_id: str, read: ReadHistory, is_over: IsOver) -> Iterator[Follower]:
        """Follow one job. Enter first, then read the job's row, then call `begin`: so no event is missed in between."""
        follower = Follower(read, outbox_size=self._outbox_size, traffic=self.traffic, gapless=True, is_over=is_over)
        members = self._of_job.setdefault(job_id, set())
        with self._member(follower, members):
            try:
                yield follower
            finally:
                if members == {follower}:
                    del self._of_job[job_id]

    @contextmanager
    def follow_all(self, read: ReadHistory, user: str | None = None) -> Iterator[Follower]:
        """Follow everything, or what belongs to a user: `read` reads the same of the log.

        Enter first, then read the newest event's id, then call `begin`.
        """
        follower = Follower(read, outbox_size=self._outbox_size, traffic=self.traffic, gapless=False)
        if user is None:
            with self._member(follower, self._of_all):
                yield follower
            return
        self._of_users[follower] = user
        if self._stopped:
            follower.stop()
        try:
            yield follower
        finally:
            del self._of_users[follower]

    @contextmanager
    def follow_nothing(self) -> Iterator[Follower]:
        """A follower that only gets messages that are offered to it alone, such as heartbeats."""

        async def read(_: int, __: int) -> Sequence[Message]:
            return ()

        follower = Follower(read, outbox_size=self._outbox_size, traffic=self.traffic, gapless=False)
        with self._member(follower, self._of_nothing):
            yield follower

    @contextmanager
    def _member(self, follower: Follower, members: set[Follower]) -> Iterator[None]:
        members.add(follower)
        if self._stopped:
            follower.stop()
        try:
            yield
        finally:
            members.discard(follower)

    @property
    def stopped(self) -> bool:
        """Whether the server is stopping, so that followers get nothing more."""
        return self._stopped

    def stop(self) -> None:
        """End every follower, also future ones: the server stops, and open streams would delay it."""
        self._stopped = True
        if self._queue_timer is not None:
            self._queue_timer.cancel()
            self._queue_timer = None
        for follower in [
            *self._of_nothing,
            *self._of_all,
            *self._of_users,
            *(one for members in self._of_job.values() for one in members),
        ]:
            follower.stop()

    def connections(self) -> dict[str, int]:
        """The number of followers by channel, and of followed jobs."""
        return {
            "jobs": sum(len(members) for members in self._of_job.values()),
            "followed_jobs": len(self._of_job),
            "broadcast": len(self._of_all) + len(self._of_users),
            "health": len(self._of_nothing),
        }

    def note_job(self, job_id: str, attempt: int | None, last_seq: int) -> None:
        """Record which attempt of a job runs on another server, up to which event; None if none does."""
        if attempt is None:
            self._running.pop(job_id, None)
        else:
            self._running[job_id] = _Running(attempt, last_seq)

    def note(self, events: Sequence[StoredEvent]) -> None:
        """Record which attempt of which jobs runs here, so that late progress is detected.

        Call it with the events that this process has committed, in order, before their hints: jobs whose progress
        arrives here run here.
        """
        for stored in events:
            standing = stored.event if isinstance(stored.event, JobStanding) else None
            known = self._running.get(stored.job_id)
            if standing is not None and standing.status is JobState.PROCESSING:
                self._running[stored.job_id] = _Running(standing.attempt, stored.seq)
            elif standing is not None:
                self._running.pop(stored.job_id, None)
            elif known is not None:
                known.seq = stored.seq
