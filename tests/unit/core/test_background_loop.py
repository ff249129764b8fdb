"""What runs beside everything else, and ends with its block."""

import asyncio

from app.core.background_loop import BackgroundLoop


class _Count(BackgroundLoop):
    """Counts its turns; dies at the third if told so."""

    def __init__(self, *, dies: bool = False) -> None:
        self.turns = 0
        self._dies = dies
        self.third = asyncio.Event()

    async def _watch(self) -> None:
        while True:
            self.turns += 1
            if self.turns == 3:
                self.third.set()
                if self._dies:
                    raise RuntimeError
            await asyncio.sleep(0)


async def test_a_watch_runs_inside_its_block_only() -> None:
    """After the block nothing of it runs."""
    count = _Count()
    assert not count.watched
    async with count:
        await count.third.wait()
        assert count.watched
    turns = count.turns
    for _ in range(5):
        await asyncio.sleep(0)
    assert (count.turns, count.watched) == (turns, False)


async def test_a_watch_that_died_says_so() -> None:
    """So that health can tell; leaving the block raises nothing of it."""
    async with _Count(dies=True) as count:
        await count.third.wait()
        while count.watched:
            await asyncio.sleep(0)
    assert not count.watched
