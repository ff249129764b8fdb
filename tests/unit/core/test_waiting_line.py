"""Lines before work that requests wait for."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from app.core.errors import TooManyRequests, Unavailable
from app.core.waiting_line import WaitingLine


async def test_some_work_some_wait_the_rest_come_back_later() -> None:
    """In the order of their coming; a place is free again when its holder has gone."""
    line = WaitingLine(2, waiting=2, of_one=2)
    served: list[str] = []
    gate = asyncio.Event()

    async def work(client: str) -> None:
        async with line.turn(client):
            served.append(client)
            await gate.wait()

    tasks = [asyncio.create_task(work(client)) for client in "abcd"]
    await asyncio.sleep(0)
    assert served == ["a", "b"]
    with pytest.raises(Unavailable) as full:
        await work("e")
    assert (full.value.code, full.value.headers["Retry-After"]) == ("busy", "5")
    gate.set()
    await asyncio.gather(*tasks)
    assert served == ["a", "b", "c", "d"]
    await work("e")


async def test_one_client_does_not_take_the_whole_line() -> None:
    """It hears that it has too many; others have their place."""
    line = WaitingLine(1, waiting=10, of_one=2)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(line.turn("a"))
        waits = asyncio.create_task(stack.enter_async_context(line.turn("a")))
        await asyncio.sleep(0)
        with pytest.raises(TooManyRequests):
            async with line.turn("a"):
                raise AssertionError
        waits.cancel()
        other = asyncio.create_task(stack.enter_async_context(line.turn("b")))
        await asyncio.sleep(0)
        again = asyncio.create_task(stack.enter_async_context(line.turn("a")))
        await asyncio.sleep(0)
        assert not other.done()
        for task in (other, again):
            task.cancel()
        await asyncio.gather(waits, other, again, return_exceptions=True)
    async with line.turn("a"):
        pass
