"""Black and standing pictures, in frames of which it is known."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from app.jobs.measures import Freeze, Span
from app.jobs.results import Cut
from app.media.frame_features import FeatureTrack
from app.media.picture_pass import SMALL_HEIGHT, SMALL_WIDTH, Frames, Times
from app.media.scene_detection import find_cuts
from app.media.still_track import StillTrack, last_end_s

FPS = 25


def picture(seed: int) -> Frames:
    """A small frame of random blocks."""
    blocks = np.random.default_rng(seed).integers(20, 235, (3, 9, 16), np.uint8)
    return np.repeat(np.repeat(blocks, 6, axis=1), 6, axis=2)[None]


def still(seed: int, count: int) -> Frames:
    return np.repeat(picture(seed), count, axis=0)


def moving(seed: int, count: int) -> Frames:
    """The picture, shifted by two places more at each frame; the last one is shifted by none."""
    return np.concatenate([np.roll(picture(seed), 2 * (count - 1 - n), axis=3) for n in range(count)])


def black(count: int) -> Frames:
    frames = np.full((count, 3, SMALL_HEIGHT, SMALL_WIDTH), 128, np.uint8)
    frames[:, 0] = 16
    return frames


def measured(
    frames: Frames, *, batch: int = 32, times_s: Times | None = None, end_s: float | None = None
) -> tuple[tuple[Span, ...], tuple[Freeze, ...]]:
    """The black stretches and those that stand still."""
    features, track = FeatureTrack(FPS), StillTrack()
    times_s = np.arange(len(frames)) / FPS if times_s is None else times_s
    for first in range(0, len(frames), batch):
        part = frames[first : first + batch]
        track.add(part, features.add(part, times_s[first : first + batch]))
    found = features.finished()
    cuts: Sequence[Cut] = find_cuts(found)
    end_s = last_end_s(times_s, 0.0) if end_s is None else end_s
    return track.black(times_s, end_s), track.freezes(times_s, end_s, found.change, cuts)


def times_of(freezes: tuple[Freeze, ...]) -> list[tuple[float, float, bool]]:
    return [(one.start_s, one.end_s, one.stopped) for one in freezes]


def test_black_is_found_to_the_frame() -> None:
    """From the first black frame to the first that is not; at the end, to the end. Less than half a second is none."""
    frames = np.concatenate([moving(1, 30), black(50), moving(2, 20), black(12), moving(3, 20), black(13)])
    spans, _ = measured(frames)
    assert [(one.start_s, one.end_s) for one in spans] == [(1.2, 3.2), (5.28, 5.8)]


@pytest.mark.parametrize(("level", "share", "is_black"), [(37, 1, True), (38, 1, False), (235, 0.015, True)])
def test_what_is_black(level: int, share: float, is_black: bool) -> None:
    """A tenth of full brightness is, and a small lamp in the dark; a title is not."""
    frames = black(25)
    flat = frames.reshape(25, 3, -1)
    flat[:, 0, : round(share * flat.shape[2])] = level
    assert bool(measured(frames)[0]) == is_black
    title = black(25)
    title[:, 0, 24:28, 30:60] = 235
    assert measured(title)[0] == ()


def test_a_picture_that_stops_is_told_from_a_slide() -> None:
    """It moved until then. A slide begins with a change, and so does what follows a cut."""
    frames = np.concatenate([still(1, 50), moving(2, 40), still(2, 59), still(3, 75), moving(4, 30), still(5, 50)])
    _, freezes = measured(frames)
    assert times_of(freezes) == [(0.0, 2.0, False), (3.56, 5.96, True), (5.96, 8.96, False), (10.16, 12.16, False)]


def test_a_line_that_appears_on_a_slide_ends_it() -> None:
    """As little as that is a change; and it does not make the next one a picture that stops."""
    frames = still(1, 200)
    frames[100:, 0, 20:22, 30:60] ^= 64
    assert times_of(measured(frames)[1]) == [(0.0, 4.0, False), (4.0, 8.0, False)]


def test_what_changes_little_by_little_does_not_stand_still() -> None:
    """A slow fade, one level a frame; a slow fade of one place; the light of a moving lamp on a wall."""
    slow = np.clip(np.arange(150), 0, 120).astype(np.uint8)
    frames = np.full((150, 3, SMALL_HEIGHT, SMALL_WIDTH), 128, np.uint8)
    frames[:, 0] = 50 + slow[:, None, None]
    assert times_of(measured(frames)[1])[-1][1] == 6.0  # what stands at the end
    assert len(measured(frames[:120])[1]) == 0
    frames = still(1, 120)
    frames[:, 0, 10:14, 10:14] = 50 + slow[:120, None, None]
    assert max((one.end_s - one.start_s for one in measured(frames)[1]), default=0) < 0.6


def noise(count: int, share: float) -> npt.NDArray[np.int8]:
    """One level up or down at this share of the places."""
    numbers = np.random.default_rng(1)
    shape = (count, SMALL_HEIGHT, SMALL_WIDTH)
    return ((numbers.random(shape) < share) * numbers.choice([-1, 1], shape)).astype(np.int8)


def test_a_quiet_view_of_a_camera_is_no_standing_picture() -> None:
    """Its noise is in every frame; what an encoder changes at a keyframe is in a few."""
    frames = still(1, 200)
    frames[:, 0] += noise(200, 0.06).astype(np.uint8)
    assert measured(frames)[1] == ()
    frames = still(1, 200)
    for keyframe, share in ((50, 0.3), (100, 0.4), (150, 0.2)):
        frames[keyframe:, 0] = picture(1)[:, 0] + 2 * noise(1, share).astype(np.uint8)
    assert times_of(measured(frames)[1]) == [(0.0, 8.0, False)]


def test_colours_alone_move_a_picture() -> None:
    """Also where its light stays the same."""
    frames = still(1, 100)
    frames[50:, 1] ^= 32
    assert times_of(measured(frames)[1]) == [(0.0, 2.0, False), (2.0, 4.0, False)]


@pytest.mark.parametrize("batch", [1, 7, 200])
def test_batches_do_not_matter(batch: int) -> None:
    """However the frames come, the result is the same."""
    frames = np.concatenate([moving(1, 30), still(1, 60), black(40), still(3, 50)])
    assert measured(frames, batch=batch) == measured(frames)


def test_frames_that_are_shown_long_stand_still() -> None:
    """Slides of which each is one frame, the last of which stays until the end of the film."""
    times_s = np.array([0.0, 4.0, 9.0])
    frames = np.concatenate([picture(1), picture(2), black(1)])
    spans, freezes = measured(frames, times_s=times_s, end_s=last_end_s(times_s, 20.0))
    assert times_of(freezes) == [(0.0, 4.0, False), (4.0, 9.0, False), (9.0, 20.0, False)]
    assert [(one.start_s, one.end_s) for one in spans] == [(9.0, 20.0)]


@pytest.mark.parametrize(
    ("times_s", "duration_s", "end_s"), [([0.0, 0.04], 0.1, 0.08), ([0.0, 0.04], 2.0, 2.0), ([0.0], 3.0, 3.0)]
)
def test_when_the_last_picture_ends(times_s: list[float], duration_s: float, end_s: float) -> None:
    """After one more frame, unless the film goes on for long."""
    assert last_end_s(np.array(times_s), duration_s) == pytest.approx(end_s)
