"""A worker process on one of several machines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkerProcess:
    """A worker process as it reports itself: what it serves, and the slots of each resource that it has.

    `started_ms` and `heartbeat_ms` are Unix milliseconds by the clock of its machine.
    """

    worker_id: str
    host: str
    pid: int
    queues: Sequence[str]
    slots: Mapping[str, int]
    concurrency: int
    version: str
    started_ms: int
    heartbeat_ms: int = 0
