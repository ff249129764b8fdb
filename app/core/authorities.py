"""Hosts and origins, read whole: what is not one from its first character to its last is none.

Browsers and proxies write a host in one way only (small letters, punycode, the short form of an IPv6 address), so that
is what is compared.
"""

import ipaddress
import re
from typing import NamedTuple

#: A name or IPv4 address, or an IPv6 address in brackets; a port, which may be empty (RFC 3986).
_AUTHORITY = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::([0-9]{0,5}))?", re.IGNORECASE)
_ORIGIN = re.compile(r"([a-z][a-z0-9+.-]*)://(.+)", re.IGNORECASE)
DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
LARGEST_PORT = 65535


class Authority(NamedTuple):
    """A host, `[::1]` or `a.example`, and the port that was written beside it."""

    host: str
    port: int | None


class Origin(NamedTuple):
    """Where a page comes from. `port` is None where the scheme has no usual one and none was written."""

    scheme: str
    host: str
    port: int | None


def parse_authority(text: str) -> Authority | None:
    """`[::1]:8000` → `("[::1]", 8000)`; None for what is no host with or without a port."""
    found = _AUTHORITY.fullmatch(text)
    if found is None:
        return None
    host, port = found[1].lower(), int(found[2]) if found[2] else None
    if port is not None and port > LARGEST_PORT:
        return None
    if host.startswith("["):
        try:
            host = f"[{ipaddress.IPv6Address(host[1:-1]).compressed}]"
        except ValueError:
            return None
    return Authority(host, port)


def parse_origin(text: str) -> Origin | None:
    """`https://a.example` → `("https", "a.example", 443)`; None for what is no origin, such as `null`."""
    found = _ORIGIN.fullmatch(text)
    place = parse_authority(found[2]) if found else None
    if found is None or place is None:
        return None
    scheme = found[1].lower()
    return Origin(scheme, place.host, place.port if place.port is not None else DEFAULT_PORTS.get(scheme))
