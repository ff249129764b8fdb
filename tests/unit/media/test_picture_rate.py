"""The rate of a clip: that of its stretch, whatever mean the file tells."""

from fractions import Fraction
from pathlib import Path

import pytest

from app.media.encoding import Cutting, cut_clip, on_frames
from app.media.ffmpeg import find_ffmpeg
from app.media.picture_rate import bounded_rate, clip_rate, finest_rate
from tests.media import MediaShelf, frame_numbers

NTSC = Fraction(30000, 1001)
#: Slides for six seconds, one in two of them; then every frame.
SLIDES_THEN_ACTION = "if(lt(t,6),not(mod(n,50)),1)"


def clip_of(source: Path, folder: Path, start_s: float, end_s: float) -> tuple[float, Fraction, list[int]]:
    """Start, rate and frame numbers of the clip that is cut for a stretch."""
    fps = clip_rate(source, start_s, end_s)
    start, frames = on_frames(start_s, end_s, fps, 10.0)
    wanted = Cutting(start_s=start, frames=frames, fps=fps, form="mp4", audio=True, title="T")
    cut_clip(find_ffmpeg(), source, folder / "clip.mp4", folder / "still.jpg", wanted, reached=lambda *_, **__: None)
    return float(start), fps, frame_numbers(folder / "clip.mp4")


@pytest.mark.parametrize("ending", ["mp4", "mkv"])
def test_all_pictures_of_an_uneven_film_are_in_its_clips(media: MediaShelf, tmp_path: Path, ending: str) -> None:
    """Where the mean is 11 a second, a stretch of 25 is cut at 25 and each picture is there at its time."""
    source = media.numbered(SLIDES_THEN_ACTION, ending=ending)
    start_s, fps, numbers = clip_of(source, tmp_path, 6.4, 9.0)
    assert (start_s, fps) == (6.4, 25)
    assert numbers == list(range(160, 225))


@pytest.mark.parametrize("chosen", ["not(mod(n,25))", "not(mod(n,125))", "eq(n,0)"])
def test_stills_are_cut_where_it_was_asked(media: MediaShelf, tmp_path: Path, chosen: str) -> None:
    """One picture a second, one in five, a single one: the clip begins within a frame of 25, and pictures are held."""
    source = media.numbered(chosen)
    start_s, fps, numbers = clip_of(source, tmp_path, 3.59, 5.6)
    assert fps == 25
    assert 3.59 <= start_s < 3.64
    every = {"not(mod(n,25))": 25, "not(mod(n,125))": 125, "eq(n,0)": 1000}[chosen]
    first = round(start_s * 25)
    assert numbers == [n // every * every for n in range(first, first + len(numbers))]


def test_an_even_film_keeps_its_rate(media: MediaShelf) -> None:
    """To the fraction, also where a container rounds its times to milliseconds."""
    assert clip_rate(media.video(fps="30000/1001"), 0.5, 1.5) == NTSC
    assert clip_rate(media.video(fps="30000/1001", ending="mkv"), 0.5, 1.5) == NTSC
    assert clip_rate(media.video(fps="24000/1001", ending="mkv"), 0.5, 1.5) == Fraction(24000, 1001)
    assert clip_rate(media.video(fps="50", ending="ts"), 0.5, 1.5) == 50


def test_what_cannot_be_read_gets_the_usual_rate(media: MediaShelf) -> None:
    """ffmpeg then tells what is wrong with it."""
    assert clip_rate(media.text(), 0, 1) == 25


@pytest.mark.parametrize(
    ("steps_ms", "rate"),
    [
        ([33, 33, 34] * 20, NTSC),
        ([40] * 100 + [3] + [40] * 100, 25),
        ([2000] * 20 + [40] * 10, 25),
        ([33, 50] * 30, Fraction(24000, 1001)),
        ([28, 39, 31, 36, 33, 33] * 20, 30),
        ([17, 16, 17] * 30, 60),
        ([100] * 10, 10),
    ],
)
def test_the_finest_tempo_counts(steps_ms: list[int], rate: Fraction) -> None:
    """Not the mean, nor a single fault in the times; uneven clocks and pulldown are one tempo."""
    times_s = [sum(steps_ms[:n]) / 1000 for n in range(len(steps_ms) + 1)]
    found = finest_rate(times_s, [NTSC, Fraction(24000, 1001)])
    assert found is not None
    assert float(found) == pytest.approx(float(rate), rel=0.002)


def test_fewer_than_two_pictures_have_no_tempo() -> None:
    """A slide that is held."""
    assert finest_rate([1.0], [Fraction(7)]) is None


@pytest.mark.parametrize(
    ("rate", "clip"),
    [
        *(("25", 25), ("30000/1001", NTSC), ("60", 60)),
        *(("1/5", 25), ("1", 25), ("12.5", 25), ("15", 30), ("12", 24), ("10", 30)),
        *(("120", 60), ("100", 50), ("120000/1001", Fraction(60000, 1001)), ("240", 60)),
    ],
)
def test_low_rates_are_multiplied_and_high_ones_divided(rate: str, clip: Fraction) -> None:
    """So that captions and cuts are on time, and every picture, or every n-th, keeps its place."""
    assert bounded_rate(Fraction(rate)) == clip
