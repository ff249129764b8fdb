"""Reports scenes with nudity, by the model's probabilities; without a model there are none."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from app.checks.hit import Hit
from app.jobs.findings import Severity

#: Probabilities from which the model's authors count a picture as such, and from which they leave it open.
CERTAIN, DOUBTFUL = 0.8, 0.5


class SceneNudity(NamedTuple):
    """The highest probability of nudity in a scene, 0..1."""

    start_s: float
    end_s: float
    probability: float


def check(scenes: Iterable[SceneNudity]) -> Iterator[Hit]:
    """One hit for neighbouring scenes that are equally severe."""
    for severity, group in groupby(scenes, key=lambda scene: _severity(scene.probability)):
        if severity is None:
            continue
        together = list(group)
        highest = max(scene.probability for scene in together)
        yield Hit(
            rule="nudity",
            category="nudity",
            severity=severity,
            start_s=together[0].start_s,
            end_s=together[-1].end_s,
            message="Nudity is seen." if severity == "critical" else "Nudity may be seen.",
            evidence=f"probability {highest:.2f}",
            source="picture",
            confidence=round(highest, 4),
        )


def _severity(probability: float) -> Severity | None:
    return "critical" if probability >= CERTAIN else "warning" if probability >= DOUBTFUL else None
