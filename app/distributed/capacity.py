"""What all workers together can do, for forecasts of servers."""

from collections.abc import Mapping, Sequence

from app.distributed.worker_reports import KnownWorkers
from app.jobs.forecast import Load, Task
from app.stages.stage import Resource

#: The resource of the work that is left of jobs elsewhere: it is known in all, and waits for none of our slots.
ELSEWHERE = "elsewhere"


class WorkersCapacity:
    """The capacity of the living workers. See `Capacity`."""

    def __init__(self, known: KnownWorkers) -> None:
        self._known = known

    @property
    def workers(self) -> int:
        """See `Capacity`."""
        return self._known.concurrency

    @property
    def slots(self) -> Mapping[str, int]:
        """See `Capacity`. Without any worker it is that of a small one."""
        one_each = {resource.value: 1 for resource in Resource}
        return one_each | dict(self._known.slots) | {ELSEWHERE: len(self._known.running()) + 1}

    def elsewhere(self) -> Sequence[Load]:
        """See `Capacity`. What is left of a job that has reported nothing yet is taken to be as with the others."""
        jobs = self._known.running()
        reported = {job.id: progress.eta_s for job in jobs if (progress := self._known.progress(job.id)) is not None}
        usual_s = sum(reported.values()) / len(reported) if reported else 0.0
        return [_load(job.rank, reported.get(job.id, usual_s)) for job in jobs]


def _load(rank: int, left_s: float) -> Load:
    return Load(rank, (Task("rest", (), ELSEWHERE, left_s, working=True),))
