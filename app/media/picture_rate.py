"""Chooses a clip's frame rate: that of its part of the film, and high enough for captions and cuts.

The rate in a film's headers is a mean if its frames are uneven: slides for half an hour with a demonstration at the end
have three frames a second. So the packet times of the clip's part are read; nothing is decoded.
"""

import math
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import av
from av.container import InputContainer

from app.media.ffmpeg import MOST_PIXELS
from app.media.picture_track import opened, packets_of

MICROSECONDS: Final = 1_000_000
#: The least and, up to rounding, the greatest rate of a clip, frames per second.
LEAST_FPS, MOST_FPS = 23, 60
USUAL_FPS: Final = Fraction(25)
#: Common rates of films. Times in files are rounded: a rate within the share `NEAR` of one of these is that one.
STANDARD: Final = tuple(Fraction(n, d) for n, d in ((24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (50, 1),
                                                    (60000, 1001), (60, 1)))  # fmt: skip
NEAR: Final = Fraction(1, 100)
#: Steps up to this many times the finest belong to the same rate: 3:2 pulldown, uneven clocks of phones.
SAME_TEMPO: Final = 1.55
#: This share of the steps is ignored as too fine: single faulty times do not define a rate.
FAULTS: Final = 0.02
#: Packets are also read this long before and after, seconds: pictures are not stored in the order of their times.
AROUND_S: Final = 1.0


def clip_rate(path: Path, start_s: float, end_s: float, *, track: int = 0, max_pixels: int = MOST_PIXELS) -> Fraction:
    """The frame rate for a clip of that part of video track `track`: constant, never below 23 or above 60.

    In children only (PyAV). 25 for a file that cannot be read: ffmpeg reports the reason.
    """
    try:
        with opened(path, max_pixels=max_pixels) as container:
            stream = container.streams.video[track]
            stated = [Fraction(rate) for rate in (stream.average_rate, stream.guessed_rate) if rate]
            times = _times(container, stream, start_s, end_s)
    except (av.error.FFmpegError, IndexError):
        return USUAL_FPS
    return bounded_rate(finest_rate(times, stated) or (stated[-1] if stated else USUAL_FPS))


def finest_rate(times_s: list[float], stated: list[Fraction]) -> Fraction | None:
    """The rate of the fastest part of these times; replaced by a near one of `stated`, or else by a near common one.

    None for fewer than two times.
    """
    steps = sorted(later - earlier for earlier, later in pairwise(sorted(set(times_s))))
    if not steps:
        return None
    finest = steps[math.floor(FAULTS * len(steps))]
    tempo = [step for step in steps if finest <= step <= SAME_TEMPO * finest]
    rate = 1 / Fraction(sum(tempo) / len(tempo))
    known = min(
        (*stated, *STANDARD),
        key=lambda other: (abs(other - rate) > NEAR * rate, other not in stated, abs(other - rate)),
    )
    return known if abs(known - rate) <= NEAR * rate else rate.limit_denominator(1000)


def bounded_rate(rate: Fraction) -> Fraction:
    """A multiple or an integer fraction of the rate from 23 to 60, so that frames fall on its grid."""
    if rate < LEAST_FPS:
        if rate < 1 or (USUAL_FPS / rate).denominator == 1:
            return USUAL_FPS
        return rate * math.ceil((LEAST_FPS + 1) / rate)
    if rate <= MOST_FPS:
        return rate
    return min(rate / math.ceil(rate / (MOST_FPS + 2)), Fraction(MOST_FPS))


def _times(container: InputContainer, stream: Any, start_s: float, end_s: float) -> list[float]:
    """Show times of the pictures between two times, seconds from the start of the media, in no order."""
    begins_s = (container.start_time or 0) / MICROSECONDS
    container.seek(int((max(0.0, start_s - AROUND_S) + begins_s) * MICROSECONDS))
    found = []
    for packet in packets_of(container, stream):
        at = packet.dts if packet.pts is None else packet.pts
        if at is None:
            continue
        shown_s = float(at * packet.time_base) - begins_s
        if start_s <= shown_s < end_s:
            found.append(shown_s)
        if shown_s > end_s + AROUND_S:
            break
    return found
