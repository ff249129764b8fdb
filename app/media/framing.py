"""Plans the position of a clip's crop: still where possible, a slow pan where the subject would leave it.

Works on one axis, in fractions 0..1 of the film's width (or height), and yields an ffmpeg expression. A crop never pans
across a cut: each shot has its own position and the crop jumps with the picture.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from operator import itemgetter
from typing import Final

from app.media.stepwise import stepwise

#: Times and positions, in order of time.
Points = Sequence[tuple[float, float]]

#: Shapes that films and clips are cropped to, width : height.
ASPECTS: Final = {"16:9": Fraction(16, 9), "9:16": Fraction(9, 16), "1:1": Fraction(1)}
#: A subject that stays within this share of the crop's size on either side of the middle needs no pan.
STILL_SHARE = 0.3
#: Positions are averaged over about this long, so that the crop does not jitter.
SMOOTHING_S = 1.5
#: Upper bound of a subject's speed, in shares of the picture per second.
FASTEST_PER_S = 0.3
#: A pan has a corner this often, fewer in a long clip.
CORNER_S, MOST_CORNERS = 1.0, 80
#: In a whole film there is no such bound, but positions count only if they are so near to a corner, seconds.
NEAR_S = 60.0


@dataclass(frozen=True, slots=True)
class Move:
    """The crop's middle moves from `from_at` to `to_at` between two times; both are equal if it is still."""

    from_s: float
    to_s: float
    from_at: float
    to_at: float


def plan_moves(
    points: Points, shots_s: Sequence[float], length_s: float, crop_share: float, *, whole_film: bool = False
) -> list[Move]:
    """Plan the positions of the crop's middle over a clip, or a whole film, of `length_s`, without gaps.

    `points` are positions 0..1 of the subject, with times from the clip's start; `shots_s` are the cuts inside it. The
    crop takes `crop_share` of the axis. In a shot without points it stays in the middle of the picture.
    """
    edges = [0.0, *(cut_s for cut_s in shots_s if 0 < cut_s < length_s), length_s]
    moves: list[Move] = []
    times_s = [at_s for at_s, _ in points]
    for from_s, to_s in pairwise(edges):
        inside = points[bisect_left(times_s, from_s) : bisect_left(times_s, to_s)]
        moves += _shot(inside, from_s, to_s, crop_share, whole_film=whole_film)
    return moves


def _shot(points: Points, from_s: float, to_s: float, crop_share: float, *, whole_film: bool) -> list[Move]:
    low, high = crop_share / 2, 1 - crop_share / 2
    places = sorted(at for _, at in points)
    middle = places[len(places) // 2] if places else 0.5
    tenth = len(places) // 10
    within = [abs(at - middle) <= STILL_SHARE * crop_share for at in places[tenth : len(places) - tenth]]
    if all(within):
        at = _clamped(middle, low, high)
        return [Move(from_s, to_s, at, at)]
    count = max(1, round((to_s - from_s) / CORNER_S))
    count = count if whole_film else min(MOST_CORNERS, count)
    corners = [from_s + (to_s - from_s) * n / count for n in range(count + 1)]
    near = [_near(points, corner) if whole_film else points for corner in corners]
    path = [_clamped(_smoothed(some, corner), low, high) for some, corner in zip(near, corners, strict=True)]
    return [Move(corners[n], corners[n + 1], path[n], path[n + 1]) for n in range(count)]


def _near(points: Points, time_s: float) -> Points:
    """The positions near a time; where there are none, the nearest one."""
    first = bisect_left(points, time_s - NEAR_S, key=itemgetter(0))
    last = bisect_left(points, time_s + NEAR_S, key=itemgetter(0))
    return points[first:last] or points[max(0, first - 1) : first] or points[first : first + 1]


def _smoothed(points: Points, time_s: float) -> float:
    """The position at a time on a line fitted to the positions, weighted by nearness.

    A mean would lag at the ends of a shot, where all the positions lie on one side.
    """
    weights = [1 / (1 + ((at_s - time_s) / SMOOTHING_S) ** 4) for at_s, _ in points]
    total = sum(weights)
    mean_s = sum(w * at_s for w, (at_s, _) in zip(weights, points, strict=True)) / total
    mean = sum(w * at for w, (_, at) in zip(weights, points, strict=True)) / total
    spread = sum(w * (at_s - mean_s) ** 2 for w, (at_s, _) in zip(weights, points, strict=True)) / total
    lean = sum(w * (at_s - mean_s) * (at - mean) for w, (at_s, at) in zip(weights, points, strict=True)) / total
    pace = _clamped(lean / max(spread, 0.1), -FASTEST_PER_S, FASTEST_PER_S)
    return mean + pace * _clamped(time_s - mean_s, -SMOOTHING_S, SMOOTHING_S)


def offset_expression(moves: Sequence[Move], crop_share: float) -> str:
    """The crop's offset over time `t`, 0..1 of its range, as a sum that ffmpeg evaluates per frame."""
    room = 1 - crop_share
    if room <= 0 or not moves:
        return "0"

    def offset(at: float) -> float:
        return min(1.0, max(0.0, (at - crop_share / 2) / room))

    terms = [f"{offset(moves[0].from_at):.5f}"]
    at = offset(moves[0].from_at)
    for move in moves:
        first, last = offset(move.from_at), offset(move.to_at)
        if abs(first - at) > 1e-5:  # a cut: half a millisecond early, so that rounding cannot make it a frame late
            terms.append(f"{first - at:+.5f}*gte(t,{max(0.0, move.from_s - 0.0005):.4f})")
        if abs(last - first) > 1e-5:
            pace = (last - first) / (move.to_s - move.from_s)
            terms.append(f"{pace:+.6f}*clip(t-{move.from_s:.3f},0,{move.to_s - move.from_s:.3f})")
        at = last
    return "".join(terms)


def position_expression(moves: Sequence[Move], crop_share: float) -> str:
    """As `offset_expression`, for a whole film: a tree of its moves, of which a frame evaluates one."""
    room = 1 - crop_share
    if room <= 0 or not moves:
        return "0"
    steps = []
    for move in moves:
        first, last = (_clamped((at - crop_share / 2) / room, 0.0, 1.0) for at in (move.from_at, move.to_at))
        # half a millisecond early, so that rounding cannot make the jump at a cut a frame late
        begins_s, length_s = max(0.0, move.from_s - 0.0005), max(move.to_s - move.from_s, 1e-6)
        pace = (last - first) / length_s
        path = f"{first:.5f}"
        if abs(last - first) > 1e-5:
            path += f"{pace:+.6f}*clip(t-{move.from_s:.3f},0,{length_s:.3f})"
        steps.append((f"{begins_s:.4f}", path))
    return stepwise("t", steps)


def _clamped(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
