"""Takes steady noise out of sound with ffmpeg's `afftdn`, which works by spectra and knows the level of the noise."""

from pathlib import Path
from typing import Final, Literal

import numpy as np

from app.media.ffmpeg import Reached
from app.media.film_sound import FilmSound, filtered, levels_db
from app.media.pauses import FLOOR_DB

#: Steps of the sound whose levels are compared, seconds, and the share of them that is quieter than the noise.
STEP_S, QUIET_SHARE = 0.05, 10
#: Noise is so far below the loud steps, dB; a steady sound that is all there is, as of rain, is none.
BELOW_LOUD_DB, LOUD_SHARE = 20.0, 95
#: How far noise is turned down, dB, by strength.
REDUCTION_DB: Final = {"low": 8.0, "medium": 14.0, "high": 24.0}
#: Noise varies: what is up to so much above its level is noise too, dB.
ABOVE_DB: Final = 5.0
#: The levels that the filter accepts, dBFS.
LEAST_DB, MOST_DB = -80.0, -20.0
#: The filter returns sound so many samples late: the 40th part of the rate.
LATE_S: Final = 40


def noise_db(sound: FilmSound) -> float | None:
    """The level of the quiet parts of the sound, dBFS; None if there is no sound at all."""
    levels = levels_db(sound, STEP_S)
    heard = levels[levels > FLOOR_DB]
    return round(float(np.percentile(heard, QUIET_SHARE)), 1) if len(heard) else None


def _filtered_db(sound: FilmSound) -> float:
    """The level up to which sound is noise, dBFS."""
    levels = levels_db(sound, STEP_S)
    heard = levels[levels > FLOOR_DB]
    quiet, loud = np.percentile(heard, (QUIET_SHARE, LOUD_SHARE))
    return float(min(quiet, loud - BELOW_LOUD_DB))


def denoised(
    ffmpeg: Path,
    sound: FilmSound,
    target: Path,
    *,
    strength: Literal["low", "medium", "high"],
    reached: Reached,
) -> FilmSound:
    """Write the sound with less noise to `target`. Raises JobFailure."""
    floor = min(max(_filtered_db(sound) + ABOVE_DB, LEAST_DB), MOST_DB)
    late = sound.rate_hz // LATE_S
    chain = [
        f"apad=pad_len={late}",
        f"afftdn=nr={REDUCTION_DB[strength]:.1f}:nf={floor:.1f}",
        f"atrim=start_sample={late}",
        "asetpts=PTS-STARTPTS",
    ]
    return filtered(ffmpeg, sound, target, chain, task="removing noise", reached=reached)
