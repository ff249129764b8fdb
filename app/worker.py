"""Assembles a worker: the process that runs jobs, where servers on this or other machines accept them."""

import os
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

from app import __version__
from app.core.private import make_private
from app.core.settings import Settings
from app.db import queries
from app.db.store import Store
from app.distributed.other_servers import OtherServers
from app.distributed.queue_names import queue_of
from app.distributed.wanted_settings import check_machines, queues_of, resources_of
from app.distributed.woken_queue import WokenQueue
from app.distributed.worker_reports import WorkerReporter
from app.engines.engine import Engine
from app.engines.local import Ports, enqueue
from app.engines.member import open_member
from app.engines.roles import Role
from app.engines.running import slot_sizes
from app.execution.queue_feed import QueueFeed
from app.jobs.telemetry import Measure
from app.jobs.worker_processes import WorkerProcess
from app.live.silent import Silent
from app.opening import open_channel, open_store
from app.service.telemetry import TelemetryRecorder
from app.stages.registry import Registry
from app.storage.data_folder import DataFolder
from app.storage.server_opening import open_server_blobs


class Worker:
    """A running worker. One event loop."""

    def __init__(self, store: Store, queue: WokenQueue, feed: QueueFeed, engine: Engine) -> None:
        self._store = store
        self._queue = queue
        self._feed = feed
        self.engine = engine

    async def receive(self, job_id: str) -> None:
        """Receive the message of a job. Returns when a slot has been woken by it."""
        self._feed.receive(await self._store.read(queries.jobs, [job_id]))
        await self._queue.wake()

    def close(self) -> None:
        """Take no more messages."""
        self._queue.close()


def checked_worker(settings: Settings, registry: Registry | None = None) -> Registry:
    """The stages of a worker with these settings. Raises SettingsInvalid for what no worker can work with."""
    stages = registry or Registry.discovered()
    stages.check_settings(settings)
    check_machines(settings)
    queues_of(settings)
    resources_of(settings)
    return stages


@asynccontextmanager
async def open_worker(settings: Settings, stages: Registry) -> AsyncIterator[Worker]:
    """Run jobs for the duration of the block. Leaving it puts running ones back, for other workers."""
    make_private()
    async with AsyncExitStack() as stack:
        folder = DataFolder(settings)
        folder.check()
        blobs = open_server_blobs(settings, folder.blobs)
        store = await stack.enter_async_context(open_store(settings))
        channel = await stack.enter_async_context(open_channel(settings, store))
        queue = WokenQueue(now_ms=store.now_ms, enqueue=partial(enqueue, store))
        served = queues_of(settings)
        feed = QueueFeed(store, queue, accepted=lambda priority: queue_of(priority) in served)
        others = OtherServers(store, channel, receive_hints=lambda _: None, reloads=[feed.reload])
        await stack.enter_async_context(queue)
        await stack.enter_async_context(others)  # also while it stops: a job may be cancelled then
        ports = Ports(store, blobs, queue, feed, live=Silent(), role=Role.WORKER, resources=resources_of(settings))
        engine = await stack.enter_async_context(open_member(settings, stages, ports))
        await _open_telemetry(stack, settings, store)
        reporter = WorkerReporter(store, _described(settings, store), lease_s=settings.lease_seconds)
        await stack.enter_async_context(reporter)
        worker = Worker(store, queue, feed, engine)
        stack.callback(worker.close)
        yield worker


async def _open_telemetry(stack: AsyncExitStack, settings: Settings, store: Store) -> None:
    """Store measures of the jobs that run here; servers measure the rest."""
    if settings.telemetry_days:
        recorder = TelemetryRecorder(store, _no_figures, days=settings.telemetry_days)
        store.listen(recorder.observe)
        await stack.enter_async_context(recorder)


async def _no_figures(_: int) -> Sequence[Measure]:
    return ()


def _described(settings: Settings, store: Store) -> WorkerProcess:
    slots = {resource.value: size for resource, size in slot_sizes(settings).items()}
    return WorkerProcess(
        store.holder.worker_id,
        socket.gethostname(),
        os.getpid(),
        queues_of(settings),
        {name: slots[name] for name in sorted(resource.value for resource in resources_of(settings))},
        settings.max_concurrent_jobs,
        __version__,
        store.now_ms(),
    )
