"""Wrong keys: answered late, and the right one not kept out by them."""

import asyncio
from typing import Any

import pytest

from app.api.wrong_keys import ADDRESSES, AT_ONCE, FREE, LONGEST_S, WAITING, Guesses
from app.core.errors import TooManyRequests
from app.core.incidents import Incidents

pytestmark = pytest.mark.asyncio
STRANGER, FRIEND = "192.0.2.1", "192.0.2.2"


class World:
    """A clock and sleeps that a test controls, and a log."""

    def __init__(self) -> None:
        self.now = 0.0
        self.sleeps: list[float] = []
        self.gate: asyncio.Event | None = None
        self.lines: list[dict[str, Any]] = []
        self.guesses = Guesses(
            Incidents(self, "wrong API keys", clock=self.time),  # type: ignore[arg-type]
            clock=self.time,
            sleep=self.sleep,
        )

    def time(self) -> float:
        """The clock."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Sleep without time, or until the gate is open."""
        self.sleeps.append(seconds)
        if self.gate is not None:
            await self.gate.wait()

    def warning(self, event: str, **facts: Any) -> None:
        """A line of the log."""
        self.lines.append({"event": event, **facts})

    async def guess(self, count: int = 1, address: str = STRANGER) -> None:
        """Wrong keys, one after the other."""
        for _ in range(count):
            assert not await self.guesses.judge(address, "header", right=False)


async def test_the_first_are_free_and_then_each_takes_longer() -> None:
    """Up to a second; with time they are forgiven."""
    world = World()
    await world.guess(FREE)
    assert world.sleeps == []
    await world.guess(20)
    assert world.sleeps == sorted(world.sleeps)
    assert (world.sleeps[0], world.sleeps[-1]) == (0.1, LONGEST_S)
    world.now += 3600
    world.sleeps.clear()
    await world.guess(FREE)
    assert world.sleeps == []


async def test_they_are_logged_with_their_address() -> None:
    """And counted."""
    world = World()
    await world.guess(30)
    assert world.lines == [{"event": "wrong API keys", "reason": "header", "address": STRANGER, "count": 1}]
    assert world.guesses.wrong == 30


async def test_the_right_key_is_not_kept_out() -> None:
    """Not from other addresses, nor from one that had it right before, whatever is guessed there meanwhile."""
    world = World()
    assert await world.guesses.judge(FRIEND, "header", right=True)
    await world.guess(100)
    await world.guess(100, FRIEND)
    world.sleeps.clear()
    for address in (FRIEND, "192.0.2.3"):
        assert await world.guesses.judge(address, "header", right=True)
    assert world.sleeps == []
    assert await world.guesses.judge(STRANGER, "header", right=True)
    assert len(world.sleeps) == 1
    assert await world.guesses.judge(STRANGER, "header", right=True)
    assert len(world.sleeps) == 1


async def test_many_connections_guess_no_faster() -> None:
    """A few are worked on at once; more than wait for that are turned away, whether right or wrong."""
    world = World()
    await world.guess(FREE)
    world.gate = asyncio.Event()
    trying = [
        asyncio.create_task(world.guesses.judge(STRANGER, "header", right=False)) for _ in range(AT_ONCE + WAITING)
    ]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert len(world.sleeps) == AT_ONCE
    for right in (False, True):
        with pytest.raises(TooManyRequests):
            await world.guesses.judge(STRANGER, "header", right=right)
    assert await world.guesses.judge(FRIEND, "header", right=True)
    world.gate.set()
    assert await asyncio.gather(*trying) == [False] * (AT_ONCE + WAITING)


async def test_addresses_without_end_do_not_fill_the_memory() -> None:
    """The oldest are forgotten."""
    world = World()
    for number in range(ADDRESSES + 100):
        await world.guess(1, f"address {number}")
        await world.guesses.judge(f"friend {number}", "header", right=True)
    assert len(world.guesses._scores) == len(world.guesses._friends) == ADDRESSES
