"""Configures yt-dlp: its fixed options, its log, and a wrapper around its requests.

It gets no ffmpeg: as a downloader ffmpeg would open unchecked addresses, and hostile files are merged by our code, with
allow lists. It gets no plugins, no configuration, no cookies, no netrc, no proxy from the environment, and no cache. No
request can add an option.
"""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from yt_dlp.downloader.external import FFmpegFD
from yt_dlp.networking.exceptions import RequestError

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import Validators
from app.sources.manifest_bounds import HEAD_BYTES, refuse_endless
from app.sources.ytdlp_failures import blocked_among, causes, without_urls

SOCKET_TIMEOUT_S: Final = 20
MAX_LOG_LINES: Final = 50
#: Longest header value that is kept.
MAX_VALIDATOR_CHARS: Final = 1000
#: Pages and manifests are read whole, and a hostile one is endless.
MAX_PAGE_BYTES: Final = 64_000_000
#: Protocols that yt-dlp implements with Python's sockets. The others would start programs.
PROTOCOLS: Final = r"[protocol~='^(https?|m3u8|m3u8_native|http_dash_segments|http_dash_segments_generator)$']"
FORMAT: Final = "/".join(form.replace("@", PROTOCOLS) for form in ("bv*@+ba@", "b@", "bv*@", "ba@", "ba*@"))
#: Up to 1080p (of the shorter side), then formats that play everywhere without re-encoding.
SORT: Final = ("res:1080", "vcodec:h264", "acodec:aac", "ext:mp4:m4a", "proto")

Log = Callable[[str], None]


def options(work_dir: Path, log: Log, max_entries: int) -> dict[str, Any]:
    """All options that yt-dlp gets; none is set elsewhere."""
    return {
        "logger": Lines(log),
        "quiet": True,
        "noprogress": True,
        "color": "never",
        "format": FORMAT,
        "format_sort": list(SORT),
        "noplaylist": True,
        "extract_flat": "in_playlist",
        "playlist_items": f"1-{max_entries}",
        "paths": {"home": str(work_dir)},
        "outtmpl": {"default": "source.%(ext)s"},
        "ffmpeg_location": str(work_dir),  # which contains none
        "external_downloader": {"default": "native"},
        "fixup": "never",
        "cachedir": False,
        "proxy": "",
        "enable_file_urls": False,
        "geo_bypass": False,
        "js_runtimes": _js_runtimes(),
        "continuedl": True,
        "updatetime": False,
        "skip_unavailable_fragments": False,
        "socket_timeout": SOCKET_TIMEOUT_S,
        "retries": 3,
        "fragment_retries": 3,
        "extractor_retries": 2,
        "retry_sleep_functions": dict.fromkeys(("http", "fragment", "extractor"), _pause_s),
    }


def forbid_ffmpeg_downloads() -> None:
    """Disable ffmpeg as yt-dlp's downloader for the rest of this process; otherwise it searches the PATH for one."""
    FFmpegFD.available = classmethod(lambda _, path=None: False)


def _pause_s(n: int) -> float:
    """Seconds before retry `n` (from 0) within an attempt; longer pauses are the job's own retries."""
    return min(0.25 * 2.0**n, 2.0)


def _js_runtimes() -> dict[str, dict[str, str]]:
    """The Deno of its Python package, which YouTube's player needs; it runs without access to files or network."""
    try:
        from deno import find_deno_bin  # type: ignore[import-untyped]
    except ModuleNotFoundError:
        return {}
    try:
        return {"deno": {"path": os.fsdecode(find_deno_bin())}}
    except FileNotFoundError:
        return {}


class Lines:
    """yt-dlp's logger: warnings become lines of the job's log, without URLs; all else is dropped."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._left = MAX_LOG_LINES

    def debug(self, message: str) -> None:
        if message.startswith("[download] Got error"):
            self.warning(message)

    def info(self, message: str) -> None:
        pass

    def warning(self, message: str) -> None:
        if self._left > 0 and "generic information extractor" not in message:
            self._left -= 1
            self._log(without_urls(message))

    def error(self, message: str) -> None:
        pass  # it is raised too


class Requests:
    """Wraps every HTTP request of yt-dlp and keeps the last error, which yt-dlp's retries discard.

    `failed` is the error of the latest request, if it failed. A blocked address ends the work at once, without retries
    or attempts by other extractors.
    """

    def __init__(self, ydl: Any) -> None:
        self.failed: BaseException | None = None
        self._responses: list[Any] = []
        self._validators: dict[str, Validators] = {}
        self._urlopen = ydl.urlopen
        ydl.urlopen = self.urlopen

    def urlopen(self, request: Any) -> Any:
        self.failed = None
        try:
            response = self._urlopen(request)
        except RequestError as error:
            self.failed = error
            self._remember(getattr(error, "response", None))
            blocked = blocked_among(causes(error))
            if blocked is not None:
                raise blocked from error
            raise
        self._remember(response)
        if response.status == 200:
            self._validators[response.url] = validators_of(response.headers)
        return response

    def validators_of(self, url: str) -> Validators:
        """The validators in the response for this URL; empty if it was not requested."""
        return self._validators.get(url, Validators())

    def hang_up(self) -> None:
        """Close open responses: yt-dlp reads the start of some and abandons the rest."""
        for response in self._responses:
            with suppress(OSError):
                response.close()

    def _remember(self, response: Any) -> None:
        self._responses = [earlier for earlier in self._responses if not earlier.closed]
        if response is not None:
            self._responses.append(response)
            _bound(response)


def validators_of(headers: Mapping[str, str]) -> Validators:
    """The validators in a response's headers. The length of a compressed transfer is not that of the file."""
    length = headers.get("Content-Length") or ""
    packed = bool(headers.get("Content-Encoding"))
    etag, modified = headers.get("ETag"), headers.get("Last-Modified")
    return Validators(
        etag=etag if etag and len(etag) <= MAX_VALIDATOR_CHARS else None,
        last_modified=modified if modified and len(modified) <= MAX_VALIDATOR_CHARS else None,
        length=int(length) if length.isdigit() and not packed else None,
    )


def _bound(response: Any) -> None:
    """Bound `response.read()` without a size to MAX_PAGE_BYTES, and refuse manifests with too many fragments.

    Media are read in blocks and counted elsewhere. A page is read whole, or in two parts: its first bytes and the rest.
    """
    read = response.read
    head = b""

    def bounded(amount: int | None = None) -> bytes:
        nonlocal head
        if amount is not None and amount >= 0:
            part = bytes(read(amount))
            head = head + part if len(head) < HEAD_BYTES else head
            return part
        rest = bytes(read(MAX_PAGE_BYTES + 1))
        if len(rest) > MAX_PAGE_BYTES:
            raise JobFailure(ErrorCode.UNSUPPORTED_MEDIA, "The page at this address is too large to look for a video.")
        refuse_endless(head + rest)
        return rest

    response.read = bounded
