"""Shifts stored times after the machine's clock was set, where they mean durations.

The order of the queue, waits for a next attempt, cool-downs, open circuits and intervals of feeds continue unchanged. A
`run_at` is a time of day and stays. History (events, times of creation and end) stays as it was written.
"""

from sqlalchemy import Connection, select, update

from app.db import feeds
from app.db.flags import COOLING, set_flag
from app.db.queries import FLAGS, flag, newest_event_ms, waiting_jobs
from app.db.records import JOB_COLUMNS, JOBS, PROVIDER_HEALTH, job_of
from app.db.transaction import Transaction
from app.jobs.changes import ClockSet
from app.jobs.events import job_moved
from app.jobs.states import ACTIVE, JobState

#: Jumps of the clock that are stored.
JUMPS_KEPT = 50
JUMPS = "clock jumps"
#: The time at which the latest server stopped.
STOPPED = "clock at stop"


def set_clock(tx: Transaction, by_ms: int) -> None:
    """Record that the clock was set by `by_ms` (negative: back), and shift the stored times."""
    active = [state.value for state in ACTIVE]
    tx.conn.execute(update(JOBS).where(JOBS.c.status.in_(active)).values(rank=JOBS.c.rank + by_ms))
    again = select(*JOB_COLUMNS).where(
        JOBS.c.status == JobState.PENDING.value, JOBS.c.attempt > 0, JOBS.c.due_ms.is_not(None)
    )
    for job in [job_of(row) for row in tx.conn.execute(again).all()]:
        due_ms = (job.due_ms or 0) + by_ms
        tx.conn.execute(update(JOBS).where(JOBS.c.id == job.id).values(due_ms=due_ms))
        tx.append(job.id, [job_moved(job, next_attempt_ms=due_ms)])
    cooling = select(FLAGS.c.name, FLAGS.c.value).where(FLAGS.c.name.startswith(COOLING))
    for name, value in tx.conn.execute(cooling).all():
        set_flag(tx, name, value | {"until_ms": value["until_ms"] + by_ms})
    for column in (PROVIDER_HEALTH.c.open_until_ms, PROVIDER_HEALTH.c.probe_until_ms):  # NULL stays NULL
        tx.conn.execute(update(PROVIDER_HEALTH).values({column: column + by_ms}))
    feeds.set_clock(tx, by_ms)
    top_ms = _top_ms(tx.conn)
    known = [jump | {"at_ms": jump["at_ms"] + by_ms} for jump in flag(tx.conn, JUMPS).get("jumps", [])]
    latest = {"at_ms": tx.now_ms, "by_ms": by_ms}
    top_ms = max(top_ms, tx.now_ms - by_ms) if by_ms < 0 else top_ms
    set_flag(tx, JUMPS, {"jumps": [*known, latest][-JUMPS_KEPT:], "top_ms": top_ms})
    set_flag(tx, STOPPED, {})
    tx.changes.append(ClockSet(waiting_jobs(tx.conn), by_ms))


def set_back_ms(conn: Connection, now_ms: int) -> int:
    """The least by which the clock was set back since a server stopped, or wrote an event, milliseconds (0 or less).

    Jobs that were running at a known jump write in the old time until the new one has reached it, so events up to the
    latest of the old times prove nothing; the time of the stop does.
    """
    stopped_ms = int(flag(conn, STOPPED).get("at_ms", 0))
    newest_ms = newest_event_ms(conn)
    proven_ms = max(stopped_ms, 0 if newest_ms <= _top_ms(conn) else newest_ms)
    return min(0, now_ms - proven_ms)


def note_stop(tx: Transaction) -> None:
    """Record the time at which a server stops, which shows the next one whether the clock was set back since."""
    set_flag(tx, STOPPED, {"at_ms": tx.now_ms})


def _top_ms(conn: Connection) -> int:
    """The latest time that the clock has shown before it was set back, as events have it; 0 if it never was."""
    jumps = flag(conn, JUMPS)
    olds = [jump["at_ms"] - jump["by_ms"] for jump in jumps.get("jumps", []) if jump["by_ms"] < 0]
    return int(jumps["top_ms"]) if "top_ms" in jumps else max(olds, default=0)


def ahead_ms(conn: Connection, now_ms: int, within_ms: int) -> int:
    """The total by which the clock was set forward in the last `within_ms`, milliseconds (0 or more).

    Times from before seem older by this much than they are.
    """
    jumps = flag(conn, JUMPS).get("jumps", [])
    return max(0, sum(int(jump["by_ms"]) for jump in jumps if jump["at_ms"] > now_ms - within_ms))
