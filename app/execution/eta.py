"""Predicts when this server's jobs will end; they share its workers and slots.

Running jobs are known; jobs that wait ahead of a job are assumed to be like it. Calls are cheap: a forecast is reused
for a moment.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.execution.attempt import Attempt
from app.jobs.estimate import StageShare
from app.jobs.forecast import Load, Task, ends_s

#: How long a forecast is reused, seconds.
FRESH_S = 0.25
#: Waiting jobs that are simulated one by one; beyond them their rate is extrapolated.
AHEAD = 24
#: A rank behind every running job.
LAST = 2**62


@dataclass(slots=True)
class _Outlook:
    """Predicted ends at one moment of the monotonic clock."""

    at_s: float
    ends: Sequence[float]


class Capacity(Protocol):
    """What runs jobs. The methods must not wait."""

    @property
    def workers(self) -> int:
        """The number of jobs at once."""

    @property
    def slots(self) -> Mapping[str, int]:
        """The slots of each resource."""

    def elsewhere(self) -> Sequence[Load]:
        """The remaining work of the jobs that run on other processes."""


@dataclass(frozen=True, slots=True)
class OwnCapacity:
    """The capacity of a process that runs all jobs. See `Capacity`."""

    workers: int
    slots: Mapping[str, int]

    def elsewhere(self) -> Sequence[Load]:
        """See `Capacity`."""
        return ()


class Forecast:
    """Predicts ends of jobs. One event loop."""

    def __init__(
        self,
        running: Mapping[str, Attempt],
        capacity: Capacity,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._running = running
        self._capacity = capacity
        self._clock = clock
        self._of_running: dict[str, float] = {}
        self._seen_at_s = -FRESH_S
        self._of_waiting: dict[tuple[Task, ...], _Outlook] = {}

    def eta_s(self, attempt: Attempt) -> float:
        """Seconds until a running job ends."""
        now_s = self._clock()
        if now_s - self._seen_at_s >= FRESH_S or attempt.job.id not in self._of_running:
            attempts = {**self._running, attempt.job.id: attempt}
            loads = [load_of(other) for other in attempts.values()]
            ends = ends_s(loads, [], workers=self._capacity.workers, slots=self._capacity.slots)
            self._of_running, self._seen_at_s = dict(zip(attempts, ends, strict=True)), now_s
        return max(0.0, self._of_running[attempt.job.id] - (now_s - self._seen_at_s))

    def eta_of_waiting_s(self, shares: Iterable[StageShare], position: int) -> float:
        """Seconds until the job at `position` (1 is next) of the queue ends."""
        tasks = tuple(_task(share) for share in shares if not share.finished)
        now_s = self._clock()
        outlook = self._of_waiting.get(tasks)
        if outlook is None or now_s - outlook.at_s >= FRESH_S:
            running = [*map(load_of, self._running.values()), *self._capacity.elsewhere()]
            alike = [Load(LAST + number, tasks) for number in range(AHEAD)]
            ends = ends_s(running, alike, workers=self._workers(running), slots=self._capacity.slots)[len(running) :]
            self._of_waiting = {key: old for key, old in self._of_waiting.items() if now_s - old.at_s < FRESH_S}
            outlook = self._of_waiting[tasks] = _Outlook(now_s, ends)
        if position <= AHEAD:
            return outlook.ends[position - 1]
        pace_s = (outlook.ends[-1] - outlook.ends[AHEAD // 2 - 1]) / (AHEAD - AHEAD // 2)
        return outlook.ends[-1] + pace_s * (position - AHEAD)

    def _workers(self, running: Sequence[Load]) -> int:
        """The workers, at least one for each running job: some may have ended, with jobs that nobody has taken over."""
        return max(1, self._capacity.workers, len(running))


def load_of(attempt: Attempt) -> Load:
    """The remaining work of a running job."""
    working = {stage.name for stage in attempt.meter.at_work()}
    tasks = tuple(_task(share, working=share.name in working) for share in attempt.meter.shares() if not share.finished)
    return Load(attempt.job.rank, tasks)


def _task(share: StageShare, *, working: bool = False) -> Task:
    return Task(share.name, share.needs, share.resource, share.left_s, working)
