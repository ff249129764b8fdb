"""Plans the position of a clip's crop: still where possible, a slow pan where the subject would leave it.

Works on one axis, in fractions 0..1 of the film's width (or height), and yields an ffmpeg expression. A crop never pans
across a cut: each shot has its own position and the crop jumps with the picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

#: Times and positions, in order of time.
Points = Sequence[tuple[float, float]]

#: A subject that stays within this share of the crop's size on either side of the middle needs no pan.
STILL_SHARE = 0.3
#: Positions are averaged over about this long, so that the crop does not jitter.
SMOOTHING_S = 1.5
#: Upper bound of a subject's speed, in shares of the picture per second.
FASTEST_PER_S = 0.3
#: A pan has a corner this often, fewer in a long clip.
CORNER_S, MOST_CORNERS = 1.0, 80


@dataclass(frozen=True, slots=True)
class Move:
    """The crop's middle moves from `from_at` to `to_at` between two times; both are equal if it is still."""

    from_s: float
    to_s: float
    from_at: float
    to_at: float


def plan_moves(points: Points, shots_s: Sequence[float], length_s: float, crop_share: float) -> list[Move]:
    """Plan the positions of the crop's middle over a clip of `length_s`, without gaps.

    `points` are positions 0..1 of the subject, with times from the clip's start; `shots_s` are the cuts inside it. The
    crop takes `crop_share` of the axis. In a shot without points it stays in the middle of the picture.
    """
    edges = [0.0, *(cut_s for cut_s in shots_s if 0 < cut_s < length_s), length_s]
    moves: list[Move] = []
    for from_s, to_s in pairwise(edges):
        inside = [point for point in points if from_s <= point[0] < to_s]
        moves += _shot(inside, from_s, to_s, crop_share)
    return moves


def _shot(points: Points, from_s: float, to_s: float, crop_share: float) -> list[Move]:
    low, high = crop_share / 2, 1 - crop_share / 2
    places = sorted(at for _, at in points)
    middle = places[len(places) // 2] if places else 0.5
    tenth = len(places) // 10
    within = [abs(at - middle) <= STILL_SHARE * crop_share for at in places[tenth : len(places) - tenth]]
    if all(within):
        at = _clamped(middle, low, high)
        return [Move(from_s, to_s, at, at)]
    count = max(1, min(MOST_CORNERS, round((to_s - from_s) / CORNER_S)))
    corners = [from_s + (to_s - from_s) * n / count for n in range(count + 1)]
    path = [_clamped(_smoothed(points, corner), low, high) for corner in corners]
    return [Move(corners[n], corners[n + 1], path[n], path[n + 1]) for n in range(count)]


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


def _clamped(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
