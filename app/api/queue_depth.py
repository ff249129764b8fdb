"""The figure `job_queue_depth`: all jobs by state, and those that wait by lane."""

from collections.abc import Iterator, Mapping

from prometheus_client import Metric
from prometheus_client.registry import Collector

from app.jobs.lanes import Lane, lane_of


class QueueDepth(Collector):
    """One name with two labels that never come together, so each has samples of its own: `status`, or `queue`."""

    def __init__(self) -> None:
        self._by_status: Mapping[str, int] = {}
        self._by_lane: Mapping[str, int] = {}

    def set(self, by_status: Mapping[str, int], by_priority: Mapping[int, int]) -> None:
        """Set the numbers of jobs by state, and of those that wait by priority."""
        by_lane = dict.fromkeys(Lane, 0)
        for priority, count in by_priority.items():
            by_lane[lane_of(priority)] += count
        self._by_status = by_status
        self._by_lane = {lane.value: count for lane, count in by_lane.items()}

    def collect(self) -> Iterator[Metric]:
        """The samples of the latest numbers."""
        depth = Metric("job_queue_depth", "Jobs by state (status), and jobs that wait by priority (queue)", "gauge")
        for status, count in self._by_status.items():
            depth.add_sample("job_queue_depth", {"status": status}, count)
        for lane, count in self._by_lane.items():
            depth.add_sample("job_queue_depth", {"queue": lane}, count)
        yield depth
