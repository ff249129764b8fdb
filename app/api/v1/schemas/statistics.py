"""Figures of jobs."""

from pydantic import Field

from app.api.v1.schemas.base import Outgoing, Time


class Spread(Outgoing):
    """Half of them took less than `p50`, 95 of 100 less than `p95`; seconds. Null when there were none."""

    p50: float | None
    p95: float | None
    count: int


class Throughput(Outgoing):
    """Finished jobs."""

    last_hour: int
    per_hour: float = Field(description="Mean over the window")


class Hour(Outgoing):
    """What ended in one hour, and how long it had waited and run."""

    start: Time
    completed: int
    failed: int
    cancelled: int
    wait_p50: float | None
    wait_p95: float | None
    run_p50: float | None
    run_p95: float | None


class Statistics(Outgoing):
    """Counts of all jobs; rates and times of those that ended within the window."""

    total: int
    by_status: dict[str, int]
    by_type: dict[str, int]
    window_hours: int
    success_rate: float | None = Field(description="Completed of completed and failed, 0–1; null when there were none")
    wait_seconds: Spread
    run_seconds: Spread = Field(description="Of jobs that did work of their own")
    cached_jobs: int = Field(description="Completed jobs that took every stage from the record; not in `run_seconds`")
    throughput: Throughput
    series: list[Hour]
    sampled: bool = Field(description="Whether only the newest of very many jobs were looked at")
