"""Finds where in a file a decoder can begin.

A seek in a container with an index leads to a keyframe. A seek in a transport stream, as live streams are stored, leads
anywhere, and decoding begins only at the next keyframe, seconds later.
"""

from pathlib import Path
from typing import Final

import av
from av.container import InputContainer

from app.media.ffmpeg import MOST_PIXELS
from app.media.length import MICROSECONDS
from app.media.picture_track import opened, packets_of

#: Leads that are tried before a time, seconds; if the last fails the file is decoded from its start.
LEADS_S: Final = (0.0, 2.0, 10.0, 60.0, 300.0)


def lead_to_keyframe_s(path: Path, at_s: float, *, track: int = 0, max_pixels: int = MOST_PIXELS) -> float:
    """How long before `at_s` to seek so that the picture shown at `at_s` on video track `track` (from 0) is decoded.

    Reads packets, decodes nothing. 0 for a file that is no media: ffmpeg reports the reason. In children only (PyAV).
    """
    try:
        with opened(path, max_pixels=max_pixels) as container:
            for lead_s in LEADS_S:
                if lead_s < at_s and _keyframe_between(container, track, at_s - lead_s, at_s):
                    return lead_s
    except av.error.FFmpegError:
        return 0.0
    return at_s


def _keyframe_between(container: InputContainer, track: int, from_s: float, to_s: float) -> bool:
    """Whether reading from `from_s` meets a keyframe that is shown by `to_s`."""
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
        return False  # damaged here, or no seek possible: there may be one further back
    return False
