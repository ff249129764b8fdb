"""How far a running attempt is, between two stored events."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class StageAtWork:
    """How far a stage at work is, 0..1, and how fast, for people."""

    fraction: float
    speed: str | None = None


@dataclass(frozen=True, slots=True)
class AttemptProgress:
    """Progress of one attempt, 0..1: not more than the job's row has. `stages` are those at work."""

    attempt: int
    progress: float
    stage: str | None
    eta_s: float
    stages: Mapping[str, StageAtWork] = field(default_factory=dict)
