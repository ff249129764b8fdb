"""Checks whether a decoder's complaint means damage, by decoding the place again packet by packet.

A decoder complains of missing references, and after a seek some are always missing: pictures refer to earlier ones, a
packet of sound lies half before the cut. Recordings of television begin like that, and so does every clip of a stream
without an index. ffmpeg's lines have no position, so the place is decoded once more, without threads, which assigns
each complaint to its packet. In children only (PyAV).
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import av
from av.container import InputContainer

from app.media.ffmpeg import MOST_PIXELS
from app.media.ffmpeg_failure import complaints_of
from app.media.length import MICROSECONDS, in_seconds
from app.media.picture_track import opened

#: Decoding starts this long before a place, seconds, so that the decoders have their references when they reach it.
LEAD_S: Final = 10.0
#: Reading continues this long after a place, seconds: pictures are not stored in the order of their times.
TRAIL_S: Final = 1.0
#: Formats without an index, which begin and end anywhere: their demuxers complain of that too.
NO_INDEX: Final = frozenset({"mpegts", "mpeg"})


@dataclass(slots=True)
class _StreamCheck:
    """Decoding state of one stream. `well`: a packet was decoded without complaint; earlier complaints do not count.

    `from_pts` is the keyframe where decoding began: pictures that are shown before it lack their references.
    """

    stream: Any
    well: bool = False
    from_pts: int | None = None
    packets: int = 0
    complaint: str | None = None
    over: bool = field(default=False)


def first_damage(
    path: Path,
    *,
    video: int | None = None,
    audio: int | None = None,
    from_s: float = 0.0,
    to_s: float = math.inf,
    packets: int = 0,
    max_pixels: int = MOST_PIXELS,
) -> str | None:
    """The first decoder complaint that means damage between two times of these tracks (from 0); None if there is none.

    At least `packets` of each track are decoded, also beyond `to_s`. Takes as long as decoding on one core, up to the
    first damage. Returns None for a file that cannot be opened.
    """
    try:
        with opened(path, max_pixels=max_pixels) as container:
            checks = _checks(container, video, audio)
            start_s = in_seconds(container.start_time)
            if from_s > LEAD_S:
                container.seek(int((start_s + from_s - LEAD_S) * MICROSECONDS))
            return _first_complaint(container, checks, start_s + from_s, start_s + to_s, packets)
    except av.error.FFmpegError:
        return None  # the end of what can be read; `length` reports how far that is from the claimed one


def _checks(container: InputContainer, video: int | None, audio: int | None) -> dict[int, _StreamCheck]:
    streams = [container.streams.video[video]] if video is not None else []
    streams += [container.streams.audio[audio]] if audio is not None else []  # type: ignore[list-item]
    for stream in streams:
        stream.codec_context.thread_count = 1
    return {stream.index: _StreamCheck(stream) for stream in streams}


def _first_complaint(
    container: InputContainer, checks: dict[int, _StreamCheck], from_s: float, to_s: float, packets: int
) -> str | None:
    with _errors(), av.logging.Capture() as reading:  # between packets it is the demuxer that logs
        for packet in container.demux([check.stream for check in checks.values()]):
            check, at = checks[packet.stream.index], packet.dts if packet.pts is None else packet.pts
            if at is None or packet.size == 0 or not _entered(check, packet, at):
                continue
            check.packets += 1
            time_s = float(at * packet.time_base)
            complaint = _complaint(packet)
            if complaint is None:
                if check.complaint is not None:
                    return check.complaint
                check.well = True
            elif check.well and from_s <= time_s < to_s and (check.from_pts is None or at >= check.from_pts):
                check.complaint = check.complaint or complaint
            check.over = time_s > to_s + TRAIL_S and check.packets >= packets
            if all(each.over for each in checks.values()):
                break
    complaints = [] if container.format.name in NO_INDEX else complaints_of(line.strip() for _, _, line in reading)
    return complaints[-1] if complaints else None


def _entered(check: _StreamCheck, packet: Any, at: int) -> bool:
    """Whether decoding has begun; video begins at a keyframe."""
    if packet.stream.type != "video":
        return True
    if check.from_pts is None and packet.is_keyframe:
        check.from_pts = at
    return check.from_pts is not None


def _complaint(packet: Any) -> str | None:
    """The last line that the decoder logs for a packet; None if there is none."""
    with av.logging.Capture() as lines:
        try:
            packet.decode()
        except av.error.FFmpegError as error:
            failed = error.strerror or type(error).__name__
        else:
            failed = ""
    complaints = complaints_of(line.strip() for _, _, line in lines)
    return (complaints[-1] if complaints else failed) or None


@contextmanager
def _errors() -> Iterator[None]:
    before, repeated = av.logging.get_level(), av.logging.get_skip_repeated()
    av.logging.set_skip_repeated(False)
    av.logging.set_level(av.logging.ERROR)
    try:
        yield
    finally:
        av.logging.set_level(before)
        av.logging.set_skip_repeated(repeated)
