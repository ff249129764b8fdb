"""Fetches films: from links of services like from sources, and by their SDKs; never more bytes than allowed.

Child processes only.
"""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

import httpx

from app.core.errors import ErrorCode, JobFailure
from app.providers.films import FilmPlace
from app.sources.netguard import BlockedAddress, guarded_connections
from app.sources.transfer import refuse_too_large

MOST_REDIRECTS: Final = 5
#: Bytes that are read at once.
CHUNK: Final = 256 * 1024


class Landing(io.RawIOBase):
    """A file that a film is written to. Raises JobFailure `too_large` before a byte more than allowed is written.

    `expected` is the film's size in bytes as the service states it, for the progress; None if it does not.
    """

    def __init__(
        self, path: Path, max_bytes: int, report: Callable[[float], None], expected: int | None = None
    ) -> None:
        super().__init__()
        if expected is not None:
            refuse_too_large(expected, max_bytes)
        self._file = path.open("wb")
        self._max_bytes, self._report, self._expected = max_bytes, report, expected
        self._size = 0

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: object) -> int:
        """Write the next bytes."""
        part = bytes(memoryview(data))  # type: ignore[arg-type]
        self._size += len(part)
        refuse_too_large(self._size, self._max_bytes)
        self._file.write(part)
        if self._expected:
            self._report(min(1.0, self._size / self._expected))
        return len(part)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()


def stated_bytes(header: str | None) -> int | None:
    """The size that a Content-Length states; None if it states none."""
    return int(header) if header and header.isdecimal() and header.isascii() else None


def link_parts(title: str, link: str) -> SplitResult:
    """The parts of a link that a service gave. Raises JobFailure `provider_failed` for one that is none."""
    try:
        return urlsplit(link)
    except ValueError as error:
        raise _no_link(title) from error


def _no_link(title: str) -> JobFailure:
    return JobFailure(ErrorCode.PROVIDER_FAILED, f"{title} links to a film by something that is no web address.")


def fetch_link(title: str, link: str, place: FilmPlace, path: Path, report: Callable[[float], None]) -> None:
    """Fetch what a service links to, without its key. Each address is checked, also those of redirects.

    Raises JobFailure `blocked_address`, `too_large`, `source_unavailable`, `provider_failed` for a link of no use.
    """
    if link_parts(title, link).scheme.lower() not in ("http", "https"):
        raise _no_link(title)
    client = httpx.Client(
        follow_redirects=True,
        max_redirects=MOST_REDIRECTS,
        timeout=place.silence_s,
        trust_env=False,  # a proxy would hide the address from the guard
        headers={"Accept-Encoding": "identity"},
    )
    try:
        with guarded_connections(place.judge), client, client.stream("GET", link) as response:
            if response.status_code != 200:
                message = f"The film of {title} cannot be fetched (HTTP {response.status_code})."
                raise JobFailure(ErrorCode.SOURCE_UNAVAILABLE, message)
            size = stated_bytes(response.headers.get("Content-Length"))
            with Landing(path, place.max_bytes, report, size) as landing:
                for part in response.iter_raw(CHUNK):
                    landing.write(part)
    except (httpx.InvalidURL, UnicodeError) as error:  # the latter for names that no resolver knows
        raise _no_link(title) from error
    except httpx.HTTPError as error:
        if (blocked := _blocked(error)) is not None:
            message = f"{title} links to {blocked.host}, which is a {blocked.reach} address. It is not fetched."
            raise JobFailure(ErrorCode.BLOCKED_ADDRESS, message) from error
        message = f"The film of {title} cannot be fetched ({type(error).__name__})."
        raise JobFailure(ErrorCode.SOURCE_UNAVAILABLE, message) from error
    report(1.0)


def _blocked(error: BaseException) -> BlockedAddress | None:
    """The refusal of an address that a client's error comes from."""
    now: BaseException | None = error
    while now is not None:
        if isinstance(now, BlockedAddress):
            return now
        now = now.__cause__ or now.__context__
    return None
