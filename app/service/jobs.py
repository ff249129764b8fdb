"""Operations on jobs and the queue, the same for REST, sockets and the command line.

Each operation is one committed move in the store. The queue and the runner follow commits, so they never disagree with
the store for longer than that, even if the caller stops waiting for the answer.
"""

import asyncio
import contextlib
import logging
import uuid
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from app.core.caller import EVERYBODY, Caller
from app.core.errors import InvalidRequest, NotFound, Refusal, WrongState
from app.core.settings import Settings
from app.db import deletion, flags, job_updates, made_clips, moves, owners, queries, queue_places
from app.db.creation import Creation
from app.db.quotas import Usage
from app.db.store import Store
from app.db.transaction import Transaction
from app.execution.new_files import NewFiles
from app.jobs.changes import JobDeleted
from app.jobs.plan import Plans
from app.jobs.record import JobRecord
from app.jobs.states import TERMINAL, Cause, IllegalTransition, JobState
from app.ports.blob_store import BlobStore
from app.ports.job_queue import PAUSE_FLAG, JobQueue
from app.ports.live_sink import LiveSink
from app.service.job_ends import JobEnds
from app.service.job_request import JobRequest
from app.service.submissions import Submissions, quotas_of

log = logging.getLogger(__name__)

#: How long the response to a cancel waits for the work to have really stopped, seconds.
STOPS_WITHIN_S = 3.0
#: Jobs that `clear` cancels per group.
CLEARED_AT_ONCE = 200


class Workers(Protocol):
    """Takes jobs from the queue."""

    async def settled(self) -> None:
        """Wait, for a moment at most, until no worker is between taking a job and claiming it."""


class Leftovers(Protocol):
    """Partial results of stages that did not finish."""

    async def tidy(self, job_id: str) -> None:
        """Remove those of an ended job, unless another job is about to use them. They are gone when this returns."""


