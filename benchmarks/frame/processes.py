"""CPU and memory of whole process trees."""

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

from benchmarks.frame.pairs import Run


def cpu_of_tree(*pids: int) -> float:
    """CPU seconds of these processes and of all they have started, ended ones included, in steps of 10 ms."""
    return sum(_cpu_s(process) for pid in pids for process in _tree(pid))


def memory_of_tree(*pids: int) -> int:
    """Resident bytes of these processes and of all they have started; shared memory counts once a process."""
    return sum(process.memory_info().rss for pid in pids for process in _tree(pid))


def cpu_of_work(work: Callable[[], object]) -> float:
    """CPU seconds of this process and of the children that `work` starts and ends."""
    before = _own_cpu_s()
    work()
    return _own_cpu_s() - before


@dataclass
class Meter:
    """Wall and CPU seconds of a `with` block; both are 0 before its end."""

    wall_s: float = 0.0
    cpu_s: float = 0.0

    def run(self, operations: int, latencies_ms: tuple[float, ...] | list[float] = ()) -> Run:
        """The block as the run of so many operations."""
        return Run(operations, self.wall_s, self.cpu_s, latencies_ms)


@contextmanager
def metered(*pids: int) -> Iterator[Meter]:
    """Measure the block: its time, and the CPU that the trees of these processes use meanwhile."""
    meter = Meter()
    cpu, wall = cpu_of_tree(*pids), time.perf_counter()
    yield meter
    meter.wall_s = time.perf_counter() - wall
    meter.cpu_s = cpu_of_tree(*pids) - cpu


def _own_cpu_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _tree(pid: int) -> list[psutil.Process]:
    root = psutil.Process(pid)
    return [root, *root.children(recursive=True)]


def _cpu_s(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:  # ended since it was listed: its parent counts it
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)
