"""Lets one request at a time write to an upload; a newer one interrupts it.

A client that lost its connection begins the next one at once. The server may not know yet that the former is lost, and
would wait for more of it until its deadline.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.core.errors import Refusal


class UploadLocked(Refusal):
    """Another request writes to this upload."""

    status = 423
    code = "upload_locked"
    title = "Upload in use"

    def __init__(self) -> None:
        super().__init__("Another request goes on with this upload.", headers={"Retry-After": "1"})


class Turn:
    """The turn of one request."""

    def __init__(self) -> None:
        self.ended = asyncio.Event()
        self._interrupted = False
        self._receiving: asyncio.Timeout | None = None

    def interrupt(self) -> None:
        """Stop waiting for more bytes."""
        self._interrupted = True
        if self._receiving is not None:
            self._receiving.reschedule(0)

    async def chunk(self, stream: AsyncIterator[bytes]) -> bytes | None:
        """The next bytes of the request; None at its end. Raises UploadLocked once a newer request has come."""
        if self._interrupted:
            raise UploadLocked
        try:
            async with asyncio.timeout(None) as self._receiving:
                return await anext(stream, None)
        except TimeoutError:
            raise UploadLocked from None
        finally:
            self._receiving = None


class UploadTurns:
    """The turns of this server."""

    def __init__(self) -> None:
        self._newest: dict[str, Turn] = {}

    @asynccontextmanager
    async def turn(self, upload_id: str) -> AsyncIterator[Turn]:
        """Take over from the request before, and wait until what it has received is stored."""
        before, mine = self._newest.get(upload_id), Turn()
        self._newest[upload_id] = mine
        try:
            if before is not None:
                before.interrupt()
                await before.ended.wait()
            yield mine
        finally:
            mine.ended.set()
            if self._newest.get(upload_id) is mine:
                del self._newest[upload_id]
