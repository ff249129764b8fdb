"""What must hold before a job may work: its host is not to be left alone just now, and the disk has room for it.

A job that is not admitted goes back to wait with a clear reason; no retry is spent.
"""

import os
import random
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import urlsplit

from app.core.errors import ErrorCode, JobFailure
from app.db import facts
from app.db.store import Store
from app.jobs.record import JobRecord
from app.stages.registry import Registry

#: How long a job waits before the disk is looked at again, at first and at most, seconds.
DISK_LOOK_S, DISK_LOOK_MAX_S = 30.0, 600.0
#: Jobs that wait for the same host come back one after another within the time that was left, and at most within
#: this, seconds.
COOL_SPREAD_S = 30.0


class Gate:
    """Cool-downs of hosts are kept in the store, so that they outlive a restart and all jobs share them."""

    def __init__(
        self,
        store: Store,
        registry: Registry,
        *,
        data_dir: Path,
        reserve_bytes: int,
        lost: Callable[[], str | None] = lambda: None,
    ) -> None:
        self._store = store
        self._registry = registry
        self._lost = lost
        self._data_dir = data_dir
        self._reserve_bytes = reserve_bytes

    async def admit(self, job: JobRecord, beside: Callable[[], Iterable[JobRecord]] = tuple) -> None:
        """Raises JobFailure that spends no retry while the job has to wait. `beside` tells the jobs at work already."""
        self.check_folder(job)
        host = urlsplit(job.url).hostname if job.url else None
        if host:
            left_s = (await self._store.read(facts.cooling_until_ms, host) - self._store.now_ms()) / 1000
            if left_s > 0:
                raise JobFailure(
                    ErrorCode.RATE_LIMITED,
                    f"{host} asked us to slow down; the job goes on when its cool-down is over.",
                    retry_after_s=random.uniform(left_s, left_s + min(left_s, COOL_SPREAD_S)),
                    counts=False,
                )
        self.check_disk(job, beside())

    def check_folder(self, job: JobRecord) -> None:
        """Raises JobFailure that spends no retry while DATA_DIR is not the folder that the server opened."""
        if (why := self._lost()) is not None:
            raise JobFailure(
                ErrorCode.DISK_FULL,
                f"{why}. The job goes on by itself when it is back.",
                retry_after_s=recheck_after_s(job.attempt - job.failures),
                counts=False,
            )

    def check_disk(self, job: JobRecord, beside: Iterable[JobRecord] = ()) -> None:
        """Raises JobFailure that spends no retry while the disk has no room for what is made of the job's source.

        What the jobs `beside` may still write is spoken for. Asked again when the length of the source is known.
        """
        need = self._reserve_bytes + self._room_bytes(job)
        free = free_bytes(self._data_dir) - sum(map(self._room_bytes, beside))
        if free < need:
            raise JobFailure(
                ErrorCode.DISK_FULL,
                f"The job needs about {need / 1e6:.0f} MB of free disk and {max(0, free) / 1e6:.0f} MB are free "
                "beside the jobs at work. It goes on by itself when there is room: delete finished jobs, or set "
                "RETENTION_DAYS or MAX_DATA_BYTES.",
                retry_after_s=recheck_after_s(job.attempt - job.failures),
                counts=False,
            )

    def _room_bytes(self, job: JobRecord) -> int:
        """How much disk the job is expected to need besides its source; none while its length is unknown."""
        stages = self._registry.stages_of(job.job_type)
        return int(sum(stage.disk_bytes(job.options, job.video_duration or 0.0) for stage in stages))


def recheck_after_s(looks: int, *, first_s: float = DISK_LOOK_S) -> float:
    """The wait after the `looks`-th look in vain (counted from 1).

    It grows, because each look writes a few events, to a disk that is full.
    """
    return min(DISK_LOOK_MAX_S, first_s * 2.0 ** min(max(looks, 1) - 1, 10))


def free_bytes(folder: Path) -> int:
    """Bytes that we may still write there."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize
