"""The engine of one server process: queue, workers, children and upkeep, opened in the right order."""

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from app.core.sealing import Seal
from app.core.settings import Settings
from app.db import folders, moves
from app.db.leases import StoreLeases
from app.db.server_lock import ServerLock
from app.db.store import Store
from app.engines.children import make_reaches, open_children
from app.engines.copies import make_copier, make_new_files, make_own_folder
from app.engines.engine import Engine
from app.engines.roles import Role
from app.engines.running import Running, make_chapters, make_running, make_transcripts
from app.engines.shutdown import Shutdown
from app.execution.dry_run import DryRun
from app.execution.eta import Capacity
from app.execution.local_queue import LocalQueue
from app.execution.new_files import NewFiles
from app.execution.queue_feed import QueueFeed, QueuePublisher
from app.execution.rates_refresh import RatesRefresh
from app.execution.stage_rates import StageRates
from app.jobs.leases import Holder
from app.jobs.states import JobState
from app.jobs.waiting import WaitingJob, waiting_job
from app.jobs.webhooks import Delivery
from app.media.ffmpeg import find_ffmpeg
from app.ports.blob_store import BlobStore
from app.ports.job_queue import JobQueue
from app.ports.live_sink import LiveSink
from app.ports.tracing import NoTracer, Tracer
from app.processes.child_executor import ChildAsides
from app.processes.child_pool import ChildPool
from app.processes.workplace import Workplace
from app.service.clip_previews import ClipPreviews
from app.service.dry_runs import DryRuns
from app.service.feed_publisher import FeedPublisher
from app.service.film_cancels import FilmCancels
from app.service.intake import Intake
from app.service.jobs import Jobs
from app.service.providers import Providers
from app.service.queue_view import QueueView, WorkElsewhere
from app.service.server_health import BrokerStatus, ServerHealth
from app.service.video_publisher import VideoPublisher
from app.service.webhooks import Webhooks
from app.stages.registry import Registry
from app.stages.stage import Resource
from app.storage.data_folder import ADDRESS, LOCK, DataFolder, id_of
from app.storage.life_sign import LifeSign
from app.upkeep.clock_watch import ClockWatch
from app.upkeep.lease_keeper import LeaseKeeper
from app.upkeep.recovery import kill_leftovers
from app.upkeep.retention import Retention
from app.upkeep.sweeping import Sweeper
from app.upkeep.takeover import Takeover
from app.webhooks.sender import HookSender

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ports:
    """The implementations that the application has picked for an engine. `feed` feeds `queue`, `render_delivery` makes
    the bodies of deliveries to webhooks, `tracer` records traces. `role` is that of this process; `elsewhere` is
    what others do; `broker` and `worker_lives` see `ServerHealth`.

    `resources` are those of a worker among others: it runs stages with them for all, and lets others run the rest;
    None: it runs its own stages alone.
    """

    store: Store
    blobs: BlobStore
    queue: JobQueue
    feed: QueueFeed
    live: LiveSink
    render_delivery: Callable[[Delivery], Mapping[str, Any]] | None = None
    tracer: Tracer = field(default_factory=NoTracer)
    role: Role = Role.ALONE
    elsewhere: WorkElsewhere | None = None
    capacity: Capacity | None = None
    broker: Callable[[], BrokerStatus] | None = None
    worker_lives: Callable[[], bool] | None = None
    resources: Collection[Resource] | None = None


def local_queue(store: Store) -> LocalQueue:
    """The queue of one process, over the store."""
    return LocalQueue(now_ms=store.now_ms, enqueue=partial(enqueue, store))


async def enqueue(store: Store, job_id: str) -> WaitingJob | None:
    """Queue a job whose time has come by the store's clock; returns its entry if it has not, see `Enqueue`."""
    job = await store.write(moves.enqueue, job_id)
    return waiting_job(job) if job is not None and job.status is JobState.PENDING else None


