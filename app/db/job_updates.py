"""Updates columns of a job that are no move: its live progress and its pin. No event is published."""

from sqlalchemy import case, update

from app.db.records import JOBS, STAGES
from app.db.transaction import LATER, Transaction


def save_progress(tx: Transaction, job_id: str, attempt: int, progress: float, stages: dict[str, float]) -> None:
    """Store the progress of a running attempt for later reads, nothing of one that was taken over.

    Publishes no event.
    """
    running = tx.conn.execute(
        update(JOBS)
        .where(JOBS.c.id == job_id, JOBS.c.attempt == attempt, JOBS.c.worker_id == tx.holder.worker_id)
        .values(progress=case((JOBS.c.progress < progress, progress), else_=JOBS.c.progress))
    )
    if not running.rowcount:
        return
    for name, fraction in stages.items():
        tx.conn.execute(
            update(STAGES).where(STAGES.c.job_id == job_id, STAGES.c.name == name).values(progress=fraction)
        )


def set_pinned(tx: Transaction, job_id: str, pinned: bool) -> None:
    """Pin or unpin a job; a pinned job's files are exempt from retention."""
    pin = update(JOBS).where(JOBS.c.id == job_id).values(pinned=pinned, updated_ms=LATER)
    tx.conn.execute(pin, {"now": tx.now_ms})
