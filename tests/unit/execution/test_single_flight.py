"""Shared work: done once, for as long as somebody waits for it."""

import asyncio

import pytest

from app.execution.single_flight import Alive, Began, Flight, Flights, GoesOn, Notice, Waits

BEGAN = Began(0.0, resumed=False)


class Work:
    """Counts how often it was begun; ends when told to."""

    def __init__(self) -> None:
        self.begun = 0
        self.stopped = 0
        self.gate = asyncio.Event()
        self.error: Exception | None = None

    async def __call__(self, flight: Flight) -> None:
        self.begun += 1
        flight.publish(BEGAN, lasting=True)
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.stopped += 1
            raise
        if self.error:
            raise self.error


def _nothing(_: Notice) -> None: ...


async def _turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_two_that_need_the_same_key_run_it_once() -> None:
    """Both get the result."""
    flights, work = Flights(), Work()
    tasks = [asyncio.create_task(flights.join("k", work, lambda _: None)) for _ in range(3)]
    await _turns()
    work.gate.set()
    await asyncio.gather(*tasks)
    assert work.begun == 1
    assert flights.keys() == frozenset()


async def test_cancelling_one_never_harms_the_other() -> None:
    """Not even when it was the one that started the work."""
    flights, work = Flights(), Work()
    first = asyncio.create_task(flights.join("k", work, lambda _: None))
    await _turns()
    second = asyncio.create_task(flights.join("k", work, lambda _: None))
    await _turns()
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    work.gate.set()
    await second
    assert (work.begun, work.stopped) == (1, 0)


async def test_when_the_last_one_leaves_the_work_has_stopped() -> None:
    """Before the cancelled call returns."""
    flights, work = Flights(), Work()
    tasks = [asyncio.create_task(flights.join("k", work, lambda _: None)) for _ in range(2)]
    await _turns()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert work.stopped == 1
    assert flights.keys() == frozenset()


async def test_a_failure_goes_to_all() -> None:
    """Nobody repeats what has just failed."""
    flights, work = Flights(), Work()
    work.error = ValueError("x")
    tasks = [asyncio.create_task(flights.join("k", work, lambda _: None)) for _ in range(2)]
    await _turns()
    work.gate.set()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(answer) for answer in answers] == [ValueError] * 2
    assert work.begun == 1


async def test_who_joins_late_learns_how_it_stands() -> None:
    """The last lasting message comes first."""
    flights, work = Flights(), Work()
    first = asyncio.create_task(flights.join("k", work, _nothing))
    await _turns()
    received: list[Notice] = []
    second = asyncio.create_task(flights.join("k", work, received.append))
    await _turns()
    assert received == [BEGAN]
    work.gate.set()
    await asyncio.gather(first, second)


async def test_who_joins_while_it_waits_learns_that() -> None:
    """Such a job counts no time of work either."""
    flights, work, received = Flights(), Work(), list[Notice]()
    flight: list[Flight] = []

    async def waits(own: Flight) -> None:
        flight.append(own)
        own.publish(BEGAN, lasting=True)
        own.publish(Waits())
        await work.gate.wait()

    first = asyncio.create_task(flights.join("k", waits, _nothing))
    await _turns()
    flight[0].publish(Alive())
    second = asyncio.create_task(flights.join("k", waits, received.append))
    await _turns()
    assert received == [BEGAN, Waits()]
    flight[0].publish(GoesOn())
    third = asyncio.create_task(flights.join("k", waits, received.append))
    await _turns()
    assert received == [BEGAN, Waits(), GoesOn(), BEGAN]
    work.gate.set()
    await asyncio.gather(first, second, third)


async def test_the_key_can_be_worked_on_again_afterwards() -> None:
    """A flight that everybody left does not block the next."""
    flights, work = Flights(), Work()
    doomed = asyncio.create_task(flights.join("k", work, _nothing))
    await _turns()
    doomed.cancel()
    again = asyncio.create_task(flights.join("k", work, _nothing))
    with pytest.raises(asyncio.CancelledError):
        await doomed
    work.gate.set()
    await again
    assert work.begun == 2


async def test_work_has_the_first_turn_on_board() -> None:
    """A job of high priority that joins takes the work along; when it leaves, so does its turn."""
    flights, begun = Flights(), asyncio.get_running_loop().create_future()

    async def work(flight: Flight) -> None:
        begun.set_result(flight)
        await asyncio.Event().wait()

    tasks = [asyncio.create_task(flights.join("k", work, _nothing, turn=lambda: (5, 0.0)))]
    flight = await begun
    assert flight.turn() == (5, 0.0)
    tasks.append(asyncio.create_task(flights.join("k", work, lambda _: None, turn=lambda: (2, 0.0))))
    await _turns()
    assert flight.turn() == (2, 0.0)
    tasks[1].cancel()
    await _turns()
    assert flight.turn() == (5, 0.0)
    tasks[0].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
