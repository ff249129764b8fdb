"""The part of a server that shares its database with others: it accepts jobs, and workers run them."""

from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

from app.core.settings import Settings
from app.db.channel import Channel
from app.distributed.capacity import WorkersCapacity
from app.distributed.elsewhere import Elsewhere
from app.distributed.other_servers import OtherServers
from app.distributed.sender import MessageSender
from app.distributed.worker_reports import KnownWorkers
from app.engines.engine import Engine
from app.engines.local import Ports
from app.engines.member import open_member
from app.engines.roles import Role
from app.execution.active_jobs import ActiveJobs
from app.live.hub import Hub
from app.live.local_bus import LocalBus
from app.stages.registry import Registry


@dataclass(frozen=True, slots=True)
class Shared:
    """The parts of a server that follow other processes, which announce on `channel`."""

    hub: Hub
    bus: LocalBus
    channel: Channel
    active: ActiveJobs


async def open_server(
    stack: AsyncExitStack, settings: Settings, stages: Registry, ports: Ports, shared: Shared
) -> Engine:
    """Open the engine of a server without workers, which follows the other processes."""
    store = ports.store
    elsewhere = Elsewhere(store, shared.hub.note_job, shared.hub.progress)
    store.follow_changes(elsewhere.receive, own=False)
    sender = MessageSender(settings, store, ports.queue)
    store.follow_changes(sender.receive, others=False)
    reloads = [ports.feed.reload, shared.active.reload, elsewhere.reload]
    others = OtherServers(store, shared.channel, receive_hints=shared.bus.publish, reloads=reloads)
    await stack.enter_async_context(others)
    workers = KnownWorkers(store, lease_s=settings.lease_seconds, progress_of=elsewhere.progress)
    await stack.enter_async_context(workers)
    ports = replace(
        ports,
        role=Role.SERVER,
        elsewhere=workers,
        capacity=WorkersCapacity(workers),
        broker_down=lambda: sender.down,
        worker_lives=lambda: workers.any_lives,
    )
    engine = await stack.enter_async_context(open_member(settings, stages, ports))
    await stack.enter_async_context(sender)
    return engine
