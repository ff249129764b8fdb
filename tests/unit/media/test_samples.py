"""Choosing the pictures of a film that are recognised."""

from pathlib import Path

import numpy as np
import pytest

from app.jobs.results import Cut
from app.media.picture_pass import SMALL_HEIGHT, SMALL_WIDTH
from app.media.samples import LEAST_GAP_S, MOST_CANDIDATES, MOST_SAMPLES, SampleTrack, plan_samples
from app.media.scene_spans import scene_spans

FPS = 5


def _cut(at_s: float, until_s: float | None = None) -> Cut:
    return Cut(start_s=at_s, end_s=until_s or at_s, kind="cut" if until_s is None else "fade", score=0.5)


def _track(brightness: list[float]) -> SampleTrack:
    """Of a film with a frame of each brightness, one candidate a second, in batches as ffmpeg yields them."""
    track = SampleTrack(1.0)
    frames = np.zeros((len(brightness), 3, SMALL_HEIGHT, SMALL_WIDTH), np.uint8)
    frames[:, 0] = np.array(brightness, np.uint8)[:, np.newaxis, np.newaxis]
    times = np.arange(len(brightness)) / FPS
    for start in range(0, len(brightness), 7):
        track.add(frames[start : start + 7], times[start : start + 7])
    return track


def test_a_picture_that_stays_is_taken_once() -> None:
    """Of two scenes with one picture each the first second of each, wherever the cut lies."""
    track = _track([50.0] * 4 * FPS + [180.0] * 6 * FPS)
    assert track.chosen([_cut(4.0)], 10.0, 10) == [0, 4]
    track = _track([50.0] * 21 + [180.0] * 29)
    assert track.chosen([_cut(4.2)], 10.0, 10) == [0, 5]


def test_what_changes_within_a_scene_is_taken_again() -> None:
    """A small change in one block counts, in brightness of all too; but not more often than every three seconds."""
    steps = _track([50.0] * 5 * FPS + [60.0] * 5 * FPS)
    assert steps.chosen([], 10.0, 10) == [0, 5]
    restless = _track([float(10 * (n // FPS) % 200) for n in range(10 * FPS)])
    found = restless.chosen([], 10.0, 10)
    assert found == [0, 3, 6, 9]
    assert LEAST_GAP_S == 3.0


def test_words_that_are_soon_taken_away_are_taken() -> None:
    """Two seconds each, right after a picture that was taken: the film stands still at them."""
    shown = [50.0, 50.0, 90.0, 90.0, 50.0, 130.0, 130.0, 50.0, 50.0, 50.0]
    found = _track([level for level in shown for _ in range(FPS)]).chosen([], 10.0, 10)
    assert {2, 5} <= {*found}


def test_a_fade_shows_two_scenes_and_neither() -> None:
    """Pictures within it are left out, unless a scene has no others."""
    track = _track([50.0] * 10 * FPS)
    assert track.chosen([_cut(3.5, 6.5)], 10.0, 10) == [0, 7]
    assert track.chosen([_cut(0.5, 3.5), _cut(3.6, 9.8)], 10.0, 10) == [0, 2, 7]


def test_files_that_were_not_written_are_not_chosen() -> None:
    """The decoder stopped early, or the file states a longer duration."""
    assert _track([50.0] * 3 * FPS).chosen([_cut(2.0), _cut(8.0)], 10.0, 3) == [0, 2]
    assert SampleTrack(1.0).chosen([], 10.0, 10) == []


def test_long_films_are_bounded_and_every_part_of_them_counts() -> None:
    """Of 400 scenes some are left out, evenly."""
    track = _track([float(n % 2) * 100 for n in range(400) for _ in range(FPS)])
    found = track.chosen([_cut(float(n)) for n in range(1, 400)], 400.0, 400)
    assert len(found) == MOST_SAMPLES
    assert max(np.diff(found)) <= 2
    plan = plan_samples(4 * 3600.0, 1920, 1080, Path("/nowhere"))
    assert 4 * 3600 / plan.interval_s == pytest.approx(MOST_CANDIDATES)


def test_pictures_keep_their_shape_and_are_never_enlarged() -> None:
    """At most 1280 pixels either way, in even numbers."""
    sizes = {(1920, 1080): (1280, 720), (1080, 1920): (720, 1280), (320, 180): (320, 180), (33, 17): (32, 16)}
    for size, expected in sizes.items():
        plan = plan_samples(60.0, *size, Path("/nowhere"))
        assert (plan.width, plan.height) == expected


def test_scenes_lie_between_changes() -> None:
    """The middle of a fade is a border; a film without changes is one scene; none has no length."""
    assert scene_spans([], 5.0) == [(0.0, 5.0)]
    assert scene_spans([_cut(1.0), _cut(2.0, 3.0)], 5.0) == [(0.0, 1.0), (1.0, 2.5), (2.5, 5.0)]
    assert scene_spans([_cut(5.0)], 5.0) == [(0.0, 5.0)]
