"""A stage of a job that was not created."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class PlannedStage:
    """What of a stage is recorded. `work_s` is the expected work, seconds, 0 for what is recorded.

    `if_unchanged`: the output is used after it was asked whether the link's target is still the same.
    """

    name: str
    title: str
    recorded: Literal["yes", "no", "partly", "skipped"]
    work_s: float = 0.0
    if_unchanged: bool = False
