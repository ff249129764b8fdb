"""Keeps the queue in step with the store: commits are its only input.

Changes come in the order of their commits, before the caller who made them gets its answer. So a job can be taken as
soon as its submission is acknowledged, and no late offer of an earlier change can add a job again.
"""

from collections.abc import Callable, Iterable, Sequence

from app.db import queries
from app.db.store import Store
from app.jobs.changes import (
    AccessChanged,
    ClockSet,
    FeedChanged,
    JobChange,
    JobDeleted,
    ProgressMade,
    QueuePaused,
    Reranked,
    StageChange,
)
from app.jobs.events import JobStanding, StoredEvent
from app.jobs.record import JobRecord
from app.jobs.states import JobState
from app.jobs.waiting import WaitingJob, waiting_job
from app.ports.job_queue import PAUSE_FLAG, JobQueue
from app.ports.live_sink import LiveSink

#: Changes that the queue and its workers are the same after.
UNSEEN = ProgressMade | AccessChanged | FeedChanged | StageChange
RUNNING = queries.JobFilter(statuses=(JobState.PROCESSING,))


class QueueFeed:
    """Feeds one queue from one store, from `start` on, and counts the jobs that run.

    Jobs whose priority is not `accepted` are other workers'.
    """

    def __init__(self, store: Store, queue: JobQueue, *, accepted: Callable[[int], bool] = lambda _: True) -> None:
        self._store = store
        self._queue = queue
        self._accepted = accepted
        self._missed: list[JobChange] | None = None  # while the queue is loaded
        self._running: set[str] = set()
        self._elsewhere: set[str] = set()  # running jobs that workers of other processes hold

    @property
    def running(self) -> int:
        """The number of running jobs, by committed changes."""
        return len(self._running)

    async def start(self) -> None:
        """Load the queue from the store, paused if it was, and follow commits from now on."""
        self._missed = []
        self._store.follow_changes(self.receive)
        await self._load()

    async def reload(self) -> None:
        """Load the queue again: changes by other servers may have been missed. Raises StorageFailed."""
        self._missed = [] if self._missed is None else self._missed
        await self._load()

    async def _load(self) -> None:
        flag = await self._store.read(queries.flag, PAUSE_FLAG)
        if flag.get("paused"):
            self._queue.pause(drain=bool(flag.get("draining")))
        elif self._queue.paused:
            self._queue.resume()
        self._reload(await self._store.read(queries.waiting_jobs))
        self._running = set(await self._store.read(queries.job_ids, RUNNING))
        missed, self._missed = self._missed or (), None
        self._apply(missed)

    def _reload(self, jobs: Iterable[WaitingJob]) -> None:
        self._queue.reload(job for job in jobs if self._accepted(job.priority))

    def receive(self, changes: Sequence[JobChange]) -> None:
        """Apply the changes of one transaction."""
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
                    self._reload(change.queue)
                case QueuePaused(paused=True):
                    self._queue.pause(drain=change.draining)
                case QueuePaused():
                    self._queue.resume()
                case JobRecord():
                    self._follow(change)

    def _follow(self, job: JobRecord) -> None:
        if job.status is JobState.PROCESSING:
            self._running.add(job.id)
            if job.worker_id != self._store.holder.worker_id and job.id not in self._elsewhere:
                self._elsewhere.add(job.id)
                self._queue.served_elsewhere(job.id, job.user_id, job.rank)
        else:
            self._running.discard(job.id)
            if job.id in self._elsewhere:
                self._elsewhere.discard(job.id)
                self._queue.release(job.id)
        waiting = waiting_job(job)
        if waiting is None or not self._accepted(waiting.priority):
            self._queue.withdraw(job.id)
        else:
            self._queue.offer(waiting)


class QueuePublisher:
    """Publishes changes of the queue and of its workers."""

    def __init__(self, live: LiveSink) -> None:
        self._live = live

    def follow(self, store: Store) -> None:
        """Subscribe to commits."""
        store.listen(self._receive_events)
        store.follow_changes(self._receive_changes)

    def _receive_events(self, events: Sequence[StoredEvent]) -> None:
        """Publish the queue's change; lines and clips of a running job do not change it."""
        if any(isinstance(event.event, JobStanding) for event in events):
            self._live.queue_changed()

    def _receive_changes(self, changes: Sequence[JobChange]) -> None:
        for change in changes:
            if isinstance(change, JobDeleted):
                self._live.deleted(change.job_id, change.user_id)
        if not all(isinstance(change, UNSEEN) for change in changes):
            self._live.queue_changed()
