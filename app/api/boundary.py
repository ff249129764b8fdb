"""The boundary around the routes: what every request and socket passes, in this order.

What comes in: the client behind a proxy, the path without prefix and slash, the page's origin; then, with every
refusal rendered, connection limits, host, foreign pages, the key, the body. What goes out: safe headers, origin,
figures, the prefix, compression. All exceptions end here: a refusal states what the client can do; a fault is ours, it
is logged with its traceback under an id, and the client gets only the id.
"""

import asyncio
import re
import uuid
from functools import partial
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from app.api.bodies import WRITES, Bodies
from app.api.body_deadlines import has_body, in_time
from app.api.compression import accepted, compressing
from app.api.error_shapes import Failure
from app.api.forwarded import Forwarded
from app.api.hosts import Hosts
from app.api.keys import Keys
from app.api.keys_elsewhere import PREFIX, take_key
from app.api.methods import OVERRIDABLE, override, serve_head
from app.api.metrics import Metrics
from app.api.origins import ForeignOrigins, Origins, is_preflight, preflight
from app.api.overload import ConnectionLimits
from app.api.policy import Access, Policies
from app.api.reply import Reply
from app.api.root_path import RootPath
from app.api.sessions import Admission
from app.api.subprotocols import selecting
from app.api.wrong_keys import Guesses
from app.core.client_addresses import Proxies
from app.core.errors import Refusal, Stopping
from app.core.logging import logger
from app.core.settings import Settings
from app.jobs.shares import BELOW

if TYPE_CHECKING:
    from app.api.rate_limits import RateLimits

#: The close code after a fault of ours.
CLOSE_FAULT = 1011
#: Key in the scope of the server's own `send`: with a thousand sockets each layer around it is noticeable.
PLAIN_SEND = "plain_send"
#: Key in the scope of requests that a request makes here itself, which RATE_LIMIT has counted.
COUNTED = "counted"
#: The part of a path that opens a recording.
_SHARE = re.compile(rf"^{BELOW}/[^/]+")
log = logger(__name__)


def rate_limits(text: str) -> "RateLimits | None":
    """The limits of `RATE_LIMIT`; None without any, for which no library is loaded."""
    if not text:
        return None
    from app.api.rate_limits import RateLimits

    return RateLimits(text)


