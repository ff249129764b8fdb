"""Stores the worker processes on several machines."""

from dataclasses import asdict, fields

from sqlalchemy import Connection, delete, select

from app.db.conflicts import insert_or_replace
from app.db.records import WORKERS
from app.db.transaction import Transaction
from app.jobs.changes import WorkersChanged
from app.jobs.worker_processes import WorkerProcess

COLUMNS = [WORKERS.c[field.name] for field in fields(WorkerProcess)]
#: Workers that have not reported for so long are deleted, milliseconds.
FORGOTTEN_MS = 86_400_000


def report(tx: Transaction, worker: WorkerProcess, *, begins: bool = False) -> None:
    """Store that a worker lives; `begins`: for the first time."""
    row = asdict(worker) | {"queues": list(worker.queues), "slots": dict(worker.slots), "heartbeat_ms": tx.now_ms}
    insert_or_replace(tx.conn, WORKERS, row)
    if begins:
        tx.conn.execute(delete(WORKERS).where(WORKERS.c.heartbeat_ms < tx.now_ms - FORGOTTEN_MS))
        tx.changes.append(WorkersChanged())


def remove(tx: Transaction, worker_id: str) -> None:
    """Delete a worker that ends."""
    tx.conn.execute(delete(WORKERS).where(WORKERS.c.worker_id == worker_id))
    tx.changes.append(WorkersChanged())


def workers(conn: Connection) -> list[WorkerProcess]:
    """All reported workers, the oldest first; some may have died."""
    query = select(*COLUMNS).order_by(WORKERS.c.started_ms, WORKERS.c.worker_id)
    return [WorkerProcess(*row) for row in conn.execute(query)]
