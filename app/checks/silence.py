"""Reports silent stretches."""

from collections.abc import Iterator

from app.checks.hit import Hit
from app.checks.measured import lasts, seconds
from app.jobs.measures import SoundMeasures

#: Lossy codecs smear sound into the silence before and after, together by this much.
SMEARED_S = 0.03


def check(sound: SoundMeasures, least_s: float) -> Iterator[Hit]:
    """One hit for each stretch of at least `least_s`."""
    for span in sound.silence:
        if lasts(span, least_s - SMEARED_S):
            yield Hit(
                rule="silence",
                category="silence",
                severity="warning",
                start_s=span.start_s,
                end_s=span.end_s,
                message=f"The sound is silent for {seconds(span)}.",
                evidence=seconds(span),
                source="sound",
            )