class Boundary:
    """Passes requests and sockets to the routes and renders what is refused; no exception leaves it."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        settings: Settings,
        policies: Policies,
        metrics: Metrics,
        guesses: Guesses,
        routes: list[BaseRoute],
    ) -> None:
        self._app = app
        self._policies = policies
        self._metrics = metrics
        self._routes = routes
        self._forwarded = Forwarded(Proxies(settings.trusted_proxies))
        self._root_path = RootPath(settings.root_path) if settings.root_path else None
        self._origins = Origins(settings.allowed_origins)
        self._limits = ConnectionLimits(settings.max_connections_per_address)
        self._hosts = Hosts(settings.allowed_hosts)
        self._foreign = ForeignOrigins(policies)
        self._keys = Keys(settings.api_key.get_secret_value(), policies, guesses)
        self._rates = rate_limits(settings.rate_limit)
        self._timeout_s = settings.request_timeout
        self._bodies = Bodies(policies, grace_s=settings.request_timeout)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        self._forwarded.apply(scope, headers)
        coding = accepted(headers.get("accept-encoding", "")) if scope["type"] == "http" else None
        if coding is not None:
            send = compressing(coding, send)
        if self._root_path is not None:
            scope, send = self._root_path.inside(scope, send)
        if scope["path"].endswith("/") and len(scope["path"]) > 1:
            # Without a redirect, which would turn a POST into a GET.
            scope["path"] = scope["path"].rstrip("/") or "/"
        if scope["path"].startswith(PREFIX):
            take_key(scope, self._policies)
        if scope["path"].startswith(OVERRIDABLE):
            override(scope, headers)
        origin = self._origins.judge(scope, headers)
        if origin is not None and is_preflight(scope, headers):
            await preflight(origin)(scope, receive, Reply(scope, send, self._metrics))
            return
        if scope["type"] == "websocket":
            scope[PLAIN_SEND] = send = selecting(scope, send)
        await self._rendered(scope, headers, receive, Reply(scope, send, self._metrics, origin=origin))

    async def _rendered(self, scope: Scope, headers: Headers, receive: Receive, reply: Reply) -> None:
        """Serve, and render what is raised."""
        try:
            key = self._limits.check(scope)
            if key is None:
                await self._checked(scope, headers, receive, reply)
            else:
                with self._limits.counted(key):
                    await self._checked(scope, headers, receive, reply)
        except Refusal as refusal:
            await self._refuse(scope, receive, reply, refusal)
        except asyncio.CancelledError:  # by the server that runs the application, after its grace
            if scope["type"] == "websocket":
                raise
            log.info("a request is broken off: the server stops", path=_logged(scope))
            if not reply.began:
                await self._answer(scope, receive, reply, Failure.of(Stopping()))
        except (ClientDisconnect, WebSocketDisconnect):
            log.debug("the client went away", path=_logged(scope))
        except Exception as error:  # noqa: BLE001 - the outermost place; what comes here is a fault of ours
            await self._answer_fault(scope, receive, reply, error)

    async def _checked(self, scope: Scope, headers: Headers, receive: Receive, reply: Reply) -> None:
        """Serve what may be served here, to this page and client."""
        self._hosts.check(scope, headers)
        self._foreign.check(scope, headers)
        found = await self._admitted(scope, headers, reply)
        serve = partial(self._served, headers, reply)
        if found.endings:
            await self._keys.while_it_lasts(found, serve, scope, receive, reply)
        else:
            await serve(scope, receive, reply)

    async def _admitted(self, scope: Scope, headers: Headers, reply: Reply) -> Admission:
        """What lets the request in, which is counted. Raises as `Keys.admit`, and RateLimited."""
        if self._rates is None or not self._is_limited(scope):
            return await self._keys.admit(scope, headers)
        try:
            found = await self._keys.admit(scope, headers)
        except Refusal:
            self._rates.count(scope, reply, None)
            raise
        self._rates.count(scope, reply, found.caller)
        return found

    def _is_limited(self, scope: Scope) -> bool:
        """Whether RATE_LIMIT counts it: all that needs a key, sign-ins, each of which is stored, and share links."""
        if scope.get(COUNTED):
            return False
        policy = self._policies.of(scope)
        access = policy.access
        return access is Access.KEY or policy.counted or (access is Access.KEYLESS and scope.get("method") == "POST")

    async def _served(self, headers: Headers, reply: Reply, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve an admitted request with its body."""
        if scope["type"] == "websocket":
            await self._app(scope, receive, send)
            return
        if has_body(headers):
            receive = in_time(receive, self._timeout_s, lambda: reply.began)
        if scope["method"] in WRITES:
            await self._bodies.serve(self._app, scope, headers, receive, send)
        elif scope["method"] == "HEAD":
            await serve_head(self._app, self._routes, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, reply: Reply, refusal: Refusal) -> None:
        if scope["type"] == "http":
            if reply.began:
                raise RuntimeError("refused after the answer had begun") from refusal
            await self._answer(scope, receive, reply, Failure.of(refusal))
            return
        if not reply.began:
            await receive()
            await reply({"type": "websocket.accept"})
        for message in self._policies.of(scope).errors.closing(Failure.of(refusal)):
            await reply(message)

    async def _answer(self, scope: Scope, receive: Receive, reply: Reply, failure: Failure) -> None:
        await self._policies.of(scope).errors.answer(failure)(scope, receive, reply)

    async def _answer_fault(self, scope: Scope, receive: Receive, reply: Reply, error: Exception) -> None:
        fault_id = uuid.uuid4().hex[:12]
        log.error("a fault of ours", fault_id=fault_id, path=_logged(scope), exc_info=error)
        if scope["type"] == "http" and not reply.began:
            detail = f"Something went wrong on our side. It is logged under the id {fault_id}."
            failure = Failure(500, code="internal", title="Internal error", message=detail, fault_id=fault_id)
            await self._answer(scope, receive, reply, failure)
        elif scope["type"] == "websocket" and reply.began and not reply.closed:
            await reply({"type": "websocket.close", "code": CLOSE_FAULT, "reason": f"fault {fault_id}"})


def _logged(scope: Scope) -> str:
    """The path of a request as logs have it: without the token of a share link."""
    return _SHARE.sub(rf"{BELOW}/…", scope["path"])
