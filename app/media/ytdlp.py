"""yt-dlp through its Python API, in a child: what is at an address, and the files of it.

Little is left to yt-dlp: it finds the addresses and transfers the bytes with its own code, over connections that are
guarded (`netguard`). Its options are the fixed set of `_options`; no request can add any. It has no ffmpeg: as a
downloader ffmpeg would open addresses that nobody checks, and merging hostile files is done by ours, with white lists.
It has no plugins, no configuration, no cookies, no netrc, no proxy of the environment, and no cache of its own.
"""

import gc
import hashlib
import json
import os
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.core.errors import ErrorCode, JobFailure, Refusal
from app.jobs.results import Chapter
from app.media.netguard import Judge, guarded_connections
from app.media.source_url import SourceUrl, parse_source_url
from app.media.transfer import Reached, Transfer, refuse_too_large
from app.media.ytdlp_failures import blocked_among, causes, failure_from, without_urls

SOCKET_TIMEOUT_S: Final = 20
MAX_LOG_LINES: Final = 50
MAX_THUMBNAIL_BYTES: Final = 5_000_000
MAX_REDIRECTED_LOOKUPS: Final = 3
MAX_TITLE_CHARS: Final = 300
#: Transports that yt-dlp carries out itself, with Python's sockets. The others would start programs.
PROTOCOLS: Final = r"[protocol~='^(https?|m3u8|m3u8_native|http_dash_segments|http_dash_segments_generator)$']"
FORMAT: Final = "/".join(
    form.replace("@", PROTOCOLS)
    for form in ("bv*[height<=?1080]@+ba@", "b[height<=?1080]@", "bv*@+ba@", "b@", "bv*@", "ba@", "ba*@")
)
#: Up to 1080p, then what plays everywhere without being coded anew.
SORT: Final = ("res:1080", "vcodec:h264", "acodec:aac", "ext:mp4:m4a", "proto")
PICTURES: Final = ((b"\xff\xd8\xff", ".jpg"), (b"\x89PNG\r\n\x1a\n", ".png"), (b"RIFF", ".webp"))

Log = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Description:
    """What the site says of the video. `thumbnail` is a picture on disk."""

    title: str
    uploader: str | None
    webpage_url: str | None
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One video of a playlist, as its site lists it."""

    url: str
    title: str | None
    duration_s: float | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A playlist. `count` is how many videos it has where the site tells, `entries` may be fewer."""

    title: str
    entries: tuple[Entry, ...]
    count: int | None


@dataclass(frozen=True, slots=True)
class Limits:
    """What a download may be."""

    max_bytes: int
    max_seconds: float


