"""Workers report themselves in the database; servers know by that which ones live, and what each one does."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from app.core.background_loop import BackgroundLoop
from app.db import queries, workers
from app.db.store import Store
from app.db.writer import StorageFailed
from app.execution.queue_feed import RUNNING
from app.jobs.changes import JobChange, WorkersChanged
from app.jobs.progress import AttemptProgress
from app.jobs.record import JobRecord
from app.jobs.states import JobState
from app.jobs.worker_processes import WorkerProcess
from app.service.queue_view import WorkerView

log = logging.getLogger(__name__)

#: Reports, and reads of them, per lease time.
PER_LEASE = 3


class WorkerReporter(BackgroundLoop):
    """Reports a worker for the duration of the block, and removes it at the end."""

    def __init__(self, store: Store, worker: WorkerProcess, *, lease_s: float) -> None:
        self._store = store
        self._worker = worker
        self._every_s = lease_s / PER_LEASE

    async def __aenter__(self) -> Self:
        await self._store.write(workers.report, self._worker, begins=True)
        return await super().__aenter__()

    async def __aexit__(self, *failure: object) -> None:
        await super().__aexit__(None, None, None)
        with contextlib.suppress(StorageFailed):  # then it is known to be dead a moment later
            await self._store.write(workers.remove, self._worker.worker_id)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._every_s)
            try:
                await self._store.write(workers.report, self._worker)
            except StorageFailed as failure:
                log.warning("the worker could not be reported: %s", failure)
            except Exception:
                log.exception("the worker was not reported")


@dataclass(slots=True)
class _Known:
    """A reported worker, when its latest report was seen, seconds, and the jobs of its slots, by their numbers."""

    process: WorkerProcess
    seen_s: float
    jobs: dict[int, JobRecord] = field(default_factory=dict)
    since_ms: dict[int, int] = field(default_factory=dict)

    def slot_of(self, job_id: str) -> int | None:
        return next((slot for slot, job in self.jobs.items() if job.id == job_id), None)

    def begin(self, job: JobRecord) -> None:
        slot = self.slot_of(job.id)
        if slot is None:
            slot = next(number for number in range(1, len(self.jobs) + 2) if number not in self.jobs)
            self.since_ms[slot] = job.started_ms or job.updated_ms
        self.jobs[slot] = job

    def end(self, job: JobRecord) -> None:
        if (slot := self.slot_of(job.id)) is not None:
            del self.jobs[slot]
            self.since_ms[slot] = job.updated_ms


class KnownWorkers(BackgroundLoop):
    """The workers of all other processes, for the duration of the block. See `WorkElsewhere`.

    A worker lives while its report changes at least once per lease time, whatever its clock says. `progress_of` returns
    the latest progress of a job that runs elsewhere.
    """

    def __init__(
        self,
        store: Store,
        *,
        lease_s: float,
        progress_of: Callable[[str], AttemptProgress | None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._lease_s = lease_s
        self.progress = progress_of
        self._clock = clock
        self._known: dict[str, _Known] = {}
        self._running: dict[str, JobRecord] = {}
        self._wake = asyncio.Event()
        store.follow_changes(self.receive)

    def receive(self, changes: Sequence[JobChange]) -> None:
        """Follow which jobs run where, and that workers begin and end."""
        for change in changes:
            if isinstance(change, JobRecord):
                self._follow(change)
            elif isinstance(change, WorkersChanged):
                self._wake.set()

    def _follow(self, job: JobRecord) -> None:
        before = self._running.pop(job.id, None)
        if before is not None and before.worker_id in self._known and before.worker_id != job.worker_id:
            self._known[before.worker_id].end(job)
        if job.status is JobState.PROCESSING and job.worker_id is not None:
            self._running[job.id] = job
            if (known := self._known.get(job.worker_id)) is not None:
                known.begin(job)

    async def __aenter__(self) -> Self:
        for job in await self._store.read(_running_jobs):
            self._follow(job)
        await self.check()
        return await super().__aenter__()

    async def _watch(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._lease_s / PER_LEASE):
                    await self._wake.wait()
            self._wake.clear()
            try:
                await self.check()
            except StorageFailed as failure:
                log.warning("the workers could not be read: %s", failure)
            except Exception:
                log.exception("the workers were not read")

    async def check(self) -> None:
        """Read the reports. Raises StorageFailed."""
        now_s, found = self._clock(), await self._store.read(workers.workers)
        before, self._known = self._known, {}
        for process in found:
            known = before.get(process.worker_id)
            if known is None:
                known = _Known(process, now_s)
                for job in self._running.values():
                    if job.worker_id == process.worker_id:
                        known.begin(job)
            elif known.process.heartbeat_ms != process.heartbeat_ms:
                known.process, known.seen_s = process, now_s
            self._known[process.worker_id] = known

    def _living(self) -> Iterator[_Known]:
        oldest_s = self._clock() - self._lease_s
        return (known for known in self._known.values() if known.seen_s >= oldest_s)

    @property
    def any_lives(self) -> bool:
        """Whether a worker lives."""
        return next(self._living(), None) is not None

    @property
    def concurrency(self) -> int:
        """The number of jobs that the living workers run at once."""
        return sum(known.process.concurrency for known in self._living())

    @property
    def slots(self) -> Mapping[str, int]:
        """The slots of the living workers, by resource."""
        total: dict[str, int] = {}
        for known in self._living():
            for resource, count in known.process.slots.items():
                total[resource] = total.get(resource, 0) + count
        return total

    def running(self) -> Sequence[JobRecord]:
        """The jobs that run on other processes."""
        own = self._store.holder.worker_id
        return [job for job in self._running.values() if job.worker_id != own]

    def workers(self) -> Sequence[WorkerView]:
        """One row for each job that a living worker can run at once."""
        return [row for known in self._living() for row in self._rows(known)]

    def _rows(self, known: _Known) -> Iterator[WorkerView]:
        process = known.process
        heartbeat_ms = self._store.now_ms() - int((self._clock() - known.seen_s) * 1000)
        for slot in range(1, max([process.concurrency, *known.jobs]) + 1):
            job = known.jobs.get(slot)
            progress = None if job is None else self.progress(job.id)
            yield WorkerView(
                id=f"{process.worker_id}/{slot}",
                state="idle" if job is None else "busy",
                job_id=None if job is None else job.id,
                stage=None if job is None else progress.stage if progress is not None else job.stage,
                since_ms=known.since_ms.get(slot, process.started_ms),
                last_heartbeat_ms=heartbeat_ms,
                host=process.host,
                queues=tuple(process.queues),
                resources=tuple(process.slots),
            )


def _running_jobs(conn: Any) -> list[JobRecord]:
    return queries.jobs(conn, queries.job_ids(conn, RUNNING))
