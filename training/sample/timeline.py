"""Where every line, cut and fade lies in time. All borders of shots fall on a frame."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from training.sample.script import SHOTS, Border, Line, Shot

FPS = 25
LEAD_IN_S = 0.6
"""Silence between the start of a shot and its first word."""
FADE_S = 0.6
"""Length of either half of a fade through black."""


@dataclass(frozen=True)
class PlacedLine:
    """A line with the seconds between which it is heard."""

    line: Line
    start_s: float
    end_s: float


@dataclass(frozen=True)
class PlacedShot:
    """A shot with its frames, `first_frame` included and `end_frame` not."""

    shot: Shot
    first_frame: int
    end_frame: int
    lines: tuple[PlacedLine, ...]


def lay_out(durations_s: Mapping[Line, float]) -> tuple[PlacedShot, ...]:
    """The whole video; `durations_s` tells how long each line is heard, without any silence around it."""
    placed: list[PlacedShot] = []
    first_frame = 0
    for shot in SHOTS:
        lead_in_s = LEAD_IN_S + (FADE_S if shot.border is Border.FADE else 0.0)
        cursor_s = first_frame / FPS + lead_in_s
        lines: list[PlacedLine] = []
        for line in shot.lines:
            end_s = cursor_s + durations_s[line]
            lines.append(PlacedLine(line, cursor_s, end_s))
            cursor_s = end_s + line.pause_s
        end_frame = math.ceil((cursor_s - min(LEAD_IN_S, lines[-1].line.pause_s / 2)) * FPS)
        placed.append(PlacedShot(shot, first_frame, end_frame, tuple(lines)))
        first_frame = end_frame
    return tuple(placed)


def brightness(time_s: float, fade_centres_s: tuple[float, ...]) -> float:
    """0 (black) to 1: how much of the picture is seen at `time_s`."""
    nearest_s = min((abs(time_s - centre_s) for centre_s in fade_centres_s), default=FADE_S)
    return min(1.0, nearest_s / FADE_S)
