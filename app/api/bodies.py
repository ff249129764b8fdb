"""Handles what is common to all requests: declared bodies, trailing slashes, security headers."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.declared_bodies import MIB, FormBody, JsonBody, NoBody, RawBody, Unread, essence_of, is_json
from app.api.forwarded import client_key
from app.api.policy import Policies
from app.api.refusals import UnsupportedContentType
from app.core.errors import TooLarge, TooSlow, Unavailable

#: Least rate of a body, bytes per second; and the most bytes of bodies in memory, per address and in all.
SLOWEST = 500
ADDRESS_BYTES, ALL_BYTES = 32 * MIB, 128 * MIB
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Bodies:
    """Accepts only the body that a route declares, up to its limit, whether or not its length is declared.

    JSON must be complete within `grace_s` seconds plus its length at SLOWEST bytes a second. All JSON, and that of one
    address, has a limit too, since it is kept in memory until its request is answered. Other bodies are streamed.
    """

    def __init__(self, policies: Policies, *, grace_s: float) -> None:
        self._policies = policies
        self._grace_s = grace_s
        self._memory = BodyMemory()

    async def serve(self, app: ASGIApp, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        """Run `app` with the body of a request that may have one. Raises TooLarge, TooSlow, UnsupportedContentType."""
        match self._policies.of(scope).body:
            case JsonBody(limit=limit):
                await self._serve_json(app, scope, headers, receive, send, limit)
            case FormBody(or_json=JsonBody(limit=limit)) if is_json(headers.get("content-type", "")):
                await self._serve_json(app, scope, headers, receive, send, limit)
            case NoBody():
                _refuse_declared(headers, 0)
                await app(scope, _counted(receive, 0), send)
            case FormBody() | RawBody() as body:
                if not body.takes(essence_of(headers.get("content-type", ""))):
                    raise UnsupportedContentType(body.wanted)
                if body.limit is not None:
                    _refuse_declared(headers, body.limit)
                    receive = _counted(receive, body.limit)
                await app(scope, receive, send)
            case Unread():
                await app(scope, receive, send)

    async def _serve_json(
        self, app: ASGIApp, scope: Scope, headers: Headers, receive: Receive, send: Send, limit: int
    ) -> None:
        _refuse_declared(headers, limit)
        with self._memory.held_for(client_key(scope)) as take:
            body = await _read(receive, limit, self._grace_s, take)
            if body and not is_json(headers.get("content-type", "")):
                raise UnsupportedContentType("Send JSON, with Content-Type: application/json.")
            await app(scope, _replayed(body, receive), send)


class BodyMemory:
    """Counts the bytes of bodies in memory, in all and by address."""

    def __init__(self) -> None:
        self._of: Counter[str] = Counter()

    @contextmanager
    def held_for(self, key: str) -> Iterator[Callable[[int], None]]:
        """Yield a function that reserves bytes for this address until the block ends. It raises Unavailable."""
        mine = 0

        def take(size: int) -> None:
            nonlocal mine
            if self._of[key] + size > ADDRESS_BYTES or self._of.total() + size > ALL_BYTES:
                raise Unavailable("Too many large requests at once.", retry_after_s=5, code="too_many_bodies")
            mine += size
            self._of[key] += size

        try:
            yield take
        finally:
            self._of[key] -= mine
            if not self._of[key]:
                del self._of[key]


def _refuse_declared(headers: Headers, limit: int) -> None:
    """Raise TooLarge for a body whose declared length is more than `limit` bytes."""
    declared = headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared) > limit:
        raise _too_large(limit)


def _too_large(limit: int) -> TooLarge:
    if not limit:
        return TooLarge("This path takes no body.")
    most = f"{limit} bytes" if limit % MIB else f"{limit // MIB} MB"
    return TooLarge(f"The body is larger than {most}.")


def _counted(receive: Receive, limit: int) -> Receive:
    """Wrap `receive` to raise TooLarge as soon as a body exceeds `limit` bytes."""
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > limit:
            raise _too_large(limit)
        return message

    return counted


async def _read(receive: Receive, limit: int, grace_s: float, take: Callable[[int], None]) -> bytes:
    """Read the whole body. Raises TooLarge as soon as it exceeds `limit` bytes, TooSlow, and `take`'s exceptions."""
    parts: list[bytes] = []
    size = 0
    clock = asyncio.get_running_loop().time
    began = clock()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise _too_large(limit)
        take(len(part))
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)
        if clock() - began > grace_s + size / SLOWEST:
            raise TooSlow


def _replayed(body: bytes, receive: Receive) -> Receive:
    """A `receive` that returns the body that was read, then further messages."""
    sent = False

    async def replay() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
