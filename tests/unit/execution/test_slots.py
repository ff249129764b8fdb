"""Slots: as many as there are, the best rank first."""

import asyncio
from contextlib import ExitStack

import pytest

from app.execution.slots import Slots
from app.stages.stage import Resource


async def _hold(slots: Slots, rank: int, order: list[int], gate: asyncio.Event) -> None:
    async with slots.take(Resource.ENCODE, lambda: (rank, 0.0)):
        order.append(rank)
        await gate.wait()


async def _turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_no_more_hold_a_slot_than_there_are() -> None:
    """The third waits for one of the two."""
    slots, order, gate = Slots({Resource.ENCODE: 2}), list[int](), asyncio.Event()
    tasks = [asyncio.create_task(_hold(slots, rank, order, gate)) for rank in (1, 2, 3)]
    await _turns()
    assert order == [1, 2]
    assert slots.waiting(Resource.ENCODE) == 1
    gate.set()
    await asyncio.gather(*tasks)
    assert order == [1, 2, 3]


async def test_the_best_rank_is_served_first() -> None:
    """Not the first to come."""
    slots, order, gate = Slots({Resource.ENCODE: 1}), list[int](), asyncio.Event()
    tasks = [asyncio.create_task(_hold(slots, rank, order, gate)) for rank in (0, 9, 5, 7)]
    await _turns()
    gate.set()
    await asyncio.gather(*tasks)
    assert order == [0, 5, 7, 9]


async def test_a_rank_that_changes_while_it_waits_counts() -> None:
    """A better job may join the work, the clock may be set."""
    slots, order, gate, ranks = Slots({Resource.ENCODE: 1}), list[str](), asyncio.Event(), {"a": 1, "b": 2, "c": 3}

    async def hold(name: str) -> None:
        async with slots.take(Resource.ENCODE, lambda: (ranks[name], 0.0)):
            order.append(name)
            await gate.wait()

    tasks = [asyncio.create_task(hold(name)) for name in ranks]
    await _turns()
    ranks["c"] = 0
    gate.set()
    await asyncio.gather(*tasks)
    assert order == ["a", "c", "b"]


async def test_of_one_rank_the_stage_that_the_most_work_waits_for_is_served_first() -> None:
    """The sound for the speech model, before the look at the picture; a job of higher priority goes before both."""
    slots, order, gate = Slots({Resource.ENCODE: 1}), list[str](), asyncio.Event()
    turns = {"first": (0, 0.0), "scenes": (2, -5.0), "speech": (2, -60.0), "audio": (2, 0.0), "other job": (1, 0.0)}

    async def hold(name: str) -> None:
        async with slots.take(Resource.ENCODE, lambda: turns[name]):
            order.append(name)
            await gate.wait()

    tasks = [asyncio.create_task(hold(name)) for name in turns]
    await _turns()
    gate.set()
    await asyncio.gather(*tasks)
    assert order == ["first", "other job", "speech", "scenes", "audio"]


async def test_a_free_slot_is_kept_for_a_stage_that_is_announced() -> None:
    """Of as many slots as stages of an earlier turn are on their way; the others are served at once."""
    slots, order, gate = Slots({Resource.ENCODE: 2}), list[int](), asyncio.Event()
    with slots.announced(Resource.ENCODE, lambda: (1, 0.0)) as first:
        tasks = [asyncio.create_task(_hold(slots, rank, order, gate)) for rank in (3, 2, 0)]
        await _turns()
        assert order == [3, 0]
        gate.set()
        await _turns()
        assert order == [3, 0, 2]
        gate.clear()
        tasks.append(asyncio.create_task(_hold(slots, 4, order, gate)))
        tasks.append(asyncio.create_task(_hold(slots, 5, order, gate)))
        await _turns()
        assert order == [3, 0, 2, 4]
        assert slots.waiting(Resource.ENCODE) == 1
        first.withdraw()
        async with slots.take(Resource.ENCODE, lambda: (1, 0.0)):
            await _turns()
            assert slots.waiting(Resource.ENCODE) == 1
        await _turns()
        assert order == [3, 0, 2, 4, 5]
    gate.set()
    await asyncio.gather(*tasks)


@pytest.mark.parametrize("in_time", [False, True])
async def test_a_slot_is_not_kept_for_ever(in_time: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stage that needs none after all, or that waits for another process, keeps nobody waiting."""
    monkeypatch.setattr("app.execution.slots.KEPT_S", 60.0 if in_time else 0.0)
    slots, order, gate = Slots({Resource.ENCODE: 1}), list[int](), asyncio.Event()
    gate.set()
    async with asyncio.timeout(5):
        with slots.announced(Resource.ENCODE, lambda: (0, 0.0)) as early:
            later = asyncio.create_task(_hold(slots, 1, order, gate))
            await _turns() if in_time else await later
            assert order == ([] if in_time else [1])
        await later
    early.withdraw()  # again: of no effect
    assert order == [1]


async def test_a_stream_of_announcements_keeps_a_ready_stage_waiting_for_a_moment_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each announcement ends in time, and there is always another one."""
    monkeypatch.setattr("app.execution.slots.KEPT_S", 0.3)
    slots, order, gate = Slots({Resource.ENCODE: 1}), list[int](), asyncio.Event()
    gate.set()
    announcements = ExitStack()
    announcements.enter_context(slots.announced(Resource.ENCODE, lambda: (0, 0.0)))
    later = asyncio.create_task(_hold(slots, 1, order, gate))
    await _turns()
    assert order == []
    try:
        async with asyncio.timeout(5):
            while not later.done():
                following = ExitStack()
                following.enter_context(slots.announced(Resource.ENCODE, lambda: (0, 0.0)))
                announcements.close()
                announcements = following
                await asyncio.sleep(0)
    finally:
        announcements.close()
    assert order == [1]


async def test_a_cancelled_wait_takes_no_slot_with_it() -> None:
    """Also when the slot had just been handed over."""
    slots, order, gate = Slots({Resource.ENCODE: 1}), list[int](), asyncio.Event()
    first = asyncio.create_task(_hold(slots, 1, order, gate))
    await _turns()
    doomed = asyncio.create_task(_hold(slots, 2, order, gate))
    third = asyncio.create_task(_hold(slots, 3, order, gate))
    await _turns()
    gate.set()
    first.cancel()
    doomed.cancel()
    await asyncio.gather(first, doomed, return_exceptions=True)
    async with asyncio.timeout(5):
        await third
        async with slots.take(Resource.ENCODE, lambda: (0, 0.0)):
            pass
