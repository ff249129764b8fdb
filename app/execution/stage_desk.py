"""Runs stages that other processes request, because they lack a resource that this one has.

The work is a flight like any other: jobs of this process that need the key join it, and requests join a flight that a
job has begun. It waits for a slot beside those of this process's own jobs, by the same turns; when it gets one, the
lease on the key decides whether another process was first.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from app.core.background_loop import BackgroundLoop
from app.core.errors import ErrorCode, JobFailure, NotFound
from app.core.sealing import Seal
from app.core.settings import Settings
from app.db import queries, stage_tasks
from app.db.file_copies import FileGone
from app.db.leases import KeyLeaseLost
from app.db.stage_tasks import OpenStage, StageRequest
from app.db.store import Store
from app.db.transaction import Transaction
from app.db.writer import StorageFailed
from app.execution.key_leases import KeyHold, KeyLeases
from app.execution.single_flight import Flight, Flights
from app.execution.slots import Slots, Turn
from app.execution.stage_reporter import StageReporter
from app.execution.stage_work import StageWork
from app.jobs.changes import JobChange, StageTasksChanged
from app.jobs.record import JobRecord
from app.jobs.results import Result
from app.stages.stage import AnyStage, Resource

log = logging.getLogger(__name__)

#: Time between two looks at the requests without an announcement, and between two deletions of orphans, seconds.
POLL_S, TIDY_EVERY_S = 1.0, 15.0
#: Processes that may end while they run a stage, before it counts as the cause.
MOST_DEATHS = 3

#: The failure that a client sees for an error of a stage of a job.
FailureOf = Callable[[BaseException, JobRecord, str], JobFailure]


class StageDesk(BackgroundLoop):
    """Runs requested stages for the duration of the block. At its end their work is left to other processes at once."""

    def __init__(
        self,
        *,
        store: Store,
        settings: Settings,
        stages: Mapping[str, AnyStage],
        resources: Collection[Resource],
        flights: Flights,
        leases: KeyLeases,
        slots: Slots,
        work: StageWork,
        failure_of: FailureOf,
    ) -> None:
        self._store = store
        self._settings = settings
        self._seal = Seal.of(settings)
        self._stages = stages
        self._resources = [resource.value for resource in resources]
        self._flights = flights
        self._leases = leases
        self._slots = slots
        self._work = work
        self._failure_of = failure_of
        self._wake = asyncio.Event()
        self._turns: dict[str, Turn] = {}
        self._served: dict[str, asyncio.Task[None]] = {}
        self._holds: dict[str, KeyHold] = {}

    def receive(self, changes: Sequence[JobChange]) -> None:
        """Receive the changes that other processes commit."""
        if any(isinstance(change, StageTasksChanged) for change in changes):
            self._wake.set()

    async def __aexit__(self, *failure: object) -> None:
        await super().__aexit__(None, None, None)
        for task in self._served.values():
            task.cancel()
        await asyncio.gather(*self._served.values(), return_exceptions=True)

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        tidy_at_s = loop.time() + TIDY_EVERY_S
        while True:
            try:
                if loop.time() >= tidy_at_s:
                    tidy_at_s = loop.time() + TIDY_EVERY_S
                    await self._store.write(stage_tasks.delete_orphans)
                await self._look()
            except StorageFailed as failure:
                log.warning("requested stages were not read: %s", failure)
            except Exception:
                log.exception("requested stages were not read")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(POLL_S):
                    await self._wake.wait()
            self._wake.clear()

    async def _look(self) -> None:
        """Begin to serve new requests, and stop serving those that have ended."""
        found = await self._store.read(stage_tasks.open_stages, self._resources, self._store.now_ms())
        self._turns = {stage.key: stage.turn for stage in found}
        for key, task in self._served.items():
            hold = self._holds.get(key)
            if key not in self._turns and not (hold is not None and hold.released):  # else it is done in a moment
                task.cancel()
        for stage in found:
            free = stage.leased_to is None or stage.key in self._flights
            if free and not stage.recorded and stage.key not in self._served:
                self._serve_soon(stage)

    def _serve_soon(self, stage: OpenStage) -> None:
        task = asyncio.create_task(self._serve(stage), name=f"requested {stage.key[:20]}")
        self._served[stage.key] = task
        task.add_done_callback(lambda _: self._served.pop(stage.key, None))

    async def _serve(self, stage: OpenStage) -> None:
        key = stage.key

        async def work(flight: Flight) -> None:
            async with self._slots.take(Resource(stage.resource), flight.turn):
                await self._work_on(flight)

        try:
            async with StageReporter(self._store, key) as reporter:
                turn = partial(self._turn, stage)
                await self._flights.join(key, work, reporter.receive, turn=turn, leased=False)
        except JobFailure as failure:
            await self._fail(key, failure)
        except KeyLeaseLost as late:
            log.info("%s is not worked on here: %s", key, late)
        except FileGone as gone:
            log.warning("a file of %s vanished before it was recorded (%s), so it is done again", key, gone)
        except StorageFailed as failure:
            log.warning("work on %s was not recorded, it is begun again: %s", key, failure)
        except Exception as error:  # noqa: BLE001 - it is logged with an id, and recorded
            await self._fault(key, error)

    def _turn(self, stage: OpenStage) -> Turn:
        return self._turns.get(stage.key, stage.turn)

    async def _work_on(self, flight: Flight) -> None:
        """Run a requested stage, unless another process has the lease on its key. Leaves it to others if cancelled."""
        begun = False
        try:
            async with self._leases.held(flight.key, wait=False) as flight.hold:
                self._holds[flight.key] = flight.hold
                request = await self._store.write(_begin, flight.key, flight.hold)
                if request is not None:
                    begun = True
                    await self._execute(flight, request)
        except (asyncio.CancelledError, FileGone, StorageFailed):
            if begun:
                await asyncio.shield(self._release(flight.key))
            raise
        finally:
            self._holds.pop(flight.key, None)

    async def _execute(self, flight: Flight, request: StageRequest) -> None:
        stage = self._stages[request.stage]
        if request.deaths >= MOST_DEATHS:
            text = f"Workers ended {request.deaths} times while they ran the stage {stage.name} of this job."
            raise JobFailure(ErrorCode.CRASHED, text, retryable=False)
        job = await self._job(request)
        params = await asyncio.to_thread(self._params, stage, request, job)
        ran = await self._work.run_in_slot(flight, stage, params, job)
        await self._work.learn(stage, job, ran)

    async def _job(self, request: StageRequest) -> JobRecord:
        try:
            return await self._store.read(queries.job, request.job_id)
        except NotFound:  # others that share its request begin anew
            text = "The job that this stage was begun for has been deleted; it is begun again."
            raise JobFailure(ErrorCode.INTERNAL, text, retryable=True, retry_after_s=0.0, counts=False) from None

    def _params(self, stage: AnyStage, request: StageRequest, job: JobRecord) -> Result:
        text = self._seal.open(request.input) if request.sealed else request.input
        if text is None:
            what = f"The input of the stage {stage.name} cannot be decrypted on the worker that was to run it. "
            raise JobFailure(
                ErrorCode.INTERNAL,
                f"{what}All machines need the same SEALING_KEY, or sealing.key in DATA_DIR.",
                retryable=False,
            )
        params: Result = stage.on_machine(text, self._settings, job)
        return params

    async def _release(self, key: str) -> None:
        try:
            await self._store.write(stage_tasks.release, key)
        except StorageFailed as failure:  # the next process that runs it counts a death more
            log.warning("the request for %s was not released: %s", key, failure)

    async def _fault(self, key: str, error: Exception) -> None:
        """Record a failure that no stage has declared, as for a stage of an own job."""
        try:
            requests = await self._store.read(stage_tasks.requests_of, key)
            if requests:
                job_id, stage = requests[0]
                job = await self._store.read(queries.job, job_id)
                await self._fail(key, self._failure_of(error, job, stage))
        except (NotFound, StorageFailed):
            log.exception("work on %s has failed, and is begun again", key, exc_info=error)

    async def _fail(self, key: str, failure: JobFailure) -> None:
        try:
            await self._store.write(stage_tasks.fail, key, failure)
        except StorageFailed as error:
            log.warning("that work on %s failed was not recorded; it is begun again: %s", key, error)


def _begin(tx: Transaction, key: str, hold: KeyHold) -> StageRequest | None:
    hold.fence(tx)
    return stage_tasks.begin(tx, key)
