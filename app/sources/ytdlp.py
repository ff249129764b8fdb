"""Looks up and downloads a source with yt-dlp's Python API, in a child.

yt-dlp only finds the addresses and transfers the bytes with its own code (`ytdlp_setup`), over guarded connections
(`netguard`). File names, limits, errors and merging are ours.
"""

import gc
import os
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from yt_dlp import YoutubeDL
from yt_dlp.networking import Request
from yt_dlp.networking.exceptions import HTTPError
from yt_dlp.utils import YoutubeDLError

from app.core.errors import ErrorCode, JobFailure, Refusal
from app.jobs.results import Validators
from app.sources.basic_auth import authorized
from app.sources.netguard import Judge, guarded_connections
from app.sources.source_url import SourceUrl, parse_source_url
from app.sources.transfer import Reached, Transfer, refuse_too_large
from app.sources.ytdlp_failures import failure_from
from app.sources.ytdlp_info import Listing, listing_of, part_name, parts_of, playlist_sentence
from app.sources.ytdlp_setup import SOCKET_TIMEOUT_S, Log, Requests, forbid_ffmpeg_downloads, options, validators_of

MAX_THUMBNAIL_BYTES: Final = 5_000_000
MAX_THUMBNAILS_TRIED: Final = 4
#: Largest feed of a podcast; that of a daily one with 3,000 episodes and their notes has 15 MB.
MAX_DOCUMENT_BYTES: Final = 32_000_000
#: Bytes of a document by which it is recognised.
HEAD_BYTES: Final = 4096
MAX_REDIRECTED_LOOKUPS: Final = 3
NOT_MODIFIED: Final = 304
PICTURES: Final = ((b"\xff\xd8\xff", ".jpg"), (b"\x89PNG\r\n\x1a\n", ".png"), (b"RIFF", ".webp"))


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a download."""

    max_bytes: int
    max_seconds: float


@dataclass(frozen=True, slots=True)
class Document:
    """What is at an address, and the address after redirects."""

    content: bytes
    url: str


class Site:
    """yt-dlp on one source. Create it with `opened`; every method raises JobFailure."""

    def __init__(self, ydl: Any, source: SourceUrl, work_dir: Path) -> None:
        self._ydl = ydl
        self._requests = Requests(ydl)
        self._source = source
        self._work_dir = work_dir

    def look_up(self) -> dict[str, Any]:
        """Look up the one video at the URL: yt-dlp's description with the chosen formats. Follows a playlist of one."""
        url = self._source.url
        for _ in range(MAX_REDIRECTED_LOOKUPS):
            with self._translated():
                info = self._ydl.extract_info(url, download=False)
            if info is None:
                raise JobFailure(ErrorCode.UNSUPPORTED_MEDIA, "No video or audio was found at this address.")
            if info.get("_type", "video") == "video":
                return self._with_length(info)
            entries = [entry for entry in info.get("entries") or () if entry]
            if len(entries) != 1 or (info.get("playlist_count") or 1) > 1:
                raise JobFailure(ErrorCode.INVALID_SOURCE, playlist_sentence(info))
            if entries[0].get("_type", "video") == "video":
                return self._with_length(entries[0])
            url = _checked(str(entries[0].get("url") or ""))
        raise JobFailure(ErrorCode.UNSUPPORTED_MEDIA, "The address only leads to other addresses.")

    def _with_length(self, info: dict[str, Any]) -> dict[str, Any]:
        """Add the length of a direct link, known from its response; yt-dlp does not keep it."""
        length = self._requests.validators_of(str(info.get("url"))).length if info.get("direct") else None
        return {**info, "filesize": info.get("filesize") or length}

    def validators(self, info: dict[str, Any]) -> Validators | None:
        """The validators by which a direct link can be revalidated later; None for any other source."""
        return self._requests.validators_of(str(info.get("url"))) if info.get("direct") else None

    def is_same(self, known: Validators) -> bool | None:
        """Request from the site whether its file is still the one with these validators; None if it does not say."""
        headers = {"Accept-Encoding": "identity"}
        headers |= {"If-None-Match": known.etag} if known.etag else {}
        headers |= {"If-Modified-Since": known.last_modified} if known.last_modified else {}
        request = Request(self._source.url, headers=headers, extensions={"timeout": SOCKET_TIMEOUT_S})
        with self._translated():
            try:
                response = self._ydl.urlopen(request)
            except HTTPError as error:
                if error.status == NOT_MODIFIED:
                    return True
                raise
        response.close()
        return same_file(known, validators_of(response.headers))

    def check(self, info: dict[str, Any], limits: Limits) -> None:
        """Refuse a video by its description, before anything is transferred."""
        if info.get("is_live") or info.get("live_status") in {"is_live", "post_live"}:
            raise JobFailure(ErrorCode.UNSUPPORTED_MEDIA, "This is a live stream. Post it again when it has ended.")
        if info.get("live_status") == "is_upcoming":
            raise JobFailure(ErrorCode.SOURCE_UNAVAILABLE, "The video has not been published yet.", retryable=False)
        if info.get("direct") and info.get("filesize") == 0:
            raise JobFailure(ErrorCode.UNSUPPORTED_MEDIA, "The file at this address is empty.")
        duration_s = float(info.get("duration") or 0)
        if duration_s > limits.max_seconds:
            raise JobFailure(
                ErrorCode.TOO_LONG,
                f"The video is {duration_s / 60:.0f} minutes long; the limit is {limits.max_seconds / 60:.0f} minutes.",
            )
        refuse_too_large(sum(int(part.get("filesize") or 0) for part in parts_of(info)), limits.max_bytes)

    def transfer(self, info: dict[str, Any], limits: Limits, reached: Reached) -> list[Path]:
        """Download the chosen formats: one file, or picture and sound. Resumes an interrupted transfer."""
        parts = parts_of(info)
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
            if not path.is_file():  # yt-dlp skips some files silently
                raise JobFailure(ErrorCode.SOURCE_UNAVAILABLE, f"{self._source.host} sent no data.")
            transfer.part_done(path.stat().st_size)
        return paths

    def thumbnail(self, info: dict[str, Any]) -> Path | None:
        """Download the best available thumbnail: jpeg, png or webp of at most 5 MB; None if the site lists none."""
        offered = [row.get("url") for row in reversed(info.get("thumbnails") or ())] or [info.get("thumbnail")]
        urls = [str(url) for url in offered if url][:MAX_THUMBNAILS_TRIED]
        for tried, url in enumerate(urls, start=1):
            try:
                return self._picture(url)
            except JobFailure:
                if tried == len(urls):
                    raise
        return None

    def _picture(self, url: str) -> Path:
        with self._translated():
            response = self._ydl.urlopen(Request(_checked(url), extensions={"timeout": SOCKET_TIMEOUT_S}))
            content = response.read(MAX_THUMBNAIL_BYTES + 1)
            response.close()
        suffix = next((extension for magic, extension in PICTURES if content.startswith(magic)), None)
        if suffix is None or len(content) > MAX_THUMBNAIL_BYTES or (suffix == ".webp" and content[8:12] != b"WEBP"):
            raise JobFailure(ErrorCode.UNSUPPORTED_MEDIA, "it is no jpeg, png or webp of at most 5 MB")
        path = self._work_dir / f"thumbnail{suffix}"
        path.write_bytes(content)
        return path

    @property
    def is_known(self) -> bool:
        """Whether yt-dlp has code for this site, so that the document at the address says nothing."""
        url = self._source.url
        return any(site.suitable(url) for name, site in self._ydl._ies.items() if name != "Generic")

    def document(self, is_wanted: Callable[[bytes], bool]) -> Document | None:
        """What is at the address, if its first bytes are those of a document that is wanted; else None."""
        with self._translated():
            response = self._ydl.urlopen(Request(self._source.url, extensions={"timeout": SOCKET_TIMEOUT_S}))
            try:
                content = response.read(HEAD_BYTES)
                if not is_wanted(content):
                    return None
                content += response.read(MAX_DOCUMENT_BYTES + 1 - len(content))
            finally:
                response.close()
        if len(content) > MAX_DOCUMENT_BYTES:
            limit = MAX_DOCUMENT_BYTES // 1_000_000
            raise JobFailure(ErrorCode.TOO_LARGE, f"The document at this address has more than {limit} MB.")
        return Document(content, response.url)

    def list_entries(self) -> Listing:
        """List the videos of a playlist as its page does; a single video is a list of one."""
        with self._translated():
            info = self._ydl.extract_info(self._source.url, download=False) or {}
        return listing_of(info, self._source)

    def hang_up(self) -> None:
        """Close the connections to the site that are still open."""
        self._requests.hang_up()

    def _remove_others(self, paths: list[Path]) -> None:
        """Delete what an earlier attempt left of other formats."""
        kept = {path.name for path in paths}
        for old in self._work_dir.glob("source-*"):
            if not any(old.name.startswith(name) for name in kept):
                old.unlink()

    @contextmanager
    def _translated(self, *, transferring: bool = False) -> Iterator[None]:
        """Translate errors of yt-dlp, the network and the disk to job failures."""
        try:
            with _files_closed() if transferring else nullcontext():
                yield
        except (YoutubeDLError, OSError) as error:
            raise failure_from(error, self._requests.failed, self._source, transferring=transferring) from error


