"""Where in a file a decoder can begin.

Containers with an index are entered at a keyframe. A transport stream, as live streaming is stored, is entered
anywhere: what is decoded there begins only at the next keyframe, seconds later.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.media.ffmpeg import MOST_PIXELS
from app.media.length import MICROSECONDS
from app.media.picture_track import opened, packets_of

if TYPE_CHECKING:
    from av.container import InputContainer

#: How far before a time it is tried to enter, seconds; after the last the file is decoded from its start.
LEADS_S: Final = (0.0, 2.0, 10.0, 60.0, 300.0)


def lead_to_keyframe_s(path: Path, at_s: float, *, track: int = 0, max_pixels: int = MOST_PIXELS) -> float:
    """How long before `at_s` the file must be entered so that video track `track` (from 0) shows that time's picture.

    Reads packets, decodes nothing. 0 for what is no media: ffmpeg tells what is wrong with it. In children only (PyAV).
    """
    import av

    try:
        with opened(path, max_pixels=max_pixels) as container:
            for lead_s in LEADS_S:
                if lead_s < at_s and _keyframe_between(container, track, at_s - lead_s, at_s):
                    return lead_s
    except av.error.FFmpegError:
        return 0.0
    return at_s


def _keyframe_between(container: "InputContainer", track: int, from_s: float, to_s: float) -> bool:
    """Whether who enters at `from_s` meets a keyframe that is shown by `to_s`."""
    import av

    if track >= len(container.streams.video):
        return True
    stream, begins = container.streams.video[track], container.start_time or 0
    try:
        container.seek(int(from_s * MICROSECONDS) + begins)
        for packet in packets_of(container, stream):
            at = packet.dts if packet.pts is None else packet.pts
            if at is None:
                continue
            shown_s = float(at * packet.time_base) - begins / MICROSECONDS
            if packet.is_keyframe and shown_s <= to_s + 1e-3:
                return True
            if packet.is_keyframe or shown_s > to_s + 1:  # pictures are not stored in the order of their times
                return False
    except av.error.FFmpegError:
        return False  # damaged here, or no way to enter: further back there may be one
    return False
