"""Uploads as forms that are anything but a file: what stands beside the file has a bound of its own."""

from collections.abc import Iterator

import pytest

from tests.attacks.wire import Unharmed, Wire
from tests.media import sample
from tests.server import Server

pytestmark = pytest.mark.slow
MB = 1_000_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server."""
    with Server(tmp_path_factory.mktemp("attacked")) as running:
        yield running


@pytest.fixture(autouse=True)
def unharmed(server: Server) -> Iterator[None]:
    """Every one of these attacks leaves the server as it was."""
    with Unharmed(server):
        yield


def multipart(*parts: bytes) -> bytes:
    """The start of an upload as a form, chunked, with these bytes as its first chunk."""
    head = "POST /api/v1/videos HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
    return head.encode() + b"Content-Type: multipart/form-data; boundary=b\r\n\r\n" + b"".join(map(chunk, parts))


def chunk(data: bytes) -> bytes:
    """As a chunk of a body."""
    return b"%x\r\n%s\r\n" % (len(data), data)


@pytest.mark.parametrize(
    ("begin", "more"),
    [
        (b"--b\r\nContent-Disposition: form-data; name=", b"a" * 65536),
        (b"--b\r\nX-", b"a" * 65536),
        (b"--b\r\n", b"X-A: b\r\n" * 8192),
        (b"--b\r\n\r\n", b"\r\n--b\r\n\r\n" * 6554),
        (b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n', b"a" * 65536),
        (b"", b"before the first part " * 3000),
        (b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--b--\r\n', b"after the last" * 4700),
    ],
    ids=["name", "field", "fields", "parts", "other field", "preamble", "epilogue"],
)
def test_a_form_that_does_not_come_to_its_file(server: Server, begin: bytes, more: bytes) -> None:
    """Parts, their headers and what is no file are bounded, whatever an upload may have."""
    with Wire(server) as wire:
        wire.send(multipart(begin) if begin else multipart())
        sent = 0
        goes_on = True
        while goes_on and sent < 100 * MB:
            goes_on = wire.send(chunk(more))
            sent += len(more)
    assert sent < 100 * MB


def test_a_form_with_fields_beside_its_file(server: Server) -> None:
    """Is taken."""
    field = b'--b\r\nContent-Disposition: form-data; name="note%d"\r\n\r\nmine\r\n'
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n'
    body = b"".join(field % n for n in range(50)) + head + sample().read_bytes() + b"\r\n--b--\r\n"
    with Wire(server) as wire:
        assert (
            wire.ask("POST", "/api/v1/videos", "Content-Type: multipart/form-data; boundary=b", body=body).status == 201
        )
