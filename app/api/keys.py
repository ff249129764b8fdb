"""Identifies the caller: by a key in a header, or by a session or a socket's ticket that a browser got for one.

A key is needed once `API_KEY` is set or one is stored. What it allows is compared with what the route needs; the caller
is then in `scope["caller"]`, and what let it in in `scope["admission"]`.
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
from app.api.keys_elsewhere import PATH_KEY, password_in
from app.api.policy import Access, Policies
from app.api.sessions import Admission, Sessions, tokens_in
from app.api.tickets import IssuesTickets, ticket_in
from app.api.wrong_keys import Guesses
from app.core.caller import EVERYBODY, MASTER, UNKNOWN
from app.core.ending import first_of
from app.core.errors import Forbidden, Unauthenticated
from app.service.key_ring import KeyRing

#: The names of the caller, and of what let it in, in a request's scope.
CALLER, ADMISSION = "caller", "admission"
OF_EVERYBODY, OF_MASTER = Admission(EVERYBODY), Admission(MASTER)


class Keys:
    """Requires a key on every route that is not declared open. Preflight requests have none.

    Sockets and streams end with the session or the stored key that opened them.
    """

    def __init__(self, key: str, policies: Policies, guesses: Guesses) -> None:
        self._key = key
        self._policies = policies
        self._guesses = guesses

    async def admit(self, scope: Scope, headers: Headers) -> Admission:
        """Put the caller into the scope; returns what let it in.

        Raises Unauthenticated if a key is needed and neither key nor session is there, and Forbidden if the key does
        not allow this.
        """
        ring: KeyRing = scope["state"]["key_ring"]
        if not self._key and not ring.locked:
            scope[CALLER], scope[ADMISSION] = EVERYBODY, OF_EVERYBODY
            return OF_EVERYBODY
        if not self._needs_key(scope):
            scope[CALLER] = UNKNOWN
            return Admission(UNKNOWN)
        found = await self._identified(scope, headers, ring)
        self._check(scope, found)
        scope[CALLER], scope[ADMISSION] = found.caller, found
        return found

    def _check(self, scope: Scope, found: Admission) -> None:
        """Raise Forbidden if the scope of the key is too small for the route."""
        policy = self._policies.of(scope)
        needed, caller = self._policies.scope_of(scope), found.caller
        if not caller.scope.includes(needed):
            raise Forbidden(f"This needs a key with the scope {needed}; that of yours is {caller.scope}.")
        if policy.of_all and caller.user is None and not caller.scope.includes(policy.of_all):
            raise Forbidden(f"For what concerns all users this needs a key with the scope {policy.of_all}.")

    async def _identified(self, scope: Scope, headers: Headers, ring: KeyRing) -> Admission:
        """What lets the request in: its key, its ticket, or its session. Raises Unauthenticated."""
        (key, place), access = self._key_of(scope, headers), scope["state"]["access"]
        if key:
            found = admission_of(key, self._key, ring)
            if found is None and await access.catch_up():
                found = admission_of(key, self._key, ring)
            if await self._guesses.judge(client_key(scope), place, right=found is not None) and found is not None:
                return found
        if ticket := ticket_in(scope):
            return await _by_ticket(ticket, scope["state"]["tickets"])
        sessions: Sessions = scope["state"]["sessions"]
        tokens = tokens_in("; ".join(headers.getlist("cookie")))
        session = sessions.find(tokens)
        if session is None and tokens and await access.catch_up():
            session = sessions.find(tokens)
        if session is None:
            raise Unauthenticated
        self._guesses.trust(client_key(scope))
        return session

    def _key_of(self, scope: Scope, headers: Headers) -> tuple[str, str]:
        """The key of a request, empty if there is none, and where it is."""
        if key := scope.get(PATH_KEY):
            return str(key), "path"
        key = key_in(headers)
        if not key and self._policies.of(scope).key_anywhere:
            key = password_in(headers)
        return key, "header"

    def _needs_key(self, scope: Scope) -> bool:
        preflight = scope["type"] == "http" and scope["method"] == "OPTIONS"
        return not preflight and self._policies.of(scope).access is Access.KEY

    async def while_it_lasts(self, found: Admission, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the application; when the admission ends it sees a disconnect, and the client gets the reason."""
        with first_of(found.endings) as ending:
            await self._run(ending, found, app, scope, receive, send)

    async def _run(
        self,
        ending: "asyncio.Future[None]",
        found: Admission,
        app: ASGIApp,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
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

        await app(scope, until_the_end, noted)
        if found.ended and began and not over:
            for message in self._last(scope, found.farewell):
                await send(message)

    def _last(self, scope: Scope, farewell: str) -> Sequence[Message]:
        if scope["type"] == "http":
            return [{"type": "http.response.body", "body": b""}]
        return self._policies.of(scope).errors.closing(Failure.of(Unauthenticated(farewell)))


async def _by_ticket(ticket: str, tickets: IssuesTickets) -> Admission:
    """What a ticket lets in. Raises Unauthenticated."""
    found = await tickets.use(ticket)
    if found is None:
        raise Unauthenticated("The ticket is used, too old, or none of this server.")
    return found


def admission_of(key: str, master: str, ring: KeyRing) -> Admission | None:
    """What a key lets in: the master key (empty if there is none) or a stored one; None for any other."""
    if master and same_secret(key, master):
        return OF_MASTER
    held = ring.find(key)
    return None if held is None else Admission.of_key(held)


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
