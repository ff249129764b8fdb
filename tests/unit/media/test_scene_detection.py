"""Finding changes of picture in features, and gathering features from frames, without any video."""

from pathlib import Path

import numpy as np
import pytest

from app.media.focus_track import FocusTrack
from app.media.frame_features import Features, FeatureTrack
from app.media.picture_pass import SMALL_HEIGHT, SMALL_WIDTH, Frames
from app.media.scene_detection import find_cuts
from app.media.storyboard import plan_stills, poster_index

FPS = 25


def picture(seed: int) -> Frames:
    """A small frame of random blocks, as different from another seed's as two scenes are."""
    blocks = np.random.default_rng(seed).integers(20, 235, (3, 9, 16), np.uint8)
    return np.repeat(np.repeat(blocks, 6, axis=1), 6, axis=2)[None]


def features_of(frames: Frames, *, batch: int = 32) -> Features:
    track = FeatureTrack(FPS)
    times_s = np.arange(len(frames)) / FPS
    for first in range(0, len(frames), batch):
        track.add(frames[first : first + batch], times_s[first : first + batch])
    return track.finished()


def film(*parts: tuple[int, int]) -> Frames:
    """Frames of (seed, count) after another."""
    return np.concatenate([np.repeat(picture(seed), count, axis=0) for seed, count in parts])


@pytest.mark.parametrize("batch", [1, 7, 32, 200])
def test_batches_do_not_matter(batch: int) -> None:
    """However the frames come, the features are the same."""
    frames = film((1, 40), (2, 60), (1, 50))
    whole, parts = features_of(frames, batch=150), features_of(frames, batch=batch)
    for name in ("change", "likeness", "spread", "returned", "blend_change", "blend_error", "blend_step"):
        np.testing.assert_allclose(getattr(whole, name), getattr(parts, name), rtol=1e-4, atol=1e-3)


def test_cuts_are_at_the_first_frame_of_the_new_picture() -> None:
    """Three pictures have two cuts between them."""
    cuts = find_cuts(features_of(film((1, 40), (2, 60), (3, 50))))
    assert [(cut.start_s, cut.end_s, cut.kind) for cut in cuts] == [(1.6, 1.6, "cut"), (4.0, 4.0, "cut")]


def test_quick_cuts_are_all_found() -> None:
    """Twelve frames a picture, as in a trailer."""
    cuts = find_cuts(features_of(film(*((seed, 12) for seed in range(8)))))
    assert [round(cut.start_s * FPS) for cut in cuts] == [12 * n for n in range(1, 8)]


@pytest.mark.parametrize(("gain", "lift"), [(1.0, 60.0), (0.5, 0.0), (0.6, 90.0), (1.6, -20.0)])
def test_a_picture_that_gets_brighter_or_darker_in_one_frame_is_no_cut(gain: float, lift: float) -> None:
    """A lamp is switched on, the camera adapts: what is seen stays the same. Another picture as bright is a cut."""
    lit = [np.clip(picture(seed) / 2 + 50, 0, 255) for seed in (1, 2)]
    for shot in lit:
        shot[:, 0] = np.clip(gain * shot[:, 0] + lift, 0, 255)
    before = np.repeat(np.clip(picture(1) / 2 + 50, 0, 255).astype(np.uint8), 50, axis=0)
    same, other = (np.concatenate([before, np.repeat(shot.astype(np.uint8), 50, axis=0)]) for shot in lit)
    assert find_cuts(features_of(same)) == ()
    assert [cut.kind for cut in find_cuts(features_of(other))] == ["cut"]


def _mixed(first: Frames, last: Frames, steps: int) -> Frames:
    shares = (np.arange(steps) / steps)[:, None, None, None]
    mixed: Frames = (first * (1 - shares) + last * shares).astype(np.uint8)
    return mixed


