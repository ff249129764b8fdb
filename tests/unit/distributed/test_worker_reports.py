"""Which workers live, what they do, and what servers predict by that."""

from dataclasses import replace
from pathlib import Path

from app.db import moves, workers
from app.db.store import Store
from app.distributed.capacity import ELSEWHERE, WorkersCapacity
from app.distributed.elsewhere import Elsewhere
from app.distributed.worker_reports import KnownWorkers, WorkerReporter
from app.execution.eta import Forecast
from app.jobs.changes import ProgressMade, WorkersChanged
from app.jobs.estimate import StageShare
from app.jobs.leases import Holder
from app.jobs.progress import AttemptProgress
from app.jobs.record import JobRecord
from app.jobs.states import Cause
from app.jobs.worker_processes import WorkerProcess
from tests.fakes import FakeClock
from tests.stages import PLANS
from tests.stores import new_job, open_store

LEASE_S = 15.0
GPU = WorkerProcess("gpu-1", "gpu-box", 7, ("default",), {"transcribe": 2}, 2, "1", started_ms=1)
BOX = WorkerProcess("box-1", "box", 8, ("default", "low_priority"), {"download": 3, "encode": 1}, 1, "1", started_ms=2)


async def _claimed(store: Store, worker_id: str) -> JobRecord:
    """A job that runs on this worker."""
    job, _ = await store.write(moves.submit, new_job())
    own, store.writer.holder = store.holder, Holder(worker_id)
    claimed = await store.write(moves.claim, job.id, PLANS)
    store.writer.holder = own
    assert claimed is not None
    return claimed


async def test_every_slot_of_living_workers_is_shown_with_its_job(tmp_path: Path) -> None:
    """With host, queues and resources; a job keeps its slot, and a worker that ends is gone at once."""
    async with open_store(tmp_path) as store:
        store.work_as(Holder("server"))
        await store.write(workers.report, GPU, begins=True)
        earlier = await _claimed(store, "gpu-1")
        async with KnownWorkers(store, lease_s=LEASE_S, progress_of=lambda _: None) as known:
            await store.write(workers.report, BOX, begins=True)
            await known.check()
            rows = {row.id: row for row in known.workers()}
            assert list(rows) == ["gpu-1/1", "gpu-1/2", "box-1/1"]
            assert rows["gpu-1/1"].job_id == earlier.id
            assert (rows["gpu-1/1"].state, rows["gpu-1/1"].since_ms) == ("busy", earlier.started_ms)
            assert (rows["box-1/1"].state, rows["box-1/1"].host) == ("idle", "box")
            assert rows["box-1/1"].queues == ("default", "low_priority")
            assert rows["box-1/1"].resources == ("download", "encode")
            later = await _claimed(store, "gpu-1")
            store.writer.holder = Holder("gpu-1")
            await store.write(moves.finish, earlier.id, 1, Cause.COMPLETE)
            rows = {row.id: row for row in known.workers()}
            assert (rows["gpu-1/1"].job_id, rows["gpu-1/2"].job_id) == (None, later.id)
            await store.write(workers.remove, "gpu-1")
            await known.check()
            assert [row.id for row in known.workers()] == ["box-1/1"]


async def test_a_worker_that_reports_nothing_for_a_lease_is_dead_whatever_its_clock_says(tmp_path: Path) -> None:
    """Its clock may be ahead or behind; what counts is that its report changes."""
    clock = FakeClock()
    async with open_store(tmp_path) as store:
        await store.write(workers.report, GPU, begins=True)
        async with KnownWorkers(store, lease_s=LEASE_S, progress_of=lambda _: None, clock=clock.monotonic) as known:
            clock.advance(LEASE_S - 1)
            assert known.any_lives
            await store.write(workers.report, GPU)
            await known.check()
            clock.advance(LEASE_S - 1)
            await known.check()
            assert known.any_lives
            clock.advance(2)
            await known.check()
            assert not known.any_lives
            assert known.workers() == []


async def test_a_worker_is_reported_for_as_long_as_it_runs(tmp_path: Path) -> None:
    """Others are announced that it begins and ends."""
    announced: list[WorkersChanged] = []
    async with open_store(tmp_path) as store:
        store.follow_changes(lambda found: announced.extend(one for one in found if isinstance(one, WorkersChanged)))
        async with WorkerReporter(store, GPU, lease_s=LEASE_S):
            (found,) = await store.read(workers.workers)
            assert replace(found, heartbeat_ms=0, queues=tuple(found.queues)) == GPU
        assert await store.read(workers.workers) == []
        assert len(announced) == 2


async def test_the_forecast_of_a_server_is_that_of_all_workers(tmp_path: Path) -> None:
    """Jobs that run elsewhere hold a worker until the end that they report."""
    clock = FakeClock()
    async with open_store(tmp_path) as store:
        store.work_as(Holder("server"))
        elsewhere = Elsewhere(store, lambda *_: None, lambda *_: None, clock=clock.monotonic)
        await store.write(workers.report, replace(GPU, concurrency=1), begins=True)
        async with KnownWorkers(store, lease_s=LEASE_S, progress_of=elsewhere.progress) as known:
            job = await _claimed(store, "gpu-1")
            elsewhere.receive([ProgressMade(job.id, 2, AttemptProgress(1, 0.5, "transcribe", 30.0))])
            clock.advance(10)
            capacity = WorkersCapacity(known)
            assert (capacity.workers, capacity.slots["transcribe"], capacity.slots[ELSEWHERE]) == (1, 2, 2)
            work = [StageShare("transcribe", (), "transcribe", 5.0)]
            assert Forecast({}, capacity, clock=clock.monotonic).eta_of_waiting_s(work, 1) == 25.0
