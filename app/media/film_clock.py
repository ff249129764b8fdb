"""Opens files for ffmpeg on the film's clock: 0 is where the first of its tracks begins, whichever track is read.

By default ffmpeg moves 0 to the start of the selected track, and in broadcast formats it takes a gap in one track for a
jump of the clock and shifts everything after it. So it is made to keep the times of the file, and its offset is set to
the zero that PyAV and the other tools count from.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import av

from app.media.ffmpeg import MOST_PIXELS, input_of
from app.media.picture_track import opened

#: Tracks of one film in files of their own begin within this time of each other.
SAME_CLOCK_S: Final = 10.0


def film_input(path: Path, *before: str, max_pixels: int = MOST_PIXELS) -> tuple[str, ...]:
    """The arguments that open `path` for ffmpeg with its times on the film's clock, also after `-ss` in `before`.

    Unfiltered frames carry their time on the film. In children only (PyAV).
    """
    return _from(begins_s(path, max_pixels=max_pixels), path, *before, max_pixels=max_pixels)


def film_inputs(paths: Sequence[Path], *, max_pixels: int = MOST_PIXELS) -> list[str]:
    """As `film_input`, for several files with the tracks of one film, which begin at nearly the same time of one clock.

    Files that do not begin near each other have separate clocks, and each begins at 0.
    """
    begin_s = [begins_s(path, max_pixels=max_pixels) for path in paths]
    if max(begin_s) - min(begin_s) < SAME_CLOCK_S:
        begin_s = [min(begin_s)] * len(paths)
    inputs = [_from(at_s, path, max_pixels=max_pixels) for at_s, path in zip(begin_s, paths, strict=True)]
    return [argument for one in inputs for argument in one]


def _from(zero_s: float, path: Path, *before: str, max_pixels: int) -> tuple[str, ...]:
    return ("-copyts", "-itsoffset", f"{-zero_s:.6f}", *input_of(path, *before, max_pixels=max_pixels))


def begins_s(path: Path, *, max_pixels: int = MOST_PIXELS) -> float:
    """The start of the film on the file's own clock, seconds; 0 for a file that cannot be read."""
    try:
        with opened(path, max_pixels=max_pixels) as container:
            return (container.start_time or 0) / av.time_base
    except av.error.FFmpegError:
        return 0.0
