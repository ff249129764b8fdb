"""Progress of a running attempt between two stored events."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class StageAtWork:
    """Progress of a running stage, 0..1, and its speed as text for users."""

    fraction: float
    speed: str | None = None


@dataclass(frozen=True, slots=True)
class AttemptProgress:
    """Progress of one attempt, 0..1, never above that of the job's row. `stages` are the running ones."""

    attempt: int
    progress: float
    stage: str | None
    eta_s: float
    stages: Mapping[str, StageAtWork] = field(default_factory=dict)
