"""Raw sound of a film: joined without clicks, and with as many samples as were requested."""

from pathlib import Path

import numpy as np
import pytest

from app.media.film_sound import FilmSound, levels_db
from app.media.sound_cuts import FADE_S, joined

RATE = 48_000


def flat(path: Path, seconds: float, level: int = 8000) -> FilmSound:
    """Two channels at one level, where each cut would click."""
    np.full((round(seconds * RATE), 2), level, "<i2").tofile(path)
    return FilmSound(path, RATE, 2, "stereo")


def test_no_joint_clicks_and_every_sample_is_there(tmp_path: Path) -> None:
    """Sound falls to nothing at a joint and rises again; the film's own start and end are as they were."""
    sound = flat(tmp_path / "flat.raw", 60.0)
    spans = [(0, 30 * RATE + 7), (31 * RATE, 100), (35 * RATE, 2 * RATE)]
    short = joined(sound, spans, tmp_path / "short.raw")
    samples = np.concatenate(list(short.blocks()))
    assert len(samples) == short.length == sum(count for _, count in spans)
    assert int(np.abs(np.diff(samples[:, 0].astype(int))).max()) <= 8000 / 50 + 1
    assert samples[0, 0] == samples[-1, 0] == 8000
    joint = spans[0][1]
    fade = round(FADE_S * RATE)
    assert abs(int(samples[joint, 0])) < 200
    assert (samples[fade : joint - fade] == 8000).all()


def test_what_lies_beyond_the_end_is_silent(tmp_path: Path) -> None:
    """A picture may last longer than its sound."""
    short = joined(flat(tmp_path / "flat.raw", 1.0), [(0, 2 * RATE)], tmp_path / "long.raw")
    samples = np.concatenate(list(short.blocks()))
    assert len(samples) == 2 * RATE
    assert not samples[RATE:].any()


def test_levels_are_those_of_the_loudest_channel(tmp_path: Path) -> None:
    """In steps, the last of which may be shorter."""
    samples = np.zeros((RATE + 100, 2), "<i2")
    samples[RATE // 2 :, 1] = 32_767 // 10
    samples.tofile(tmp_path / "right.raw")
    levels = levels_db(FilmSound(tmp_path / "right.raw", RATE, 2, "stereo"), 0.01)
    assert len(levels) == 101
    assert levels[:50].max() < -90
    assert levels[50:] == pytest.approx(-20, abs=0.01)
