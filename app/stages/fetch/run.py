"""Stage `fetch`, the first of every job: the source, a link or an upload, as one readable file in the store.

A link is downloaded by yt-dlp, an upload is in the store already; both are probed, so the output is
valid media. `work_dir` is the same again after a crash, so an interrupted transfer is resumed.
"""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import Blob, MediaInfo
from app.media.ffmpeg import run_ffmpeg
from app.media.file_extensions import extension_of, merged_extension, title_of_file
from app.media.film_clock import film_inputs
from app.media.probe import Probed, examine
from app.sources.checked_source import checked_source
from app.sources.netguard import Judge, intranet_judge
from app.sources.source_url import SourceUrl
from app.sources.ytdlp_info import declared_bytes, describe
from app.stages import chapter_files
from app.stages.fetch.contract import FetchInput, FetchOutput
from app.stages.fetch.source_clock import on_one_clock
from app.stages.tools import Tools
from app.storage.free_disk import release_reserve, require_free_disk

if TYPE_CHECKING:
    from app.sources.ytdlp import Site

#: Fractions of the stage's progress: the transfer is nearly all of it; merging, probing and hashing follow.
TRANSFER_SHARE: Final = 0.95


def run(params: FetchInput, tools: Tools) -> FetchOutput:
    """Fetch and probe the source.

    Raises JobFailure: `invalid_source`, `blocked_address`, `source_unavailable`, `needs_login`, `rate_limited`,
    `unsupported_media`, `too_large`, `too_long`, `disk_full`.
    """
    if params.upload is not None:
        return _from_upload(params, params.upload, tools)

    judge = intranet_judge(
        allow_private_networks=params.allow_private_networks, allowed_hosts=params.allowed_private_hosts
    )
    source = checked_source(
        params.url or "", params.allow_private_networks, params.allowed_private_hosts, params.credentials
    )
    try:
        return fetch_link(params, source, tools, judge)
    except JobFailure as failure:
        if failure.code is ErrorCode.DISK_FULL and failure.counts:
            release_reserve(tools.work_dir)
        raise


def fetch_link(params: FetchInput, source: SourceUrl, tools: Tools, judge: Judge) -> FetchOutput:
    """Download, probe, merge and keep. `judge` decides which addresses may be connected to."""
    from app.sources import ytdlp

    limits = ytdlp.Limits(max_bytes=params.max_bytes, max_seconds=params.max_seconds)

    def reached(fraction: float, *, speed: str | None = None) -> None:
        tools.reached(fraction * TRANSFER_SHARE, speed=speed)

    with ytdlp.opened(source, work_dir=tools.work_dir, judge=judge, log=tools.log) as site:
        info = site.look_up()
        site.check(info, limits)
        require_free_disk(declared_bytes(info), tools.work_dir, reserve_bytes=params.reserve_bytes)
        about = describe(info, source)
        tools.log(f"Downloading “{about.title}”")
        validators = site.validators(info)
        parts = site.transfer(info, limits, reached)
        thumbnail = _thumbnail(site, info, tools)
    tools.disconnect()  # decoding what a site sent needs no network
    path, whole = _one_file(parts, [_examined(part, params) for part in parts], params, tools)
    _warn_of(whole, tools)
    kept = tools.keep(path, extension_of(whole.media, f"source.{info.get('ext')}"))
    for part in parts:
        part.unlink(missing_ok=True)
    chapters = about.chapters or whole.chapters
    files = chapter_files.written(chapters, tools)
    tools.reached(1.0)
    return FetchOutput(
        source=kept,
        media=whole.media,
        title=about.title,
        uploader=about.uploader,
        webpage_url=about.webpage_url,
        chapters=chapters,
        chapter_files=files,
        thumbnail=thumbnail,
        validators=validators,
    )


