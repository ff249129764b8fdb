"""Reports clipped sound: waves that were cut off at full scale."""

from collections.abc import Iterator

from app.checks.hit import Hit
from app.checks.measured import joined, seconds
from app.jobs.measures import SoundMeasures

#: Stretches with no more than this between them are one, seconds: speech that is clipped has pauses.
GAP_S = 5.0


def check(sound: SoundMeasures) -> Iterator[Hit]:
    """One hit for each stretch."""
    for span in joined(sound.clipped, GAP_S):
        yield Hit(
            rule="clipping",
            category="loudness",
            severity="warning",
            start_s=span.start_s,
            end_s=span.end_s,
            message="The sound is clipped: its peaks are cut off at full scale, which is heard as a crackle.",
            evidence=seconds(span),
            source="sound",
        )
