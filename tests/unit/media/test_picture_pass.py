"""The one pass: what comes through its pipes, and that nothing hangs when a reader fails."""

from pathlib import Path

import av
import numpy as np
import pytest

from app.media.colour import ORDINARY
from app.media.ffmpeg import find_ffmpeg
from app.media.picture_pass import SMALL_HEIGHT, SMALL_WIDTH, Frames, Pass, Times, run_pass
from app.media.still import write_still
from app.media.storyboard import plan_stills
from tests.clocks import ClockShelf
from tests.media import SCENES_DURATION_S, SCENES_FPS, MediaShelf, frame_numbers


def test_every_frame_comes_with_its_time(media: MediaShelf, tmp_path: Path) -> None:
    """Small frames in order, each with the time at which it is shown."""
    shapes: list[tuple[int, ...]] = []
    times: list[Times] = []

    def on_frames(frames: Frames, times_s: Times) -> None:
        shapes.append(frames.shape)
        times.append(times_s)

    complaints = run_pass(find_ffmpeg(), media.scenes(), Pass(on_frames, tmp_path))
    assert complaints.lines == ()
    assert {shape[1:] for shape in shapes} == {(3, SMALL_HEIGHT, SMALL_WIDTH)}
    assert [shape[0] for shape in shapes] == [len(part) for part in times]
    expected = np.arange(SCENES_DURATION_S * SCENES_FPS) / SCENES_FPS
    np.testing.assert_allclose(np.concatenate(times), expected, atol=1e-6)


def test_stills_show_what_is_on_the_screen_at_their_time(media: MediaShelf, tmp_path: Path) -> None:
    """A slide is on every still of its time, though it is a single frame: the storyboard is laid out by time."""
    stills = plan_stills(12.0, 64, 36, tmp_path)
    run_pass(find_ffmpeg(), media.slides(), Pass(lambda *_: None, tmp_path, stills))
    seen = [_brightness(file) for file in stills.files()]
    assert stills.interval_s == 1.0
    np.testing.assert_allclose(seen, np.repeat([28, 75, 121], 4), atol=3)


def test_a_picture_that_changes_its_size_is_looked_at_to_its_end(clocks: ClockShelf, tmp_path: Path) -> None:
    """As streams do that adapt to the line; stills go on, none is told twice."""
    stills = plan_stills(4.0, 64, 36, tmp_path)
    times: list[Times] = []
    run_pass(find_ffmpeg(), clocks.grown(), Pass(lambda _, shown_s: times.append(shown_s), tmp_path, stills))
    np.testing.assert_allclose(np.concatenate(times), np.arange(100) / 25, atol=0.01)
    assert [frame_numbers(file)[0] for file in stills.files()][:4] == pytest.approx([0, 25, 50, 75], abs=1)
    assert stills.sheet.exists()


@pytest.mark.parametrize(("at_s", "number"), [(0.0, 0), (0.99, 24), (2.0, 50), (3.96, 99), (9.0, 99)])
def test_a_still_is_the_picture_shown_at_its_time(clocks: ClockShelf, tmp_path: Path, at_s: float, number: int) -> None:
    """Also the last one, for as long as the film goes on after it; in the size that is asked for."""
    target = tmp_path / "still.jpg"
    written = write_still(
        find_ffmpeg(), clocks.grown(), target, at_s=at_s, size=(640, 360), track=0, colour=ORDINARY, max_pixels=10**6
    )
    assert written
    assert frame_numbers(target) == [number]
    with av.open(str(target)) as picture:
        assert (picture.streams.video[0].width, picture.streams.video[0].height) == (640, 360)


def _brightness(picture: Path) -> float:
    with av.open(str(picture)) as opened:
        return float(next(opened.decode(video=0)).to_ndarray(format="gray").mean())


@pytest.mark.timeout(20)
def test_a_reader_s_error_ends_the_pass(media: MediaShelf, tmp_path: Path) -> None:
    """It comes out, and ffmpeg does not wait for the reader for ever."""

    def fail(*_: object) -> None:
        raise KeyError("reader")

    with pytest.raises(KeyError, match="reader"):
        run_pass(find_ffmpeg(), media.scenes(), Pass(fail, tmp_path))


def test_a_missing_program_leaves_no_pipe_open(media: MediaShelf, tmp_path: Path) -> None:
    """When ffmpeg cannot be started, what was opened for it is closed."""
    from app.core.errors import JobFailure

    before = len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(JobFailure):
        run_pass(tmp_path / "gone", media.scenes(), Pass(lambda *_: None, tmp_path))
    assert len(list(Path("/proc/self/fd").iterdir())) == before
