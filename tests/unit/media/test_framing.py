"""Where a narrower crop lies over time."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.media.framing import Move, offset_expression, plan_moves, position_expression

SHARE = 0.3164  # 9:16 out of 16:9


def evaluated(expression: str, time_s: float) -> float:
    """The expression's value, with ffmpeg's two functions."""

    def gte(a: float, b: float) -> float:
        return float(a >= b)

    def clip(value: float, low: float, high: float) -> float:
        return min(max(value, low), high)

    def lt(a: float, b: float) -> float:
        return float(a < b)

    def choose(condition: float, one: float, other: float) -> float:
        return one if condition else other

    names = {"t": time_s, "gte": gte, "clip": clip, "lt": lt, "choose": choose}
    return float(eval(expression.replace("if(", "choose("), names))


def test_a_still_subject_gets_a_still_crop() -> None:
    """Small sways do not move it."""
    points = [(n / 2, 0.6 + 0.02 * (-1) ** n) for n in range(20)]
    (move,) = plan_moves(points, [], 10, SHARE)
    assert move.from_at == move.to_at == pytest.approx(0.6, abs=0.03)


def test_a_walking_subject_is_followed() -> None:
    """What goes from one side to the other stays in the crop, and the crop never leaves the picture."""
    points = [(n / 2, 0.1 + 0.8 * n / 40) for n in range(41)]
    moves = plan_moves(points, [], 20, SHARE)
    assert len(moves) == 20
    for time_s, at in points[2:-2]:
        move = next(m for m in moves if m.from_s <= time_s <= m.to_s)
        crop = move.from_at + (move.to_at - move.from_at) * (time_s - move.from_s) / (move.to_s - move.from_s)
        assert abs(crop - at) < SHARE / 2
        assert SHARE / 2 <= crop <= 1 - SHARE / 2


def test_the_crop_jumps_with_the_cut() -> None:
    """Each shot has its own place; there is no pan over the cut."""
    points = [(n / 2, 0.2 if n < 10 else 0.8) for n in range(20)]
    moves = plan_moves(points, [5.0], 10, SHARE)
    assert [(m.from_s, m.to_s, m.from_at) for m in moves] == [(0, 5, 0.2), (5, 10, 0.8)]
    expression = offset_expression(moves, SHARE)
    assert evaluated(expression, 4.96) == pytest.approx((0.2 - SHARE / 2) / (1 - SHARE), abs=1e-3)
    assert evaluated(expression, 5.0) == pytest.approx((0.8 - SHARE / 2) / (1 - SHARE), abs=1e-3)


def test_where_nothing_moves_the_middle_is_shown() -> None:
    """No points, no reason to look aside."""
    assert plan_moves([], [], 10, SHARE) == [Move(0.0, 10, 0.5, 0.5)]
    assert evaluated(offset_expression(plan_moves([], [], 10, SHARE), SHARE), 3) == pytest.approx(0.5)


def test_nothing_to_crop_needs_no_offset() -> None:
    """A crop as large as the picture lies at 0."""
    assert offset_expression([], 1.0) == "0"


POINTS = st.lists(st.tuples(st.floats(0, 600), st.floats(0, 1)), max_size=60).map(sorted)


@settings(max_examples=30)
@given(POINTS, st.lists(st.floats(0, 600), max_size=8).map(sorted), st.floats(1, 600), st.floats(0.2, 0.95))
def test_the_expression_says_what_the_moves_say(
    points: list[tuple[float, float]], shots_s: list[float], length_s: float, share: float
) -> None:
    """At any time the offset lies in the picture and is that of the move; moves cover the clip without gaps."""
    moves = plan_moves(points, shots_s, length_s, share)
    assert moves[0].from_s == 0
    assert math.isclose(moves[-1].to_s, length_s)
    expression = offset_expression(moves, share)
    for move in moves:
        if move.to_s - move.from_s < 0.05:
            continue
        time_s = (move.from_s + move.to_s) / 2
        wanted = ((move.from_at + move.to_at) / 2 - share / 2) / (1 - share)
        assert evaluated(expression, time_s) == pytest.approx(min(1, max(0, wanted)), abs=0.02)
        assert -0.02 <= evaluated(expression, time_s) <= 1.02


def test_a_film_of_an_hour_has_the_positions_of_its_clips() -> None:
    """A pan has a corner every second however long the shot is, and both forms of the expression agree."""
    points = [(n / 2, 0.5 + 0.3 * math.sin(n / 20)) for n in range(7200)]
    moves = plan_moves(points, [600.0, 601.5], 3600, SHARE, whole_film=True)
    assert len(moves) > 3000
    some = plan_moves(points[:100], [10.0, 30.0], 50, SHARE)
    for time_s in (0.0, 5.2, 9.9994, 9.9996, 10.0, 29.0, 30.0, 44.4, 49.99):
        wanted = evaluated(offset_expression(some, SHARE), time_s)
        assert evaluated(position_expression(some, SHARE), time_s) == pytest.approx(wanted, abs=2e-4)
    assert position_expression([], SHARE) == "0"
