"""Reports silent stretches."""

from collections.abc import Iterator

from app.checks.hit import Hit
from app.checks.measured import seconds
from app.jobs.measures import SoundMeasures


def check(sound: SoundMeasures, least_s: float) -> Iterator[Hit]:
    """One hit for each stretch of at least `least_s`."""
    for span in sound.silence:
        if span.end_s - span.start_s >= least_s:
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
