"""What every implementation of leases does: two processes share them, and the clock is the test's."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.db import moves
from app.db.leases import StoreLeases
from app.db.store import Store
from app.jobs.leases import Held, Holder, Lease, LeaseKind
from app.jobs.states import Cause
from app.ports.leases import Leases
from tests.contracts.memory_leases import Ground, MemoryLeases
from tests.current_schema import put_database
from tests.stages import PLANS
from tests.stores import new_job

LEASE_MS = 9_000
ROUNDS = 20


@dataclass
class Process:
    """A process with its leases, and how it claims a job and ends its attempt."""

    leases: Leases
    claim: Callable[[], Awaitable[str]]
    end: Callable[[str], Awaitable[None]]


@dataclass
class Place:
    """Two processes and their clock, Unix milliseconds."""

    clock: list[int]
    here: Process
    there: Process

    def wait(self, ms: int) -> None:
        """Let time pass."""
        self.clock[0] += ms


def _in_memory(ground: Ground, name: str) -> Process:
    leases = MemoryLeases(ground, Holder(name, LEASE_MS))

    async def claim() -> str:
        job_id = f"job-{len(ground.attempts)}"
        leases.claim(job_id)
        return job_id

    async def end(job_id: str) -> None:
        leases.end(job_id)

    return Process(leases, claim, end)


def _in_store(store: Store, name: str) -> Process:
    store.work_as(Holder(name, LEASE_MS))

    async def claim() -> str:
        job, _ = await store.write(moves.submit, new_job())
        assert await store.write(moves.claim, job.id, PLANS) is not None
        return job.id

    async def end(job_id: str) -> None:
        await store.write(moves.finish, job_id, 1, Cause.COMPLETE)

    return Process(StoreLeases(store), claim, end)


@asynccontextmanager
async def _stores(url: str, clock: list[int]) -> AsyncIterator[Place]:
    async with AsyncExitStack() as stack:
        both = [await stack.enter_async_context(Store(url, now_ms=lambda: clock[0], shared=True)) for _ in range(2)]
        yield Place(clock, _in_store(both[0], "here"), _in_store(both[1], "there"))


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    """Two processes, on each implementation."""
    clock = [1_700_000_000_000]
    if request.param == "memory":
        ground = Ground(lambda: clock[0])
        yield Place(clock, _in_memory(ground, "here"), _in_memory(ground, "there"))
    elif request.param == "sqlite":
        put_database(tmp_path / "jobs.db")
        async with _stores(f"sqlite:///{tmp_path / 'jobs.db'}", clock) as opened:
            yield opened
    else:
        async with _stores(request.getfixturevalue("postgres_url"), clock) as opened:
            yield opened


async def test_a_key_that_is_leased_goes_to_nobody_else(place: Place) -> None:
    """The other process learns who has it, until when. The holder may acquire it again."""
    first = await place.here.leases.acquire("k")
    assert first == Lease(LeaseKind.KEY, "k", "here", place.clock[0] + LEASE_MS)
    place.wait(1_000)
    assert await place.there.leases.acquire("k") == first
    longer = await place.here.leases.acquire("k")
    assert longer.until_ms == first.until_ms + 1_000
    assert await place.there.leases.lease_on(LeaseKind.KEY, "k") == longer


async def test_a_key_that_is_released_goes_to_the_next(place: Place) -> None:
    """By its holder alone: what another releases stays leased."""
    await place.here.leases.acquire("k")
    await place.there.leases.release("k")
    assert (await place.there.leases.acquire("k")).worker_id == "here"
    await place.here.leases.release("k")
    await place.here.leases.release("k")
    assert await place.here.leases.lease_on(LeaseKind.KEY, "k") is None
    assert (await place.there.leases.acquire("k")).worker_id == "there"


async def test_a_lease_that_has_run_out_is_anybodys_and_a_millisecond_before_nobodys(place: Place) -> None:
    """Its former holder cannot renew it then."""
    await place.here.leases.acquire("k")
    place.wait(LEASE_MS - 1)
    assert (await place.there.leases.acquire("k")).worker_id == "here"
    place.wait(1)
    assert (await place.there.leases.acquire("k")).worker_id == "there"
    assert await place.here.leases.renew(["k"]) == Held()
    await place.here.leases.release("k")
    assert (await place.here.leases.acquire("k")).worker_id == "there"


async def test_a_lease_that_has_run_out_and_nobody_wanted_can_be_renewed(place: Place) -> None:
    """A process that was held up goes on."""
    await place.here.leases.acquire("k")
    place.wait(2 * LEASE_MS)
    assert await place.here.leases.renew(["k", "other"]) == Held(keys=frozenset({"k"}))
    assert (await place.there.leases.acquire("k")).worker_id == "here"


async def test_of_processes_that_acquire_at_once_one_gets_it(place: Place) -> None:
    """All learn the same."""
    for number in range(ROUNDS):
        acquired = await asyncio.gather(
            *(process.leases.acquire(f"k{number}") for process in (place.here, place.there) * 3)
        )
        assert len({lease.worker_id for lease in acquired}) == 1


async def test_a_claim_leases_a_job_and_its_end_releases_it(place: Place) -> None:
    """The others see who runs it."""
    job_id = await place.here.claim()
    lease = await place.there.leases.lease_on(LeaseKind.JOB, job_id)
    assert lease == Lease(LeaseKind.JOB, job_id, "here", place.clock[0] + LEASE_MS)
    await place.here.end(job_id)
    assert await place.there.leases.lease_on(LeaseKind.JOB, job_id) is None
    assert await place.here.leases.renew([]) == Held()


async def test_renewing_extends_all_jobs_of_this_process_and_the_keys_that_it_names(place: Place) -> None:
    """It returns what that is: jobs with their attempt, and keys. A key that is not named runs out."""
    mine, theirs = await place.here.claim(), await place.there.claim()
    await place.here.leases.acquire("mine")
    await place.here.leases.acquire("forgotten")
    await place.there.leases.acquire("theirs")
    place.wait(1_000)
    assert await place.here.leases.renew(["mine", "theirs"]) == Held(frozenset({(mine, 1)}), frozenset({"mine"}))
    later, before = place.clock[0] + LEASE_MS, place.clock[0] - 1_000 + LEASE_MS
    seen = {(lease.name, lease.until_ms) for lease in await place.there.leases.others()}
    assert seen == {(mine, later), ("mine", later), ("forgotten", before)}
    assert {lease.until_ms for lease in await place.here.leases.others()} == {before}
    assert {lease.name for lease in await place.here.leases.others()} == {theirs, "theirs"}


async def test_others_come_with_the_first_to_run_out_first(place: Place) -> None:
    """Those that have run out too; one's own never."""
    await place.here.leases.acquire("first")
    place.wait(LEASE_MS)
    job_id = await place.here.claim()
    place.wait(1)
    await place.here.leases.acquire("last")
    assert [lease.name for lease in await place.there.leases.others()] == ["first", job_id, "last"]
    assert await place.here.leases.others() == []
