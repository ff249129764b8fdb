"""The embedded engine: queue, workers, children and front desk, put together and opened in the right order."""

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from app.core.removal import bytes_in
from app.core.sealing import Seal
from app.core.settings import GIB, Settings, stage_seconds
from app.db import clock_moves, deaths, deletion, facts, moves, stage_log
from app.db.engine import ServerLock
from app.db.leases import StoreLeases
from app.db.store import Store
from app.execution.admission import Gate
from app.execution.editions import Editions
from app.execution.eta import Forecast
from app.execution.job_runner import Runner
from app.execution.key_leases import KeyLeases
from app.execution.limits import Limits
from app.execution.local_queue import LocalQueue
from app.execution.queue_feed import QueueFeed
from app.execution.records import Records
from app.execution.run import JobRun
from app.execution.single_flight import Flights
from app.execution.slots import Slots
from app.execution.stage_rates import Pace
from app.execution.stage_runner import StageRunner
from app.execution.stage_work import StageWork
from app.execution.workers import WorkerPool
from app.jobs.events import JobStanding, StoredEvent, status_of
from app.jobs.leases import Holder
from app.jobs.progress import AttemptProgress
from app.jobs.retry import RetryPolicy
from app.jobs.states import TERMINAL
from app.media.ffmpeg import find_ffmpeg
from app.ports.blob_store import BlobStore
from app.processes.child_executor import ChildAsides, ChildExecutor
from app.processes.child_pool import ChildPool
from app.processes.hang_detector import HangDetector
from app.processes.machine_memory import share_for_a_child
from app.processes.sandbox import Bounds
from app.processes.workplace import Workplace
from app.service.desk import Desk
from app.stages.registry import Registry
from app.stages.stage import Resource
from app.storage.data_folder import DATABASE_ID, LOCK, DataFolder, id_of
from app.storage.life_sign import LifeSign
from app.upkeep.clock_watch import ClockWatch
from app.upkeep.lease_keeper import LeaseKeeper
from app.upkeep.recovery import kill_leftovers, sweep_work
from app.upkeep.retention import Retention
from app.upkeep.takeover import HOW_IT_GOES_ON, Takeover

log = logging.getLogger(__name__)

#: A file that nobody refers to is left alone for this long, seconds, at the start and while stages run: a stage may
#: keep a file long before its output is recorded.
SWEEP_AGE_S, RUNNING_SWEEP_AGE_S = 3600.0, 86_400.0

#: No child needs to write a file larger than that or than the largest download; weights are the largest of the rest.
FILE_BYTES = 8 * GIB

#: `progress(job_id, last_seq, progress)`: how live progress leaves the engine.
PublishProgress = Callable[[str, int, AttemptProgress], None]


@asynccontextmanager
async def open_engine(
    settings: Settings,
    store: Store,
    blobs: BlobStore,
    registry: Registry,
    *,
    progress: PublishProgress,
    queue_changed: Callable[[], None],
) -> AsyncIterator[Desk]:
    """Recover what an earlier server left, then run jobs for as long as the block lasts. Leaving it drains."""
    folder = DataFolder(settings)
    place = Workplace(blobs, folder.blobs, folder.work, str(find_ffmpeg(settings.ffmpeg_path)), folder.lost)
    await asyncio.to_thread(folder.claim)
    mark = mark_of(folder.path)
    sign = LifeSign(folder.path / LOCK)
    lock = ServerLock(folder.path / LOCK, f"DATA_DIR {folder.path.name}")
    lock.acquire()
    store.work_as(Holder(mark, int(settings.lease_seconds * 1000)))
    try:
        with folder.held():
            if tightened := await asyncio.to_thread(folder.tighten):
                log.warning("others could read %d files and folders in %s; now they cannot", tightened, folder.path)
            await asyncio.to_thread(kill_leftovers, mark)
            await _recover(store, registry, place, folder.path, sign)
            async with sign, _opened(settings, store, registry, place, mark, progress, queue_changed) as desk:

                def stopping() -> None:
                    if folder.lost() is None:
                        sign.stopping()

                desk.on_stop = stopping
                try:
                    yield desk
                finally:
                    stopping()
    finally:
        lock.release()


