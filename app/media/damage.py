"""Whether what a decoder complained of is damage: a second look, packet by packet, at the place in question.

A decoder complains of what it lacks, and where a film is entered it always lacks something: pictures refer to ones
before, a packet of sound lies half before the cut. Recordings of television begin like that, and every clip of a stream
without an index is entered like that. ffmpeg's lines do not tell where they belong, so the place is decoded once more,
without threads, which gives each complaint to its packet. In children only (PyAV).
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.media.ffmpeg import MOST_PIXELS
from app.media.ffmpeg_failure import complaints_of
from app.media.length import MICROSECONDS, in_seconds
from app.media.picture_track import opened

if TYPE_CHECKING:
    from av.container import InputContainer

#: How long before a place it is entered, seconds: the decoders have what they need when they come to it.
LEAD_S: Final = 10.0
#: How long after a place reading goes on: pictures are not stored in the order of their times.
TRAIL_S: Final = 1.0
#: Streams that are entered and left anywhere: their readers complain of that, too.
NO_INDEX: Final = frozenset({"mpegts", "mpeg"})


@dataclass(slots=True)
class _Ear:
    """One stream. `well` once a packet was decoded without a word; a complaint counts when one follows it.

    `from_pts` is where the picture was entered: those that are shown before it lack what they refer to.
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
    """What the decoders say of damage between two times of these tracks (from 0); None when there is none.

    At least `packets` of each track are looked at, also beyond `to_s`. Takes as long as decoding on one core, up to
    the first damage. Of a file that cannot be opened nothing is said.
    """
    import av

    try:
        with opened(path, max_pixels=max_pixels) as container:
            ears = _ears(container, video, audio)
            start_s = in_seconds(container.start_time)
            if from_s > LEAD_S:
                container.seek(int((start_s + from_s - LEAD_S) * MICROSECONDS))
            return _heard(container, ears, start_s + from_s, start_s + to_s, packets)
    except av.error.FFmpegError:
        return None  # the end of what can be read: how far that is from the claimed one is told elsewhere


def _ears(container: "InputContainer", video: int | None, audio: int | None) -> dict[int, _Ear]:
    streams = [container.streams.video[video]] if video is not None else []
    streams += [container.streams.audio[audio]] if audio is not None else []  # type: ignore[list-item]
    for stream in streams:
        stream.codec_context.thread_count = 1
    return {stream.index: _Ear(stream) for stream in streams}


def _heard(container: "InputContainer", ears: dict[int, _Ear], from_s: float, to_s: float, packets: int) -> str | None:
    import av

    with _errors(), av.logging.Capture() as reading:  # what is said between packets is said by who reads the file
        for packet in container.demux([ear.stream for ear in ears.values()]):
            ear, at = ears[packet.stream.index], packet.dts if packet.pts is None else packet.pts
            if at is None or packet.size == 0 or not _entered(ear, packet, at):
                continue
            ear.packets += 1
            time_s = float(at * packet.time_base)
            complaint = _complaint(packet)
            if complaint is None:
                if ear.complaint is not None:
                    return ear.complaint
                ear.well = True
            elif ear.well and from_s <= time_s < to_s and (ear.from_pts is None or at >= ear.from_pts):
                ear.complaint = ear.complaint or complaint
            ear.over = time_s > to_s + TRAIL_S and ear.packets >= packets
            if all(each.over for each in ears.values()):
                break
    said = [] if container.format.name in NO_INDEX else complaints_of(line.strip() for _, _, line in reading)
    return said[-1] if said else None


def _entered(ear: _Ear, packet: Any, at: int) -> bool:
    """Whether the decoder has begun; with a picture it begins at a keyframe."""
    if packet.stream.type != "video":
        return True
    if ear.from_pts is None and packet.is_keyframe:
        ear.from_pts = at
    return ear.from_pts is not None


def _complaint(packet: Any) -> str | None:
    """What the decoder says of a packet, with the last line of it; None when it is content."""
    import av

    with av.logging.Capture() as lines:
        try:
            packet.decode()
        except av.error.FFmpegError as error:
            failed = error.strerror or type(error).__name__
        else:
            failed = ""
    told = complaints_of(line.strip() for _, _, line in lines)
    return (told[-1] if told else failed) or None


@contextmanager
def _errors() -> Iterator[None]:
    import av

    before, repeated = av.logging.get_level(), av.logging.get_skip_repeated()
    av.logging.set_skip_repeated(False)
    av.logging.set_level(av.logging.ERROR)
    try:
        yield
    finally:
        av.logging.set_level(before)
        av.logging.set_skip_repeated(repeated)
