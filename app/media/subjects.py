"""Finds where a film's subject is over time: by faces in the shots that show some, by motion in the others."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

#: x, y, width, height as fractions 0..1 of the picture.
Box = tuple[float, float, float, float]


class Faces(NamedTuple):
    """The faces in the picture at `at_s`, seconds."""

    at_s: float
    boxes: Sequence[Box]


class Track(NamedTuple):
    """Positions of the subject over time, 0..1 along one axis; the number of shots, and of those with faces."""

    points: list[tuple[float, float]]
    shots: int
    with_faces: int


def track_of(
    motion: Sequence[tuple[float, float]],
    faces: Sequence[Faces],
    shots_s: Sequence[float],
    length_s: float,
    *,
    axis: int,
    crop_share: float,
) -> Track:
    """The subject's positions along an axis (0 is x). `motion` has positions on it; `shots_s` are the hard cuts."""
    edges = [0.0, *(cut_s for cut_s in shots_s if 0 < cut_s < length_s), length_s]
    points: list[tuple[float, float]] = []
    shots = with_faces = 0
    for from_s, to_s in pairwise(edges):
        if to_s <= from_s:
            continue
        shots += 1
        inside = [one for one in faces if from_s <= one.at_s < to_s and one.boxes]
        if inside:
            with_faces += 1
            points += [(one.at_s, face_at(one.boxes, axis, crop_share)) for one in inside]
        else:
            first, last = (bisect_left(motion, at_s, key=itemgetter(0)) for at_s in (from_s, to_s))
            points += motion[first:last]
    return Track(points, shots, with_faces)


def face_at(boxes: Sequence[Box], axis: int, crop_share: float) -> float:
    """The middle of the faces if a crop of that share of the axis shows all of them, else that of the largest."""
    low, high = min(box[axis] for box in boxes), max(box[axis] + box[axis + 2] for box in boxes)
    if high - low <= crop_share:
        return (low + high) / 2
    largest = max(boxes, key=lambda box: box[2] * box[3])
    return largest[axis] + largest[axis + 2] / 2
