"""Calls this application from inside of a request, with that request's key: the same checks, limits and words."""

import asyncio
from collections.abc import AsyncIterator

import anyio
import httpx2
from starlette.datastructures import Headers
from starlette.types import Message, Scope

from app.api.boundary import COUNTED

#: Headers of the request that go along: the host that was asked, and what lets its client in.
PASSED = ("host", "x-api-key", "authorization", "cookie")


def client_of(scope: Scope) -> httpx2.AsyncClient:
    """A client of the application that serves the request of `scope`, in the name of its client."""
    headers = Headers(scope=scope)
    passed = {name: "; ".join(headers.getlist(name)) for name in PASSED if name in headers}
    return httpx2.AsyncClient(
        transport=InProcess(scope),
        base_url=f"{scope['scheme']}://{headers['host']}",
        headers={**passed, "accept-encoding": "identity"},
        timeout=None,
    )


class InProcess(httpx2.AsyncBaseTransport):
    """Runs a request by the application of `outer`, and passes on its response while it is made."""

    def __init__(self, outer: Scope) -> None:
        self._outer = outer

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Serve a request up to the beginning of its response."""
        exchange = _Exchange(await request.aread())
        exchange.task = asyncio.create_task(
            self._outer["app"](self._scope(request), exchange.receive, exchange.sent.put)
        )
        try:
            first = await exchange.next()
        except BaseException:
            await exchange.aclose()
            raise
        if first is None:
            await exchange.aclose()
            raise httpx2.RemoteProtocolError("the application made no response")
        return httpx2.Response(first["status"], headers=first["headers"], stream=exchange)

    def _scope(self, request: httpx2.Request) -> Scope:
        path = request.url.raw_path.partition(b"?")[0]
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": self._outer["scheme"],
            "path": request.url.path,
            "raw_path": path,
            "query_string": request.url.query,
            "root_path": "",
            "headers": [(name.lower(), value) for name, value in request.headers.raw],
            "client": self._outer.get("client"),
            "server": self._outer.get("server"),
            "state": self._outer["state"],
            COUNTED: True,
        }


class _Exchange(httpx2.AsyncByteStream):
    """A request that the application serves; the stream is the body of its response."""

    task: "asyncio.Task[None]"

    def __init__(self, body: bytes) -> None:
        self._request: Message | None = {"type": "http.request", "body": body, "more_body": False}
        self._gone = asyncio.Event()
        #: One message at most, so that the application waits for its reader.
        self.sent: asyncio.Queue[Message] = asyncio.Queue(1)

    async def receive(self) -> Message:
        """The body, then the disconnect."""
        if self._request is not None:
            message, self._request = self._request, None
            return message
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def next(self) -> Message | None:
        """The next message of the application; None once it has returned."""
        getting = asyncio.ensure_future(self.sent.get())
        try:
            await asyncio.wait({getting, self.task}, return_when=asyncio.FIRST_COMPLETED)
            if getting.done():
                return getting.result()
        finally:
            getting.cancel()
        self.task.result()  # raises what it raised
        return None if self.sent.empty() else self.sent.get_nowait()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The parts of the body."""
        while (message := await self.next()) is not None:
            yield message.get("body", b"")
            if not message.get("more_body", False):
                return

    async def aclose(self) -> None:
        """Disconnect, and wait until the application has ended, also where the caller is cancelled."""
        self._gone.set()
        with anyio.CancelScope(shield=True):
            while not self.task.done():
                await self.next()
