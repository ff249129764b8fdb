"""The work of stage `nap`."""

import time

from app.jobs.results import Segment
from app.stages.tools import Tools
from tests.sleeping_stages.nap.contract import NapInput, NapOutput


def run(params: NapInput, tools: Tools) -> NapOutput:
    """Sleep. Each line has the time at which it was sent, on the clock that all processes of the machine share."""
    for number in range(len(params.done), params.count):
        time.sleep(params.seconds)
        text = f"@{time.monotonic():.6f}@ {params.name} {number}"
        tools.piece(number, Segment(start_s=number, end_s=number + 1, text=text, confidence=1.0))
        tools.reached((number + 1) / params.count)
    return NapOutput(count=params.count, resumed_from=len(params.done))