def _from_upload(params: FetchInput, upload: Blob, tools: Tools) -> FetchOutput:
    """The blob as it is, unless its clock is broken. It may be missing, if it was deleted outside the server."""
    try:
        upload_path = tools.path_of(upload)
    except FileNotFoundError as gone:
        message = "The uploaded file is not in the server's DATA_DIR any more. Upload it again."
        raise JobFailure(ErrorCode.SOURCE_UNAVAILABLE, message, retryable=False) from gone
    probed = _probed(upload_path, params)
    if probed.clock is not None:
        path, probed = _one_file([upload_path], [probed], params, tools)
        upload = tools.keep(path, extension_of(probed.media, path.name))
    _warn_of(probed, tools)
    files = chapter_files.written(probed.chapters, tools)
    tools.reached(1.0)
    title = title_of_file(params.filename or "")
    return FetchOutput(source=upload, media=probed.media, title=title, chapters=probed.chapters, chapter_files=files)


def _one_file(parts: list[Path], probed: list[Probed], params: FetchInput, tools: Tools) -> tuple[Path, Probed]:
    """The download as one file on one clock; picture and sound are merged without re-encoding."""
    mended = on_one_clock(parts, probed, tools, max_pixels=params.max_pixels, reserve_bytes=params.reserve_bytes)
    if len(parts) == 1 and mended == parts:
        return parts[0], probed[0]
    if len(parts) == 1:
        return mended[0], replace(_examined(mended[0], params), chapters=probed[0].chapters, unread=probed[0].unread)

    media = [each.media for each in probed]
    picture = _index(media, "video_codec", default=0)
    sound = next((n for n, each in enumerate(media) if each.audio_codec and n != picture), picture)
    whole = tools.work_dir / f"merged{merged_extension(media[picture].video_codec, media[sound].audio_codec)}"
    inputs = film_inputs(mended, max_pixels=params.max_pixels)
    maps = (
        "-map",
        f"{picture}:v:{media[picture].video_track}",
        "-map",
        f"{sound}:a:{media[sound].audio_track}",
        "-c",
        "copy",
    )
    run_ffmpeg(tools.ffmpeg, [*inputs, *maps, str(whole)], task="merging")
    for path in set(mended) - set(parts):
        path.unlink()
    return whole, _examined(whole, params)


def _index(media: list[MediaInfo], codec: str, *, default: int) -> int:
    return next((n for n, each in enumerate(media) if getattr(each, codec)), default)


def _probed(path: Path, params: FetchInput) -> Probed:
    return examine(
        path, max_seconds=params.max_seconds, max_pixels=params.max_pixels, max_film_pixels=params.max_film_pixels
    )


def _examined(path: Path, params: FetchInput) -> Probed:
    """Probe a download. A refused file is removed, so that another attempt does not take it for a finished one."""
    try:
        return _probed(path, params)
    except JobFailure:
        path.unlink()
        raise


def _thumbnail(site: "Site", info: dict[str, Any], tools: Tools) -> Blob | None:
    """Download the site's own picture of the video; a job does not fail without it."""
    try:
        path = site.thumbnail(info)
    except JobFailure as failure:
        tools.log(f"No thumbnail from the site: {failure.message}")
        return None
    return tools.keep(path, path.suffix) if path is not None else None


def _warn_of(probed: Probed, tools: Tools) -> None:
    if probed.dolby_vision:
        tools.warn(
            "dolby_vision",
            "The film's colours are in Dolby Vision's own form (profile 5), which cannot be converted here: they "
            "are wrong in pictures and clips. Export it as HDR10, HLG or SDR for right ones.",
        )
    if probed.missing_s >= 1:
        tools.warn(
            "truncated_source",
            f"The file ends {probed.missing_s:.0f} s before the length that it claims. What is there is processed.",
        )
    if probed.unread:
        tools.warn(
            "partly_read",
            f"Only the first {100 * (1 - probed.unread):.0f} % of the file are read: another film follows, as where "
            "files were put together as they are. Send them one by one, or join them with a program for that.",
        )
    if len(probed.audio_tracks) > 1:
        number, used = len(probed.audio_tracks), probed.media.audio_track
        text = f"The source has {number} audio tracks: {'; '.join(probed.audio_tracks)}."
        tools.warn("audio_tracks", f"{text} Number {used} is used, unless the option audio_track chooses another one.")
