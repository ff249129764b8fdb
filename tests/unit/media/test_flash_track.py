"""Flashing, in frames whose flashes are known."""

from typing import NamedTuple

import numpy as np
import pytest

from app.jobs.measures import Flashes
from app.media.flash_track import FlashTrack
from app.media.picture_pass import SMALL_HEIGHT, SMALL_WIDTH, Frames, Times

BLACK, WHITE, RED, BLUE = (0, 0, 0), (255, 255, 255), (255, 0, 0), (0, 0, 255)
RATES = (24000 / 1001, 25, 30000 / 1001, 30, 50, 60000 / 1001)


class Colours(NamedTuple):
    """Two colours of a flash, red, green and blue."""

    one: tuple[int, int, int]
    other: tuple[int, int, int]


def grey(one: int, other: int) -> Colours:
    return Colours((one,) * 3, (other,) * 3)


def code(colour: tuple[int, int, int]) -> Frames:
    """Y, U, V of a colour by BT.709 in limited range."""
    red, green, blue = (part / 255 for part in colour)
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    exact = [16 + 219 * luma, 128 + 224 * (blue - luma) / 1.8556, 128 + 224 * (red - luma) / 1.5748]
    return np.array(exact).round().astype(np.uint8)[:, None, None]


def film(
    hertz: float,
    *,
    fps: float = 25,
    colours: Colours = grey(0, 255),
    columns: int = SMALL_WIDTH,
    rows: int = SMALL_HEIGHT,
    seconds: float = 3,
) -> tuple[Frames, Times]:
    """The first colour, in whose upper left part the other comes and goes, `hertz` times a second."""
    times_s = np.arange(round(seconds * fps)) / fps
    frames = np.empty((len(times_s), 3, SMALL_HEIGHT, SMALL_WIDTH), np.uint8)
    frames[:] = code(colours.one)
    frames[np.floor(2 * hertz * times_s + 1e-9) % 2 == 1, :, :rows, :columns] = code(colours.other)
    return frames, times_s


def flashes(frames: Frames, times_s: Times, *, batch: int = 32) -> tuple[Flashes, ...]:
    track = FlashTrack()
    for first in range(0, len(frames), batch):
        track.add(frames[first : first + batch], times_s[first : first + batch])
    return track.finished()


@pytest.mark.parametrize("fps", RATES)
def test_more_than_three_flashes_a_second_are_found(fps: float) -> None:
    """Three are allowed, however the frames fall. The stretch is from its first change to its last."""
    for hertz in (1, 2, 3):
        assert flashes(*film(hertz, fps=fps)) == (), hertz
    for hertz in (4, 5, 10):
        (found,) = flashes(*film(hertz, fps=fps))
        assert found.most_per_s == hertz
        assert found.area == 1
        assert not found.red
        assert found.start_s == pytest.approx(1 / (2 * hertz), abs=1 / fps)
        assert found.end_s == pytest.approx(3 - 1 / (2 * hertz), abs=1.5 / fps)


def test_what_grows_bright_little_by_little_flashes_too() -> None:
    """A sine at 3 Hz does not, at 4 Hz it does."""
    times_s = np.arange(150) / 50
    for hertz, count in ((3, 0), (4, 1)):
        level = 126 - 100 * np.cos(2 * np.pi * hertz * times_s)
        frames = np.full((150, 3, SMALL_HEIGHT, SMALL_WIDTH), 128, np.uint8)
        frames[:, 0] = level.round()[:, None, None]
        assert len(flashes(frames, times_s)) == count


@pytest.mark.parametrize("fps", [*RATES, 120])
def test_three_a_second_are_allowed_whatever_the_film_begins_with(fps: float) -> None:
    """The first half of a flash may begin halfway, and be noticed later in its period than those that follow."""
    times_s = np.arange(round(3 * fps)) / fps
    for phase in np.arange(0, 1, 1 / 16):
        level = 0.5 + 0.4 * np.sin(2 * np.pi * (3 * times_s + phase))
        frames = np.full((len(times_s), 3, SMALL_HEIGHT, SMALL_WIDTH), 128, np.uint8)
        frames[:, 0] = (16 + 219 * level).round().astype(np.uint8)[:, None, None]
        assert flashes(frames, times_s) == (), phase


