"""Time limits of stages as an operator writes them: one for every stage, and others for single ones."""

import math
from collections.abc import Sequence


def stage_seconds(text: str, stages: Sequence[str]) -> dict[str, float]:
    """Parse limits in seconds by stage: `1800` for every stage, `transcribe=7200` for one, both with a comma.

    A stage without a limit, or with 0, is missing from the result. Raises ValueError with the reason, also for a name
    that is none of `stages`.
    """
    for_all, for_one = _written_limits(text)
    for name in for_one:
        if name not in stages:
            raise ValueError(f"{name!r} is no stage; there are {', '.join(stages)}")
    limits = dict.fromkeys(stages, for_all) | for_one
    return {name: seconds for name, seconds in limits.items() if seconds > 0}


def _written_limits(text: str) -> tuple[float, dict[str, float]]:
    """The seconds for every stage, 0 without, and those for single ones by what they are called."""
    for_all, for_one = 0.0, dict[str, float]()
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, equals, value = (word.strip() for word in part.rpartition("="))
        seconds = _seconds(value)
        if equals:
            for_one[name] = seconds
        else:
            for_all = seconds
    return for_all, for_one


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < math.inf:
        raise ValueError(f"{value!r} is no number of seconds; write `1800`, `transcribe=7200` or both with a comma")
    return seconds


def checked_limits(text: str) -> str:
    """Return such a text as it is. Raises ValueError with the reason if it is none."""
    _written_limits(text)
    return text
