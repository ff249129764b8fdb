"""How yt-dlp is set up: the fixed set of its options, its log, and a watch over its requests.

It has no ffmpeg: as a downloader ffmpeg would open addresses that nobody checks, and merging hostile files is done by
ours, with white lists. It has no plugins, no configuration, no cookies, no netrc, no proxy of the environment, and no
cache of its own. No request can add an option.
"""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import Validators
from app.sources.manifest_bounds import HEAD_BYTES, refuse_endless
from app.sources.ytdlp_failures import blocked_among, causes, without_urls

SOCKET_TIMEOUT_S: Final = 20
MAX_LOG_LINES: Final = 50
#: What a site may put into a header that is kept.
MAX_VALIDATOR_CHARS: Final = 1000
#: Pages and manifests are read as a whole; a hostile one has no end.
MAX_PAGE_BYTES: Final = 64_000_000
#: Transports that yt-dlp carries out itself, with Python's sockets. The others would start programs.
PROTOCOLS: Final = r"[protocol~='^(https?|m3u8|m3u8_native|http_dash_segments|http_dash_segments_generator)$']"
FORMAT: Final = "/".join(form.replace("@", PROTOCOLS) for form in ("bv*@+ba@", "b@", "bv*@", "ba@", "ba*@"))
#: Up to 1080p (of the shorter side), then what plays everywhere without being coded anew.
SORT: Final = ("res:1080", "vcodec:h264", "acodec:aac", "ext:mp4:m4a", "proto")

Log = Callable[[str], None]


def options(work_dir: Path, log: Log, max_entries: int) -> dict[str, Any]:
    """Every option that yt-dlp gets, here and nowhere else."""
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
        "ffmpeg_location": str(work_dir),  # there is none in there
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
    """Tell yt-dlp for the rest of this process that ffmpeg cannot download: it would, by itself, look on the path."""
    from yt_dlp.downloader.external import FFmpegFD

    FFmpegFD.available = classmethod(lambda _, path=None: False)


def _pause_s(n: int) -> float:
    """Seconds before retry `n` (from 0) within an attempt; longer pauses are the job's own retries."""
    return min(0.25 * 2.0**n, 2.0)


def _js_runtimes() -> dict[str, dict[str, str]]:
    """Deno, which YouTube's player needs, as its package installs it; it runs without access to files or network."""
    try:
        from deno import find_deno_bin  # type: ignore[import-untyped]
    except ModuleNotFoundError:
        return {}
    try:
        return {"deno": {"path": os.fsdecode(find_deno_bin())}}
    except FileNotFoundError:
        return {}


class Lines:
    """yt-dlp's logger: warnings become lines of the job's log, without URLs; the rest is dropped."""

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
    """Watches every HTTP request of yt-dlp, whose retries forget the error that they gave up on.

    `failed` is the error of the latest request, if it failed. A blocked address ends the work at once: no retry, and
    no extractor that tries another way.
    """

    def __init__(self, ydl: Any) -> None:
        self.failed: BaseException | None = None
        self._answers: list[Any] = []
        self._validators: dict[str, Validators] = {}
        self._urlopen = ydl.urlopen
        ydl.urlopen = self.urlopen

    def urlopen(self, request: Any) -> Any:
        from yt_dlp.networking.exceptions import RequestError

        self.failed = None
        try:
            answer = self._urlopen(request)
        except RequestError as error:
            self.failed = error
            self._remember(getattr(error, "response", None))
            blocked = blocked_among(causes(error))
            if blocked is not None:
                raise blocked from error
            raise
        self._remember(answer)
        if answer.status == 200:
            self._validators[answer.url] = validators_of(answer.headers)
        return answer

    def validators_of(self, url: str) -> Validators:
        """What the site said of the file at this address, when it was looked at."""
        return self._validators.get(url, Validators())

    def hang_up(self) -> None:
        """Close what was left open: yt-dlp looks at the start of an answer and forgets the rest."""
        for answer in self._answers:
            with suppress(OSError):
                answer.close()

    def _remember(self, answer: Any) -> None:
        self._answers = [earlier for earlier in self._answers if not earlier.closed]
        if answer is not None:
            self._answers.append(answer)
            _bound(answer)


def validators_of(headers: Mapping[str, str]) -> Validators:
    """What an answer tells of its file. The length of something that was packed for the way is not that of the file."""
    length = headers.get("Content-Length") or ""
    packed = bool(headers.get("Content-Encoding"))
    etag, modified = headers.get("ETag"), headers.get("Last-Modified")
    return Validators(
        etag=etag if etag and len(etag) <= MAX_VALIDATOR_CHARS else None,
        last_modified=modified if modified and len(modified) <= MAX_VALIDATOR_CHARS else None,
        length=int(length) if length.isdigit() and not packed else None,
    )


def _bound(answer: Any) -> None:
    """Let `answer.read()` without a size end at MAX_PAGE_BYTES, and refuse manifests of endless lists.

    Media are read in blocks and counted elsewhere. A page is read whole, or its first bytes and then the rest.
    """
    read = answer.read
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

    answer.read = bounded
