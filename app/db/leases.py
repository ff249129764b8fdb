"""Leases in the store: columns of running jobs, and a table of stage keys.

Implements `app.ports.leases.Leases`. A claim leases a job and the moves out of `processing` release it (`moves`).
"""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.core.errors import WrongState
from app.db.records import JOBS, KEY_LEASES
from app.db.store import Store
from app.db.transaction import Transaction
from app.jobs.leases import Held, Lease, LeaseKind
from app.jobs.states import JobState

RUNNING = JOBS.c.status == JobState.PROCESSING.value
KEY_COLUMNS = (KEY_LEASES.c.key, KEY_LEASES.c.worker_id, KEY_LEASES.c.lease_until_ms)
JOB_COLUMNS = (JOBS.c.id, JOBS.c.worker_id, JOBS.c.lease_until_ms)
#: The row is locked until the commit, so a lease that is read stays.
READ_KEY = select(*KEY_COLUMNS).where(KEY_LEASES.c.key == bindparam("of_key")).with_for_update()


class KeyLeaseLost(WrongState):
    """Another process works on the stage key now; this process's work for it is not recorded."""


@cache
def _acquiring(dialect: str) -> Executable:
    """The statement that leases a key; it returns no row if another process has an unexpired lease."""
    statement = sqlite.insert(KEY_LEASES) if dialect == "sqlite" else postgresql.insert(KEY_LEASES)
    fresh = statement.excluded
    free = or_(KEY_LEASES.c.worker_id == fresh.worker_id, KEY_LEASES.c.lease_until_ms <= bindparam("now"))
    taken = {"worker_id": fresh.worker_id, "lease_until_ms": fresh.lease_until_ms}
    return statement.on_conflict_do_update(index_elements=[KEY_LEASES.c.key], set_=taken, where=free).returning(
        *KEY_COLUMNS
    )


def acquire(tx: Transaction, key: str) -> Lease:
    """Lease a key to the transaction's holder, unless another's lease is unexpired; returns the valid lease."""
    values = {"key": key, "worker_id": tx.holder.worker_id, "lease_until_ms": tx.holder.until_ms(tx.now_ms)}
    row = tx.conn.execute(_acquiring(tx.conn.dialect.name), values | {"now": tx.now_ms}).one_or_none()
    if row is None:
        row = tx.conn.execute(READ_KEY, {"of_key": key}).one_or_none()
    return acquire(tx, key) if row is None else Lease(LeaseKind.KEY, *row)  # None: released in between


def release(tx: Transaction, key: str) -> None:
    """End the holder's lease on a key."""
    own = (KEY_LEASES.c.key == key, KEY_LEASES.c.worker_id == tx.holder.worker_id)
    tx.conn.execute(delete(KEY_LEASES).where(*own))


def require(tx: Transaction, key: str) -> None:
    """Raise KeyLeaseLost unless the transaction's holder has the lease on the key, which it keeps until the commit."""
    row = tx.conn.execute(READ_KEY, {"of_key": key}).one_or_none()
    if row is None or row.worker_id != tx.holder.worker_id:
        raise KeyLeaseLost(f"Another process works on {key} now.")


def renew(tx: Transaction, keys: Collection[str]) -> Held:
    """Extend the leases of the holder, with one statement for its jobs and one for these keys."""
    until = {"lease_until_ms": tx.holder.until_ms(tx.now_ms)}
    running = update(JOBS).where(RUNNING, JOBS.c.worker_id == tx.holder.worker_id).values(until)
    jobs = tx.conn.execute(running.returning(JOBS.c.id, JOBS.c.attempt)).all()
    own = (KEY_LEASES.c.worker_id == tx.holder.worker_id, KEY_LEASES.c.key.in_(keys))
    held = tx.conn.execute(update(KEY_LEASES).where(*own).values(until).returning(KEY_LEASES.c.key)) if keys else ()
    return Held(frozenset((job_id, attempt) for job_id, attempt in jobs), frozenset(key for (key,) in held))


def others(conn: Connection, worker_id: str) -> list[Lease]:
    """Leases of all but this process, the first to run out first."""
    jobs = select(*JOB_COLUMNS).where(RUNNING, JOBS.c.worker_id != worker_id)
    keys = select(*KEY_COLUMNS).where(KEY_LEASES.c.worker_id != worker_id)
    found = [Lease(LeaseKind.JOB, *row) for row in conn.execute(jobs)]
    found += [Lease(LeaseKind.KEY, *row) for row in conn.execute(keys)]
    return sorted(found, key=lambda lease: lease.until_ms)


def lease_on(conn: Connection, kind: LeaseKind, name: str) -> Lease | None:
    """Read the lease on a job or key; None if there is none."""
    query: Any = select(*JOB_COLUMNS).where(RUNNING, JOBS.c.id == name, JOBS.c.worker_id.is_not(None))
    if kind is LeaseKind.KEY:
        query = select(*KEY_COLUMNS).where(KEY_LEASES.c.key == name)
    row = conn.execute(query).one_or_none()
    return None if row is None else Lease(kind, *row)


class StoreLeases:
    """The leases of the store's holder (`Store.work_as`)."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def acquire(self, key: str) -> Lease:
        """Lease a stage key; returns the valid lease."""
        return await self._store.write(acquire, key)

    async def release(self, key: str) -> None:
        """End the lease on a key."""
        await self._store.write(release, key)

    async def renew(self, keys: Collection[str]) -> Held:
        """Extend the leases on all jobs and on these keys."""
        return await self._store.write(renew, keys)

    async def others(self) -> Sequence[Lease]:
        """Leases of other processes."""
        return await self._store.read(others, self._store.holder.worker_id)

    async def lease_on(self, kind: LeaseKind, name: str) -> Lease | None:
        """Read the lease on a job or key; None if there is none."""
        return await self._store.read(lease_on, kind, name)
