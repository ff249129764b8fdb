"""Who may use a route. Each declares that it is open; what declares nothing needs the key, also what does not exist."""

from collections.abc import Sequence
from enum import Enum
from typing import TypeVar

from starlette.routing import BaseRoute, Match
from starlette.types import Scope

Endpoint = TypeVar("Endpoint")
_DECLARED = "access"


class Access(Enum):
    """How open a route is."""

    #: Needs the key, where one is set, and no page of another site may use it.
    KEY = "key"
    #: Needs no key; pages of other sites may not use it.
    KEYLESS = "keyless"
    #: Needs no key, and pages of other sites may show it.
    PUBLIC = "public"


def keyless(endpoint: Endpoint) -> Endpoint:
    """Declare an endpoint usable without the key."""
    setattr(endpoint, _DECLARED, Access.KEYLESS)
    return endpoint


def public(endpoint: Endpoint) -> Endpoint:
    """Declare an endpoint, or a mounted application, usable by everybody from everywhere."""
    setattr(endpoint, _DECLARED, Access.PUBLIC)
    return endpoint


def declared(route: BaseRoute) -> Access:
    """What a route declares of itself."""
    endpoint = getattr(route, "endpoint", None) or getattr(route, "app", None)
    found: Access = getattr(endpoint, _DECLARED, Access.KEY)
    return found


class AccessRules:
    """The access of every path, as the router would choose among `routes`: the first that fits decides."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._routes = [(route, declared(route)) for route in routes]
        self._open = [route for route, access in self._routes if access is not Access.KEY]

    def of(self, scope: Scope) -> Access:
        """The access of a request or socket."""
        if all(route.matches(scope)[0] is Match.NONE for route in self._open):
            return Access.KEY
        partial: Access | None = None
        for route, access in self._routes:
            match route.matches(scope)[0]:
                case Match.FULL:
                    return access
                case Match.PARTIAL if partial is None:  # another method; the router answers 405 in its name
                    partial = access
        return partial or Access.KEY
