"""The key, where one is set: by header, or by a session that a browser got for it."""

import asyncio
import hashlib
import hmac
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.access import Access, AccessRules
from app.api.forwarded import client_key
from app.api.refusals import CLOSE_BASE
from app.api.sessions import Session, Sessions, tokens_in
from app.api.wrong_keys import Guesses
from app.core.errors import Unauthenticated


class Keys:
    """Asks for the API key on every route that does not declare itself open. A preflight has none.

    What was opened by a session (a socket, a stream) ends with it.
    """

    def __init__(self, app: ASGIApp, *, key: str, rules: AccessRules, guesses: Guesses) -> None:
        self._app = app
        self._key = key
        self._rules = rules
        self._guesses = guesses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._key or scope["type"] not in ("http", "websocket") or not self._needs_key(scope):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = key_in(headers)
        if given and await self._guesses.judge(client_key(scope), "header", right=same_secret(given, self._key)):
            await self._app(scope, receive, send)
            return
        sessions: Sessions = scope["state"]["sessions"]
        session = sessions.find(tokens_in("; ".join(headers.getlist("cookie"))))
        if session is None:
            raise Unauthenticated
        self._guesses.befriend(client_key(scope))
        await _while_it_lasts(session, self._app, scope, receive, send)

    def _needs_key(self, scope: Scope) -> bool:
        preflight = scope["type"] == "http" and scope["method"] == "OPTIONS"
        return not preflight and self._rules.of(scope) is Access.KEY


def key_in(headers: Headers) -> str:
    """The key that a request carries in a header; empty if none."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return headers.get("x-api-key") or (token.strip() if scheme.lower() == "bearer" else "")


def same_secret(given: str, secret: str) -> bool:
    """Compare in a time that does not tell how much of it was right, nor how long the secret is."""
    digests = (hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest() for text in (given, secret))
    return hmac.compare_digest(*digests)


async def _while_it_lasts(session: Session, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Run the application; when the session ends, as if the client had gone, and the client hears why."""
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
                return await getting  # an ordinary request, which was let in: it is carried out
            return getting.result() if getting.done() else _gone(scope)
        finally:
            getting.cancel()

    try:
        await app(scope, until_the_end, noted)
    finally:
        ending.cancel()
    if session.ended.is_set() and began and not over:
        code = CLOSE_BASE + Unauthenticated.status
        last = {"type": "http.response.body", "body": b""}
        closing = {"type": "websocket.close", "code": code, "reason": "unauthenticated: the session has ended"}
        await send(last if scope["type"] == "http" else closing)


def _gone(scope: Scope) -> Message:
    return {"type": "http.disconnect"} if scope["type"] == "http" else {"type": "websocket.disconnect", "code": 1005}
