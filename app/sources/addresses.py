"""Classifies network addresses: which of them a source may be fetched from.

The tables are IANA's special-purpose registries for IPv4 and IPv6, plus the addresses under which clouds serve their
machines' metadata and credentials. They are written out here, rather than taken from `ipaddress.is_global`, because
that result changes between Python versions. IPv6 forms that embed an IPv4 address are classified by the IPv4 address.
"""

import ipaddress
from enum import StrEnum
from typing import Final

from app.core.private_hosts import IPAddress, IPNetwork


class Reach(StrEnum):
    """The kind of network of an address. Only PUBLIC is open to all jobs."""

    PUBLIC = "public"
    PRIVATE = "private"
    LOOPBACK = "loopback"
    LINK_LOCAL = "link-local"
    METADATA = "cloud metadata"
    MULTICAST = "multicast"
    RESERVED = "reserved"


#: The kinds that `ALLOW_PRIVATE_NETWORKS` opens. Link-local, metadata, multicast and reserved addresses stay closed.
INTRANET: Final = frozenset({Reach.PRIVATE, Reach.LOOPBACK})
#: The kinds that `ALLOWED_PRIVATE_HOSTS` may open, entry by entry. Cloud metadata stays closed: it holds credentials.
OPENABLE: Final = INTRANET | {Reach.RESERVED, Reach.LINK_LOCAL}

#: The first network that contains the address decides, so single addresses come first.
SPECIAL: Final[tuple[tuple[IPNetwork, Reach], ...]] = tuple(
    (ipaddress.ip_network(network), reach)
    for reach, networks in (
        (Reach.METADATA, ("169.254.169.254/32", "169.254.170.0/24", "100.100.100.200/32", "168.63.129.16/32")),
        (Reach.METADATA, ("192.0.0.192/32", "fd00:ec2::/32", "fd20:ce::254/128")),
        (Reach.LOOPBACK, ("127.0.0.0/8", "::1/128")),
        (Reach.LINK_LOCAL, ("169.254.0.0/16", "fe80::/10")),
        (Reach.PRIVATE, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fec0::/10")),
        (Reach.MULTICAST, ("224.0.0.0/4", "ff00::/8")),
        (Reach.RESERVED, ("0.0.0.0/8", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15")),
        (Reach.RESERVED, ("198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4")),
        (Reach.RESERVED, ("::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20")),
        (Reach.RESERVED, ("5f00::/16",)),
    )
    for network in networks
)

#: IPv6 networks that embed an IPv4 address, with the bit at which it starts, counted from the right.
CARRIERS: Final[tuple[tuple[ipaddress.IPv6Network, int], ...]] = (
    (ipaddress.IPv6Network("::ffff:0:0/96"), 0),  # IPv4-mapped
    (ipaddress.IPv6Network("::ffff:0:0:0/96"), 0),  # IPv4-translated (SIIT)
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),  # NAT64
    (ipaddress.IPv6Network("2002::/16"), 80),  # 6to4
)


def reach_of(address: IPAddress) -> Reach:
    """Classify an address.

    Teredo (2001::/32) and the deprecated IPv4-compatible form (::/96) are reserved whatever they embed: no public
    server is reached by them.
    """
    if isinstance(address, ipaddress.IPv6Address):
        for network, shift in CARRIERS:
            if address in network:
                return reach_of(ipaddress.IPv4Address((int(address) >> shift) & 0xFFFFFFFF))
    for special, reach in SPECIAL:
        if address.version == special.version and address in special:
            return reach
    if isinstance(address, ipaddress.IPv6Address) and address not in ipaddress.IPv6Network("2000::/3"):
        return Reach.RESERVED  # outside the range assigned as global unicast
    return Reach.PUBLIC


def refused_reach(address: IPAddress, *, allow_private_networks: bool) -> Reach | None:
    """The reason why connections to this address are refused; None if they are allowed."""
    reach = reach_of(address)
    if reach is Reach.PUBLIC or (allow_private_networks and reach in INTRANET):
        return None
    return reach
