"""Determines a client's address, also behind trusted proxies."""

import ipaddress
from collections.abc import Sequence

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def parse_proxy(text: str) -> _Network:
    """Parse `10.0.0.7` or `10.0.0.0/8`. Raises ValueError with the reason."""
    try:
        return ipaddress.ip_network(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is no address or network, as in 127.0.0.1 or 10.0.0.0/8 ({error})") from None


class Proxies:
    """The addresses of trusted proxies (`TRUSTED_PROXIES`); none is trusted if it is empty."""

    def __init__(self, entries: Sequence[str]) -> None:
        self._networks = tuple(map(parse_proxy, entries))

    def __contains__(self, host: object) -> bool:
        address = _address(host) if isinstance(host, str) and self._networks else None
        return address is not None and any(address in network for network in self._networks)

    def client_of(self, forwarded: str) -> str | None:
        """The client in an X-Forwarded-For header from a trusted proxy: the last address that is no trusted proxy.

        Everything before it comes from the client, who can write anything. None if there is no address.
        """
        client = None
        for part in reversed(forwarded.split(",")):
            address = _address(_without_port(part.strip()))
            if address is None:
                break
            client = str(address)
            if client not in self:
                break
        return client


def _without_port(text: str) -> str:
    """Remove the port that some proxies add: `[::1]:50000`, `192.0.2.1:50000`."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def is_public(host: str) -> bool:
    """Whether other machines can connect to a server on `host`."""
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"


def address_key(host: str) -> str:
    """The key under which a client is counted: its address, or the /64 that a provider assigns to an IPv6 customer."""
    address = _address(host.partition("%")[0])
    if address is None:
        return host[:64]
    if isinstance(address, ipaddress.IPv6Address) and not address.is_loopback:
        return str(ipaddress.IPv6Network((int(address) >> 64 << 64, 64)))
    return str(address)
