"""How many pictures a second a clip needs: those of its stretch of the film, and enough for captions and cuts.

A film's rate as told is a mean where pictures come unevenly: slides for half an hour and a demonstration at the end are
told as three pictures a second. So the times of the packets in the stretch are read; nothing is decoded.
"""

import math
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.media.ffmpeg import MOST_PIXELS
from app.media.picture_track import opened, packets_of

if TYPE_CHECKING:
    from av.container import InputContainer

MICROSECONDS: Final = 1_000_000
#: Clips have no fewer pictures a second than the first and, up to rounding, no more than the second.
LEAST_FPS, MOST_FPS = 23, 60
USUAL_FPS: Final = Fraction(25)
#: Rates that films have; times in files are rounded, and a rate this near to one of them (share) is that one.
STANDARD: Final = tuple(Fraction(n, d) for n, d in ((24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (50, 1),
                                                    (60000, 1001), (60, 1)))  # fmt: skip
NEAR: Final = Fraction(1, 100)
#: Steps up to this many times the finest belong to the same tempo: 3:2 pulldown, uneven clocks of telephones.
SAME_TEMPO: Final = 1.55
#: This share of the steps may be finer than the finest: single faults in the times do not make a rate.
FAULTS: Final = 0.02
#: Packets this long before and after a stretch are read with it; pictures are not stored in the order of their times.
AROUND_S: Final = 1.0


def clip_rate(path: Path, start_s: float, end_s: float, *, track: int = 0, max_pixels: int = MOST_PIXELS) -> Fraction:
    """The rate for a clip of that stretch of video track `track`: even where the film's is, never below 23 or above 60.

    In children only (PyAV). 25 for what cannot be read: ffmpeg tells what is wrong with it.
    """
    import av

    try:
        with opened(path, max_pixels=max_pixels) as container:
            stream = container.streams.video[track]
            told = [Fraction(rate) for rate in (stream.average_rate, stream.guessed_rate) if rate]
            times = _times(container, stream, start_s, end_s)
    except (av.error.FFmpegError, IndexError):
        return USUAL_FPS
    return bounded_rate(finest_rate(times, told) or (told[-1] if told else USUAL_FPS))


def finest_rate(times_s: list[float], told: list[Fraction]) -> Fraction | None:
    """The rate of the fastest part of these times; one that is `told`, or is usual, where it is near one.

    None for fewer than two times.
    """
    steps = sorted(later - earlier for earlier, later in pairwise(sorted(set(times_s))))
    if not steps:
        return None
    finest = steps[math.floor(FAULTS * len(steps))]
    tempo = [step for step in steps if finest <= step <= SAME_TEMPO * finest]
    rate = 1 / Fraction(sum(tempo) / len(tempo))
    known = min(
        (*told, *STANDARD), key=lambda other: (abs(other - rate) > NEAR * rate, other not in told, abs(other - rate))
    )
    return known if abs(known - rate) <= NEAR * rate else rate.limit_denominator(1000)


def bounded_rate(rate: Fraction) -> Fraction:
    """A multiple or an even part of the rate, so that pictures fall on its grid: from 23 to 60."""
    if rate < LEAST_FPS:
        if rate < 1 or (USUAL_FPS / rate).denominator == 1:
            return USUAL_FPS
        return rate * math.ceil((LEAST_FPS + 1) / rate)
    if rate <= MOST_FPS:
        return rate
    return min(rate / math.ceil(rate / (MOST_FPS + 2)), Fraction(MOST_FPS))


def _times(container: "InputContainer", stream: Any, start_s: float, end_s: float) -> list[float]:
    """When the pictures of the stretch are shown, seconds from the start of the media, in no order."""
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
