"""Builds ffmpeg expressions of many steps: as a tree, so that thousands of steps cost a frame a dozen comparisons."""

from collections.abc import Sequence


def stepwise(variable: str, steps: Sequence[tuple[str, str]]) -> str:
    """An expression that is the value of the last step whose start is not above `variable`; steps are in order.

    A step is its start and its value, both expressions; the first one's start counts as lowest. "0" without steps.
    """
    if not steps:
        return "0"
    if len(steps) == 1:
        return steps[0][1]
    half = len(steps) // 2
    before, after = stepwise(variable, steps[:half]), stepwise(variable, steps[half:])
    return f"if(lt({variable},{steps[half][0]}),{before},{after})"
