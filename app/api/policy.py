"""Lets routers declare the policy of their routes: access, scope, accepted bodies, error shape.

Routes without a declaration are closed: they need the key, accept only JSON, and refuse with problem+json. So are
missing paths.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from fastapi import APIRouter
from starlette.routing import BaseRoute, Match, Mount, Route, WebSocketRoute
from starlette.types import Scope

from app.api.declared_bodies import JSON, Body, JsonBody, Unread
from app.api.error_shapes import PROBLEM_JSON, ErrorShape
from app.core.caller import KeyScope

Endpoint = TypeVar("Endpoint")
#: The names of an endpoint's declaration, and of the policy in a request's scope.
_DECLARED, _FOUND = "declared_policy", "route_policy"
#: Methods that need no more than READ where a route declares no scope.
READING = frozenset({"GET", "HEAD", "OPTIONS"})
_GROUP = re.compile(r"\(\?P<\w+>")


class Access(Enum):
    """Who may use a route."""

    #: Needs the key, if one is set; pages of other sites may not use it.
    KEY = "key"
    #: Needs no key; pages of other sites may not use it.
    KEYLESS = "keyless"
    #: Needs no key, and pages of other sites may show it.
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class RoutePolicy:
    """The policy of a router for all its routes, or of one route.

    `scope` is what a key must include; None means READ for GET, HEAD and sockets, and WRITE for other methods.
    `of_all` is what it must include besides if it has no user: then the route concerns what belongs to all users.
    `key_anywhere`: the key may also be in the path or the password of HTTP Basic (`keys_elsewhere.py`).
    `counted`: RATE_LIMIT counts its requests although it needs no key. `from_anywhere`: forms in pages of other sites
    may be sent to it; it changes nothing.
    """

    access: Access = Access.KEY
    body: Body = JSON
    errors: ErrorShape = PROBLEM_JSON
    scope: KeyScope | None = None
    of_all: KeyScope | None = None
    key_anywhere: bool = False
    counted: bool = False
    from_anywhere: bool = False


#: The policy of everything without a declaration.
CLOSED = RoutePolicy()


class PolicyRouter(APIRouter):
    """A router whose routes have `policy`, unless they declare otherwise.

    Its error shape also applies to missing paths below its prefix.
    """

    def __init__(self, *, policy: RoutePolicy = CLOSED, **options: Any) -> None:
        super().__init__(**options)
        self.policy = policy


def declares(
    *,
    access: Access | None = None,
    scope: KeyScope | None = None,
    of_all: KeyScope | None = None,
    body: Body | None = None,
    errors: ErrorShape | None = None,
    from_anywhere: bool | None = None,
) -> Callable[[Endpoint], Endpoint]:
    """Declare where an endpoint, or a mounted application, differs from its router's policy."""
    declared: dict[str, object] = {"access": access, "scope": scope, "of_all": of_all, "body": body, "errors": errors}
    declared["from_anywhere"] = from_anywhere
    fields = {name: value for name, value in declared.items() if value is not None}

    def declare(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, _DECLARED, getattr(endpoint, _DECLARED, {}) | fields)
        return endpoint

    return declare


def policy_of(route: BaseRoute, router: APIRouter | None = None) -> RoutePolicy:
    """The policy of a router's route."""
    endpoint = getattr(route, "endpoint", None) or getattr(route, "app", None)
    own: Mapping[str, Any] = getattr(endpoint, _DECLARED, {})
    return replace(_base(router), **own)


class Policies:
    """Finds the policy of requests and sockets by their route; as in the application, the first match decides.

    `pages` are routes without a router. Most requests are for closed routes; they cost one match of a regular
    expression. `shut` are paths of open routes that need the key all the same.
    """

    def __init__(self, pages: Sequence[BaseRoute], routers: Sequence[APIRouter], *, shut: Collection[str] = ()) -> None:
        routes = [(route, policy_of(route)) for route in pages]
        routes += [(route, policy_of(route, router)) for router in routers for route in router.routes]
        self.routes = [
            (route, replace(policy, access=Access.KEY) if getattr(route, "path", None) in shut else policy)
            for route, policy in routes
        ]
        nested = sorted((one for one in routers if one.prefix), key=lambda one: len(one.prefix), reverse=True)
        self._prefixes = [(_below(one.prefix), replace(CLOSED, errors=_base(one).errors)) for one in nested]
        special = [_pattern(route) for route, policy in self.routes if policy != CLOSED]
        special += [pattern.pattern for pattern, policy in self._prefixes if policy != CLOSED]
        self._special = re.compile("|".join(f"(?:{_GROUP.sub('(?:', one)})" for one in special) or r"(?!)")

    def scope_of(self, scope: Scope) -> KeyScope:
        """What the key of this request or socket must include."""
        declared = self.of(scope).scope
        if declared is not None:
            return declared
        return KeyScope.READ if scope.get("method", "GET") in READING else KeyScope.WRITE

    def of(self, scope: Scope) -> RoutePolicy:
        """The policy of a request or socket; it is computed once and stored in its scope."""
        found: RoutePolicy | None = scope.get(_FOUND)
        if found is None:
            found = scope[_FOUND] = self._find(scope) if self._special.match(scope["path"]) else CLOSED
        return found

    def _find(self, scope: Scope) -> RoutePolicy:
        served = self._matching(scope)
        if served is None and scope.get("method") == "HEAD":  # served as GET if there is no HEAD route
            served = self._matching(dict(scope) | {"method": "GET"})
        if served is not None:
            return served
        for route, policy in self.routes:
            if route.matches(scope)[0] is Match.PARTIAL:  # another method, which gets 405 with the route's policy
                return policy if isinstance(policy.body, JsonBody) else replace(policy, body=Unread())
        return next((policy for below, policy in self._prefixes if below.match(scope["path"])), CLOSED)

    def _matching(self, scope: Scope) -> RoutePolicy | None:
        return next((policy for route, policy in self.routes if route.matches(scope)[0] is Match.FULL), None)


def _base(router: APIRouter | None) -> RoutePolicy:
    """The policy of a router for all its routes."""
    found: RoutePolicy = getattr(router, "policy", CLOSED)
    return found


def _pattern(route: BaseRoute) -> str:
    """The regular expression of a route's paths. Raises TypeError for a kind of route whose paths are unknown."""
    if not isinstance(route, Route | WebSocketRoute | Mount):
        raise TypeError(f"what paths {route!r} serves is not known, so no policy can be found for them")
    return route.path_regex.pattern


def _below(prefix: str) -> re.Pattern[str]:
    """A pattern of a router's prefix and every path below it; ids in it may be anything."""
    return re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(prefix)) + r"(?:/|$)")
