"""File extensions: that of a container, that of merged streams, and those that are dropped from titles."""

from pathlib import PurePosixPath
from typing import Final

from app.jobs.results import MediaInfo
from app.media.formats import CONTAINERS, container_of
from app.text.scripts import one_line

#: Extensions that are dropped from titles: those of all containers, and others in use for media files.
MEDIA_EXTENSIONS: Final = frozenset(extension for container in CONTAINERS for extension in container.extensions) | {
    *(".alac", ".f4v", ".m2v", ".mj2", ".rm", ".rmvb", ".wtv"),
}
TITLE_LENGTH: Final = 300
MP4_VIDEO: Final = frozenset({"h264", "hevc", "av1", "mpeg4"})
MP4_AUDIO: Final = frozenset({"aac", "mp3", "ac3", "eac3", "alac"})
WEBM_CODECS: Final = frozenset({"vp8", "vp9", "av1", "opus", "vorbis"})


def extension_of(media: MediaInfo, name: str) -> str:
    """The extension for the file, with its dot: that of `name` if it fits the container, else the container's default.

    Players and tools rely on the extension, and `name` comes from outside.
    """
    container = container_of(media.container)
    if container is None:
        return ""
    extension = PurePosixPath(name).suffix.lower()
    return extension if extension in container.extensions else container.extensions[0]


def type_of_media(media: MediaInfo) -> str:
    """The media type by the file's content, whatever its name."""
    container = container_of(media.container)
    if container is None:
        return "application/octet-stream"
    return container.film if media.video_codec is not None else container.sound


def merged_extension(video_codec: str | None, audio_codec: str | None) -> str:
    """The extension of a container that takes both codecs unchanged; the most common container that does."""
    if video_codec in MP4_VIDEO and audio_codec in MP4_AUDIO:
        return ".mp4"
    return ".webm" if {video_codec, audio_codec} <= WEBM_CODECS else ".mkv"


def title_of_file(filename: str) -> str:
    """A title from a file name: one line, without folders and without a media file's extension.

    Any other text after a dot is part of the name: `Talk v1.2` stays. `Upload` if nothing is left.
    """
    name = filename.replace("\\", "/").rpartition("/")[2]
    path = PurePosixPath(name)
    stem = path.stem if path.suffix.lower() in MEDIA_EXTENSIONS else name
    line = one_line(stem, TITLE_LENGTH)
    return line if line.strip(". ") else "Upload"