class Site:
    """yt-dlp on one source. Get it from `opened`; every method raises JobFailure."""

    def __init__(self, ydl: Any, source: SourceUrl, work_dir: Path) -> None:
        self._ydl = ydl
        self._requests = _Requests(ydl)
        self._source = source
        self._work_dir = work_dir

    def look_up(self) -> dict[str, Any]:
        """yt-dlp's description of the one video at the address, with its formats chosen. Follows a playlist of one."""
        url = self._source.url
        for _ in range(MAX_REDIRECTED_LOOKUPS):
            with self._translated():
                info = self._ydl.extract_info(url, download=False)
            if info is None:
                raise JobFailure(ErrorCode.UNSUPPORTED_MEDIA, "No video or audio was found at this address.")
            if info.get("_type", "video") == "video":
                return dict(info)
            entries = [entry for entry in info.get("entries") or () if entry]
            if len(entries) != 1 or (info.get("playlist_count") or 1) > 1:
                raise JobFailure(ErrorCode.INVALID_SOURCE, _playlist_sentence(info))
            if entries[0].get("_type", "video") == "video":
                return dict(entries[0])
            url = _checked(str(entries[0].get("url") or ""))
        raise JobFailure(ErrorCode.UNSUPPORTED_MEDIA, "The address only leads to other addresses.")

    def check(self, info: dict[str, Any], limits: Limits) -> None:
        """Refuse what the site's own words rule out, before anything is transferred."""
        if info.get("is_live") or info.get("live_status") in {"is_live", "post_live"}:
            raise JobFailure(ErrorCode.UNSUPPORTED_MEDIA, "This is a live stream. Post it again when it has ended.")
        if info.get("live_status") == "is_upcoming":
            raise JobFailure(ErrorCode.SOURCE_UNAVAILABLE, "The video has not been published yet.", retryable=False)
        duration_s = float(info.get("duration") or 0)
        if duration_s > limits.max_seconds:
            raise JobFailure(
                ErrorCode.TOO_LONG,
                f"The video is {duration_s / 60:.0f} minutes long; the limit is {limits.max_seconds / 60:.0f} minutes.",
            )
        refuse_too_large(sum(int(part.get("filesize") or 0) for part in _parts(info)), limits.max_bytes)

    def transfer(self, info: dict[str, Any], limits: Limits, reached: Reached) -> list[Path]:
        """Download the chosen formats: one file, or picture and sound. Goes on where an earlier attempt was cut off."""
        parts = _parts(info)
        weights = [float(part.get("filesize") or part.get("filesize_approx") or 1) for part in parts]
        if len(set(weights) & {1.0}) and len(parts) > 1:
            weights = [1.0] * len(parts)
        transfer = Transfer(weights, max_bytes=limits.max_bytes, reached=reached)
        paths = [self._work_dir / part_name(info, part) for part in parts]
        self._remove_others(paths)
        self._ydl.add_progress_hook(transfer.hook)
        about = {key: value for key, value in info.items() if key != "requested_formats"}
        for part, path in zip(parts, paths, strict=True):
            with self._translated(transferring=True):
                self._ydl.dl(str(path), {**about, **part})
            if not path.is_file():  # yt-dlp skips some files without a word
                raise JobFailure(ErrorCode.SOURCE_UNAVAILABLE, f"{self._source.host} sent no data.")
            transfer.part_done(path.stat().st_size)
        return paths

    def thumbnail(self, info: dict[str, Any]) -> Path | None:
        """The best picture that the site offers, at most 5 MB of jpeg, png or webp; None when it offers none."""
        from yt_dlp.networking import Request

        offered = [row.get("url") for row in reversed(info.get("thumbnails") or ())] or [info.get("thumbnail")]
        url = next((str(url) for url in offered if url), None)
        if url is None:
            return None
        with self._translated():
            answer = self._ydl.urlopen(Request(_checked(url), extensions={"timeout": SOCKET_TIMEOUT_S}))
            content = answer.read(MAX_THUMBNAIL_BYTES + 1)
            answer.close()
        suffix = next((ending for magic, ending in PICTURES if content.startswith(magic)), None)
        if suffix is None or len(content) > MAX_THUMBNAIL_BYTES or (suffix == ".webp" and content[8:12] != b"WEBP"):
            raise JobFailure(ErrorCode.UNSUPPORTED_MEDIA, "it is no jpeg, png or webp of at most 5 MB")
        path = self._work_dir / f"thumbnail{suffix}"
        path.write_bytes(content)
        return path

    def list_entries(self) -> Listing:
        """The videos of a playlist, as its page lists them; a single video is a list of one."""
        with self._translated():
            info = self._ydl.extract_info(self._source.url, download=False) or {}
        rows = info.get("entries") if info.get("_type") in {"playlist", "multi_video"} else [info]
        found = [entry for row in rows or () if row and (entry := _entry(row)) is not None]
        return Listing(title=title_of(info, self._source), entries=tuple(found), count=info.get("playlist_count"))

    def hang_up(self) -> None:
        """Close what yt-dlp left open: it looks at the start of an answer and forgets the rest."""
        for answer in self._requests.answers:
            with suppress(OSError):
                answer.close()

    def _remove_others(self, paths: list[Path]) -> None:
        """Drop what an earlier attempt left of other formats."""
        kept = {path.name for path in paths}
        for old in self._work_dir.glob("source-*"):
            if not any(old.name.startswith(name) for name in kept):
                old.unlink()

    @contextmanager
    def _translated(self, *, transferring: bool = False) -> Iterator[None]:
        """Turn yt-dlp's errors, and the network's and the disk's, into job failures."""
        from yt_dlp.utils import YoutubeDLError

        try:
            with _files_closed() if transferring else nullcontext():
                yield
        except (YoutubeDLError, OSError) as error:
            raise failure_from(error, self._requests.failed, self._source, transferring=transferring) from error


