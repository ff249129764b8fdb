"""What every event bus does, and that followers see exactly the log whatever it does within its contract."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.db import moves, queries
from app.db.event_log import StoredEventLog
from app.db.store import Store
from app.db.transaction import Transaction
from app.jobs.events import Hint, LogLine
from app.live.follower import Follower
from app.live.hub import Hub
from app.live.local_bus import LocalBus
from app.live.message import Message
from app.live.subscription import LogCheck, subscribed
from app.ports.event_bus import EventBus
from tests.contracts.lossy_bus import Faults, LossyBus
from tests.stores import new_job, open_store
from tests.unit.live.history import PlainRenderer

PATIENCE_S = 30.0
#: How often the log is checked for lost hints in these tests, seconds.
CHECK_EVERY_S = 0.01

BUSES: dict[str, Callable[[], EventBus]] = {
    "local": LocalBus,
    "lossy, that loses nothing": lambda: LossyBus(Faults(), random.Random(1)),
    "that loses some": lambda: LossyBus(Faults(lost=0.3), random.Random(2)),
    "that loses all": lambda: LossyBus(Faults(lost=1.0), random.Random(3)),
    "that doubles": lambda: LossyBus(Faults(doubled=0.7), random.Random(4)),
    "that reorders": lambda: LossyBus(Faults(delayed=0.6), random.Random(5)),
    "without events": lambda: LossyBus(Faults(bare=1.0), random.Random(6)),
    "with every fault": lambda: LossyBus(Faults(0.2, 0.2, 0.4, 0.4), random.Random(7)),
}


@pytest.fixture(params=BUSES)
def bus(request: pytest.FixtureRequest) -> EventBus:
    """One of each kind."""
    return BUSES[request.param]()


def _hints(count: int, job_id: str = "job") -> list[Hint]:
    return [Hint(job_id, n, n) for n in range(1, count + 1)]


async def _settled() -> None:
    """Longer than any hint is delayed."""
    for _ in range(50):
        await asyncio.sleep(0)


async def test_a_subscriber_gets_nothing_that_was_not_published(bus: EventBus) -> None:
    """And, of a bus that is not lossy, everything, once, in order, before `publish` returns or soon after."""
    got: list[Hint] = []
    with bus.subscribe(got.extend):
        for hint in _hints(50):
            bus.publish([hint])
        await _settled()
    assert {(hint.seq, hint.event_id) for hint in got} <= {(n, n) for n in range(1, 51)}
    if not bus.lossy:
        assert got == _hints(50)


async def test_every_subscriber_gets_the_hints(bus: EventBus) -> None:
    """One does not take them from another."""
    one, other = list[Hint](), list[Hint]()
    with bus.subscribe(one.extend), bus.subscribe(other.extend):
        bus.publish(_hints(20))
        await _settled()
    if bus.lossy:
        assert {hint.seq for hint in one + other} <= set(range(1, 21))
    else:
        assert one == other == _hints(20)


async def test_nothing_comes_before_the_subscription_or_after_its_end(bus: EventBus) -> None:
    """Also not late hints of before."""
    got: list[Hint] = []
    with bus.subscribe(lambda _: None):
        bus.publish(_hints(3, "early"))
        await _settled()
        with bus.subscribe(got.extend):
            pass
        bus.publish(_hints(3, "late"))
        await _settled()
    assert got == []


@dataclass
class Place:
    """A store and a hub on a bus, and what commits publish to it."""

    store: Store
    hub: Hub
    jobs: list[str] = field(default_factory=list)

    async def write(self, job_id: str, count: int = 1) -> None:
        """Commit log lines of a job."""
        await self.store.write(Transaction.append, job_id, [LogLine(level="info", message="x")] * count)

    @asynccontextmanager
    async def follow(self, job_id: str) -> AsyncIterator[list[Message]]:
        """What a follower of the job is sent from now on."""

        async def read(after: int, limit: int) -> Sequence[Message]:
            page = await self.store.read(queries.events_of_job, job_id, after=after, limit=limit)
            return [PlainRenderer().event(stored) for stored in page]

        with self.hub.follow_job(job_id, read, _never) as follower:
            newest = (await self.store.read(queries.job, job_id)).last_seq
            async with _taken(follower, newest) as got:
                yield got

    @asynccontextmanager
    async def follow_all(self) -> AsyncIterator[list[Message]]:
        """What a follower of everything is sent from now on."""

        async def read(after: int, limit: int) -> Sequence[Message]:
            page = await self.store.read(queries.events_of_all, after=after, limit=limit)
            return [PlainRenderer().event(stored).counted_by(stored.id) for stored in page]

        with self.hub.follow_all(read) as follower:
            async with _taken(follower, await self.store.read(queries.newest_event_id)) as got:
                yield got


async def _never(_: int) -> bool:
    return False


@asynccontextmanager
async def _taken(follower: Follower, newest: int) -> AsyncIterator[list[Message]]:
    got: list[Message] = []

    async def take() -> None:
        async for message in follower.messages():
            got.append(message)  # noqa: PERF401 - each is seen at once

    follower.begin(newest, newest=newest)
    taking = asyncio.create_task(take())
    try:
        yield got
    finally:
        follower.stop()
        await taking


@asynccontextmanager
async def place_on(bus: EventBus, folder: Path, *, outbox_size: int = 256) -> AsyncIterator[Place]:
    """A store with three jobs, and a hub that hears of it over the bus alone."""
    async with open_store(folder) as store, AsyncExitStack() as stack:
        hub = Hub(PlainRenderer(), lossy=bus.lossy, outbox_size=outbox_size)
        store.listen(lambda events: bus.publish([Hint.of(event) for event in events]))
        await stack.enter_async_context(subscribed(hub, bus, StoredEventLog(store), check_every_s=CHECK_EVERY_S))
        jobs = [(await store.write(moves.submit, new_job()))[0].id for _ in range(3)]
        yield Place(store, hub, jobs)


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not holds():
            await asyncio.sleep(0.005)


@pytest.mark.parametrize("outbox_size", [4, 256])
async def test_followers_get_every_event_in_order_once(bus: EventBus, outbox_size: int, tmp_path: Path) -> None:
    """Of one job and of all, with outboxes that overflow and with ones that do not, the last event too."""
    dice = random.Random(outbox_size)
    async with place_on(bus, tmp_path, outbox_size=outbox_size) as place, AsyncExitStack() as stack:
        before = await place.store.read(queries.newest_event_id)
        of_jobs = {job: await stack.enter_async_context(place.follow(job)) for job in place.jobs}
        of_all = await stack.enter_async_context(place.follow_all())
        for _ in range(40):
            await place.write(dice.choice(place.jobs), dice.randint(1, 6))
            if dice.random() < 0.5:
                await asyncio.sleep(0)
        logs = {job: await place.store.read(queries.events_of_job, job, after=1, limit=1000) for job in place.jobs}
        total = await place.store.read(queries.events_of_all, after=before, limit=1000)
        await _until(lambda: len(of_all) >= len(total) and all(len(of_jobs[job]) >= len(logs[job]) for job in logs))
        await _settled()
        assert [message.cursor for message in of_all] == [stored.id for stored in total]
        for job, log in logs.items():
            assert [message.cursor for message in of_jobs[job]] == [stored.seq for stored in log]


async def test_the_last_event_comes_though_its_hint_was_lost(tmp_path: Path) -> None:
    """Nothing follows it that would show the gap."""
    bus = LossyBus(Faults(lost=1.0), random.Random(1))
    async with place_on(bus, tmp_path) as place, place.follow(place.jobs[0]) as of_job, place.follow_all() as of_all:
        newest = await place.store.read(queries.newest_event_id)
        await place.write(place.jobs[0])
        await _until(lambda: len(of_job) == 1 and len(of_all) == 1)
        assert (of_job[0].seq, of_all[0].cursor) == (2, newest + 1)


async def test_a_bus_that_loses_nothing_costs_no_look_at_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No check runs, and followers that keep up never read."""
    looks: list[str] = []
    monkeypatch.setattr(LogCheck, "__aenter__", lambda _: looks.append("check"))
    async with place_on(LocalBus(), tmp_path) as place, place.follow(place.jobs[0]) as of_job:
        for _ in range(10):
            await place.write(place.jobs[0])
        await _until(lambda: len(of_job) == 10)
        assert (looks, place.hub.traffic.replayed) == ([], 0)


async def test_a_check_that_fails_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that stumbles for a moment does not leave followers without the last event for ever."""
    failures = 3
    ask = StoredEventLog.hints_after

    async def stumbling(self: StoredEventLog, event_id: int) -> Sequence[Hint]:
        nonlocal failures
        if failures:
            failures -= 1
            raise OSError("gone for a moment")
        return await ask(self, event_id)

    monkeypatch.setattr(StoredEventLog, "hints_after", stumbling)
    bus = LossyBus(Faults(lost=1.0), random.Random(1))
    async with place_on(bus, tmp_path) as place, place.follow(place.jobs[0]) as of_job:
        await place.write(place.jobs[0])
        await _until(lambda: len(of_job) == 1)
    assert failures == 0
