"""Other names and other sites' pages, on the wire."""

from collections.abc import Iterator

import pytest

from tests.attacks.wire import Wire, handshake
from tests.server import Server

pytestmark = pytest.mark.slow
CROSS_SITE = ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: image")
FOLLOWED = ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server without a key, as on a developer's machine."""
    with Server(tmp_path_factory.mktemp("names")) as running:
        yield running


@pytest.mark.parametrize("host", ["[::1].evil.example", "[::1", "localhost:1@evil", "[::1]:1:1", "localhost:x"])
def test_a_host_that_only_begins_like_ours_is_refused(server: Server, host: str) -> None:
    """The name is read to its end, so that a page's own name cannot pass for ours."""
    for path in ("/", "/health", "/api/v1/jobs"):
        with Wire(server) as wire:
            assert wire.ask("GET", path, host=host).status == 403


@pytest.mark.parametrize("origin", ["null", "http://[::1", "http://localhost:1@evil", "http://localhost.evil.example"])
def test_other_sites_pages_read_nothing(server: Server, origin: str) -> None:
    """Of all of the API, by safe methods too."""
    for path in ("/api/v1/jobs", "/api/v1/session", "/api/v1/playlist?url=http://127.0.0.1/"):
        with Wire(server) as wire:
            assert wire.ask("GET", path, f"Origin: {origin}").status == 403


def test_what_other_sites_pages_show_comes_not_from_here(server: Server) -> None:
    """A picture or a frame in such a page is refused; a link to a file that somebody follows works."""
    for method in ("GET", "HEAD"):
        with Wire(server) as wire:
            assert wire.ask(method, "/api/v1/jobs", *CROSS_SITE).status == 403
    with Wire(server) as wire:
        assert wire.ask("GET", "/api/v1/jobs", *FOLLOWED).status == 200
    with Wire(server) as wire:
        assert wire.ask("GET", "/api/v1/jobs").status == 200


@pytest.mark.parametrize("path", ["/ws/health", "/ws/jobs/broadcast", "/ws/nothing"])
@pytest.mark.parametrize(
    ("offered", "chosen"), [("chat", "chat"), ("v2.app, v1.app", "v2.app"), ("!#$%&'*+.^_`|~", "!#$%&'*+.^_`|~")]
)
def test_a_client_that_offers_sub_protocols_is_answered(server: Server, path: str, offered: str, chosen: str) -> None:
    """With the first of them, also where the socket is refused after that: a browser gives up without one."""
    with Wire(server) as wire:
        wire.send(handshake(path, f"Sec-WebSocket-Protocol: {offered}"))
        answer = wire.answer()
    assert (answer.status, answer.headers.get("sec-websocket-protocol")) == (101, chosen)
