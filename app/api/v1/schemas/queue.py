"""The queue and its workers."""

from typing import Literal

from pydantic import Field

from app.api.v1.schemas.base import Outgoing, Time


class WorkerView(Outgoing):
    """What a worker is doing."""

    id: str
    state: Literal["idle", "busy"]
    current_job: str | None
    job_id: str | None = Field(description="The same as current_job")
    stage: str | None
    since: Time
    last_heartbeat: Time
    host: str = Field(description="The machine that it runs on")
    queues: list[str] = Field(description="The queues that it serves: `high_priority`, `default`, `low_priority`")
    resources: list[str] = Field(description="The kinds of stages that it runs")


class Depth(Outgoing):
    """Jobs in the queue."""

    total: int = Field(description="Waiting jobs")
    by_status: dict[str, int]
    by_priority: dict[str, int] = Field(description="Waiting jobs by priority")


class QueueView(Outgoing):
    """The queue as it is now."""

    paused: bool
    draining: bool
    queue_running: bool
    waiting: int
    running: int
    max_queue_size: int
    depth: Depth
    by_status: dict[str, int]
    by_priority: dict[str, int]
    workers: list[WorkerView]


class Cleared(Outgoing):
    """How many waiting jobs were cancelled."""

    cleared: int
