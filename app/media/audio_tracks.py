"""The audio tracks of a file: which one is used, and how they are named for users. In children only (PyAV)."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import MediaInfo
from app.media.decoders import DECODERS
from app.media.picture_track import opened
from app.text.languages import code_of


def with_wanted_track(path: Path, media: MediaInfo) -> MediaInfo:
    """The media information with the audio track that is wanted, as it lies in the file; `media` without a wish.

    Raises JobFailure `no_audio` with the tracks that there are.
    """
    if media.wanted_track is None:
        return media
    with opened(path) as container:
        stream = _wanted(container, media.wanted_track)
        if stream is None:
            raise JobFailure(ErrorCode.NO_AUDIO, _lacking(container, media.wanted_track))
        return media.model_copy(
            update={
                "wanted_track": None,
                "audio_track": list(container.streams.audio).index(stream),
                "audio_codec": codec_of(stream),
                "audio_sample_rate_hz": stream.codec_context.sample_rate,
                "audio_channels": stream.codec_context.channels,
            }
        )


def main_audio(container: InputContainer) -> Any:
    """The audio stream that players choose: the first marked as default, else the first; None if there is none."""
    return _first(_usable(container))


def _wanted(container: InputContainer, wanted: int | str) -> Any:
    """The stream with this number or language, of several in a language the one marked as default or the first."""
    usable = _usable(container)
    if isinstance(wanted, int):
        tracks = list(container.streams.audio)
        return tracks[wanted] if wanted < len(tracks) and tracks[wanted] in usable else None
    spoken = [stream for stream in usable if _is_language(stream.metadata.get("language", ""), wanted)]
    exact = [stream for stream in spoken if stream.metadata["language"].lower() == wanted]
    return _first(exact or spoken)


def _first(streams: list[Any]) -> Any:
    """The first that is marked as default, else the first; None if there is none."""
    marked = (stream for stream in streams if stream.disposition & av.stream.Disposition.default)
    return next(marked, streams[0] if streams else None)


def _is_language(tag: str, wanted: str) -> bool:
    """Whether two codes mean one language: `ger`, `deu`, `de` and `de-AT`."""
    written = tag.strip().lower().replace("_", "-")
    if not written or written == "und":
        return False
    known = code_of(written)
    same = known is not None and known == code_of(wanted)
    return same or written.partition("-")[0] == wanted.partition("-")[0]


def _lacking(container: InputContainer, wanted: int | str) -> str:
    """That there is no such track, and which there are."""
    usable, named = _usable(container), []
    for number, stream in enumerate(container.streams.audio):
        named.append(track_name(number, stream) + ("" if stream in usable else " (cannot be decoded)"))
    which = f"number {wanted}" if isinstance(wanted, int) else f"in the language “{wanted}”"
    return f"The source has no audio track {which} that can be used; its tracks are {'; '.join(named)}."


def track_name(number: int, stream: Any) -> str:
    """The track's number, from 0, with the language and title from the file."""
    tags = [stream.metadata.get("language", ""), stream.metadata.get("title", "")]
    label = ", ".join(text[:100] for text in tags if text and text != "und")
    return f"{number} ({label})" if label else str(number)


def decodable(streams: Iterable[Any]) -> list[Any]:
    """The streams for which the library has an allowed decoder."""
    known = (stream for stream in streams if stream.codec_context is not None)
    return [stream for stream in known if stream.codec_context.codec.name in DECODERS]


def codec_of(stream: Any) -> str:
    """The codec's name ("mp3", "av1"), not that of one of its decoders ("mp3float", "libdav1d")."""
    return str(stream.codec_context.codec.canonical_name)


def _usable(container: InputContainer) -> list[Any]:
    return [stream for stream in decodable(container.streams.audio) if stream.codec_context.sample_rate > 0]
