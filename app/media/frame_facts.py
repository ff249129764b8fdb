"""Decodes a few pictures of each video track and collects what only they state: colours, HDR, rotation, fields.

Headers and frames disagree at times, and then the frames are right. Of the main picture some frames are read at three
places of the film, since it may begin with a title of another kind; of the other tracks the first ones. In children
only (PyAV).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

import av
from av.container import InputContainer

from app.media.interlacing import Weave, strip_of
from app.media.picture_track import FIRST_PACKETS, opened, packets_of

#: Consecutive frames that are decoded at each place.
RUN_FRAMES: Final = 5
#: Further places of the main picture, fractions of the film.
PLACES: Final = (1 / 3, 2 / 3)


@dataclass(slots=True)
class FrameFacts:
    """What the decoded frames of one track state. Numbers are code points of ISO/IEC 23091-2.

    `pix_fmt` is None if no frame could be decoded. `rotation_deg` is clockwise. `side_data` are the library's names.
    """

    pix_fmt: str | None = None
    bit_depth: int | None = None
    range: int = 0
    space: int = 2
    transfer: int = 2
    primaries: int = 2
    rotation_deg: int = 0
    side_data: frozenset[str] = frozenset()
    frames: int = 0
    flagged: int = 0
    weave: Weave = field(default_factory=Weave)

    @property
    def interlaced(self) -> bool | None:
        """Whether most frames are flagged as interlaced, or the pictures are woven; None without frames."""
        return None if self.frames == 0 else 2 * self.flagged > self.frames or self.weave.found

    def add(self, frame: Any) -> None:
        """Read one frame; the first one states the colours."""
        if self.frames == 0:
            self.pix_fmt, self.bit_depth = frame.format.name, depth_of(frame.format)
            self.range, self.space = int(frame.color_range), int(frame.colorspace)
            self.transfer, self.primaries = int(frame.color_trc), int(frame.color_primaries)
            self.rotation_deg = round(-frame.rotation / 90) % 4 * 90
        self.side_data |= {data.type.name for data in frame.side_data}
        self.frames += 1
        self.flagged += bool(frame.interlaced_frame)
        self.weave.add(strip_of(frame))


def depth_of(pixels: Any) -> int | None:
    """Bits of a component of a pixel format; None if it has none."""
    return max((component.bits for component in pixels.components), default=None)


def frame_facts(
    path: Path, tracks: Sequence[int], main: int | None, duration_s: float, *, max_pixels: int
) -> Mapping[int, FrameFacts]:
    """The facts of some video tracks (stream indexes), of which `main` is read at further places.

    Damaged parts are passed over: a track of which no frame can be decoded has none.
    """
    facts = {index: FrameFacts() for index in tracks}
    try:
        with opened(path, max_pixels=max_pixels) as container:
            for index in facts:
                container.streams[index].codec_context.thread_count = 1
            _read(container, facts)
            if main in facts:
                for place in PLACES:
                    facts[main].weave.begin()
                    container.seek(round((container.start_time or 0) + place * duration_s * av.time_base))
                    _read(container, {main: facts[main]})
    except av.error.FFmpegError:  # no more can be read, or the file cannot be searched: what was read counts
        return facts
    return facts


def _read(container: InputContainer, facts: Mapping[int, FrameFacts]) -> None:
    """Decode the next RUN_FRAMES frames of each track, from the container's position."""
    missing = dict.fromkeys(facts, RUN_FRAMES)
    streams = [container.streams[index] for index in facts]
    for packet in islice(packets_of(container, *streams), FIRST_PACKETS * len(streams)):
        index = packet.stream.index
        for frame in islice(_decoded(packet), missing[index]):
            facts[index].add(frame)
            missing[index] -= 1
        if not any(missing.values()):
            return


def _decoded(packet: Any) -> Iterable[Any]:
    try:
        return list(packet.decode())
    except av.error.InvalidDataError:
        return []
