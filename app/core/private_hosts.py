"""Parses private hosts that an operator opens to sources: networks, addresses or names, with an optional port.

`198.18.0.0/15`, `10.0.0.5`, `10.0.0.5:8080`, `[fd00::1]:80`, `fd00::/8`, `nas.local`, `nas.local:8080`.
"""

import ipaddress
import re
from dataclasses import dataclass

IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network
IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*", re.IGNORECASE)
_BRACKETED = re.compile(r"\[([0-9a-f:.]+)\](?::([0-9]{1,5}))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PrivateHost:
    """One entry: a network (of one address, for an address) or a name; any port if `port` is None."""

    network: IPNetwork | None
    name: str | None
    port: int | None

    def covers(self, address: IPAddress, port: int | None) -> bool:
        """Whether its network contains the address, at this port."""
        inside = self.network is not None and self.network.version == address.version and address in self.network
        return inside and self._same_port(port)

    def is_named(self, name: str, port: int | None) -> bool:
        """Whether the name is the entry's, at this port."""
        return self.name == name.rstrip(".").lower() and self._same_port(port)

    def _same_port(self, port: int | None) -> bool:
        return self.port is None or self.port == port


def parse_private_host(text: str) -> PrivateHost:
    """Parse one entry. Raises ValueError with the reason."""
    bracketed = _BRACKETED.fullmatch(text)
    if bracketed is not None:
        return PrivateHost(_network(bracketed[1], text), None, _port(bracketed[2], text))
    if "/" in text or text.count(":") > 1:
        return PrivateHost(_network(text, text), None, None)
    host, _, port = text.partition(":")
    if text.endswith(":") or not host:
        raise ValueError(f"{text!r} has no {'port' if host else 'host'}")
    if re.fullmatch(r"[0-9.]+", host):
        return PrivateHost(_network(host, text), None, _port(port, text))
    if not _NAME.fullmatch(host):
        raise ValueError(f"{text!r} is no network, address or name; write 10.0.0.0/8, 10.0.0.5:8080 or nas.local")
    return PrivateHost(None, host.lower(), _port(port, text))


def _network(host: str, text: str) -> IPNetwork:
    try:
        return ipaddress.ip_network(host)
    except ValueError as error:
        raise ValueError(f"{text!r}: {error}") from None


def _port(digits: str | None, text: str) -> int | None:
    if not digits:
        return None
    if not digits.isascii() or not digits.isdigit() or not 0 < int(digits) < 65536:
        raise ValueError(f"{text!r} has a port that does not exist")
    return int(digits)