@asynccontextmanager
async def _opened(
    settings: Settings,
    store: Store,
    registry: Registry,
    place: Workplace,
    mark: str,
    progress: PublishProgress,
    queue_changed: Callable[[], None],
) -> AsyncIterator[Desk]:
    data_dir = settings.data_dir

    pace = Pace(store, settings)
    await pace.load()
    dispatcher = LocalQueue(now_ms=store.now_ms, enqueue=partial(_enqueue, store))

    def publish_progress(run: JobRun) -> None:
        progress(run.job.id, run.last_seq, run.published_progress())

    def ahead(run: JobRun) -> float:
        return forecast.eta_s(run)

    async with AsyncExitStack() as stack:
        largest = max(FILE_BYTES, settings.max_upload_bytes, settings.max_download_bytes)
        bounds = Bounds(
            settings.child_nice,
            memory_bytes=settings.child_memory_bytes,
            data_bytes=0 if settings.child_memory_bytes else share_for_a_child(),
            file_bytes=largest,
            cpu_seconds=settings.child_cpu_seconds,
        )
        hosts = await stack.enter_async_context(
            ChildPool(
                mark=mark,
                bounds=bounds,
                idle_s=settings.model_idle_seconds,
                stall_s=settings.stage_stall_timeout,
            )
        )
        await stack.enter_async_context(HangDetector(hosts.children, limit_s=settings.stage_heartbeat))
        leases = StoreLeases(store)
        key_leases = KeyLeases(leases, worker_id=store.holder.worker_id)
        flights = Flights(key_leases)
        sizes = _sizes(settings)
        stages = _stages(store, registry, place, hosts, Slots(sizes), flights, pace)
        runner = Runner(
            settings=settings,
            store=store,
            registry=registry,
            stages=stages,
            pace=pace,
            policy=RetryPolicy(settings.retry_base_delay, settings.retry_max_delay),
            limits=_limits(settings, registry),
            publish=publish_progress,
            seal=Seal(data_dir),
            gate=Gate(store, registry, data_dir=data_dir, reserve_bytes=settings.disk_reserve_bytes, lost=place.lost),
            ahead=ahead,
        )
        slots = {resource.value: size for resource, size in sizes.items()}
        forecast = Forecast(runner.running, workers=settings.max_concurrent_jobs, slots=slots)
        store.listen(runner.on_committed)
        store.follow_changes(runner.on_changes)
        store.listen(lambda events: queue_changed() if any(map(_moves, events)) else None)
        pool = WorkerPool(dispatcher.take, runner.run, runner.stop_all, size=settings.max_concurrent_jobs)
        desk = Desk(
            settings=settings,
            store=store,
            dispatcher=dispatcher,
            runner=runner,
            pool=pool,
            hosts=hosts,
            pace=pace,
            forecast=forecast,
            registry=registry,
            place=place,
            queue_changed=queue_changed,
        )

        clock = await stack.enter_async_context(ClockWatch(store))
        retention = Retention(
            store,
            registry.plans,
            days=settings.retention_days,
            max_bytes=settings.max_data_bytes,
            blobs=place.blobs,
            sweep=lambda: _sweep(store, place, data_dir, RUNNING_SWEEP_AGE_S),
            check_clock=clock.check,
        )
        store.listen(lambda events: retention.check_soon() if any(map(_ends, events)) else None)
        await stack.enter_async_context(retention)
        await QueueFeed(store, dispatcher).start()
        store.follow_changes(lambda _: queue_changed())
        takeover = Takeover(
            store, registry.plans, partial_bytes=lambda key: _partial_bytes(place, key, registry.resumable)
        )
        keeper = LeaseKeeper(
            leases,
            [runner, key_leases],
            lease_s=settings.lease_seconds,
            now_ms=store.now_ms,
            recover=takeover.recover,
        )
        await stack.enter_async_context(keeper)
        await stack.enter_async_context(dispatcher)
        await stack.enter_async_context(pool)
        try:
            yield desk
        finally:
            desk.closing = True


def _stages(
    store: Store, registry: Registry, place: Workplace, hosts: ChildPool, slots: Slots, flights: Flights, pace: Pace
) -> StageRunner:
    records = Records(store, place.blobs)
    executor = ChildExecutor(hosts, place, {stage.name: stage for stage in registry})
    return StageRunner(
        store=store,
        records=records,
        work=StageWork(records=records, executor=executor, slots=slots, pace=pace),
        executor=executor,
        flights=flights,
        editions=Editions(store, records, slots, ChildAsides(hosts, place).ask),
    )


