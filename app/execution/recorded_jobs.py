"""Completes jobs whose stages are all in the record, without a worker: many of them in one transaction.

Jobs are checked when they are queued for the first time, in the order of the queue, so that none waits for work of
others. A job that lacks an output waits for a worker as always; when that is recorded, for another job, it is checked
again. So is, once, a job that was changed during its check, or whose check failed.
"""

import asyncio
import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.core.background_loop import BackgroundLoop
from app.core.errors import JobFailure
from app.db import recorded_jobs, traces
from app.db.recorded_jobs import RecordedJob, Waiting
from app.db.store import Store
from app.db.writer import StorageFailed
from app.execution.admission import Gate, host_of
from app.execution.attempt import Attempt
from app.execution.recorded_plan import NotRecorded
from app.execution.recorded_plans import RecordedPlans
from app.execution.unchecked_jobs import Entry, UncheckedJobs
from app.jobs.changes import ClockSet, JobChange, Reranked
from app.jobs.hidden import hides_credentials
from app.jobs.record import JobRecord, Video
from app.jobs.states import JobState
from app.ports.job_queue import JobQueue
from app.ports.tracing import Tracer

log = logging.getLogger(__name__)

#: Jobs that are checked together, and events that one transaction stores: other writers wait for so long.
GROUP = 64
EVENTS_AT_ONCE = 1000
#: A job with more pieces of one stage (a long transcript) is published in parts, by a worker.
MOST_PIECES = 200
#: Uploads that are kept in memory, so that they are not read for each job.
MOST_VIDEOS = 256


@dataclass(slots=True)
class _Outcome:
    """Jobs of a group that were `completed`, and those to check `again` if they can be, perhaps each `alone`."""

    completed: list[str] = field(default_factory=list)
    again: set[str] = field(default_factory=set)
    alone: bool = False