@pytest.mark.parametrize("steps", [10, 14, 20, 27, 40])
def test_a_dissolve_is_found_whatever_its_length(steps: int) -> None:
    """From two fifths of a second to a second and a half."""
    one, other = picture(1), picture(2)
    frames = np.concatenate([np.repeat(one, 60, axis=0), _mixed(one, other, steps), np.repeat(other, 60, axis=0)])
    (found,) = find_cuts(features_of(frames))
    assert found.kind == "fade"
    assert found.start_s + 0.2 >= 60 / FPS
    assert found.end_s <= (60 + steps) / FPS + 0.2


def test_a_picture_that_swings_does_not_dissolve() -> None:
    """It goes over into another and comes back, again and again: a lighthouse, a screen saver."""
    one, other = picture(1), picture(2)
    shares = (0.5 - 0.5 * np.cos(np.arange(200) * np.pi / 20))[:, None, None, None]
    assert find_cuts(features_of((one * (1 - shares) + other * shares).astype(np.uint8))) == ()


@pytest.mark.parametrize("length", [1, 2, 5])
def test_a_flash_is_no_cut(length: int) -> None:
    """A picture that is back within a fifth of a second was never left."""
    assert find_cuts(features_of(film((1, 50), (2, length), (1, 50)))) == ()


def test_a_cut_right_after_a_flash_is_found() -> None:
    """The flash does not hide a real change soon after it."""
    cuts = find_cuts(features_of(film((1, 50), (2, 2), (1, 20), (3, 50))))
    assert [round(cut.start_s * FPS) for cut in cuts] == [72]


def test_too_little_film_has_no_cuts() -> None:
    """One frame, or the same frame again and again."""
    assert find_cuts(features_of(film((1, 1)))) == ()
    assert find_cuts(features_of(film((1, 100)))) == ()


def test_focus_is_where_most_moves() -> None:
    """A box that goes from left to right is followed; a smaller one elsewhere does not draw the focus between them."""
    track = FocusTrack()
    differences = np.zeros((50, SMALL_HEIGHT, SMALL_WIDTH), np.float32)
    for n in range(50):
        differences[n, 20:34, n + 10 : n + 24] = 60
        differences[n, 25:29, 90:94] = 60
    track.add(differences[:20], np.arange(20) / FPS)
    track.add(differences[20:], np.arange(20, 50) / FPS)
    points = track.finished()
    assert [time_s for time_s, _, _ in points] == [0.25, 0.75, 1.25, 1.75]
    for time_s, x, y in points:
        assert x == pytest.approx((time_s * FPS + 17) / SMALL_WIDTH, abs=0.03)
        assert y == pytest.approx(0.5, abs=0.02)


def test_where_nothing_moves_there_is_no_focus() -> None:
    """Noise of the coding is not motion."""
    track = FocusTrack()
    track.add(np.full((25, SMALL_HEIGHT, SMALL_WIDTH), 4, np.float32), np.arange(25) / FPS)
    assert track.finished() == ()


@pytest.mark.parametrize(
    ("duration_s", "count", "interval_s"),
    [(1.0, 4, 0.25), (12, 12, 1), (100, 100, 1), (14_400, 100, 144), (0.02, 1, 0.04)],
)
def test_stills_are_at_most_a_hundred(tmp_path: Path, duration_s: float, count: int, interval_s: float) -> None:
    """A sheet has room for what the film's length needs, and no more than 100."""
    stills = plan_stills(duration_s, 1920, 1080, tmp_path)
    assert stills.interval_s == pytest.approx(interval_s)
    assert count <= stills.columns * stills.rows < count + stills.columns
    assert (stills.width, stills.height, stills.tile_width, stills.tile_height) == (640, 360, 160, 90)


def test_the_poster_is_neither_blank_nor_a_mixture() -> None:
    """Of a black, a mixed and a good still the good one is taken."""
    frames = film((1, 25), (2, 75))
    frames[:25] = 16
    features = features_of(frames)
    cuts = find_cuts(features)
    assert poster_index(features, cuts, 1.0, 4) == 2
