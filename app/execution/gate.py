"""What must hold before a job may work: its host is not to be left alone just now, and the disk has room for it.

A job that is not admitted goes back to wait with a clear reason; no retry is spent.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from app.core.errors import ErrorCode, JobFailure
from app.db import facts, queries
from app.db.store import Store
from app.jobs.record import JobRecord

#: How long a job waits before the disk is looked at again, seconds.
DISK_LOOK_S = 30.0
#: Bytes of work files that a job is expected to need per second of media: 32 kB/s of PCM, and room for clips.
BYTES_PER_MEDIA_S = 250_000


class Gate:
    """Cool-downs of hosts are kept in the store, so that they outlive a restart and all jobs share them."""

    def __init__(self, store: Store, *, data_dir: Path, reserve_bytes: int) -> None:
        self._store = store
        self._data_dir = data_dir
        self._reserve_bytes = reserve_bytes

    async def cool(self, host: str, seconds: float) -> None:
        """Leave a host alone for a while."""
        until_ms = self._store.now_ms() + int(seconds * 1000)
        await self._store.write(facts.set_flag, f"cooling {host}", {"until_ms": until_ms})

    async def admit(self, job: JobRecord) -> None:
        """Raises JobFailure that spends no retry while the job has to wait."""
        host = urlsplit(job.url).hostname if job.url else None
        if host:
            flag = await self._store.read(queries.flag, f"cooling {host}")
            left_s = (flag.get("until_ms", 0) - self._store.now_ms()) / 1000
            if left_s > 0:
                raise JobFailure(
                    ErrorCode.RATE_LIMITED,
                    f"{host} asked us to slow down; the job goes on when its cool-down is over.",
                    retry_after_s=left_s,
                    counts=False,
                    stage="fetch",
                )
        self._check_disk(job)

    def _check_disk(self, job: JobRecord) -> None:
        need = self._reserve_bytes + int((job.video_duration or 0) * BYTES_PER_MEDIA_S)
        free = free_bytes(self._data_dir)
        if free < need:
            raise JobFailure(
                ErrorCode.DISK_FULL,
                f"The job needs about {need / 1e6:.0f} MB of free disk and {free / 1e6:.0f} MB are free. It goes on by "
                "itself when there is room: delete finished jobs, or set RETENTION_DAYS or MAX_DATA_BYTES.",
                retry_after_s=DISK_LOOK_S,
                counts=False,
            )


def free_bytes(folder: Path) -> int:
    """Bytes that we may still write there."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize
