"""Divides a film into scenes at its changes of picture. Standard library only: contracts of stages use it."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from app.jobs.results import Cut


class Span(NamedTuple):
    """A scene, seconds from the start of the film."""

    start_s: float
    end_s: float


def scene_spans(cuts: Sequence[Cut], duration_s: float) -> list[Span]:
    """The scenes between changes of picture; a fade is divided in its middle."""
    borders = [0.0, *((cut.start_s + cut.end_s) / 2 for cut in cuts), duration_s]
    return [Span(start, end) for start, end in pairwise(borders) if end > start]
