"""Checks the `Host` header, against pages that point their own name at this machine (DNS rebinding)."""

from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import Scope

from app.core.authorities import parse_authority
from app.core.errors import ForbiddenOrigin

#: The machine's own names, and the paths that are always served under them, for health checks of containers.
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
HEALTH_PATHS = frozenset({"/health", "/health/ready"})


class Hosts:
    """Refuses requests whose Host is not in `allowed`, except health requests to the machine's own; `*` allows all."""

    def __init__(self, allowed: Sequence[str]) -> None:
        self._every = "*" in allowed
        self._allowed = frozenset(filter(None, map(host_name, allowed)))

    def check(self, scope: Scope, headers: Headers) -> None:
        """Raise ForbiddenOrigin unless the Host is allowed."""
        if self._every:
            return
        named = headers.getlist("host")
        served = self._allowed | LOOPBACK_NAMES if scope["path"] in HEALTH_PATHS else self._allowed
        if len(named) != 1 or host_name(named[0]) not in served:
            refusal = "This host name is not one of the server's. Its operator can add it to ALLOWED_HOSTS."
            raise ForbiddenOrigin(refusal, code="forbidden_host")


def host_name(host: str) -> str | None:
    """The name in a Host header without its port, `[::1]:8000` → `[::1]`; None if it is invalid."""
    place = parse_authority(host)
    return place.host if place else None
