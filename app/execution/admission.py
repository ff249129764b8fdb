"""Checks the conditions for a job to run: no cool-down of its host, and enough disk space.

A job that is not admitted waits again, with the reason; no retry is spent.
"""

import logging
import os
import random
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from urllib.parse import urlsplit

from app.core.errors import ErrorCode, JobFailure
from app.db import flags
from app.db.store import Store
from app.jobs.record import JobRecord
from app.stages.registry import Registry

log = logging.getLogger(__name__)

#: First and longest wait before the disk is checked again, seconds.
DISK_CHECK_S, DISK_CHECK_MAX_S = 30.0, 600.0
#: Jobs that wait for the same host are spread over the remaining time, and over this time at most, seconds.
COOL_SPREAD_S = 30.0


class Gate:
    """Admits jobs. Cool-downs of hosts are stored, so that they survive a restart and apply to all jobs."""

    def __init__(
        self,
        store: Store,
        registry: Registry,
        *,
        data_dir: Path,
        reserve_bytes: int,
        lost: Callable[[], str | None] = lambda: None,
        make_room: Callable[[int], Awaitable[int]] | None = None,
        download_bytes: int = 0,
    ) -> None:
        """`make_room` frees some bytes of the disk, see `BlobStore.make_room`.

        `download_bytes` are tried to be free for a job that lacked room before: how large its source is, is not known.
        """
        self._store = store
        self._registry = registry
        self._lost = lost
        self._data_dir = data_dir
        self._reserve_bytes = reserve_bytes
        self._make_room = make_room
        self._download_bytes = download_bytes

    async def admit(self, job: JobRecord, beside: Callable[[], Iterable[JobRecord]] = tuple) -> None:
        """Raise JobFailure, without spending a retry, if the job has to wait. `beside` returns the running jobs."""
        self.check_folder(job)
        host = host_of(job)
        if host:
            left_s = (await self._store.read(flags.cooling_until_ms, host) - self._store.now_ms()) / 1000
            if left_s > 0:
                raise JobFailure(
                    ErrorCode.RATE_LIMITED,
                    f"{host} asked us to slow down; the job goes on when its cool-down is over.",
                    retry_after_s=random.uniform(left_s, left_s + min(left_s, COOL_SPREAD_S)),
                    counts=False,
                )
        await self.check_disk(job, beside)

    def check_folder(self, job: JobRecord) -> None:
        """Raise JobFailure, without spending a retry, if DATA_DIR is not the folder that the server opened."""
        if (why := self._lost()) is not None:
            raise JobFailure(
                ErrorCode.DISK_FULL,
                f"{why}. The job goes on by itself when it is back.",
                retry_after_s=recheck_after_s(job.attempt - job.failures),
                counts=False,
            )

    async def check_disk(self, job: JobRecord, beside: Callable[[], Iterable[JobRecord]] = tuple) -> None:
        """Raise JobFailure, without spending a retry, if the disk has too little space for the job's results.

        Space for the jobs that `beside` returns is reserved; files that are safe elsewhere make room before. Called
        again when the length of the source is known.
        """
        need = self._reserve_bytes + self._needed_bytes(job)
        wanted = need + (self._download_bytes if _lacked_disk(job) else 0)
        free = self._free_bytes(beside)
        if free < wanted and self._make_room is not None:
            await self._free(self._make_room, wanted - free)
            free = self._free_bytes(beside)
        if free < need:
            raise JobFailure(
                ErrorCode.DISK_FULL,
                f"The job needs about {need / 1e6:.0f} MB of free disk and {max(0, free) / 1e6:.0f} MB are free "
                "beside the jobs at work. It goes on by itself when there is room: delete finished jobs, or set "
                "RETENTION_DAYS or MAX_DATA_BYTES.",
                retry_after_s=recheck_after_s(job.attempt - job.failures),
                counts=False,
            )

    def _free_bytes(self, beside: Callable[[], Iterable[JobRecord]]) -> int:
        return free_bytes(self._data_dir) - sum(map(self._needed_bytes, beside()))

    async def _free(self, make_room: Callable[[int], Awaitable[int]], size_bytes: int) -> None:
        try:
            await make_room(size_bytes)
        except OSError as error:
            log.warning("no room could be made on the disk: %s", error)

    def _needed_bytes(self, job: JobRecord) -> int:
        """Expected disk space of the job without its source, bytes; 0 while its length is unknown."""
        stages = self._registry.stages_of(job.job_type, job.options)
        return int(sum(stage.disk_bytes(job.options, job.video_duration or 0.0) for stage in stages))


def _lacked_disk(job: JobRecord) -> bool:
    return job.error is not None and job.error.get("code") == ErrorCode.DISK_FULL


def host_of(job: JobRecord) -> str | None:
    """The host of a job's link; None for an upload."""
    return urlsplit(job.url).hostname if job.url else None


def recheck_after_s(checks: int, *, first_s: float = DISK_CHECK_S) -> float:
    """The wait after failed check number `checks` (from 1), seconds.

    It grows, because each check writes a few events to a full disk.
    """
    return min(DISK_CHECK_MAX_S, first_s * 2.0 ** min(max(checks, 1) - 1, 10))


def free_bytes(folder: Path) -> int:
    """Free disk space that may be used, bytes."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize
