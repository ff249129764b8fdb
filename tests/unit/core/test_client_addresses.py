"""Who a client is, also where a proxy speaks for it."""

import pytest

from app.core.client_addresses import Proxies, address_key
from app.core.errors import SettingsInvalid
from app.core.settings import load_settings


def test_only_listed_proxies_are_trusted() -> None:
    """Addresses and networks, IPv4 also as IPv6 writes it; nobody where the list is empty."""
    proxies = Proxies(["127.0.0.1", "10.0.0.0/8", "fd00::/8"])
    for host in ("127.0.0.1", "::ffff:127.0.0.1", "10.255.0.1", "fd12::1"):
        assert host in proxies, host
    for host in ("127.0.0.2", "11.0.0.1", "::1", "", "localhost", "unix", None):
        assert host not in proxies, host
    assert "127.0.0.1" not in Proxies([])


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7, 10.0.0.9", "203.0.113.7"),
        ("10.0.0.8, 10.0.0.9", "10.0.0.8"),
        ("<script>, 203.0.113.7", "203.0.113.7"),
        ("203.0.113.7, <script>", None),
        ("203.0.113.7:50000", "203.0.113.7"),
        ("[2001:db8::1]:50000", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", None),
        (",,,", None),
        ("a" * 60_000, None),
    ],
)
def test_the_last_address_that_is_no_proxy_is_the_client(forwarded: str, client: str | None) -> None:
    """What stands before it was written by the client."""
    assert Proxies(["10.0.0.0/8"]).client_of(forwarded) == client


def test_a_client_counts_for_what_its_provider_gave_it() -> None:
    """An IPv4 address, or the 64 bits of IPv6 that one customer has."""
    assert address_key("203.0.113.7") == address_key("::ffff:203.0.113.7") == "203.0.113.7"
    assert address_key("2001:db8::1") == address_key("2001:db8::ffff:0:0:1") == "2001:db8::/64"
    assert address_key("2001:db8:0:1::1") != address_key("2001:db8::1")
    assert address_key("fe80::1%eth0") == "fe80::/64"
    assert address_key("::1") == "::1"
    assert len(address_key("x" * 1000)) == 64


def test_proxies_are_addresses_or_networks() -> None:
    """A name could come to mean another machine."""
    assert load_settings(trusted_proxies="127.0.0.1, 10.0.0.0/8").trusted_proxies == ("127.0.0.1", "10.0.0.0/8")
    for wrong in ("proxy", "10.0.0.1/8", "10.0.0.0/33", "*", "127.0.0.1:80"):
        with pytest.raises(SettingsInvalid, match=r"TRUSTED_PROXIES: .* is no address or network"):
            load_settings(trusted_proxies=wrong)