def test_only_more_than_a_quarter_of_the_picture_counts() -> None:
    """Exactly a quarter is allowed, whichever its shape."""
    for columns, rows in ((48, 27), (24, 54), (96, 13), (40, 30)):
        assert flashes(*film(10, columns=columns, rows=rows)) == ()
    for columns, rows in ((52, 30), (96, 15), (28, 54)):
        (found,) = flashes(*film(10, columns=columns, rows=rows))
        assert found.area == pytest.approx(columns * rows / (96 * 54), abs=0.02)


def test_parts_that_change_at_different_times_do_not_add_up() -> None:
    """Four fifths of a quarter each: together they cover most of the picture, but never at once."""
    frames, times_s = film(0, seconds=4)
    for part in range(4):
        on = (np.arange(100) + 2 * part) % 8 >= 4
        frames[on, 0, :, part * 24 : part * 24 + 20] = 235
    assert flashes(frames, times_s) == ()


def test_halves_that_alternate_flash() -> None:
    """Where one side is dark while the other is bright, all of it flashes."""
    frames, times_s = film(5, columns=48)
    on = frames[:, 0, 0, 0] == 235
    frames[~on, 0, :, 48:] = 235
    (found,) = flashes(frames, times_s)
    assert (found.most_per_s, found.area) == (5, 1)


@pytest.mark.parametrize(
    ("colours", "general", "red"),
    [
        (grey(0, 80), False, False),  # 8 % of white
        (grey(0, 100), True, False),  # 13 %
        (grey(130, 150), False, False),
        (grey(130, 170), True, False),
        (grey(236, 242), False, False),  # bright: a contrast below 1/17
        (grey(236, 250), True, False),
        (Colours(RED, BLACK), True, True),
        (Colours((128, 0, 0), BLACK), False, True),  # 5 % of white, and yet red
        (Colours((60, 0, 0), BLACK), False, False),
        (Colours(RED, BLUE), True, True),
        (Colours((255, 130, 130), (180, 130, 130)), True, False),  # not saturated
        (Colours(BLUE, BLACK), False, False),  # 7 %
        (Colours((0, 255, 0), BLACK), True, False),
    ],
)
def test_light_and_saturated_red_count(colours: Colours, general: bool, red: bool) -> None:
    """By relative luminance, not by the code values of a picture; red whatever its light."""
    found = flashes(*film(5, colours=colours))
    assert (any(not one.red for one in found), any(one.red for one in found)) == (general, red)


def test_each_stretch_is_found_with_its_times() -> None:
    """Two seconds apart they are two, and a single flash between is none."""
    frames, times_s = film(0, seconds=8)
    for first in (25, 125):
        for frame in range(first, first + 30, 5):
            frames[frame : frame + 2, 0] = 235
    frames[90:92, 0] = 235
    found = flashes(frames, times_s)
    assert [(one.start_s, one.end_s, one.most_per_s) for one in found] == [(1.0, 2.08, 5), (5.0, 6.08, 5)]


@pytest.mark.parametrize("batch", [1, 7, 200])
def test_batches_do_not_matter(batch: int) -> None:
    """However the frames come, the result is the same; also where the first change is one of brightness or late."""
    frames, times_s = film(5, colours=Colours(RED, BLACK), seconds=4)
    frames[:40], frames[70:80] = code(BLACK), code(BLUE)
    assert flashes(frames, times_s, batch=batch) == flashes(frames, times_s)
    assert {one.red for one in flashes(frames, times_s)} == {False, True}


def test_frames_without_times_do_not_flash() -> None:
    """Where the clock stands, or goes back, nothing is known of a second."""
    frames, times_s = film(5)
    assert flashes(frames, np.zeros_like(times_s)) == ()
    assert flashes(frames, times_s[::-1].copy()) == ()
