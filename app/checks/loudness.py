"""Reports sound that is too loud, too quiet, or peaks too high, by EBU R128; with what the usual platforms aim at."""

from collections.abc import Iterator
from typing import Final

from app.checks.hit import Hit
from app.checks.measured import figure, signed
from app.jobs.measures import SoundMeasures

#: Integrated loudness above the first or below the second, LUFS, and true peaks above the third, dBTP, are reported.
LOUDEST, QUIETEST, HIGHEST_PEAK = -9.0, -30.0, -1.0
#: Integrated loudness that platforms and broadcasters aim at, LUFS.
TARGETS: Final = (
    ("YouTube and Spotify", -14),
    ("Apple Podcasts", -16),
    ("television in Europe (EBU R128)", -23),
    ("television in the United States (ATSC A/85)", -24),
)


def check(sound: SoundMeasures) -> Iterator[Hit]:
    """At most two hits about the whole film."""
    lufs, peak_db = sound.integrated_lufs, sound.true_peak_dbtp
    if lufs is not None and not QUIETEST <= lufs <= LOUDEST:
        limit = f"above {signed(LOUDEST)}" if lufs > LOUDEST else f"below {signed(QUIETEST)}"
        yield _hit("loudness", f"The sound is at {signed(lufs)} LUFS, {limit}. {_targets()}", f"{figure(lufs)} LUFS")
    if peak_db is not None and peak_db > HIGHEST_PEAK:
        message = f"The sound peaks at {signed(peak_db)} dBTP, above {signed(HIGHEST_PEAK)}: encoders will distort it."
        yield _hit("true_peak", message, f"{figure(peak_db)} dBTP")


def _targets() -> str:
    named = [f"{name} at −{-lufs}" for name, lufs in TARGETS]
    return f"Platforms play it at their own level: {', '.join(named[:-1])} and {named[-1]} LUFS."


def _hit(rule: str, message: str, evidence: str) -> Hit:
    return Hit(
        rule=rule,
        category="loudness",
        severity="warning",
        start_s=None,
        end_s=None,
        message=message,
        evidence=evidence,
        source="sound",
    )
