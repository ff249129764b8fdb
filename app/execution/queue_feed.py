"""Keeps the queue in step with the store: it is fed by what was committed, and by nothing else.

Changes come in the order of their commits, before the caller who made them gets its answer. So a job can be taken as
soon as its submission is acknowledged, and no later offer of an earlier change can bring a job back.
"""

from collections.abc import Iterable, Sequence

from app.db import queries
from app.db.store import Store
from app.jobs.changes import ClockSet, JobChange, Reranked
from app.jobs.waiting import waiting_job
from app.ports.job_queue import JobQueue

#: The flag of the store that says whether the queue is paused.
FLAG = "queue"


class QueueFeed:
    """Feeds one queue from one store, from `start` on."""

    def __init__(self, store: Store, queue: JobQueue) -> None:
        self._store = store
        self._queue = queue
        self._missed: list[JobChange] | None = None  # while the queue is loaded

    async def start(self) -> None:
        """Load the queue as the store has it, paused if it was, and follow what is committed from now on."""
        self._missed = []
        self._store.follow_changes(self.receive)
        flag = await self._store.read(queries.flag, FLAG)
        if flag.get("paused"):
            self._queue.pause(drain=bool(flag.get("draining")))
        self._queue.reload(await self._store.read(queries.waiting_jobs))
        missed, self._missed = self._missed, None
        self._apply(missed)

    def receive(self, changes: Sequence[JobChange]) -> None:
        """Follow what one transaction changed."""
        if self._missed is not None:
            self._missed.extend(changes)
        else:
            self._apply(changes)

    def _apply(self, changes: Iterable[JobChange]) -> None:
        for change in changes:
            match change:
                case Reranked():
                    self._queue.reorder(change.jobs)
                case ClockSet():
                    self._queue.reload(change.queue)
                case job:
                    waiting = waiting_job(job)
                    if waiting is None:
                        self._queue.withdraw(job.id)
                    else:
                        self._queue.offer(waiting)
