"""The one clock of a film: 0 is where the first of its tracks begins, whichever track is read.

Left alone, ffmpeg has clocks of its own. It moves 0 to the start of the track that it is asked for, and in broadcast
formats it takes a hole in one track for a leap of the clock and shifts everything after it. So it is made to keep the
times of the file, and is given the zero that PyAV and the other tools count from.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.media.ffmpeg import MOST_PIXELS, input_of
from app.media.picture_track import opened

#: Tracks of one film in files of their own begin within this time of each other.
SAME_CLOCK_S: Final = 10.0


def film_input(path: Path, *before: str, max_pixels: int = MOST_PIXELS) -> tuple[str, ...]:
    """The arguments that open `path` for ffmpeg with its times on the film's clock, also after `-ss` in `before`.

    Frames that are not filtered otherwise carry their time on the film. In children only (PyAV).
    """
    return _from(begins_s(path, max_pixels=max_pixels), path, *before, max_pixels=max_pixels)


def film_inputs(paths: Sequence[Path], *, max_pixels: int = MOST_PIXELS) -> list[str]:
    """As `film_input`, for files that hold the tracks of one film, and so begin at nearly the same time of one clock.

    Files that do not begin near each other have clocks of their own; each begins at 0 then.
    """
    begin_s = [begins_s(path, max_pixels=max_pixels) for path in paths]
    if max(begin_s) - min(begin_s) < SAME_CLOCK_S:
        begin_s = [min(begin_s)] * len(paths)
    inputs = [_from(at_s, path, max_pixels=max_pixels) for at_s, path in zip(begin_s, paths, strict=True)]
    return [argument for one in inputs for argument in one]


def _from(zero_s: float, path: Path, *before: str, max_pixels: int) -> tuple[str, ...]:
    return ("-copyts", "-itsoffset", f"{-zero_s:.6f}", *input_of(path, *before, max_pixels=max_pixels))


def begins_s(path: Path, *, max_pixels: int = MOST_PIXELS) -> float:
    """The time that the file itself tells for the start of the film, seconds; 0 for what cannot be read."""
    import av

    try:
        with opened(path, max_pixels=max_pixels) as container:
            return (container.start_time or 0) / av.time_base
    except av.error.FFmpegError:
        return 0.0