@contextmanager
def opened(source: SourceUrl, *, work_dir: Path, judge: Judge, log: Log, max_entries: int = 2) -> Iterator[Site]:
    """yt-dlp on this source, with the process's connections guarded by `judge` for as long as the block lasts."""
    os.environ["YTDLP_NO_PLUGINS"] = "1"
    from yt_dlp import YoutubeDL

    with guarded_connections(judge), YoutubeDL(_options(work_dir, log, max_entries)) as ydl:
        site = Site(ydl, source, work_dir)
        try:
            yield site
        finally:
            site.hang_up()


def describe(info: dict[str, Any], source: SourceUrl) -> Description:
    """What the site tells people of the video."""
    uploader = info.get("uploader") or info.get("channel") or info.get("creator")
    return Description(
        title=title_of(info, source),
        uploader=_line(str(uploader)) if uploader else None,
        webpage_url=_shown_url(info.get("webpage_url")),
        chapters=tuple(_chapters(info.get("chapters") or ())),
    )


def title_of(info: dict[str, Any], source: SourceUrl) -> str:
    """The title as one line of at most 300 characters; the host where there is none."""
    title = _line(str(info.get("title") or ""))
    if info.get("extractor") in {"generic", "html5"} and not info.get("direct"):
        title = title.removesuffix(" (1)")  # the first video of a page, which is all that we take
    return title or source.host


def part_name(info: dict[str, Any], part: dict[str, Any]) -> str:
    """The name of a format's file. It tells formats and versions apart, so that no `.part` is mixed of two."""
    told = [info.get("id"), info.get("timestamp"), info.get("modified_timestamp")]
    told += [part.get(key) for key in ("format_id", "protocol", "ext", "filesize")]
    return f"source-{hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()[:12]}.media"


@contextmanager
def _files_closed() -> Iterator[None]:
    """yt-dlp leaves the file of a stream open when it is stopped; let go of what holds it, so that it is written."""
    try:
        yield
    except BaseException as error:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            traceback.clear_frames(error.__traceback__)
            gc.collect()
        raise


class _Requests:
    """Watches every HTTP request of yt-dlp, whose retries forget the error that they gave up on.

    `failed` is the error of the latest request, if it failed. A blocked address ends the work at once: no retry, and
    no extractor that tries another way.
    """

    def __init__(self, ydl: Any) -> None:
        self.failed: BaseException | None = None
        self.answers: list[Any] = []
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
        return answer

    def _remember(self, answer: Any) -> None:
        self.answers = [earlier for earlier in self.answers if not earlier.closed]
        if answer is not None:
            self.answers.append(answer)


class _Lines:
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


def _options(work_dir: Path, log: Log, max_entries: int) -> dict[str, Any]:
    """Every option that yt-dlp gets, here and nowhere else."""
    return {
        "logger": _Lines(log),
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


def _parts(info: dict[str, Any]) -> list[dict[str, Any]]:
    return list(info.get("requested_formats") or [info])


def _entry(row: dict[str, Any]) -> Entry | None:
    """A playlist's row as something that can be posted; None for what has no http address."""
    url = str(row.get("webpage_url") or row.get("url") or "")
    try:
        checked = parse_source_url(url).url
    except Refusal:
        return None
    title, duration = row.get("title"), row.get("duration")
    return Entry(
        url=checked, title=_line(str(title)) if title else None, duration_s=float(duration) if duration else None
    )


def _chapters(rows: Any) -> Iterator[Chapter]:
    for row in list(rows)[:1000]:
        start_s, end_s = row.get("start_time"), row.get("end_time")
        if start_s is not None and end_s is not None and 0 <= start_s < end_s:
            yield Chapter(start_s=float(start_s), end_s=float(end_s), title=_line(str(row.get("title") or "")))


def _checked(url: str) -> str:
    """An address that a site named, if it is one that may be fetched."""
    try:
        return parse_source_url(url).url
    except Refusal as refusal:
        raise JobFailure(
            ErrorCode.UNSUPPORTED_MEDIA, "The site sends on to an address that is no http or https URL."
        ) from refusal


def _shown_url(url: Any) -> str | None:
    try:
        return parse_source_url(str(url or "")).shown
    except Refusal:
        return None


def _line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:MAX_TITLE_CHARS]


def _playlist_sentence(info: dict[str, Any]) -> str:
    count = info.get("playlist_count")
    what = f"a playlist of {count} videos" if count else "a playlist"
    return f"This address is {what}. Post the address of each video that you want as a job of its own."
