"""Takes steady noise out of sound with ffmpeg's `afftdn`, which works by spectra and knows the level of the noise."""

from pathlib import Path
from typing import Final, Literal

import numpy as np

from app.media.ffmpeg import Reached
from app.media.film_sound import FilmSound, filtered, levels_db
from app.media.pauses import FLOOR_DB

#: Steps of the sound whose levels are compared, seconds, and the share of them that is quieter than the noise.
STEP_S, QUIET_SHARE = 0.05, 10
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


def denoised(
    ffmpeg: Path,
    sound: FilmSound,
    target: Path,
    *,
    level_db: float,
    strength: Literal["low", "medium", "high"],
    reached: Reached,
) -> FilmSound:
    """Write the sound with less noise to `target`; `level_db` is that of the noise, dBFS. Raises JobFailure."""
    floor = min(max(level_db + ABOVE_DB, LEAST_DB), MOST_DB)
    late = sound.rate_hz // LATE_S
    chain = [
        f"apad=pad_len={late}",
        f"afftdn=nr={REDUCTION_DB[strength]:.1f}:nf={floor:.1f}",
        f"atrim=start_sample={late}",
        "asetpts=PTS-STARTPTS",
    ]
    return filtered(ffmpeg, sound, target, chain, task="removing noise", reached=reached)
