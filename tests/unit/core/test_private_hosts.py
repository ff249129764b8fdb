"""How an operator writes which private addresses are open."""

import ipaddress

import pytest

from app.core.errors import SettingsInvalid
from app.core.private_hosts import parse_private_host
from app.core.settings import load_settings


@pytest.mark.parametrize(
    ("text", "address", "port", "covered"),
    [
        ("198.18.0.0/15", "198.19.255.255", 1, True),
        ("198.18.0.0/15", "198.20.0.0", 1, False),
        ("10.0.0.5", "10.0.0.5", 443, True),
        ("10.0.0.5:8080", "10.0.0.5", 8080, True),
        ("10.0.0.5:8080", "10.0.0.5", 443, False),
        ("[fd00::1]:80", "fd00::1", 80, True),
        ("fd00::/8", "fd12::1", 80, True),
        ("fd00::1", "fd00::1", 80, True),
        ("10.0.0.0/8", "::1", 80, False),
        ("nas.local", "10.0.0.5", 80, False),
    ],
)
def test_networks_and_addresses(text: str, address: str, port: int, covered: bool) -> None:
    """A port that is named must be the one that is reached."""
    assert parse_private_host(text).covers(ipaddress.ip_address(address), port) is covered


def test_names() -> None:
    """Upper case and a dot at the end make no other name."""
    assert parse_private_host("NAS.local:8080").is_named("nas.local.", 8080)
    assert not parse_private_host("nas.local:8080").is_named("nas.local", 80)
    assert not parse_private_host("nas.local").is_named("other.local", 80)


@pytest.mark.parametrize(
    "text",
    [
        "10.0.0.0/33",
        "10.0.0.1/8",
        "300.1.1.1",
        "[::1",
        "::g",
        "a b",
        "host:",
        ":80",
        "nas:0",
        "nas:65536",
        "nas:x",
        "-a",
        "*",
    ],
)
def test_what_is_misread_stops_the_start(text: str) -> None:
    """One line that names the setting and the entry."""
    with pytest.raises(SettingsInvalid, match="ALLOWED_PRIVATE_HOSTS"):
        load_settings(allowed_private_hosts=text)
