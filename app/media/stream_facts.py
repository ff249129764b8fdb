"""States every stream of a file: codec, size, colours, languages; of pictures by their frames, else by the headers.

In children only (PyAV).
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
from av.container import InputContainer

from app.jobs.media_metadata import HdrFormat, StreamColour, StreamFacts, StreamKind
from app.media.audio_tracks import codec_of
from app.media.decoders import DECODERS
from app.media.file_tags import is_place
from app.media.frame_facts import FrameFacts, depth_of, frame_facts
from app.media.mp4_headers import Mp4Headers, read_mp4_headers
from app.media.picture_track import DOLBY_TAGS, main_picture, opened
from app.media.probe import MAX_STREAMS, fps_of
from app.text.scripts import one_line

#: Video tracks of which frames are decoded.
DECODED_TRACKS: Final = 8
#: Longest text of a name that the file states.
MOST_TEXT: Final = 64
#: Code points of ISO/IEC 23091-2 by ffmpeg's names; 2 is "unspecified". Ranges are the library's own numbers.
RANGES: Final = {1: "tv", 2: "pc"}
SPACES: Final = {
    0: "gbr",
    1: "bt709",
    4: "fcc",
    5: "bt470bg",
    6: "smpte170m",
    7: "smpte240m",
    8: "ycgco",
    9: "bt2020nc",
    10: "bt2020c",
    11: "smpte2085",
    12: "chroma-derived-nc",
    13: "chroma-derived-c",
    14: "ictcp",
}
TRANSFERS: Final = {
    1: "bt709",
    4: "bt470m",
    5: "bt470bg",
    6: "smpte170m",
    7: "smpte240m",
    8: "linear",
    9: "log100",
    10: "log316",
    11: "iec61966-2-4",
    12: "bt1361e",
    13: "iec61966-2-1",
    14: "bt2020-10",
    15: "bt2020-12",
    16: "smpte2084",
    17: "smpte428",
    18: "arib-std-b67",
}
PRIMARIES: Final = {
    1: "bt709",
    4: "bt470m",
    5: "bt470bg",
    6: "smpte170m",
    7: "smpte240m",
    8: "film",
    9: "bt2020",
    10: "smpte428",
    11: "smpte431",
    12: "smpte432",
    22: "ebu3213",
}
PQ, HLG, UNSPECIFIED = 16, 18, 2
#: Side data of frames, by the library's names.
MASTERED: Final = frozenset({"MASTERING_DISPLAY_METADATA", "CONTENT_LIGHT_LEVEL"})
DOLBY: Final = frozenset({"DOVI_METADATA", "DOVI_RPU_BUFFER"})
#: Bits of the samples that decoders of codecs without loss return in a format of their own width.
SAMPLE_BITS: Final = {"u8": 8, "u8p": 8, "s16": 16, "s16p": 16}
_KINDS: Final[Mapping[str, StreamKind]] = {
    "video": "video",
    "audio": "audio",
    "subtitle": "subtitle",
    "attachment": "attachment",
}


def stream_facts(path: Path, duration_s: float, *, max_pixels: int) -> tuple[StreamFacts, ...]:
    """All streams, in the order of the file. Raises av.error.FFmpegError for a file that is no media."""
    with opened(path, max_pixels=max_pixels) as container:
        headers = read_mp4_headers(path) if "mp4" in container.format.name else Mp4Headers({}, 0.0)
        main = main_picture(container)
        films = [stream.index for stream in _films(container, main)][:DECODED_TRACKS]
        seen = frame_facts(path, films, None if main is None else main.index, duration_s, max_pixels=max_pixels)
        streams: list[Any] = list(container.streams)[:MAX_STREAMS]
        return tuple(_facts(stream, seen.get(stream.index, FrameFacts()), headers) for stream in streams)


def _films(container: InputContainer, main: Any) -> Iterable[Any]:
    """The video tracks that can be decoded, the main one first; no covers."""
    videos: list[Any] = list(container.streams.video)
    usable = [
        stream
        for stream in videos
        if stream.codec_context is not None
        and stream.codec_context.codec.name in DECODERS
        and not stream.disposition & av.stream.Disposition.attached_pic
    ]
    return sorted(usable, key=lambda stream: (stream is not main, stream.index))


def _facts(stream: Any, seen: FrameFacts, headers: Mp4Headers) -> StreamFacts:
    title = _text(stream.metadata.get("title"))
    facts = StreamFacts(
        index=stream.index,
        kind=_KINDS.get(stream.type, "data"),
        codec=_codec_name(stream),
        profile=_text(stream.profile) if stream.codec_context is not None else None,
        language=_language(stream.metadata.get("language")),
        title=None if title is None or is_place("title", title) else title,
        default=bool(stream.disposition & av.stream.Disposition.default),
        attached_picture=bool(stream.disposition & av.stream.Disposition.attached_pic),
    )
    if stream.codec_context is None:
        return facts
    if stream.type == "video":
        return facts.model_copy(update=_of_picture(stream, seen, headers))
    return facts.model_copy(update=_of_sound(stream.codec_context)) if stream.type == "audio" else facts


def _codec_name(stream: Any) -> str:
    if stream.codec_context is not None:
        return codec_of(stream)
    if stream.type == "attachment":  # the library knows no codec: the subtype of its media type, "truetype-font"
        return _text(str(stream.mimetype or "").rpartition("/")[2].removeprefix("x-")) or "unknown"
    return _text(getattr(stream, "name", None)) or "unknown"


def _of_picture(stream: Any, seen: FrameFacts, headers: Mp4Headers) -> dict[str, Any]:
    context = stream.codec_context
    decoded = seen.pix_fmt is not None
    exact = fps_of(stream)
    range_ = seen.range or int(context.color_range)
    space = _stated(seen.space, context.colorspace)
    transfer = _stated(seen.transfer, context.color_trc)
    primaries = _stated(seen.primaries, context.color_primaries)
    tagged = str(context.codec_tag).lower() in DOLBY_TAGS
    form = hdr_format(transfer, primaries, seen.side_data, dolby=tagged)
    return {
        "width": context.width or None,
        "height": context.height or None,
        "fps": None if exact is None else round(float(Fraction(exact)), 3),
        "fps_exact": exact,
        "pix_fmt": seen.pix_fmt or context.pix_fmt,
        "bit_depth": seen.bit_depth or (depth_of(context.format) if context.format is not None else None),
        "color": StreamColour(
            range=RANGES.get(range_),
            space=SPACES.get(space),
            transfer=TRANSFERS.get(transfer),
            primaries=PRIMARIES.get(primaries),
        ),
        "hdr": form is not None,
        "hdr_format": form,
        "interlaced": seen.interlaced if decoded else _by_header(stream),
        "rotation": seen.rotation_deg if decoded else headers.rotations_deg.get(stream.id, 0),
    }


def _stated(by_frame: int, by_header: Any) -> int:
    return int(by_header) if by_frame == UNSPECIFIED else by_frame


def _by_header(stream: Any) -> bool | None:
    if stream.disposition & av.stream.Disposition.attached_pic:
        return False
    order = int(stream.codec_context.field_order)  # 0 unknown, 1 progressive, else the orders of fields
    return None if order == 0 else order > 1


def hdr_format(transfer: int, primaries: int, side_data: frozenset[str], *, dolby: bool = False) -> HdrFormat | None:
    """The kind of HDR; None for a standard picture.

    Mastering data alone is a remnant of a conversion, unless the transfer is not stated and the gamut is that of HDR.
    """
    if dolby or side_data & DOLBY:
        return "dolby_vision"
    if transfer == HLG:
        return "hlg"
    mastered = bool(side_data & MASTERED)
    if transfer == PQ:
        return "hdr10+" if "DYNAMIC_HDR_PLUS" in side_data else "hdr10" if mastered else "pq"
    return "hdr10" if mastered and transfer == UNSPECIFIED and PRIMARIES.get(primaries) == "bt2020" else None


def _of_sound(context: Any) -> dict[str, Any]:
    return {
        "sample_rate": context.sample_rate or None,
        "channels": context.channels or None,
        "bit_depth": _sample_bits(context),
    }


def _sample_bits(context: Any) -> int | None:
    """Bits of a sample in codecs without loss; None in others, which have none."""
    name, extra = context.codec.canonical_name, bytes(context.extradata or b"")
    if name.startswith("pcm_"):
        digits = "".join(filter(str.isdigit, name.removeprefix("pcm_")))
        return 8 if name.endswith(("law", "vidc")) else int(digits[:2]) if digits else None
    if name == "flac" and len(extra) >= 14:  # STREAMINFO: five bits less one, behind the number of channels
        return (((extra[12] & 1) << 4) | extra[13] >> 4) + 1
    if name == "alac" and len(extra) >= 18:  # its box: header, version, frame length, version, then the depth
        return extra[17]
    lossless = name in {"wavpack", "tta", "ape", "truehd", "mlp"}
    return SAMPLE_BITS.get(context.format.name) if lossless else None


def _language(stated: str | None) -> str | None:
    language = _text(stated)
    return None if language == "und" else language


def _text(stated: str | None) -> str | None:
    return one_line(stated[:1000], MOST_TEXT) or None if stated else None
