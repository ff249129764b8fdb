"""Steadies a shaking picture with ffmpeg's vidstab: one pass measures how the camera moves, the next moves it back."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np

from app.media.colour import escaped
from app.media.decoded import decoded_picture
from app.media.ffmpeg import MOST_PIXELS, Reached, run_ffmpeg
from app.media.film_clock import film_input
from app.media.film_writing import Writing, graph_from_file, picture_filters

Strength = Literal["low", "medium", "high"]


@dataclass(frozen=True, slots=True)
class _Measure:
    """Frames over which the camera's path is smoothed, and how far a frame is moved at most, a share of the width."""

    frames: int
    shift: float


MEASURES: Final[dict[Strength, _Measure]] = {
    "low": _Measure(8, 0.04),
    "medium": _Measure(15, 0.07),
    "high": _Measure(30, 0.12),
}
#: How much a frame is turned at most, radians.
MOST_TURN: Final = 0.06
#: The greatest shift that the filter accepts, pixels.
MOST_SHIFT_PX: Final = 500
#: The width at which a steadied film is measured again, pixels.
SMALL_WIDTH: Final = 480
#: The camera's own path is the mean over so many frames.
PATH_FRAMES: Final = 25
#: Movements that were measured in a frame: x and y, pixels.
_MOVE = re.compile(r"\(LM (-?\d+) (-?\d+) ")
TASK = "measuring how the picture shakes"


def measure_shake(ffmpeg: Path, source: Path, wanted: Writing, result: Path, *, reached: Reached) -> None:
    """Write the camera's movements in the frames that `wanted` has to `result`. Raises JobFailure."""
    detect = f"vidstabdetect=shakiness=8:accuracy=12:fileformat=ascii:result={escaped(result)}"
    chain = [*picture_filters(wanted, result.parent), detect]
    arguments = [*film_input(source, max_pixels=wanted.max_pixels)]
    arguments += decoded_picture(wanted.track, [f"{','.join(chain)}[v]"], end_s=float(wanted.length_s))
    arguments += ["-map", "[v]", "-frames:v", str(wanted.frames), "-c:v", "wrapped_avframe", "-f", "null", "-"]
    run_ffmpeg(
        ffmpeg,
        graph_from_file(arguments, result.parent),
        task=TASK,
        expected_s=float(wanted.length_s),
        reached=reached,
    )


def measure_result(ffmpeg: Path, film: Path, result: Path, *, length_s: float, reached: Reached) -> None:
    """Write the movements that are left in a film of ours to `result`. Raises JobFailure."""
    chain = f"scale={SMALL_WIDTH}:-2,vidstabdetect=shakiness=8:accuracy=8:fileformat=ascii:result={escaped(result)}"
    arguments = [*film_input(film, max_pixels=MOST_PIXELS), "-map", "0:v:0", "-vf", chain, "-f", "null", "-"]
    run_ffmpeg(ffmpeg, arguments, task=TASK, expected_s=length_s, reached=reached)


def steadying(movements: Path, strength: Strength, width: int) -> list[str]:
    """The filters that steady a picture of so many pixels by its measured movements.

    It is enlarged as far as it is moved, so that no edge shows; what little still does is filled from the frame before.
    """
    measure = MEASURES[strength]
    shift = min(MOST_SHIFT_PX, max(2, round(measure.shift * width)))
    options = f"smoothing={measure.frames}:optalgo=gauss:maxshift={shift}:maxangle={MOST_TURN}:optzoom=1:crop=keep"
    return [f"vidstabtransform=input={escaped(movements)}:{options}:interpol=bilinear", "unsharp=5:5:0.4:3:3:0.2"]


def shake_of(movements: Path, width: int) -> float:
    """How far the picture shakes around the camera's path: root mean square, a share of the width."""
    steps = np.array(list(_steps(movements)), np.float64).reshape(-1, 2)
    if not len(steps):
        return 0.0
    path = np.cumsum(steps, axis=0)
    window = min(PATH_FRAMES, len(path))
    weights = np.convolve(np.ones(len(path)), np.ones(window), mode="same")
    means = np.stack([np.convolve(path[:, axis], np.ones(window), mode="same") / weights for axis in (0, 1)], axis=1)
    return round(float(np.sqrt(((path - means) ** 2).sum(axis=1).mean())) / width, 6)


def _steps(movements: Path) -> Iterator[Sequence[float]]:
    """The movement of each frame: the median of those of its parts."""
    with movements.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            if line.startswith("Frame"):
                moves = [(int(x), int(y)) for x, y in _MOVE.findall(line)]
                yield np.median(np.array(moves), axis=0).tolist() if moves else (0.0, 0.0)
