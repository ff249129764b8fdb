"""Predicts when jobs that share workers and slots will end, by simulating the queue.

A job in flight holds a worker; a stage whose needs are met takes a slot of its resource, the smallest rank first and of
one rank the stage that the most work waits for, as the real slots are assigned; a waiting job comes in when a worker is
free. What is unknown stays out: retries, new jobs,
and stages that two jobs share (counted for each).
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Task:
    """A stage that is not finished. `working`: it holds a slot already."""

    name: str
    needs: tuple[str, ...]
    resource: str
    left_s: float
    working: bool = False


@dataclass(frozen=True, slots=True)
class Load:
    """The remaining work of a job. Needs that are not among its tasks are met."""

    rank: int
    tasks: tuple[Task, ...]


def ends_s(running: Sequence[Load], waiting: Sequence[Load], *, workers: int, slots: Mapping[str, int]) -> list[float]:
    """Seconds from now until each job ends: first the running ones, then the waiting ones, in the order passed."""
    course = _Course([*running, *waiting], workers - len(running), dict(slots))
    for number in range(len(running)):
        course.admit(number)
    course.queue = list(range(len(running), len(running) + len(waiting)))[::-1]
    course.run()
    return course.ends


@dataclass(slots=True)
class _Course:
    """The state of the simulated queue. `queue` is read from its end."""

    loads: Sequence[Load]
    workers: int
    free: dict[str, int]
    queue: list[int] = field(default_factory=list)
    now_s: float = 0.0
    ends: list[float] = field(init=False)
    _left: list[dict[str, Task]] = field(init=False)
    _under_way: list[tuple[float, int, str]] = field(default_factory=list)
    _ready: dict[str, list[tuple[int, float, int, str]]] = field(init=False)

    def __post_init__(self) -> None:
        self.ends = [0.0] * len(self.loads)
        self._left = [{task.name: task for task in load.tasks} for load in self.loads]
        self._ready = {resource: [] for resource in self.free}

    def run(self) -> None:
        """Simulate until no work is left."""
        self._go_on()
        while self._under_way:
            self.now_s, number, name = heapq.heappop(self._under_way)
            task = self._left[number].pop(name)
            self.free[task.resource] += 1
            if self._left[number]:
                self._make_ready(number, after=name)
            else:
                self._leave(number)
            self._go_on()

    def admit(self, number: int) -> None:
        """Start a job: its working stages continue, and those whose needs are met become ready."""
        left = self._left[number]
        for task in left.values():
            if task.working:
                self._begin(number, task)
            elif not any(need in left for need in task.needs):
                self._wait(number, task)

    def _make_ready(self, number: int, *, after: str) -> None:
        left = self._left[number]
        for task in left.values():
            if after in task.needs and not task.working and not any(need in left for need in task.needs):
                self._wait(number, task)

    def _leave(self, number: int) -> None:
        self.ends[number] = self.now_s
        self.workers += 1

    def _go_on(self) -> None:
        """Assign jobs to free workers, then stages to free slots."""
        while self.workers > 0 and self.queue:
            number = self.queue.pop()
            self.workers -= 1
            if self._left[number]:
                self.admit(number)
            else:
                self._leave(number)
        for resource, ready in self._ready.items():
            while ready and self.free[resource] > 0:
                _, _, number, name = heapq.heappop(ready)
                self._begin(number, self._left[number][name])

    def _wait(self, number: int, task: Task) -> None:
        follows_s = self._follows_s(self._left[number], task.name)
        heapq.heappush(self._ready[task.resource], (self.loads[number].rank, -follows_s, number, task.name))

    def _follows_s(self, left: Mapping[str, Task], name: str) -> float:
        """Seconds of the longest path that begins when a stage ends."""
        paths = (task.left_s + self._follows_s(left, task.name) for task in left.values() if name in task.needs)
        return max(paths, default=0.0)

    def _begin(self, number: int, task: Task) -> None:
        self.free[task.resource] -= 1
        heapq.heappush(self._under_way, (self.now_s + task.left_s, number, task.name))
