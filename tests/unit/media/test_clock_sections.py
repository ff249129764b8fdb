"""Which runs of a file belong together, and where each goes; on runs that are made up, as files hardly have them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media.clock_runs import Scan
from app.media.clock_sections import FileClock, one_clock

PICTURE, SOUND = 0, 1
LEAP_S = 10.0


def clock_of(picture: list[tuple[float, float, float]], sound: list[tuple[float, float, float]]) -> FileClock:
    """The plan for a file of these pieces: `(at_s, start_s, length_s)`, where `at_s` is the place in the file.

    Packets of both tracks lie side by side, 25 a second.
    """
    packets = [
        (at_s + n / 25, track, start_s + n / 25)
        for track, pieces in ((PICTURE, picture), (SOUND, sound))
        for at_s, start_s, length_s in pieces
        for n in range(round(25 * length_s))
    ]
    scan = Scan(LEAP_S)
    for _, track, comes_s in sorted(packets):
        scan.add(track, comes_s, comes_s, 0.04)
    clock = one_clock(scan, (PICTURE, SOUND))
    assert clock is not None
    return clock


def shifts(clock: FileClock, track: int) -> list[float | None]:
    return [None if shift.by_s is None else round(shift.by_s, 6) for shift in clock.shifts[track]]


def test_sound_that_lies_behind_the_picture_comes_with_it() -> None:
    """In a broadcast the picture jumps first; the sound goes on with the old clock for a while."""
    clock = clock_of([(0, 100, 16), (16, 1, 24)], [(0.7, 100, 16), (16.7, 1, 24)])
    assert shifts(clock, PICTURE) == [0, 115]
    assert shifts(clock, SOUND) == [0, 115]
    assert clock.end_s == pytest.approx(140)


def test_a_little_step_back_is_seen_in_both_tracks() -> None:
    """Also where it is less than the sound lies behind."""
    clock = clock_of([(0, 0, 10), (10, 9, 10)], [(2, 0, 10), (12, 9, 10)])
    assert shifts(clock, PICTURE) == shifts(clock, SOUND) == [0, 1]


def test_a_hole_in_one_track_moves_nothing() -> None:
    """The other one has gone on to where it ends."""
    clock = clock_of([(0, 0, 40)], [(0.5, 0, 12), (27.5, 27, 13)])
    assert clock.is_whole
    assert clock.end_s == pytest.approx(40)


def test_a_hole_in_all_tracks_is_a_leap() -> None:
    """Where a broadcast leaps by more than it may."""
    clock = clock_of([(0, 0, 12), (12, 27, 13)], [(0.5, 0, 12), (12.5, 27, 13)])
    assert shifts(clock, PICTURE) == shifts(clock, SOUND) == [0, -15]


def test_sound_without_end_makes_the_next_part_wait() -> None:
    """Nothing is played over what came before, by more than a tenth of a second."""
    assert shifts(clock_of([(0, 0, 10), (13, 0, 5)], [(0, 0, 13), (13, 0, 5)]), PICTURE) == [0, 13]
    assert shifts(clock_of([(0, 0, 10), (10.1, 0, 5)], [(0, 0, 10.08), (10.1, 0, 5)]), PICTURE) == [0, 10]


def test_a_part_that_begins_with_one_track_keeps_the_other_s_delay() -> None:
    """Sound that begins two seconds into the second part begins two seconds into it."""
    assert shifts(clock_of([(0, 0, 10), (10, 0, 8)], [(0, 0, 10), (12, 2, 6)]), SOUND) == [0, 10]


def test_a_track_that_is_missing_in_a_part_comes_back_with_its_section() -> None:
    """Three parts, the second without sound."""
    clock = clock_of([(0, 0, 10), (10, 0, 20), (30, 5, 9)], [(0, 0, 10), (30, 5, 9)])
    assert shifts(clock, PICTURE) == [0, 10, 25]
    assert shifts(clock, SOUND) == [0, 25]


def test_one_track_alone_may_start_anew() -> None:
    """A broken writer: the sound goes on where it was, the picture is left alone."""
    clock = clock_of([(0, 0, 40)], [(0, 0, 20), (20, 3, 20)])
    assert shifts(clock, PICTURE) == [0]
    assert shifts(clock, SOUND) == [0, 17]
    assert clock.end_s == pytest.approx(40)


def test_a_few_packets_out_of_place_are_strays() -> None:
    """The track goes on behind them as if they were not there, and the other one is not touched."""
    clock = clock_of([(0, 0, 10), (10, 80_000, 0.08), (10.08, 10.08, 9.92)], [(0, 0, 20)])
    assert (shifts(clock, PICTURE), shifts(clock, SOUND)) == ([0, None, 0], [0])
    assert (clock.strays, clock.joints, round(clock.end_s, 6)) == (2, (), 20)


@pytest.mark.parametrize("wrong_s", [12.5, 18, 15_000, 8.5, 3])
@pytest.mark.parametrize("count", [1, 8])
def test_strays_may_be_near(wrong_s: float, count: int) -> None:
    """Ahead or behind, by less than a leap too: nothing that follows moves."""
    after = 10 + count / 25
    clock = clock_of([(0, 0, 10), (10, wrong_s, count / 25), (after, after, 10)], [(0, 0, 20)])
    assert (shifts(clock, PICTURE), shifts(clock, SOUND)) == ([0, None, 0], [0])
    assert (clock.strays, clock.joints) == (count, ())


def test_strays_of_several_kinds_in_a_row() -> None:
    """Bad reception."""
    wrong = [(10 + n / 25, wrong_s, 0.04) for n, wrong_s in enumerate((500, 90_000, 7))]
    clock = clock_of([(0, 0, 10), *wrong, (10.12, 10.12, 5)], [(0, 0, 15)])
    assert shifts(clock, PICTURE) == [0, None, None, None, 0]
    assert clock.strays == 3


@given(
    st.lists(st.tuples(st.integers(1, 8), st.integers(0, 90_000)), min_size=1, max_size=8), st.sampled_from([0, 0.4])
)
def test_parts_follow_each_other_whatever_their_clocks(parts: list[tuple[int, int]], lag_s: float) -> None:
    """The film is as long as all parts together, with holes of less than a leap at most; both tracks move alike."""
    picture, at_s = [], 0.0
    for length_s, clock_s in parts:
        picture.append((at_s, float(clock_s), float(length_s)))
        at_s += length_s
    clock = clock_of(picture, [(at_s + lag_s, *rest) for at_s, *rest in picture])
    whole_s = sum(length_s for length_s, _ in parts)
    assert whole_s - 1 <= clock.end_s - parts[0][1] <= whole_s + LEAP_S * len(parts)
    assert shifts(clock, PICTURE) == shifts(clock, SOUND)
