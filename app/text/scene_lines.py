"""Divides a transcript among the scenes of a film. Pure; the server uses it too."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from app.jobs.results import Segment
from app.text.cues import within


def lines_by_scene(segments: Sequence[Segment], scenes: Sequence[tuple[float, float]]) -> list[list[Segment]]:
    """The lines of each scene, whose start and end are in seconds, with times from its start.

    A line over a border is divided at it between words; without the times of words it is in both scenes.
    """
    ordered = sorted(segments, key=lambda segment: segment.start_s)
    starts = [segment.start_s for segment in ordered]
    ends = list(accumulate((segment.end_s for segment in ordered), max))  # of the lines up to each
    return [
        within(ordered[bisect_right(ends, start_s) : bisect_left(starts, end_s)], start_s, end_s)
        for start_s, end_s in scenes
    ]