@asynccontextmanager
async def open_engine(settings: Settings, registry: Registry, ports: Ports) -> AsyncIterator[Engine]:
    """Recover the work of an earlier server, then run jobs for the duration of the block. Leaving it drains."""
    folder = DataFolder(settings)
    marked = await asyncio.to_thread(folder.claim)
    owner_tag = owner_tag_of(folder.path)
    sign = LifeSign(folder.path / LOCK)
    lock = ServerLock(folder.path / LOCK, f"DATA_DIR {folder.path.name}")
    lock.acquire()
    (folder.path / ADDRESS).unlink(missing_ok=True)  # of a server that was killed; nobody is to be asked there
    ports.store.work_as(Holder(owner_tag, int(settings.lease_seconds * 1000)))
    await ports.store.write(folders.alone, folders.Folder(marked, str(folder.path)))
    try:
        with folder.held():
            if tightened := await asyncio.to_thread(folder.tighten):
                log.warning("others could read %d files and folders in %s; now they cannot", tightened, folder.path)
            await asyncio.to_thread(kill_leftovers, owner_tag)
            sweeper = Sweeper(ports.store, ports.blobs, folder, registry.resumable)
            takeover = Takeover(ports.store, registry.plans, partial_bytes=sweeper.partial_bytes)
            await takeover.recover_own(sign)
            await sweeper.at_start()
            async with sign, AsyncExitStack() as stack:
                engine = await open_parts(
                    stack, settings, registry, ports, folder=folder, sign=sign, sweeper=sweeper, takeover=takeover
                )
                try:
                    yield engine
                finally:
                    engine.jobs.close()
                    engine.shutdown.announce()
    finally:
        lock.release()


async def open_parts(
    stack: AsyncExitStack,
    settings: Settings,
    registry: Registry,
    ports: Ports,
    *,
    folder: DataFolder,
    sign: LifeSign | None,
    sweeper: Sweeper,
    takeover: Takeover,
    folder_id: str | None = None,
) -> Engine:
    """Open the parts in this order; the stack closes them in reverse: the workers first, the children last.

    `folder_id` is that of DATA_DIR, where other processes may have others.
    """
    store = ports.store
    rates = StageRates(store, settings)
    await rates.load()
    if ports.role is not Role.ALONE:
        await stack.enter_async_context(RatesRefresh(rates))
    place = _workplace(settings, ports.blobs, folder)
    children = await open_children(stack, settings, store.holder.worker_id)
    copier = make_copier(settings, store, ports.blobs)
    files = make_new_files(settings, store, ports.blobs, copier, folder_id)
    running = make_running(
        settings,
        registry,
        store,
        ports.queue,
        ports.live,
        place=place,
        children=children,
        rates=rates,
        tracer=ports.tracer,
        workers=settings.max_concurrent_jobs if ports.role.works else 0,
        capacity=ports.capacity,
        resources=ports.resources,
        files=files,
    )
    health = ServerHealth(
        store,
        ports.queue,
        running.pool,
        children,
        folder_lost=place.lost,
        copies=None if copier is None else copier.status,
        broker=ports.broker,
        worker_lives=ports.worker_lives,
    )
    shutdown = Shutdown(sign, folder, running.runner)
    engine = _engine(settings, registry, ports, place, children, rates, running, health, shutdown, files)
    own = make_own_folder(settings, store, ports.blobs, folder_id, sweeper.while_running)
    for of_files in (copier, own):  # first: the copier knows which files are away
        if of_files is not None:
            await stack.enter_async_context(of_files)
    await _open_upkeep(stack, settings, registry, ports, running, sweeper, takeover)
    await _open_work(stack, running, FilmCancels(settings, store, ChildAsides(children, place)), store)
    return engine


async def _open_work(stack: AsyncExitStack, running: Running, cancels: FilmCancels, store: Store) -> None:
    """What runs jobs, after all that it needs."""
    store.follow_changes(cancels.receive, others=False)
    await stack.enter_async_context(cancels)
    await stack.enter_async_context(running.recorded)
    await stack.enter_async_context(running.pool)
    if running.desk is not None:
        await stack.enter_async_context(running.desk)


