"""Puts stretches of a film's sound together, sample by sample, so that no joint clicks. In children only (numpy)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from app.media.film_sound import FilmSound, Samples

#: Sound fades out before a cut and in after it over this long, seconds.
FADE_S: Final = 0.008


def joined(sound: FilmSound, spans: Sequence[tuple[int, int]], target: Path) -> FilmSound:
    """Write the stretches (first sample, number of samples) one after another to `target`.

    What a stretch has beyond the end of the sound is silence, so the result has exactly as many samples as requested.
    """
    fade = round(FADE_S * sound.rate_hz)
    with target.open("wb") as file:
        for number, (first, count) in enumerate(spans):
            faded_in = fade if number else 0
            faded_out = fade if number < len(spans) - 1 else 0
            for block in _faded(sound, first, count, min(faded_in, count // 2), min(faded_out, count // 2)):
                file.write(block.tobytes())
    return replace(sound, path=target)


def _faded(sound: FilmSound, first: int, count: int, faded_in: int, faded_out: int) -> Iterator[Samples]:
    done = 0
    for block in sound.blocks(first, first + count):
        at = np.arange(done, done + len(block))
        done += len(block)
        if at[0] >= faded_in and at[-1] < count - faded_out:
            yield block
            continue
        gain = np.minimum((at + 0.5) / max(faded_in, 0.5), (count - at - 0.5) / max(faded_out, 0.5)).clip(0, 1)
        yield np.rint(block * gain[:, None]).astype("<i2")
    if done < count:
        yield np.zeros((count - done, sound.channels), "<i2")
