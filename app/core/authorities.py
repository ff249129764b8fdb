"""Parses hosts and origins strictly: the whole text must match.

Browsers and proxies write a host in one form (lower case, punycode, the compressed form of an IPv6 address), so hosts
are compared in that form.
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
    """A host, `[::1]` or `a.example`, and its port if there is one."""

    host: str
    port: int | None


class Origin(NamedTuple):
    """The origin of a page. `port` is None if it is missing and the scheme has no default."""

    scheme: str
    host: str
    port: int | None


def parse_authority(text: str) -> Authority | None:
    """Parse a host with or without a port, `[::1]:8000` → `("[::1]", 8000)`; None if it is neither."""
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
    """Parse an origin, `https://a.example` → `("https", "a.example", 443)`; None if it is none, such as `null`."""
    found = _ORIGIN.fullmatch(text)
    place = parse_authority(found[2]) if found else None
    if found is None or place is None:
        return None
    scheme = found[1].lower()
    return Origin(scheme, place.host, place.port if place.port is not None else DEFAULT_PORTS.get(scheme))
