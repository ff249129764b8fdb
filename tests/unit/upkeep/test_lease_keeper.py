"""Which leases are renewed, whose work is stopped, and who is taken for dead. Both clocks are the test's."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from app.jobs.leases import Held, Holder, Lease
from app.upkeep.lease_keeper import LeaseKeeper
from tests.contracts.memory_leases import Ground, MemoryLeases

LEASE_S = 9.0
EVERY_S = 3.0
LATER = 0.001


@dataclass
class Work:
    """What is worked on, and what was stopped."""

    held: Held = field(default_factory=Held)
    stopped: list[Held] = field(default_factory=list)

    def leased(self) -> Held:
        return self.held

    def lost(self, gone: Held) -> None:
        self.stopped.append(gone)


class Scene:
    """A keeper "here", and two other processes. `wait` moves the time of day and the time since boot."""

    def __init__(self) -> None:
        self.now_s, self.boot_s = 1_000_000.0, 50.0
        ground = Ground(self.now_ms)
        self.here, self.there, self.third = (
            MemoryLeases(ground, Holder(name, int(LEASE_S * 1000))) for name in ("here", "there", "third")
        )
        self.work, self.recovered = Work(), list[str]()
        self.keeper = LeaseKeeper(
            self.here,
            [self.work],
            lease_s=LEASE_S,
            now_ms=self.now_ms,
            recover=self._recover,
            elapsed_s=lambda: self.boot_s,
        )

    def now_ms(self) -> int:
        return int(self.now_s * 1000)

    async def _recover(self, dead: Sequence[Lease]) -> None:
        self.recovered += [lease.name for lease in dead]
        for lease in dead:
            self.there.end(lease.name)

    def wait(self, seconds: float) -> None:
        self.now_s += seconds
        self.boot_s += seconds


@pytest.fixture
def scene() -> Scene:
    """Nothing is leased yet."""
    return Scene()


async def test_what_runs_here_keeps_its_lease(scene: Scene) -> None:
    """However long it takes, with looks as far apart as the keeper says."""
    scene.here.claim("mine")
    scene.work.held = Held(frozenset({("mine", 1)}))
    for _ in range(20):
        scene.wait(await scene.keeper.check())
        (lease,) = await scene.there.others()
        assert lease.until_ms > scene.now_ms()
    assert (scene.work.stopped, scene.recovered) == ([], [])


async def test_work_whose_lease_another_has_is_stopped(scene: Scene) -> None:
    """Job or key; what is still held goes on."""
    for job_id in ("kept", "taken"):
        scene.here.claim(job_id)
    for key in ("kept", "taken"):
        await scene.here.acquire(key)
    scene.work.held = Held(frozenset({("kept", 1), ("taken", 1)}), frozenset({"kept", "taken"}))
    scene.wait(LEASE_S)  # without a look: this process was held up
    scene.there.claim("taken")
    await scene.there.acquire("taken")
    await scene.keeper.check()
    assert scene.work.stopped == [Held(frozenset({("taken", 1)}), frozenset({"taken"}))]


async def test_a_server_that_dies_is_noticed_when_its_lease_runs_out(scene: Scene) -> None:
    """Not a look later, so its jobs go on within the time of one lease; and not before."""
    scene.wait(await scene.keeper.check())
    scene.there.claim("job")
    died_s = scene.now_s
    while not scene.recovered:
        assert scene.now_s <= died_s + LEASE_S + 0.1
        scene.wait(await scene.keeper.check())
        if scene.now_s < died_s + LEASE_S:
            assert scene.recovered == []
    assert scene.recovered == ["job"]
    scene.wait(await scene.keeper.check())
    assert scene.recovered == ["job"]


async def test_after_a_pause_of_all_servers_nobody_is_taken_for_dead_at_once(scene: Scene) -> None:
    """The database was away, or the machine slept: who lives renews now, and who does not is noticed later."""
    scene.there.claim("lives")
    scene.third.claim("died")
    scene.wait(await scene.keeper.check())
    scene.wait(600)
    await scene.keeper.check()
    assert scene.recovered == []
    for _ in range(4):
        await scene.there.renew([])
        scene.wait(await scene.keeper.check())
    assert scene.recovered == ["died"]


@pytest.mark.parametrize("ahead_s", [86_400.0, -86_400.0])
async def test_a_clock_that_is_wrong_takes_nothing_from_a_server_that_lives(scene: Scene, ahead_s: float) -> None:
    """It may be ahead for ever, or be set while the server runs: renewals are seen all the same."""
    scene.there.claim("job")
    await scene.keeper.check()
    for _ in range(20):
        scene.now_s += ahead_s  # the other's clock
        await scene.there.renew([])
        scene.now_s -= ahead_s
        scene.wait(EVERY_S)
        await scene.keeper.check()
    scene.now_s += ahead_s
    for _ in range(20):
        await scene.there.renew([])
        scene.wait(EVERY_S)
        await scene.keeper.check()
    assert scene.recovered == []


async def test_a_clock_that_is_set_takes_nothing_from_this_server(scene: Scene) -> None:
    """Its own leases are not judged, and live on in the new time."""
    scene.here.claim("mine")
    scene.work.held = Held(frozenset({("mine", 1)}))
    await scene.keeper.check()
    for by_s in (86_400.0, -2 * 86_400.0):
        scene.now_s += by_s
        await scene.keeper.check()
        assert (scene.work.stopped, scene.recovered) == ([], [])
        (lease,) = await scene.there.others()
        assert lease.until_ms == scene.now_ms() + LEASE_S * 1000
