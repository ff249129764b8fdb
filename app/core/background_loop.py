"""Runs a check repeatedly in the background."""

import asyncio
from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self


class BackgroundLoop(ABC):
    """Base of a context manager whose `_watch` runs as a task for the duration of the block, and is then cancelled."""

    _watching: asyncio.Task[None] | None = None

    @abstractmethod
    async def _watch(self) -> None:
        """Check and wait, for ever. The implementation handles its own errors: an exception ends the loop."""

    async def __aenter__(self) -> Self:
        self._watching = asyncio.create_task(self._watch(), name=f"watch of {type(self).__name__}")
        return self

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)

    @property
    def watched(self) -> bool:
        """Whether the task runs: False before the block, after it, and once the task has died."""
        return self._watching is not None and not self._watching.done()