def _workplace(settings: Settings, blobs: BlobStore, folder: DataFolder) -> Workplace:
    ffmpeg = find_ffmpeg(settings.ffmpeg_path)
    return Workplace(blobs, folder.work, str(ffmpeg), folder.lost, make_reaches(settings, ffmpeg))


def _engine(
    settings: Settings,
    registry: Registry,
    ports: Ports,
    place: Workplace,
    children: ChildPool,
    rates: StageRates,
    running: Running,
    health: ServerHealth,
    shutdown: Shutdown,
    files: NewFiles,
) -> Engine:
    store, queue, pool = ports.store, ports.queue, running.pool
    jobs = Jobs(
        settings,
        store,
        queue,
        plans=registry.plans,
        blobs=ports.blobs,
        live=ports.live,
        workers=pool,
        leftovers=running.runner,
        folder_lost=place.lost,
        files=files,
    )
    queue_view = QueueView(
        store,
        queue,
        pool=pool,
        running=running.runner.running,
        forecast=running.forecast,
        rates=rates,
        registry=registry,
        elsewhere=ports.elsewhere,
    )
    asides = ChildAsides(children, place)
    intake = Intake(settings=settings, store=store, asides=asides, place=place, files=files)
    return Engine(
        jobs=jobs,
        queue_view=queue_view,
        intake=intake,
        transcripts=make_transcripts(settings, registry, store, place, files),
        chapters=make_chapters(store, place, files),
        health=health,
        shutdown=shutdown,
        webhooks=Webhooks(store, Seal.of(settings)),
        providers=Providers(settings, store, asides),
        dry_runs=DryRuns(settings, store, DryRun(settings, registry, rates, store, ports.blobs)),
        clip_previews=ClipPreviews(settings, store, asides),
    )


async def _open_upkeep(
    stack: AsyncExitStack,
    settings: Settings,
    registry: Registry,
    ports: Ports,
    running: Running,
    sweeper: Sweeper,
    takeover: Takeover,
) -> None:
    """Correct the clock before the queue is loaded, and renew leases before the first job is taken."""
    store = ports.store
    if ports.role.serves:
        await _open_care(stack, settings, registry, ports, sweeper)
    await ports.feed.start()
    QueuePublisher(ports.live).follow(store)
    keeper = LeaseKeeper(
        StoreLeases(store),
        [running.runner, running.key_leases],
        lease_s=settings.lease_seconds,
        now_ms=store.now_ms,
        recover=takeover.recover,
    )
    await stack.enter_async_context(keeper)


async def _open_care(
    stack: AsyncExitStack, settings: Settings, registry: Registry, ports: Ports, sweeper: Sweeper
) -> None:
    """What processes that serve do for all: retention, the state of videos and feeds, deliveries."""
    store, render = ports.store, ports.render_delivery
    assert render is not None
    check_clock = _nothing
    if ports.role is Role.ALONE:  # machines that share a database each have a clock of their own
        check_clock = (await stack.enter_async_context(ClockWatch(store))).check
    retention = Retention(
        store,
        registry.plans,
        days=settings.retention_days,
        max_bytes=settings.max_data_bytes,
        blobs=ports.blobs,
        sweep=sweeper.while_running,
        check_clock=check_clock,
    )
    store.follow_changes(retention.receive, others=False)
    await stack.enter_async_context(retention)
    videos = await stack.enter_async_context(VideoPublisher(store, ports.live))
    store.follow_changes(videos.receive)
    store.follow_changes(FeedPublisher(ports.live).receive)
    seal = Seal.of(settings)
    if await asyncio.to_thread(lambda: seal.has_key):  # else servers that have it send
        sender = await stack.enter_async_context(HookSender(store, settings, seal, render=render))
        store.follow_changes(sender.receive)


async def _nothing() -> None:
    """No check."""


def owner_tag_of(data_dir: Path) -> str:
    """The mark that every process of a server on this folder has in its environment.

    Made of the folder's id and its path: another machine's folder may have the same path, and a copy the same
    id, and both may run beside this one.
    """
    return hashlib.sha256(f"{data_dir.resolve()} {id_of(data_dir)}".encode()).hexdigest()[:16]
