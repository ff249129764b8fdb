"""Brings sound to an integrated loudness by EBU R128 with ffmpeg's `loudnorm` in two passes, and repeats if it misses.

With room below the true peak the whole sound gets one gain. Without, `loudnorm` turns loud parts down, and the result
may be some tenths off: then the second pass is repeated with the difference.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from app.media.colour import escaped
from app.media.ffmpeg import Reached, run_ffmpeg
from app.media.film_sound import FilmSound, filtered
from app.media.film_writing import share_of

#: How near the result comes, LU, and how often the second pass is repeated for it.
NEAR_LU, MOST_PASSES = 0.25, 4
#: A repeated pass that gains less than this has met the limit of the true peak, LU.
LEAST_GAIN_LU: Final = 0.1
#: Room for what lossy encoding adds to the true peak, dB.
ENCODING_DB: Final = 0.5
#: Bounds of loudnorm's parameters: loudness, true peak, range.
BOUNDS: Final = {"I": (-70.0, -5.0), "TP": (-9.0, 0.0), "LRA": (1.0, 50.0)}
TASK = "normalizing the loudness"


@dataclass(frozen=True, slots=True)
class Loudness:
    """What `loudnorm` measured: LUFS, dBTP, LU, and the level above which it counted, LUFS."""

    lufs: float
    true_peak_dbtp: float
    range_lu: float
    threshold_lufs: float

    @classmethod
    def of(cls, statistics: str) -> Self:
        """Parse the statistics of a run."""
        found = json.loads(statistics)
        return cls(*(float(found[f"input_{name}"]) for name in ("i", "tp", "lra", "thresh")))

    @property
    def is_measurable(self) -> bool:
        """Whether anything was loud enough."""
        return math.isfinite(self.lufs) and self.lufs > BOUNDS["I"][0]


def measured(ffmpeg: Path, sound: FilmSound, folder: Path, *, reached: Reached) -> Loudness:
    """Measure the loudness: the first pass. Raises JobFailure."""
    file = folder / "loudness.json"
    chain = f"loudnorm=print_format=json:stats_file={escaped(file)}"
    arguments = [*sound.as_input, "-af", chain, "-f", "null", "-"]
    run_ffmpeg(ffmpeg, arguments, task=TASK, expected_s=sound.length / sound.rate_hz, reached=reached)
    return Loudness.of(file.read_text(encoding="utf-8"))


def normalized(
    ffmpeg: Path,
    sound: FilmSound,
    before: Loudness,
    folder: Path,
    *,
    target_lufs: float,
    true_peak_dbtp: float,
    reached: Reached,
) -> FilmSound:
    """Write the sound at the target loudness to a file in `folder`: the second pass, repeated while it comes nearer.

    Raises JobFailure.
    """
    aimed, missed = target_lufs, math.inf
    best = sound
    for number in range(MOST_PASSES):
        part = share_of(reached, number / MOST_PASSES, (number + 1) / MOST_PASSES)
        target = folder / f"loudness-{number}.raw"
        chain = _second_pass(before, aimed, true_peak_dbtp - ENCODING_DB)
        found = filtered(ffmpeg, sound, target, [chain], task=TASK, reached=share_of(part, 0.0, 0.7))
        off = target_lufs - measured(ffmpeg, found, folder, reached=share_of(part, 0.7, 1.0)).lufs
        if abs(off) >= missed:
            target.unlink()
            break
        if best is not sound:
            best.path.unlink()
        best, gained, missed = found, missed - abs(off), abs(off)
        if abs(off) <= NEAR_LU or gained < LEAST_GAIN_LU:
            break
        aimed += off
    reached(1.0)
    return best


def _second_pass(before: Loudness, aimed_lufs: float, true_peak_dbtp: float) -> str:
    wanted = {"I": aimed_lufs, "TP": true_peak_dbtp, "LRA": before.range_lu}
    bounded = {name: min(max(value, BOUNDS[name][0]), BOUNDS[name][1]) for name, value in wanted.items()}
    values = bounded | {
        "measured_I": before.lufs,
        "measured_TP": before.true_peak_dbtp,
        "measured_LRA": before.range_lu,
        "measured_thresh": before.threshold_lufs,
    }
    return "loudnorm=linear=true:" + ":".join(f"{name}={value:.2f}" for name, value in values.items())
