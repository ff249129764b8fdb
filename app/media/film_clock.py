"""The one clock of a film: 0 is where the first of its tracks begins, whichever track is read.

Left alone, ffmpeg has clocks of its own. It moves 0 to the start of the track that it is asked for, and in broadcast
formats it takes a hole in one track for a leap of the clock and shifts everything after it. So it is made to keep the
times of the file, and is given the zero that PyAV and the other tools count from.
"""

from pathlib import Path

from app.media.ffmpeg import MOST_PIXELS, input_of
from app.media.picture_track import opened


def film_input(path: Path, *before: str, max_pixels: int = MOST_PIXELS) -> tuple[str, ...]:
    """The arguments that open `path` for ffmpeg with its times on the film's clock, also after `-ss` in `before`.

    Frames that are not filtered otherwise carry their time on the film. In children only (PyAV).
    """
    shift = ("-copyts", "-itsoffset", f"{-begins_s(path, max_pixels=max_pixels):.6f}")
    return (*shift, *input_of(path, *before, max_pixels=max_pixels))


def begins_s(path: Path, *, max_pixels: int = MOST_PIXELS) -> float:
    """The time that the file itself tells for the start of the film, seconds; 0 for what cannot be read."""
    import av

    try:
        with opened(path, max_pixels=max_pixels) as container:
            return (container.start_time or 0) / av.time_base
    except av.error.FFmpegError:
        return 0.0
