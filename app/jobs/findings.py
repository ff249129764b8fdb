"""Findings: what could be wrong with a video, each with its time, and how severe it is."""

from typing import Final, Literal, get_args

from app.jobs.results import Result

Severity = Literal["info", "warning", "critical"]
Category = Literal["pii", "language", "flashing", "loudness", "black", "freeze", "silence", "nudity", "custom"]
FoundIn = Literal["speech", "screen", "sound", "picture", "file"]
#: The severities, the least one first.
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)


class Finding(Result):
    """One finding, from `start_s` to `end_s` of the film; both are None if it is about the whole.

    `evidence` is the text or the measured figure, of personal data masked. `confidence` is 0..1.
    """

    id: str
    rule: str
    category: Category
    severity: Severity
    start_s: float | None
    end_s: float | None
    message: str
    evidence: str
    confidence: float
    source: FoundIn


def at_least(severity: Severity, least: Severity) -> bool:
    """Whether a severity is `least` or above."""
    return SEVERITIES.index(severity) >= SEVERITIES.index(least)
