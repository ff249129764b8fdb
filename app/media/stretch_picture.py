"""Decodes a stretch of a film to pictures of one size at equal steps of time, as an editor needs them.

Each is the picture that the film shows at that moment. Before the stretch that may be used the first one is repeated,
and after it the last one. Pictures come through a pipe, so that no more than one is held at a time.
"""

import fcntl
import math
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import dataclass
from fractions import Fraction
from io import BufferedReader
from pathlib import Path
from typing import Final, cast

import numpy as np

from app.core.errors import JobFailure
from app.jobs.results import MediaInfo
from app.media.colour import EXACT, input_tags, to_video
from app.media.compositing import Frame, Picture
from app.media.decoded import decoded_picture
from app.media.ffmpeg import MOST_PIXELS, Running, running
from app.media.film_clock import film_input
from app.media.keyframes import lead_to_keyframe_s

NANOSECOND: Final = 1_000_000_000
#: A moment within this share of a picture's length before a picture begins means that picture: times in files are
#: rounded. At least so many seconds, as those of Matroska.
NEAR, LEAST_NEAR_S = Fraction(1, 10), Fraction(6, 10_000)
#: Threads of a decoder: several run at a time, and each thread holds pictures.
THREADS: Final = "2"
PIPE_BYTES: Final = 1 << 20
TASK: Final = "decoding a clip of a timeline"


@dataclass(frozen=True, slots=True)
class Stretch:
    """`count` pictures of a film in the size of `frame`, the first at `first_s`, each `step_s` after the one before.

    Only what the film shows from `low_s` to before `high_s` is used. Tables for its colours are written to `folder`.
    """

    path: Path
    media: MediaInfo
    frame: Frame
    first_s: Fraction
    step_s: Fraction
    count: int
    low_s: Fraction
    high_s: Fraction
    folder: Path
    max_pixels: int = MOST_PIXELS

    @property
    def near_s(self) -> Fraction:
        """How far before a picture's time it counts as begun."""
        length_s = 1 / Fraction(self.media.fps or 25)
        return min(length_s / 2, max(length_s * NEAR, LEAST_NEAR_S))

    @property
    def repeated(self) -> int:
        """How many pictures before the usable stretch repeat its first one."""
        return min(self.count - 1, max(0, math.ceil((self.low_s - self.near_s - self.first_s) / self.step_s)))


class PictureReader:
    """Returns the pictures of a stretch one by one, until it is closed."""

    def __init__(self, ffmpeg: Path, stretch: Stretch) -> None:
        self.stretch = stretch
        self.taken = 0
        self._ffmpeg = ffmpeg
        self._stack = ExitStack()
        self._process: Running | None = None
        self._last: Picture | None = None

    def next(self) -> Picture | None:
        """The next picture; None as long as nothing could be decoded. Do not write to it. Raises JobFailure."""
        if self.taken == 0 or self.taken > self.stretch.repeated:
            picture = self._read()
            self._last = self._last if picture is None else picture
        self.taken += 1
        return self._last

    def close(self) -> tuple[str, ...]:
        """End the decoder; returns its complaints. Raises JobFailure if it failed by itself."""
        if self._process is None:
            return ()
        if self.taken >= self.stretch.count:
            self._stack.close()
        else:
            self._process.process.kill()
            with suppress(JobFailure):  # it was killed, which is what its failure would say
                self._stack.close()
        return self._process.complaints

    def _read(self) -> Picture | None:
        if self._process is None:
            self._process = self._stack.enter_context(_decoding(self._ffmpeg, self.stretch))
            fcntl.fcntl(self._process.stdout.fileno(), fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        pipe = cast(BufferedReader, self._process.stdout)
        picture = np.empty(self.stretch.frame.size_bytes, np.uint8)
        return picture if pipe.readinto(picture.data) == picture.size else None


def _decoding(ffmpeg: Path, stretch: Stretch) -> AbstractContextManager[Running]:
    media, frame = stretch.media, stretch.frame
    begins_s = stretch.first_s + stretch.repeated * stretch.step_s
    # what is shown there may be the last picture before `high_s`, which began earlier
    needed_s = max(Fraction(0), min(begins_s, stretch.high_s - stretch.near_s))
    found_s = lead_to_keyframe_s(stretch.path, float(needed_s), track=media.video_track, max_pixels=stretch.max_pixels)
    seek_s = float(needed_s) - found_s - float(stretch.near_s)
    # Without accurate seek: the picture that is shown there may have begun long before it.
    before = ("-threads", THREADS, *(("-noaccurate_seek", "-ss", f"{seek_s:.6f}") if seek_s > 0 else ()))
    # what comes after it would be decoded to its end, though nothing of it is written
    end_s = min(stretch.high_s, stretch.first_s + stretch.count * stretch.step_s + stretch.near_s) - stretch.near_s
    end_s = max(end_s, needed_s)
    zero = round((begins_s + stretch.near_s) * NANOSECOND)
    rate = f"{stretch.step_s.denominator}/{stretch.step_s.numerator}"
    chain = [
        *input_tags(media.colour),
        "bwdif=mode=send_frame:deint=interlaced",
        f"settb=1/{NANOSECOND},setpts=PTS-{zero}",
        # Each step shows the last picture that has begun by then; then from the first step on, as many as needed.
        f"fps={rate}:round=up",
        "tpad=stop=-1:stop_mode=clone",
        f"fps={rate}:start_time=0",
        f"scale=w={frame.width}:h={frame.height}:flags=bicubic+{EXACT},setsar=1",
        *to_video(media.colour, stretch.folder),
    ]
    arguments = [
        *film_input(stretch.path, *before, max_pixels=stretch.max_pixels),
        *decoded_picture(media.video_track, [f"{','.join(chain)}[v]"], end_s=float(end_s)),
        *("-map", "[v]", "-frames:v", str(stretch.count - stretch.repeated)),
        *("-f", "rawvideo", "-pix_fmt", "yuv420p", "pipe:1"),
    ]
    return running(ffmpeg, arguments, task=TASK, stdout=True)
