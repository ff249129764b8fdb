"""Assembles what a file states: its streams, its tags, when it was made, and its chapters. In children only (PyAV)."""

from collections.abc import Sequence
from pathlib import Path

import av

from app.core.errors import ErrorCode, JobFailure
from app.jobs.media_metadata import ChapterFacts, MediaMetadata
from app.jobs.results import Chapter, MediaInfo
from app.media.file_tags import chosen_tags, creation_time
from app.media.picture_track import opened
from app.media.stream_facts import stream_facts


def metadata_of(
    path: Path, media: MediaInfo, chapters: Sequence[Chapter], *, include_location: bool, max_pixels: int
) -> MediaMetadata:
    """The metadata of a file that was probed as `media`. Places are left out unless `include_location`.

    Raises JobFailure `unsupported_media` if it cannot be read any more.
    """
    try:
        tags = _tags(path, max_pixels)
        streams = stream_facts(path, media.duration_s, max_pixels=max_pixels)
    except av.error.FFmpegError as error:
        raise JobFailure(ErrorCode.UNSUPPORTED_MEDIA, "The file's headers cannot be read.") from error
    return MediaMetadata(
        container=media.container,
        duration=media.duration_s,
        bit_rate=media.bit_rate,
        creation_time=creation_time(tags),
        streams=streams,
        chapters=tuple(ChapterFacts(start=each.start_s, end=each.end_s, title=each.title) for each in chapters),
        tags=chosen_tags(tags, include_location=include_location),
    )


def _tags(path: Path, max_pixels: int) -> dict[str, str]:
    """The container's tags; in Ogg, where they belong to the streams, those of the first one."""
    with opened(path, max_pixels=max_pixels) as container:
        of_stream = container.streams[0].metadata if container.format.name == "ogg" else {}
        return {**of_stream, **container.metadata}
