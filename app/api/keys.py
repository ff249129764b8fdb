"""Identifies the caller: by the API key, if one is set, in a header, or by a session that a browser got for it.

What the key allows is compared with what the route needs; the caller is then in `scope["caller"]`.
"""

import asyncio
import hashlib
import hmac
from collections.abc import Sequence
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.error_shapes import Failure
from app.api.forwarded import client_key
from app.api.policy import Access, Policies
from app.api.sessions import Session, Sessions, tokens_in
from app.api.wrong_keys import Guesses
from app.core.caller import EVERYBODY, MASTER, UNKNOWN, Caller
from app.core.errors import Forbidden, Unauthenticated

#: The name of the caller in a request's scope.
CALLER = "caller"


class Keys:
    """Requires the API key on every route that is not declared open. Preflight requests have none.

    Sockets and streams that were opened with a session end with it.
    """

    def __init__(self, key: str, policies: Policies, guesses: Guesses) -> None:
        self._key = key
        self._policies = policies
        self._guesses = guesses

    async def admit(self, scope: Scope, headers: Headers) -> Session | None:
        """Put the caller into the scope; returns the session that the request has instead of a key.

        Raises Unauthenticated if a key is needed and neither is there, and Forbidden if it does not allow this.
        """
        if not self._key:
            scope[CALLER] = EVERYBODY
            return None
        if not self._needs_key(scope):
            scope[CALLER] = UNKNOWN
            return None
        caller, session = await self._identified(scope, headers)
        needed = self._policies.scope_of(scope)
        if not caller.scope.includes(needed):
            raise Forbidden(f"This needs a key with the scope {needed}; that of yours is {caller.scope}.")
        scope[CALLER] = caller
        return session

    async def _identified(self, scope: Scope, headers: Headers) -> tuple[Caller, Session | None]:
        """The caller by its key, or by its session. Raises Unauthenticated."""
        key = key_in(headers)
        if key and await self._guesses.judge(client_key(scope), "header", right=same_secret(key, self._key)):
            return MASTER, None
        sessions: Sessions = scope["state"]["sessions"]
        session = sessions.find(tokens_in("; ".join(headers.getlist("cookie"))))
        if session is None:
            raise Unauthenticated
        self._guesses.trust(client_key(scope))
        return MASTER, session

    def _needs_key(self, scope: Scope) -> bool:
        preflight = scope["type"] == "http" and scope["method"] == "OPTIONS"
        return not preflight and self._policies.of(scope).access is Access.KEY

    async def while_it_lasts(self, session: Session, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the application; when the session ends it sees a disconnect, and the client gets the reason."""
        ending = asyncio.ensure_future(session.ended.wait())
        began = over = False

        async def noted(message: Message) -> None:
            nonlocal began, over
            began = True
            over = over or message["type"] == "websocket.close"
            over = over or (message["type"] == "http.response.body" and not message.get("more_body", False))
            await send(message)

        async def until_the_end() -> Any:
            if ending.done() and (began or scope["type"] == "websocket"):
                return _gone(scope)
            getting: asyncio.Future[Any] = asyncio.ensure_future(receive())
            try:
                await asyncio.wait({getting, ending}, return_when=asyncio.FIRST_COMPLETED)
                if not getting.done() and scope["type"] == "http" and not began:
                    return await getting  # an ordinary request that was admitted is completed
                return getting.result() if getting.done() else _gone(scope)
            finally:
                getting.cancel()

        try:
            await app(scope, until_the_end, noted)
        finally:
            ending.cancel()
        if session.ended.is_set() and began and not over:
            for message in self._last(scope):
                await send(message)

    def _last(self, scope: Scope) -> Sequence[Message]:
        if scope["type"] == "http":
            return [{"type": "http.response.body", "body": b""}]
        return self._policies.of(scope).errors.closing(Failure.of(Unauthenticated("the session has ended")))


def key_in(headers: Headers) -> str:
    """The key in a request's headers; empty if there is none."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return headers.get("x-api-key") or (token.strip() if scheme.lower() == "bearer" else "")


def same_secret(key: str, secret: str) -> bool:
    """Compare in a time that does not depend on how much matches, or on the secret's length."""
    digests = (hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest() for text in (key, secret))
    return hmac.compare_digest(*digests)


def _gone(scope: Scope) -> Message:
    return {"type": "http.disconnect"} if scope["type"] == "http" else {"type": "websocket.disconnect", "code": 1005}
