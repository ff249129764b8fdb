"""One process at a time works on a key; who loses its lease stops."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from app.db.leases import KeyLeaseLost, StoreLeases
from app.db.store import Store
from app.execution.key_leases import KeyLeases
from app.execution.single_flight import Flight, Flights
from app.jobs.leases import Held, Holder, LeaseKind
from tests.contracts.memory_leases import Ground, MemoryLeases
from tests.stores import open_store

KEYS = Held(keys=frozenset({"k"}))


class Processes:
    """Two processes on one memory, with a clock that the test turns."""

    def __init__(self) -> None:
        self.now_ms = 1_000_000
        self.ground = Ground(lambda: self.now_ms)
        self.leases = [MemoryLeases(self.ground, Holder(name, 1_000)) for name in ("here", "there")]
        self.here, self.there = (
            KeyLeases(leases, worker_id=name, poll_s=0.001)
            for leases, name in zip(self.leases, ("here", "there"), strict=True)
        )


@pytest.fixture
def processes() -> Processes:
    """Nothing is leased yet."""
    return Processes()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A store on SQLite."""
    async with open_store(tmp_path) as opened:
        yield opened


async def test_the_other_process_waits_until_the_work_has_ended(processes: Processes) -> None:
    """However it ended; then it gets the lease."""
    order: list[str] = []

    async def there() -> None:
        async with processes.there.held("k"):
            order.append("there")

    async with asyncio.timeout(20):
        waiting = None
        with suppress(KeyError):
            async with processes.here.held("k"):
                waiting = asyncio.create_task(there())
                await processes.ground.refused.wait()
                order.append("here")
                raise KeyError
        assert waiting is not None
        await waiting
    assert order == ["here", "there"]
    assert (processes.here.leased(), processes.there.leased()) == (Held(), Held())


async def test_the_other_process_goes_on_when_the_lease_has_run_out(processes: Processes) -> None:
    """Its holder's work is ended at the next renewal; it does not touch the other's lease."""
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def there() -> None:
        async with processes.there.held("k"):
            begun.set()
            await go_on.wait()

    async with asyncio.timeout(20):
        with pytest.raises(KeyLeaseLost):
            async with processes.here.held("k"):
                waiting = asyncio.create_task(there())
                await processes.ground.refused.wait()
                assert not begun.is_set()
                processes.now_ms += 1_000
                await begun.wait()
                gone = processes.here.leased() - await processes.leases[0].renew(["k"])
                assert gone == KEYS
                processes.here.lost(gone)
                await asyncio.Event().wait()
        lease = await processes.leases[0].lease_on(LeaseKind.KEY, "k")
        assert lease is not None
        assert lease.worker_id == "there"
        go_on.set()
        await waiting


async def test_a_lease_may_be_lost_again_while_the_work_still_ends(processes: Processes) -> None:
    """The child takes a moment to be killed; the next renewal finds the same lease lost."""
    async with asyncio.timeout(20):
        with pytest.raises(KeyLeaseLost):
            async with processes.here.held("k"):
                processes.here.lost(KEYS)
                try:
                    await asyncio.Event().wait()
                finally:
                    processes.here.lost(KEYS)


async def test_a_time_limit_of_the_work_stays_one(processes: Processes) -> None:
    """It is not taken for a lost lease."""
    with pytest.raises(TimeoutError):
        async with processes.here.held("k"):
            raise TimeoutError


async def test_whoever_stops_waiting_leaves_nothing(processes: Processes) -> None:
    """The next one gets the key as soon as it is free."""
    async with asyncio.timeout(20):
        async with processes.here.held("k"):
            waiting = asyncio.create_task(processes.there.held("k").__aenter__())
            await processes.ground.refused.wait()
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            assert await processes.leases[0].renew(["k"]) == KEYS
        assert await processes.leases[0].lease_on(LeaseKind.KEY, "k") is None


async def test_a_lease_ends_with_the_commit_of_the_output(store: Store) -> None:
    """Not before: what does not commit keeps it. A look in between finds nothing lost."""
    store.work_as(Holder("here"))
    leases = StoreLeases(store)
    keys = KeyLeases(leases, worker_id="here")
    async with keys.held("k") as hold:
        with pytest.raises(KeyError):
            await store.write(lambda tx: [hold.release(tx), {}["nothing"]])
        assert keys.leased() == KEYS == await leases.renew(["k"])
        await store.write(hold.release)
        assert keys.leased() == Held() == await leases.renew(["k"])
        keys.lost(KEYS)
        for _ in range(3):
            await asyncio.sleep(0)  # it would be cancelled here


async def test_what_is_written_under_a_lost_lease_is_refused(store: Store) -> None:
    """Before anybody has noticed."""
    store.work_as(Holder("here"))
    async with KeyLeases(StoreLeases(store), worker_id="here").held("k") as hold:
        await store.write(hold.fence)
        await store.write(lambda tx: tx.conn.exec_driver_sql("UPDATE key_leases SET worker_id = 'there'") and None)
        with pytest.raises(KeyLeaseLost):
            await store.write(hold.fence)


async def test_flights_of_two_processes_follow_each_other(processes: Processes) -> None:
    """Inside one process jobs share the work; the other begins when that has ended, and would find the output."""
    flights = Flights(processes.here), Flights(processes.there)
    begun: list[int] = []
    begins, gate = asyncio.Event(), asyncio.Event()

    async def join(process: int) -> None:
        async def work(flight: Flight) -> None:
            assert flight.hold is not None
            begun.append(process)
            begins.set()
            await gate.wait()

        await flights[process].join("k", work, lambda _: None)

    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        for process in (0, 0, 1, 1):
            group.create_task(join(process))
        await begins.wait()
        await processes.ground.refused.wait()
        assert len(begun) == 1
        gate.set()
    assert sorted(begun) == [0, 1]
