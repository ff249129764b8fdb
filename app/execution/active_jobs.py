"""Knows whose the unfinished jobs are, by committed changes, without reading the store."""

from collections.abc import Iterable, Sequence

from app.db import queries
from app.db.store import Store
from app.jobs.changes import JobChange
from app.jobs.queue_brief import QueueBrief
from app.jobs.record import JobRecord
from app.jobs.states import ACTIVE, WAITING, JobState
from app.ports.job_queue import JobQueue

#: Jobs at the head of the queue among which those of a user are looked for, and those that a brief lists.
HEAD, BRIEF_NAMES = 1000, 20


class ActiveJobs:
    """The users and states of waiting and running jobs, from `start` on."""

    def __init__(self, store: Store, queue: JobQueue) -> None:
        self._store = store
        self._queue = queue
        self._known: dict[str, tuple[str | None, JobState]] = {}
        self._missed: list[JobChange] | None = None  # while they are loaded

    async def start(self) -> None:
        """Load the jobs from the store, and follow commits from now on."""
        self._missed = []
        self._store.follow_changes(self.receive)
        await self._load()

    async def reload(self) -> None:
        """Load the jobs again: changes by other servers may have been missed. Raises StorageFailed."""
        self._missed = [] if self._missed is None else self._missed
        await self._load()

    async def _load(self) -> None:
        self._known = await self._store.read(queries.active_jobs)
        missed, self._missed = self._missed or (), None
        self._apply(missed)

    def receive(self, changes: Sequence[JobChange]) -> None:
        """Apply the changes of one transaction."""
        if self._missed is not None:
            self._missed.extend(changes)
        else:
            self._apply(changes)

    def _apply(self, changes: Iterable[JobChange]) -> None:
        for change in changes:
            if not isinstance(change, JobRecord):
                continue
            if change.status in ACTIVE:
                self._known[change.id] = (change.user_id, change.status)
            else:
                self._known.pop(change.id, None)

    def owner(self, job_id: str) -> tuple[str | None] | None:
        """The user of an unfinished job; None if it is not known here."""
        known = self._known.get(job_id)
        return None if known is None else (known[0],)

    def brief(self, user: str) -> QueueBrief:
        """The queue as it concerns a user: of jobs only that user's."""
        mine = [status for owner, status in self._known.values() if owner == user]
        waiting = sum(status in WAITING for status in mine)
        head = self._queue.ready_ids(HEAD) if waiting else []
        return QueueBrief(
            waiting=waiting,
            running=len(mine) - waiting,
            paused=self._queue.paused,
            draining=self._queue.draining,
            next_ids=tuple(job_id for job_id in head if self.owner(job_id) == (user,))[:BRIEF_NAMES],
        )
