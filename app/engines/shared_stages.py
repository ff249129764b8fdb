"""Assembles how workers run stages for each other: requests of what one lacks, and the desk that serves them."""

from collections.abc import Collection
from dataclasses import dataclass

from app.core.settings import Settings
from app.db.store import Store
from app.execution.key_leases import KeyLeases
from app.execution.records import Records
from app.execution.remote_work import RemoteWork
from app.execution.single_flight import Flights
from app.execution.slots import Slots
from app.execution.stage_desk import FailureOf, StageDesk
from app.execution.stage_rates import StageRates
from app.execution.stage_work import StageWork
from app.ports.stage_executor import StageExecutor
from app.stages.registry import Registry
from app.stages.stage import Resource


@dataclass(frozen=True, slots=True)
class Workshop:
    """What runs stages in this process."""

    settings: Settings
    registry: Registry
    store: Store
    records: Records
    rates: StageRates
    executor: StageExecutor
    work: StageWork
    slots: Slots
    flights: Flights
    leases: KeyLeases


def make_remote_work(shop: Workshop, resources: Collection[Resource]) -> RemoteWork:
    """The work that others do for this process, which has these resources."""
    remote = RemoteWork(
        store=shop.store,
        settings=shop.settings,
        records=shop.records,
        rates=shop.rates,
        here=resources,
        closing=shop.work.closing,
    )
    shop.store.follow_changes(remote.receive, own=False)
    return remote


def make_desk(shop: Workshop, resources: Collection[Resource], failure_of: FailureOf) -> StageDesk:
    """The desk for stages with these resources; it is not open yet."""
    desk = StageDesk(
        store=shop.store,
        settings=shop.settings,
        stages={stage.name: stage for stage in shop.registry},
        resources=resources,
        flights=shop.flights,
        leases=shop.leases,
        slots=shop.slots,
        work=shop.work,
        failure_of=failure_of,
    )
    shop.store.follow_changes(desk.receive, own=False)
    return desk