def mark_of(data_dir: Path) -> str:
    """The mark that every process of a server on this folder carries in its environment.

    Of the folder's own id as well as of its path: another machine's folder may have the same path, and a copy the same
    id, and both may run beside this one.
    """
    return hashlib.sha256(f"{data_dir.resolve()} {id_of(data_dir)}".encode()).hexdigest()[:16]


def _limits(settings: Settings, registry: Registry) -> Limits:
    return Limits(
        settings.job_timeout,
        settings.job_hard_timeout,
        settings.shutdown_grace,
        stage_soft_s=stage_seconds(settings.stage_timeout, registry.names),
        stage_hard_s=stage_seconds(settings.stage_hard_timeout, registry.names),
    )


def _sizes(settings: Settings) -> dict[Resource, int]:
    return {
        Resource.DOWNLOAD: settings.download_slots,
        Resource.TRANSCRIBE: settings.transcribe_slots,
        Resource.ANALYZE: settings.analyze_slots,
        Resource.ENCODE: settings.encode_slots,
    }


def _ends(event: StoredEvent) -> bool:
    return status_of(event.event) in TERMINAL


def _moves(event: StoredEvent) -> bool:
    """Whether the queue may be another one: lines and clips of a running job leave it as it is."""
    return isinstance(event.event, JobStanding)


async def _enqueue(store: Store, job_id: str) -> None:
    """Queue a job whose time has come, if it has by the store's clock."""
    await store.write(moves.enqueue, job_id)


async def _recover(store: Store, registry: Registry, place: Workplace, data_dir: Path, sign: LifeSign) -> None:
    """Jobs that were running go back to their place in the queue; files that nobody refers to are swept."""
    left = await store.write(
        deaths.recover,
        registry.plans,
        orderly=sign.was_orderly,
        died_ms=sign.last_ms,
        partial_bytes=lambda key: _partial_bytes(place, key, registry.resumable),
    )
    sign.begin()
    for job in left:
        log.warning("job %s was running when the server ended; it %s", job.id, HOW_IT_GOES_ON[job.status])
    folders = await store.read(_resumable_folders, registry.resumable)
    if not await _owns(store, data_dir):
        return
    if swept := await asyncio.to_thread(sweep_work, place.work_dir, folders):
        log.info("%d pieces of half-done work were removed from %s", swept, place.work_dir)
    await _sweep(store, place, data_dir, SWEEP_AGE_S)


async def _sweep(store: Store, place: Workplace, data_dir: Path, older_than_s: float) -> None:
    """Remove files that nobody refers to, if they are old enough that nobody is about to."""
    if place.lost() is None and await _owns(store, data_dir):
        older_than_s += await store.read(clock_moves.ahead_ms, store.now_ms(), int(older_than_s * 1000)) / 1000
        referenced = await store.read(deletion.referenced)
        swept = await asyncio.to_thread(place.blobs.sweep, referenced, older_than_s)
        if swept.files:
            log.info("%d files (%.1f MB) that no job refers to were removed", swept.files, swept.size_bytes / 1e6)


async def _owns(store: Store, data_dir: Path) -> bool:
    """Whether the files in `data_dir` are this database's. Another database's files look unused from here."""
    identity = await store.write(facts.identity)
    note = data_dir / DATABASE_ID
    if not note.exists():
        note.write_text(identity)
    if note.read_text().strip() == identity:
        return True
    log.warning(
        "%s was filled by another database, so nothing in it is swept. Give each database its own DATA_DIR; if that "
        "database is gone for good, delete the file database-id in it and start again.",
        data_dir,
    )
    return False


def _goes_on(key: str, resumable: Collection[str]) -> bool:
    """Whether what lies in the work folder of this key is gone on with, and not begun anew."""
    return key.rpartition("-")[0] in resumable


def _partial_bytes(place: Workplace, key: str, resumable: Collection[str]) -> int:
    """How much of an unfinished download lies in the work folder of this key."""
    return bytes_in(place.folder_of(key)) if _goes_on(key, resumable) else 0


def _resumable_folders(conn: Any, resumable: Collection[str]) -> list[str]:
    return [key[:40] for key in stage_log.unfinished_keys(conn, resumable)]