class RecordedJobs(BackgroundLoop):
    """Checks queued jobs for the duration of the block, or until `close`. One event loop.

    `running` are the running attempts by job id; the disk space that they need is not free.
    """

    def __init__(
        self,
        *,
        store: Store,
        queue: JobQueue,
        plans: RecordedPlans,
        gate: Gate,
        running: Mapping[str, Attempt],
        tracer: Tracer,
    ) -> None:
        self._store = store
        self._queue = queue
        self._plans = plans
        self._gate = gate
        self._running = running
        self._tracer = tracer
        self._closed = False
        self._unchecked = UncheckedJobs()
        self._committed: dict[str, JobRecord] = {}  # some of the jobs to check, as they were committed
        self._videos: dict[str, Video] = {}  # uploads of late, perhaps deleted by now: not those of new jobs
        self._asked: dict[str, asyncio.Future[bool]] = {}
        self._wake = asyncio.Event()
        self._busy = False
        self._more_likely = False

    def receive(self, changes: Sequence[JobChange]) -> None:
        """Follow what was committed: jobs that are queued for the first time are to be checked."""
        for change in changes:
            match change:
                case Reranked(jobs) | ClockSet(jobs):
                    for job in jobs:
                        self._unchecked.move(Entry(job.rank, job.num, job.id))
                case JobRecord(status=JobState.QUEUED, attempt=0):
                    if change.id in self._committed or len(self._committed) < GROUP:
                        self._committed[change.id] = change
                    self._unchecked.add(Entry(change.rank, change.num, change.id))
                case JobRecord():
                    self._committed.pop(change.id, None)
                    self._unchecked.drop(change.id)
        self._wake.set()

    def recorded(self, key: str) -> None:
        """An output was recorded: jobs that lack it are to be checked again."""
        self._unchecked.recorded(key)
        self._wake.set()

    def check_queue(self) -> None:
        """The queue was paused or resumed."""
        self._wake.set()

    def close(self) -> None:
        """Complete no more jobs: the server stops. A group that is being completed is, before the block is left."""
        self._closed = True
        self._wake.set()

    @property
    def busy(self) -> bool:
        """Whether jobs are being checked, or are about to be."""
        waits = bool(self._asked) or (len(self._unchecked) > 0 and not self._queue.paused)
        return self.watched and not self._closed and (self._busy or waits)

    async def complete(self, job_id: str) -> bool:
        """Complete a job that a worker has taken from the queue, if it needs no work; whether it was completed."""
        needs_work = self._unchecked.is_checked(job_id)
        if needs_work or not self.watched or self._closed:
            return False
        answer = self._asked.setdefault(job_id, asyncio.get_running_loop().create_future())
        self._wake.set()
        return await asyncio.shield(answer)

    async def _watch(self) -> None:
        while True:
            await self._wake.wait()
            group = self._next()
            if not group:
                self._wake.clear()
                continue
            self._busy, outcome = True, _Outcome()
            try:
                await self._complete(group, outcome)
            except StorageFailed as failure:
                outcome.again.update(group)
                log.warning(
                    "queued jobs were not completed from the record, after a second time they wait for workers: %s",
                    failure,
                )
            except Exception:
                outcome.again.update(group)
                outcome.alone = True  # one of them may be the cause
                log.exception(
                    "queued jobs were not completed from the record, after a second time they wait for workers"
                )
            finally:
                self._busy, self._more_likely = False, bool(outcome.completed)
                self._answer(group, outcome)

    def _next(self) -> list[str]:
        """The ids of the jobs to check now: first those that workers wait for."""
        if self._closed:
            self._answer(list(self._asked), _Outcome())
            return []
        group = dict.fromkeys(self._asked)
        if not self._queue.paused:
            group |= dict.fromkeys(self._unchecked.take(GROUP))
            if self._more_likely:  # such as those that waited when the server started
                group |= dict.fromkeys(self._unchecked.take_also(self._queue.ready_ids(GROUP)))
        return list(group)

    def _answer(self, group: Collection[str], outcome: _Outcome) -> None:
        completed = set(outcome.completed)
        for job_id in group:
            answer = self._asked.pop(job_id, None)
            if answer is None and job_id in outcome.again:
                self._unchecked.repeat(job_id, alone=outcome.alone)
            else:  # completed, or a worker goes on with it
                self._unchecked.checked(job_id, None)  # unless it is known by now what the job lacks
            if answer is not None and not answer.done():
                answer.set_result(job_id in completed)

    async def _complete(self, group: Sequence[str], outcome: _Outcome) -> None:
        """Complete those that can be."""
        waiting = await self._waiting(group)
        found = []
        for job_id, answer in (await self._answers(waiting)).items():
            if isinstance(answer, NotRecorded):
                self._unchecked.checked(job_id, answer.key)
            elif await self._has_room(answer):
                found.append(answer)
        for part in _parts(found):
            completed = await self._store.write(recorded_jobs.complete, part)
            outcome.completed += completed
            if self._tracer.on:
                await self._trace([one.job for one in part if one.job.id in completed])
            if completed:
                log.info("completed from the record: %s", ", ".join(completed))
        if len(outcome.completed) < len(found):
            self._plans.forget(found)  # something of them has changed since it was read
            outcome.again.update({one.job.id for one in found}.difference(outcome.completed))

    async def _trace(self, completed: Sequence[JobRecord]) -> None:
        """Record spans of jobs that needed no work."""
        found = await self._store.read(traces.of_jobs, [job.id for job in completed])
        for job in completed:
            with self._tracer.job(job, found.get(job.id)) as span:
                span.note("job.outcome", "completed")
                span.note("job.recorded", True)

    async def _waiting(self, group: Sequence[str]) -> Waiting:
        """The jobs of the group that wait for their first attempt; `complete` leaves out what has changed since."""
        known = [job for job_id in group if (job := self._committed.pop(job_id, None)) is not None]
        new = all(job.url is None and job.last_seq == 1 and job.video_id in self._videos for job in known)
        if new and len(known) == len(group):  # the uploads were there at their creation, and stay for them
            return Waiting(known, self._videos)  # nothing to read: a job of its own ends sooner
        waiting = await self._store.read(recorded_jobs.read_waiting, group, host_of)
        self._videos = dict([*self._videos.items(), *waiting.videos.items()][-MOST_VIDEOS:])
        return waiting

    def _admits(self, job: JobRecord, waiting: Waiting) -> bool:
        """Whether the job may begin, as far as that is known before its source is. An attempt reports why not."""
        host = host_of(job)
        cooling = host is not None and waiting.cooling_ms.get(host, 0) > self._store.now_ms()
        return not (cooling or hides_credentials(job.url) or job.deaths)

    async def _has_room(self, found: RecordedJob) -> bool:
        try:
            self._gate.check_folder(found.job)
            await self._gate.check_disk(found.job, lambda: [one.job for one in self._running.values() if one.admitted])
        except JobFailure:
            return False  # an attempt reports why
        return True

    async def _answers(self, waiting: Waiting) -> Mapping[str, RecordedJob | NotRecorded]:
        """What completes each job, or why nothing does. An output is read after those that lead to it."""
        jobs = sorted(waiting.jobs, key=lambda job: (job.rank, job.num))  # the order in which their events appear
        group = self._plans.group([job for job in jobs if self._admits(job, waiting)], waiting.videos)
        while unread := await asyncio.to_thread(self._plans.resolve, group):
            outputs, latest = await self._store.read(
                recorded_jobs.read_results, unread.outputs, editions_of=unread.editions, most_pieces=MOST_PIECES
            )
            await asyncio.to_thread(self._plans.learn, group, unread, outputs, latest)
        return group.answers


def _parts(found: Sequence[RecordedJob]) -> Iterator[Sequence[RecordedJob]]:
    """The jobs in groups for one transaction each."""
    part, events = list[RecordedJob](), 0
    for one in found:
        if part and events + len(one.events) > EVENTS_AT_ONCE:
            yield part
            part, events = [], 0
        part.append(one)
        events += len(one.events)
    if part:
        yield part