class Jobs:
    """Operations on jobs. `folder_lost` returns why files cannot be stored just now; None if they can."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        queue: JobQueue,
        *,
        plans: Plans,
        blobs: BlobStore,
        live: LiveSink,
        workers: Workers,
        leftovers: Leftovers,
        folder_lost: Callable[[], str | None],
        files: NewFiles | None = None,
    ) -> None:
        self._store = store
        self._queue = queue
        self._plans = plans
        self._blobs = blobs
        self._live = live
        self._workers = workers
        self._leftovers = leftovers
        self._quotas = quotas_of(settings)
        self._submissions = Submissions(settings, store, queue, files or NewFiles(blobs), folder_lost)
        self._ends = JobEnds()
        store.follow_changes(self._ends.receive)

    def close(self) -> None:
        """Accept no more jobs: the server is about to stop."""
        self._submissions.close()

    async def submit(self, request: JobRequest, caller: Caller) -> Creation:
        """See `Submissions.submit`."""
        return await self._submissions.submit(request, caller)

    async def submit_many(self, requests: Sequence[JobRequest], caller: Caller) -> Sequence[Creation | Refusal]:
        """See `Submissions.submit_many`."""
        return await self._submissions.submit_many(requests, caller)

    async def check(self, job_id: str, caller: Caller) -> None:
        """Raise NotFound for a job that the caller may not see, as for one that does not exist."""
        if not await self._is_seen(job_id, caller):
            raise NotFound(f"There is no job {job_id}.")

    async def _is_seen(self, job_id: str, caller: Caller) -> bool:
        if caller.user is None:
            return True
        owner = await self._store.read(owners.of_job, job_id)
        return owner is not None and caller.sees(owner[0])

    def check_room(self) -> None:
        """See `Submissions.check_room`."""
        self._submissions.check_room()

    async def cancel(self, job_id: str) -> JobRecord:
        """Cancel a job in any state; a running one has normally stopped when this returns."""
        job = await self._store.write(moves.cancel, job_id)
        if job.status is JobState.PROCESSING:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(STOPS_WITHIN_S):
                    await self._until_stopped(job_id)
            return await self._store.read(queries.job, job_id)
        await self._tidy(job)  # the attempt before this wait may have left half a download
        return job

    async def end(self, job_id: str) -> None:
        """Cancel a job, and what cuts clips of it, unless it has ended; all has normally stopped when this returns.

        Raises NotFound.
        """
        job = await self._store.read(queries.job, job_id)
        if job.status not in TERMINAL:
            with contextlib.suppress(IllegalTransition):  # it has ended at this very moment
                await self.cancel(job_id)
        for clip_id in await self._store.read(made_clips.ids_of, job_id):
            with contextlib.suppress(NotFound):  # it was deleted at this very moment
                await self.end(clip_id)

    async def _until_stopped(self, job_id: str) -> None:
        with self._ends.expected(job_id) as ended:
            job = await self._store.read(queries.job, job_id)
            if job.status is JobState.PROCESSING:
                await ended.wait()
                job = await self._store.read(queries.job, job_id)
            await self._tidy(job)

    async def _tidy(self, job: JobRecord) -> None:
        if job.status is JobState.CANCELLED and job.attempt:
            await self._leftovers.tidy(job.id)

    async def retry(self, job_id: str) -> JobRecord:
        """Run a failed or cancelled job again; finished stages are not run again. Raises QuotaExceeded."""

        def unit(tx: Transaction) -> JobRecord:
            job = moves.read(tx, job_id)
            if job.status in TERMINAL:
                Usage(tx, self._quotas).add_job(job.user_id)
            return moves.retry(tx, job_id)

        return await self._store.write(unit)

    async def set_priority(self, job_id: str, priority: int) -> JobRecord:
        """Set the priority of a waiting job."""
        return await self._store.write(moves.rerank, job_id, priority=priority)

    async def place(
        self,
        job_id: str,
        *,
        before: str | None = None,
        after: str | None = None,
        priority: int | None = None,
        caller: Caller = EVERYBODY,
    ) -> JobRecord:
        """Place a queued job right before or right after another one; `priority` None stays unchanged.

        Exactly one of `before` and `after` is the id of the other, which the caller may see. Raises NotFound,
        WrongState, InvalidRequest.
        """
        beside = before if before is not None else after
        if beside is None or (before is not None and after is not None):
            raise InvalidRequest("Exactly one of before and after names the other job.")
        seen = await self._is_seen(beside, caller)
        other = beside if seen else str(uuid.uuid4())  # which nothing has
        fixed = self._ahead(other, including=before is None) if self._queue.shared else None
        try:
            return await self._store.write(
                queue_places.place, job_id, beside=other, before=before is not None, priority=priority, fixed=fixed
            )
        except NotFound:
            if seen:
                raise
            raise NotFound(f"There is no job {beside}.") from None

    def _ahead(self, job_id: str, *, including: bool) -> list[str] | None:
        """The jobs that run before this one, or up to it, in order; None if it waits for no worker."""
        position = self._queue.position(job_id)
        return None if position is None else self._queue.ready_ids(position if including else position - 1)

    async def to_top(self, job_id: str) -> JobRecord:
        """Move a waiting job to the head of the queue; one that waits for its time moves once that has come."""
        return await self._store.write(moves.to_top, job_id)

    async def pin(self, job_id: str, *, pinned: bool) -> None:
        """Keep a job's files regardless of the retention, or end that. Raises NotFound."""

        def unit(tx: Transaction) -> None:
            moves.read(tx, job_id)
            job_updates.set_pinned(tx, job_id, pinned)

        await self._store.write(unit)

    async def delete(self, job_id: str) -> None:
        """Delete a finished job, its events and the files that no other job uses."""

        def unit(tx: Transaction) -> None:
            owner = owners.of_job(tx.conn, job_id)
            files = deletion.delete_job(tx, job_id, self._plans)
            tx.chores.append(partial(self._remove, files))
            tx.changes.append(JobDeleted(job_id, None if owner is None else owner[0]))

        await self._store.write(unit)

    def _remove(self, files: list[str]) -> None:
        self._blobs.delete(files)

    async def clear(self) -> int:
        """Cancel all waiting jobs; returns their number."""
        waiting = queries.JobFilter(statuses=(JobState.QUEUED, JobState.PENDING))
        cleared = 0
        job_ids = await self._store.read(queries.job_ids, waiting)
        for start in range(0, len(job_ids), CLEARED_AT_ONCE):
            part = job_ids[start : start + CLEARED_AT_ONCE]
            cleared += sum(await asyncio.gather(*(self._clear(job_id) for job_id in part)))
        return cleared

    async def _clear(self, job_id: str) -> bool:
        """Cancel one waiting job; returns whether it still waited."""
        try:
            await self._tidy(await self._store.write(_cancel_waiting, job_id))
        except (WrongState, NotFound) as refusal:
            log.debug("job %s could not be cleared any more: %s", job_id, refusal)
            return False
        return True

    async def pause(self, *, drain: bool = False) -> None:
        """Stop taking jobs; running ones continue. Survives a restart."""
        await self._store.write(flags.pause_queue, PAUSE_FLAG, paused=True, draining=drain)
        await self._settle()

    async def drain(self) -> None:
        """Pause with another name, so that an operator sees when the last running job has ended."""
        await self.pause(drain=True)

    async def resume(self) -> None:
        """Take jobs again."""
        await self._store.write(flags.pause_queue, PAUSE_FLAG, paused=False)
        await self._settle()

    async def _settle(self) -> None:
        await self._workers.settled()
        self._live.queue_changed()


def _cancel_waiting(tx: Transaction, job_id: str) -> JobRecord:
    job = moves.read(tx, job_id)
    if job.status not in (JobState.QUEUED, JobState.PENDING):
        raise IllegalTransition(job.status, Cause.CANCEL)
    return moves.cancel(tx, job_id)
