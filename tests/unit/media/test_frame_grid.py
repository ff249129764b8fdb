"""Times of frames: on the grid of their rate where only the file's units moved them, else where they were."""

from fractions import Fraction

import pytest

from app.media.frame_grid import FrameGrid, Timing

MILLISECOND = Fraction(1, 1000)
FILM = Fraction(24000, 1001)


def placed(timing: Timing, times_s: list[Fraction], begins_s: Fraction | None = None) -> list[Fraction]:
    grid = FrameGrid(timing, begins_s=begins_s)
    return [grid.placed(at_s) for at_s in times_s]


@pytest.mark.parametrize("begins_s", [Fraction(0), Fraction(21, 1000)])
def test_an_hour_in_milliseconds_is_exact_again(begins_s: Fraction) -> None:
    """However the file rounded; the mean rate of its headers may be a little off too."""
    exact = [begins_s + n / FILM for n in range(0, 86_400, 7)]
    down = [Fraction(int(at_s * 1000), 1000) for at_s in exact]
    assert placed(Timing(FILM * Fraction(100_001, 100_000), MILLISECOND), down) == exact


def test_uneven_frames_keep_their_times() -> None:
    """To a unit of the file; and each is later than the one before, also where the file has two at one time."""
    times_s = [Fraction(ms, 1000) for ms in (0, 40, 80, 113, 113, 170, 3000, 3040)]
    found = placed(Timing(Fraction(25), MILLISECOND), times_s)
    assert all(abs(a - b) <= MILLISECOND for a, b in zip(found, times_s, strict=True))
    assert found == sorted(set(found))
    assert placed(Timing(None, Fraction(1, 90_000)), times_s[:4]) == times_s[:4]


def test_a_run_that_continues_uses_the_grid_of_the_run_before() -> None:
    timing = Timing(FILM, MILLISECOND)
    rounded = [Fraction(round(n / FILM * 1000), 1000) for n in range(100)]
    whole = placed(timing, rounded)
    assert placed(timing, rounded[40:], begins_s=whole[40]) == whole[40:]


@pytest.mark.parametrize(
    ("timing", "ticks"),
    [
        (Timing(FILM, MILLISECOND), 96_000),
        (Timing(Fraction(25), MILLISECOND), 90_000),
        (Timing(None, Fraction(1, 1_000_000_000)), 1_000_000),
        (Timing(Fraction(2_997_000_001, 100_000_000), MILLISECOND), 90_000),
    ],
)
def test_the_units_of_the_files_hold_a_step_of_the_grid(timing: Timing, ticks: int) -> None:
    """Fine ones of the source, and rates that are means of anything, do not make them finer than a millionth."""
    assert FrameGrid(timing).ticks_per_s == ticks