@contextmanager
def opened(source: SourceUrl, *, work_dir: Path, judge: Judge, log: Log, max_entries: int = 2) -> Iterator[Site]:
    """Open yt-dlp on this source; the process's connections are guarded by `judge` for the duration of the block."""
    os.environ["YTDLP_NO_PLUGINS"] = "1"

    forbid_ffmpeg_downloads()
    with guarded_connections(judge), authorized(source), YoutubeDL(options(work_dir, log, max_entries)) as ydl:
        site = Site(ydl, source, work_dir)
        try:
            yield site
        finally:
            site.hang_up()


def same_file(known: Validators, now: Validators) -> bool | None:
    """Whether all validators that are present both times are equal; None if none is."""
    pairs = [
        (_opaque(known.etag), _opaque(now.etag)),
        (known.last_modified, now.last_modified),
        (known.length, now.length),
    ]
    equal = [before == after for before, after in pairs if before is not None and after is not None]
    return all(equal) if equal else None


def _opaque(etag: str | None) -> str | None:
    """An entity tag without its prefix for weak ones."""
    return etag.removeprefix("W/") if etag else None


@contextmanager
def _files_closed() -> Iterator[None]:
    """Release what holds a stream's file, which yt-dlp leaves open when it is stopped, so that it is flushed."""
    try:
        yield
    except BaseException as error:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            traceback.clear_frames(error.__traceback__)
            gc.collect()
        raise


def _checked(url: str) -> str:
    """Check a URL that a site supplied. Raises JobFailure if it may not be fetched."""
    try:
        return parse_source_url(url).url
    except Refusal as refusal:
        raise JobFailure(
            ErrorCode.UNSUPPORTED_MEDIA, "The site sends on to an address that is no http or https URL."
        ) from refusal
