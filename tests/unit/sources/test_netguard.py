"""Connections are judged by the address that they really go to."""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator

import pytest

from app.sources.addresses import Reach
from app.sources.netguard import BlockedAddress, guarded_connections, intranet_judge
from tests.servers import PUBLIC_HOST, Site

CLOSED = intranet_judge(allow_private_networks=False)
INTRANET = intranet_judge(allow_private_networks=True)


@pytest.fixture
def closed() -> Iterator[None]:
    """Connections guarded as by default."""
    with guarded_connections(CLOSED):
        yield


FORMS = ("127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "localhost", "0.0.0.0", "127.0.0.77")


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("host", FORMS)
def test_no_spelling_of_loopback_is_reached(host: str, internal_site: Site) -> None:
    """Every form that the system resolves is stopped before a byte is sent."""
    with pytest.raises(BlockedAddress):
        socket.create_connection((host, internal_site.port), timeout=2)
    assert not internal_site.hits


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("host", ["::1", "::ffff:127.0.0.1", "::ffff:7f00:1", "64:ff9b::7f00:1", "fe80::1%lo"])
def test_no_ipv6_form_of_loopback_is_reached(host: str, internal_site: Site) -> None:
    """IPv6 forms that carry or mean an internal address are stopped too."""
    with socket.socket(socket.AF_INET6) as sock, pytest.raises(BlockedAddress):
        sock.connect((host, internal_site.port))
    assert not internal_site.hits


@pytest.mark.usefixtures("closed")
def test_connect_ex_is_guarded_as_well(internal_site: Site) -> None:
    """The variant that returns an error number (TLS and asyncio use it) is no way around."""
    with socket.socket() as sock, pytest.raises(BlockedAddress):
        sock.connect_ex(("127.0.0.1", internal_site.port))
    with socket.socket() as plain:
        context = ssl.create_default_context()
        with (
            context.wrap_socket(plain, server_hostname="localhost") as sock,
            pytest.raises(BlockedAddress),
        ):
            sock.connect(("127.0.0.1", internal_site.port))


@pytest.mark.usefixtures("closed")
def test_local_sockets_are_closed() -> None:
    """A downloader has no business with the machine's own services."""
    with socket.socket(socket.AF_UNIX) as sock, pytest.raises(BlockedAddress):
        sock.connect("/run/docker.sock")


def test_an_intranet_is_open_when_allowed(site: Site) -> None:
    """With the operator's leave a loopback server answers."""
    site.add("/", body=b"hello")
    with guarded_connections(INTRANET):
        connection = http.client.HTTPConnection("localhost", site.port, timeout=5)
        connection.request("GET", "/")
        assert connection.getresponse().read() == b"hello"
        connection.close()


def test_the_address_that_was_judged_is_the_one_connected_to(
    internal_site: Site, public_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that leads elsewhere when it is asked the second time (DNS rebinding) gains nothing."""
    answers = iter([PUBLIC_HOST, "127.0.0.1", "127.0.0.1"])

    def rebinding(_host: str, port: int, family: int = 0, kind: int = 0, *_: int) -> list[object]:
        return [(socket.AF_INET, kind or socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)

    def judge(address: object, _port: int) -> Reach | None:
        return None if str(address) == PUBLIC_HOST else Reach.LOOPBACK

    with guarded_connections(judge), socket.socket() as sock:
        sock.settimeout(2)
        sock.connect(("rebind.example", public_site.port))
        assert sock.getpeername()[0] == PUBLIC_HOST
    with guarded_connections(judge), socket.socket() as sock, pytest.raises(BlockedAddress):
        sock.connect(("rebind.example", internal_site.port))


def test_the_guard_goes_with_its_block() -> None:
    """After the block sockets are as they were, also when it ended by an error."""
    before = socket.socket.connect
    with pytest.raises(KeyError), guarded_connections(CLOSED):
        raise KeyError
    assert socket.socket.connect == before


@pytest.mark.usefixtures("closed")
def test_guards_are_not_nested() -> None:
    """A second guard would outlive or undo the first one, so it is an error."""
    with pytest.raises(RuntimeError), guarded_connections(INTRANET):
        pass


@pytest.mark.usefixtures("closed")
def test_other_threads_are_guarded(internal_site: Site) -> None:
    """The guard holds for the whole process."""
    caught: list[BaseException] = []

    def reach() -> None:
        try:
            socket.create_connection(("127.0.0.1", internal_site.port), timeout=2)
        except BlockedAddress as error:
            caught.append(error)

    thread = threading.Thread(target=reach)
    thread.start()
    thread.join()
    assert len(caught) == 1


@pytest.mark.parametrize(
    ("entry", "opens"),
    [
        ("127.0.0.1", True),
        ("127.0.0.0/30", True),
        ("localhost", True),
        ("127.0.0.1:{port}", True),
        ("localhost:{port}", True),
        ("127.0.0.1:1", False),
        ("localhost:1", False),
        ("127.0.0.2", False),
        ("no-such-name.invalid", False),
    ],
)
def test_single_private_hosts_can_be_opened(internal_site: Site, entry: str, opens: bool) -> None:
    """By network, address or name, for all ports or one; everything else stays closed."""
    judge = intranet_judge(allow_private_networks=False, allowed_hosts=(entry.format(port=internal_site.port),))
    with guarded_connections(judge), socket.socket() as sock:
        sock.settimeout(2)
        if opens:
            sock.connect(("127.0.0.1", internal_site.port))
        else:
            with pytest.raises(BlockedAddress):
                sock.connect(("127.0.0.1", internal_site.port))


@pytest.mark.parametrize(
    ("address", "reach"),
    [
        ("198.18.7.9", None),
        ("169.254.1.1", None),
        ("169.254.169.254", Reach.METADATA),
        ("100.100.100.200", Reach.METADATA),
        ("224.0.0.1", Reach.MULTICAST),
    ],
)
def test_what_an_entry_may_open(address: str, reach: Reach | None) -> None:
    """Made-up addresses of a proxy and local links; never a cloud's credentials, nor a group of machines."""
    judge = intranet_judge(allow_private_networks=False, allowed_hosts=("0.0.0.0/0",))
    assert judge(ipaddress.ip_address(address), 80) is reach
