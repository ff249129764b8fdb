"""The part of a server that shares its database with others: it accepts jobs, and workers run them."""

from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

from app.core.settings import Settings
from app.db.channel import Channel
from app.distributed.capacity import WorkersCapacity
from app.distributed.elsewhere import Elsewhere
from app.distributed.logged_moves import LoggedMoves
from app.distributed.other_servers import OtherServers
from app.distributed.sender import MessageSender
from app.distributed.worker_reports import KnownWorkers
from app.engines.engine import Engine
from app.engines.local import Ports
from app.engines.member import open_member
from app.engines.roles import Role
from app.execution.active_jobs import ActiveJobs
from app.jobs.events import FollowMoves
from app.live.hub import Hub
from app.live.local_bus import LocalBus
from app.service.server_health import BrokerStatus
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
) -> tuple[Engine, FollowMoves]:
    """Open the engine of a server without workers, and what follows how jobs and stages go on all machines."""
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
        broker=lambda: BrokerStatus(sender.down, sender.resent),
        worker_lives=lambda: workers.any_lives,
    )
    engine = await stack.enter_async_context(open_member(settings, stages, ports))
    await stack.enter_async_context(sender)
    return engine, (await stack.enter_async_context(LoggedMoves(store))).listen
