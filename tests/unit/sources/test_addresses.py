"""Which addresses are closed, in every form that an address can take."""

import ipaddress

import pytest

from app.sources.addresses import Reach, reach_of, refused_reach

CLOSED = {
    "0.0.0.0": Reach.RESERVED,
    "10.1.2.3": Reach.PRIVATE,
    "100.64.0.1": Reach.PRIVATE,
    "100.100.100.200": Reach.METADATA,
    "127.0.0.1": Reach.LOOPBACK,
    "127.255.255.254": Reach.LOOPBACK,
    "168.63.129.16": Reach.METADATA,
    "169.254.1.1": Reach.LINK_LOCAL,
    "169.254.169.254": Reach.METADATA,
    "172.16.0.1": Reach.PRIVATE,
    "172.31.255.255": Reach.PRIVATE,
    "192.0.0.192": Reach.METADATA,
    "192.168.1.1": Reach.PRIVATE,
    "198.18.0.1": Reach.RESERVED,
    "203.0.113.9": Reach.RESERVED,
    "224.0.0.1": Reach.MULTICAST,
    "255.255.255.255": Reach.RESERVED,
    "::": Reach.RESERVED,
    "::1": Reach.LOOPBACK,
    "::127.0.0.1": Reach.RESERVED,
    "::ffff:10.0.0.1": Reach.PRIVATE,
    "::ffff:127.0.0.1": Reach.LOOPBACK,
    "::ffff:169.254.169.254": Reach.METADATA,
    "::ffff:0:127.0.0.1": Reach.LOOPBACK,
    "64:ff9b::7f00:1": Reach.LOOPBACK,
    "64:ff9b:1::7f00:1": Reach.RESERVED,
    "2001:0:53aa:64c:0:f7fb:80ff:fffe": Reach.RESERVED,
    "2001:db8::1": Reach.RESERVED,
    "2002:7f00:1::1": Reach.LOOPBACK,
    "2002:a00:1::": Reach.PRIVATE,
    "4000::1": Reach.RESERVED,
    "fc00::1": Reach.PRIVATE,
    "fd00:ec2::254": Reach.METADATA,
    "fe80::1": Reach.LINK_LOCAL,
    "fec0::1": Reach.PRIVATE,
    "ff02::1": Reach.MULTICAST,
}
OPEN = (
    "1.1.1.1",
    "8.8.8.8",
    "100.128.0.1",
    "172.32.0.1",
    "192.169.0.1",
    "2606:4700::1111",
    "2a00:1450::1",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2002:808:808::1",
)


@pytest.mark.parametrize(("address", "reach"), CLOSED.items())
def test_closed_addresses_are_refused(address: str, reach: Reach) -> None:
    """Each closed network is known by what it is, also inside of an IPv6 address."""
    assert reach_of(ipaddress.ip_address(address)) is reach
    assert refused_reach(ipaddress.ip_address(address), allow_private_networks=False) is reach


@pytest.mark.parametrize("address", OPEN)
def test_public_addresses_are_open(address: str) -> None:
    """A public address is let through, also inside of an IPv6 address and right beside a closed network."""
    assert refused_reach(ipaddress.ip_address(address), allow_private_networks=False) is None


@pytest.mark.parametrize("address", CLOSED)
def test_an_intranet_opens_private_and_loopback_addresses_only(address: str) -> None:
    """Metadata, link-local, multicast and reserved addresses stay closed whatever the operator allows."""
    reach = refused_reach(ipaddress.ip_address(address), allow_private_networks=True)
    assert (reach is None) == (CLOSED[address] in {Reach.PRIVATE, Reach.LOOPBACK})
