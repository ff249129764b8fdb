"""Counts the parts of a request against the limits."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import NamedTuple

from app.serving import bounds


class TooMuch(NamedTuple):
    """The reason why a request is refused below the application."""

    status: HTTPStatus
    code: str
    detail: str


NO_REQUEST = TooMuch(HTTPStatus.BAD_REQUEST, "bad_request", "This is no HTTP request.")
LATE = TooMuch(HTTPStatus.REQUEST_TIMEOUT, "header_unfinished", "The request's header was not finished in time.")
MUCH_FRAMING = TooMuch(HTTPStatus.BAD_REQUEST, "bad_request", "The body has more framing than content.")
LARGE_HEADER = TooMuch(
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    "header_too_large",
    f"The request's header is larger than {bounds.HEAD_BYTES // 1024} kB.",
)
MANY_FIELDS = TooMuch(
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    "header_too_large",
    f"The request's header has more than {bounds.HEAD_FIELDS} fields.",
)
LARGE_HANDSHAKE = TooMuch(
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    "header_too_large",
    f"At most {bounds.HANDSHAKE_FIELDS} fields of {bounds.HANDSHAKE_LINE_BYTES} bytes open a socket.",
)


def opens_a_socket(url: bytes, headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether the WebSocket library accepts a handshake of this size."""
    lines = [len(url), *(len(name) + len(value) for name, value in headers)]
    return len(lines) <= bounds.HANDSHAKE_FIELDS + 1 and max(lines) <= bounds.HANDSHAKE_LINE_BYTES


class Meter:
    """Counts what arrives on one connection. `wrong` is the first violation, and stays."""

    def __init__(self) -> None:
        #: Whether the next byte belongs to a header; otherwise to a body and its framing.
        self.in_head = True
        self.wrong: TooMuch | None = None
        self._fields = 0
        self._framing_bytes = 0
        self._content_came = False

    def slice_bytes(self) -> int:
        """Bytes to parse at once."""
        return bounds.HEAD_SLICE_BYTES if self.in_head else bounds.BODY_SLICE_BYTES

    def begin(self) -> None:
        """Record that a request begins."""
        self._fields = 0

    def field(self) -> bool:
        """Count a header field; returns whether to process it. Trailers are not: they follow the checked header."""
        if not self.in_head:
            return False
        self._fields += 1
        if self._fields > bounds.HEAD_FIELDS:
            self.find(MANY_FIELDS)
        return self.wrong is None

    def head_done(self) -> None:
        """Record that the header is complete."""
        self.in_head = False
        self._framing_bytes = 0

    def content(self) -> None:
        """Record that a part of the body arrived."""
        self._content_came = True

    def end(self) -> None:
        """Record that the request is complete."""
        self.in_head = True

    def parsed(self, size: int, *, head_bytes: int) -> None:
        """Record that `size` more bytes were parsed; the unfinished header has `head_bytes`."""
        if self.in_head:
            if head_bytes >= bounds.HEAD_BYTES:
                self.find(LARGE_HEADER)
        else:
            self._framing_bytes = 0 if self._content_came else self._framing_bytes + size
            if self._framing_bytes > bounds.CHUNK_OVERHEAD_BYTES:
                self.find(MUCH_FRAMING)
        self._content_came = False

    def find(self, wrong: TooMuch) -> None:
        """Record the reason for refusing the request, unless there is one."""
        self.wrong = self.wrong or wrong
