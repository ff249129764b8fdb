"""A receiver of webhooks on loopback: answers as it is scripted, and keeps what it received."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from standardwebhooks.webhooks import Webhook as Verifier


@dataclass(frozen=True)
class Received:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def message(self) -> dict[str, Any]:
        """Its body."""
        parsed: dict[str, Any] = json.loads(self.body)
        return parsed

    def verified(self, secret: str) -> dict[str, Any]:
        """Its body, if the library accepts its signature. Raises WebhookVerificationError."""
        found: dict[str, Any] = Verifier(secret).verify(self.body, self.headers)
        return found


@dataclass
class Receiver:
    """`answers` are raw responses, one for each request and the last one for all others; "" is never answered."""

    answers: Sequence[str] = ("HTTP/1.1 204 No Content\r\n\r\n",)
    url: str = ""
    requests: asyncio.Queue[Received] = field(default_factory=asyncio.Queue)
    count: int = 0

    async def received(self) -> Received:
        """The next request that came."""
        async with asyncio.timeout(20):
            return await self.requests.get()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Receive one request."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:-2])}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            answer = self.answers[min(self.count, len(self.answers) - 1)]
            self.count += 1
            self.requests.put_nowait(Received(head[0].split(" ")[1], headers, body))
            if not answer:
                await reader.read()  # until the sender gives up
            writer.write(answer.encode("latin-1"))
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def receiving(*answers: str) -> AsyncIterator[Receiver]:
    """A receiver, for the duration of the block."""
    receiver = Receiver(answers) if answers else Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    try:
        yield receiver
    finally:
        server.close()


def answering(status: str, *headers: str) -> str:
    """A response without a body."""
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "Content-Length: 0", "", ""])
