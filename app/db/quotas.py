"""Counts what a user has, and refuses more than the quotas allow; in the transaction that would add it.

So two requests at the same time, or a crash between count and insert, cannot exceed a quota.
"""

from dataclasses import dataclass

from sqlalchemy import func, select, union

from app.core.errors import QuotaExceeded
from app.db.records import ARTIFACTS, JOBS, VIDEOS
from app.db.transaction import Transaction
from app.jobs.states import WAITING

#: The `Retry-After` of a used-up quota, seconds.
RETRY_AFTER_S = 60


@dataclass(frozen=True, slots=True)
class Quotas:
    """The most that one user may have: jobs that wait, and bytes that are stored; 0 means any number."""

    waiting_jobs: int = 0
    stored_bytes: int = 0


class Usage:
    """What users have, counted once in a transaction, with what has been added since."""

    def __init__(self, tx: Transaction, quotas: Quotas) -> None:
        self._tx = tx
        self._quotas = quotas
        self._waiting: dict[str, int] = {}
        self._bytes: dict[str, int] = {}

    def add_job(self, user: str | None) -> None:
        """Count a job that is to wait. Raises QuotaExceeded. Jobs without a user are not counted."""
        most = self._quotas.waiting_jobs
        if user is None or not most:
            return
        if user not in self._waiting:
            self._waiting[user] = self._waiting_jobs(user)
        if self._waiting[user] >= most:
            raise QuotaExceeded(
                f"{self._waiting[user]} jobs of this user are waiting, which is as many as QUOTA_WAITING_JOBS allows.",
                retry_after_s=RETRY_AFTER_S,
            )
        self._waiting[user] += 1

    def add_bytes(self, user: str | None, size_bytes: int) -> None:
        """Count bytes that are to be stored, 0 for a job that will store some. Raises QuotaExceeded."""
        most = self._quotas.stored_bytes
        if user is None or not most:
            return
        if user not in self._bytes:
            self._bytes[user] = self._stored_bytes(user)
        if self._bytes[user] + size_bytes > most or self._bytes[user] >= most:
            raise QuotaExceeded(
                f"The files of this user have {self._bytes[user]} bytes; with {size_bytes} more it would be more than "
                f"the {most} that QUOTA_BYTES allows. Delete jobs or videos.",
                retry_after_s=RETRY_AFTER_S,
            )
        self._bytes[user] += size_bytes

    def _waiting_jobs(self, user: str) -> int:
        """By the index of the states: few jobs wait, and a user may have a long history."""
        mine = func.coalesce(JOBS.c.user_id, "") == user
        states = sorted(state.value for state in WAITING)
        count = select(func.count()).select_from(JOBS).where(JOBS.c.status.in_(states), mine)
        return int(self._tx.conn.execute(count).scalar_one())

    def _stored_bytes(self, user: str) -> int:
        """Uploads, artifacts, and metadata that has a table of its own. Equal files are stored once, and counted once.

        So each job on an upload does not count it again.
        """
        uploads = select(VIDEOS.c.sha256, VIDEOS.c.size_bytes).where(
            VIDEOS.c.user_id == user, VIDEOS.c.expired_ms.is_(None)
        )
        of_jobs = ARTIFACTS.join(JOBS, JOBS.c.id == ARTIFACTS.c.job_id)
        artifacts = select(ARTIFACTS.c.sha256, ARTIFACTS.c.size_bytes).select_from(of_jobs)
        files = union(uploads, artifacts.where(JOBS.c.user_id == user)).subquery()
        metas = select(func.sum(JOBS.c.meta_bytes)).where(JOBS.c.user_id == user)
        return sum(
            int(self._tx.conn.execute(one).scalar() or 0) for one in (select(func.sum(files.c.size_bytes)), metas)
        )
