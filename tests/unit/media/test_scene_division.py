"""Scenes that are found while a film is decoded are those of the whole film, and come soon."""

from collections.abc import Iterator

import numpy as np
import pytest

from app.media.frame_features import FeatureTrack
from app.media.picture_pass import SMALL_HEIGHT, SMALL_WIDTH, Frames, Times
from app.media.scene_detection import find_changes
from app.media.scene_division import Border, SceneDivision

FPS = 25.0


def texture(random: np.random.Generator) -> np.ndarray:
    """A picture that resembles no other: large patches of random colours."""
    coarse = random.integers(20, 235, (3, 6, 8)).astype(np.float32)
    return coarse.repeat(SMALL_HEIGHT // 6, axis=1).repeat(SMALL_WIDTH // 8, axis=2)


def film(random: np.random.Generator, shots: int) -> Frames:
    """Shots that stand, move or tremble, joined by cuts, dissolves, fades through black and flashes."""
    frames: list[np.ndarray] = []
    picture = texture(random)
    for _ in range(shots):
        length, motion = int(random.integers(3, 120)), random.choice(["still", "moves", "trembles"])
        for n in range(length):
            match motion:
                case "moves":
                    frames.append(np.roll(picture, n, axis=2))
                case "trembles":
                    frames.append(picture + random.normal(0, 6, picture.shape))
                case _:
                    frames.append(picture)
        last, picture = frames[-1], texture(random)
        match random.choice(["cut", "dissolve", "fade", "flash", "black"]):
            case "dissolve":
                steps = int(random.integers(8, 44))
                frames += [last + (picture - last) * (n / steps) for n in range(1, steps)]
            case "fade" | "black" as kind:
                steps, stays = int(random.integers(2, 40)), int(random.integers(1, 400 if kind == "black" else 20))
                frames += [last * (1 - n / steps) for n in range(1, steps)]
                frames += [np.zeros_like(picture)] * stays
                frames += [picture * (n / steps) for n in range(1, steps)]
            case "flash":
                frames += [np.full_like(picture, 235)] * int(random.integers(1, 4))
                picture = last
            case _:
                pass
    return np.clip(np.stack(frames), 0, 255).astype(np.uint8)


def times_of(count: int, random: np.random.Generator, *, uneven: bool) -> Times:
    """Frames at a constant rate, or with gaps of up to two seconds."""
    steps = np.full(count, 1 / FPS)
    if uneven:
        steps *= random.choice([0.3, 1.0, 1.0, 1.0, 2.5, 50.0], count, p=[0.2, 0.2, 0.2, 0.2, 0.19, 0.01])
    return np.cumsum(steps) - steps[0] + 0.04


def batches(frames: Frames, times_s: Times, random: np.random.Generator) -> Iterator[tuple[Frames, Times]]:
    """The film in parts of random size, as a pipe yields it."""
    at = 0
    while at < len(frames):
        size = int(random.integers(1, 64))
        yield frames[at : at + size], times_s[at : at + size]
        at += size


@pytest.mark.parametrize("uneven", [False, True])
def test_what_is_found_on_the_way_is_what_the_whole_film_has(uneven: bool) -> None:
    """In films of all kinds of changes, however their frames come, and each border once, in order."""
    early = total = 0
    for seed in range(2):
        random = np.random.default_rng(seed)
        frames = film(random, 12)
        times_s = times_of(len(frames), random, uneven=uneven)
        track = FeatureTrack(FPS)
        division = SceneDivision(track, "both")
        found: list[Border] = []
        for part, part_s in batches(frames, times_s, random):
            track.add(part, part_s)
            fresh = division.grown(float(part_s[-1]))
            assert all(border.at_s <= part_s[-1] for border in fresh)
            found += fresh
        early += len(found)
        found += division.finished()
        whole = find_changes(track.since(0), float(times_s[0]))
        middles = [(one.start_s + one.end_s) / 2 for one in whole]
        expected = [int(np.searchsorted(times_s, middle_s)) for middle_s in middles]
        assert [border.frame for border in found] == expected, seed
        assert [border.transition for border in found] == [one.kind for one in whole], seed
        assert [border.at_s for border in found] == [float(times_s[frame]) for frame in expected], seed
        total += len(found)
    assert total > 12
    assert early > 0.8 * total
