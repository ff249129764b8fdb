"""Detects hanging children by the kernel's counters, without the cooperation of their stages.

A *stopped* child is stuck whatever it runs. A child that is *asleep*, without processor time, input, output or a
message, is stuck unless its stage may wait for other hosts: a download sleeps while its peer is slow, and has its own
socket timeouts. A child that computes is never stuck here, however long it sends nothing; the limit on silence covers
that.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from app.core.background_loop import BackgroundLoop
from app.processes.child import Child
from app.processes.proc_activity import Pulse, Vitals, can_sample, pulse_of, sample

log = logging.getLogger(__name__)

#: Samples within one limit; the shortest and the longest time between two of them, seconds.
CHECKS_PER_LIMIT, CHECK_AT_LEAST_S, CHECK_AT_MOST_S = 6, 0.1, 5.0


@dataclass(slots=True)
class _Seen:
    """The last sample of a child, and for how long it has not moved, seconds."""

    vitals: Vitals
    sign: float
    still_s: float = 0.0


class HangDetector(BackgroundLoop):
    """Samples all children every few seconds for the duration of the block, and kills those that are stuck.

    With `limit_s` 0 none is killed. Only children that the server waits for are checked: a child that cannot send
    because the server is busy sleeps too. Time without samples, because the machine was suspended, counts as one
    interval at most.
    """

    def __init__(self, children: Callable[[], list[Child]], *, limit_s: float) -> None:
        self._children = children
        self._limit_s = limit_s
        wanted_s = limit_s / CHECKS_PER_LIMIT if limit_s else CHECK_AT_MOST_S
        self._every_s = max(CHECK_AT_LEAST_S, min(CHECK_AT_MOST_S, wanted_s))
        self._seen: dict[Child, _Seen] = {}

    async def __aenter__(self) -> Self:
        if can_sample():
            return await super().__aenter__()
        log.info("this system has no /proc: only STAGE_STALL_TIMEOUT tells whether a stage is stuck")
        return self

    async def _watch(self) -> None:
        sampled_at = time.monotonic()
        while True:
            await asyncio.sleep(self._every_s)
            children = [child for child in self._children() if child.attended]
            try:
                found = await asyncio.to_thread(sample, {child.pid for child in children}) if children else {}
            except OSError as error:  # such as out of descriptors: no evidence
                log.warning("children could not be looked at: %s", error)
                children, found = [], {}
            since_s = min(time.monotonic() - sampled_at, 2 * self._every_s)
            sampled_at = time.monotonic()
            seen, self._seen = self._seen, {}
            for child in children:
                if child.attended and child.alive:
                    self._judge(child, seen.get(child), found[child.pid], since_s)

    def _judge(self, child: Child, before: _Seen | None, now: Vitals, since_s: float) -> None:
        pulse = pulse_of(child.pid, before.vitals if before else None, now)
        seen = self._seen[child] = _Seen(now, child.last_sign)
        if pulse is Pulse.MOVING or (pulse is Pulse.ASLEEP and child.may_sleep):
            if pulse is Pulse.MOVING:
                child.lives()
            return
        if before is not None and before.sign == child.last_sign:
            seen.still_s = before.still_s + since_s
        if self._limit_s and seen.still_s >= self._limit_s:
            child.end_as_stuck(_reported(pulse, self._limit_s))


def _reported(pulse: Pulse, limit_s: float) -> str:
    if pulse is Pulse.STOPPED:
        return f"The process of this step was stopped for {limit_s:g} s, so it was ended (STAGE_HEARTBEAT)."
    return (
        f"The step hung: for {limit_s:g} s it used no processor, read and wrote nothing and said nothing, so it was "
        "ended (STAGE_HEARTBEAT)."
    )
