"""Posts to receivers: signed, to checked addresses only, without redirects, and within a time.

The address is checked when the connection is made, after its name is resolved: a name cannot lead to another address
than the checked one. Nothing of an answer is kept but its status.
"""

import asyncio
import ipaddress
import json
import socket
import ssl
import string
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import quote

import httpcore
from httpcore import AsyncNetworkBackend, AsyncNetworkStream
from standardwebhooks.webhooks import Webhook as Signer

from app import __version__
from app.core.retry_after import retry_after_s
from app.jobs.webhooks import Outcome
from app.sources.addresses import Reach
from app.sources.netguard import BlockedAddress, Judge

#: Statuses by which a receiver says that it wants nothing any more, and for how long it should not be asked.
GONE, LATER = 410, frozenset({429, 503})
#: Connections at once, in all.
MOST_CONNECTIONS = 32


class Guarded(AsyncNetworkBackend):
    """Connects to the address that was checked, whatever the name resolves to afterwards."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._inner = httpcore.AnyIOBackend()
        self._threads = ThreadPoolExecutor(MOST_CONNECTIONS, thread_name_prefix="receivers")

    def close(self) -> None:
        """Wait for no names any more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface's
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> AsyncNetworkStream:
        """Connect to the first open address of a name. Raises httpcore.ConnectError, BlockedAddress."""
        loop = asyncio.get_running_loop()
        try:
            ask = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
            rows = await loop.run_in_executor(self._threads, ask)  # it may hang, and others need the usual threads
        except OSError as error:
            raise httpcore.ConnectError(f"{host} cannot be resolved") from error
        refused: Reach | None = None
        for address in dict.fromkeys(str(row[4][0]) for row in rows):
            literal = ipaddress.ip_address(address.partition("%")[0])
            refused = await asyncio.to_thread(self._judge, literal, port)
            if refused is None:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
        raise BlockedAddress(host, refused or Reach.RESERVED)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface's
        socket_options: Iterable[Any] | None = None,
    ) -> AsyncNetworkStream:
        """Refuse: no URL leads to a socket of this machine."""
        raise BlockedAddress(path, Reach.LOOPBACK)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


class Receivers:
    """Posts for the duration of the `async with` block. `timeout_s` is for the whole of one request."""

    def __init__(self, judge: Judge, *, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._network = Guarded(judge)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl.create_default_context(),
            max_connections=MOST_CONNECTIONS,
            max_keepalive_connections=0,  # a receiver is asked rarely, and gets no connection to hold
            network_backend=self._network,
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._pool.aclose()
        self._network.close()

    async def post(self, url: str, delivery_id: str, payload: Mapping[str, Any], secret: str) -> Outcome:
        """Send one message. Raises nothing that a receiver could cause."""
        began = time.monotonic()
        body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._post(url, signed(delivery_id, body, secret), body, began)
        except TimeoutError:
            return Outcome(False, error=f"no answer within {self._timeout_s:g} s")
        except BlockedAddress as blocked:
            return Outcome(False, error=str(blocked))
        except (
            httpcore.NetworkError,
            httpcore.TimeoutException,
            httpcore.ProtocolError,
            OSError,
            ssl.SSLError,
        ) as error:
            return Outcome(False, error=f"{type(error).__name__}: {error}".rstrip(": ")[:300])

    async def _post(self, url: str, headers: Mapping[str, str], body: bytes, began: float) -> Outcome:
        sent = [(name.encode(), value.encode()) for name, value in headers.items()]
        ascii_url = quote(url, safe=string.punctuation)  # what is encoded already stays
        async with self._pool.stream("POST", ascii_url, headers=sent, content=body) as response:  # its body is not read
            status = response.status
            answered = {name.lower(): value for name, value in response.headers}
        took_ms = int((time.monotonic() - began) * 1000)
        if 200 <= status < 300:
            return Outcome(True, status, response_ms=took_ms)
        error = "redirects are not followed" if 300 <= status < 400 else f"the receiver answered {status}"
        wait_s = retry_after_s(answered.get(b"retry-after", b"").decode("latin-1")) if status in LATER else None
        return Outcome(False, status, error, took_ms, gone=status == GONE, retry_after_s=wait_s)


def signed(delivery_id: str, body: bytes, secret: str) -> dict[str, str]:
    """The headers of a message: signed anew for each attempt, since receivers refuse old signatures."""
    at = datetime.now(UTC)
    return {
        "Content-Type": "application/json",
        "User-Agent": f"video-jobs/{__version__}",
        "Content-Length": str(len(body)),
        "webhook-id": delivery_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Signer(secret).sign(delivery_id, at, body.decode()),
    }
