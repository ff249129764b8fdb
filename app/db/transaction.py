"""The unit of writing: a connection in a transaction, the commit's time, and the events to publish afterwards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BigInteger, Connection, bindparam, case, insert, update

from app.db import numbers
from app.db.records import EVENTS
from app.db.tables.jobs import JobRow
from app.jobs.changes import JobChange
from app.jobs.events import Event, StoredEvent, stored_form
from app.jobs.leases import UNNAMED, Holder
from app.jobs.record import JobRecord

NOW = bindparam("now", type_=BigInteger)
#: The time for a job's row: after the clock was set back it does not fall below the last published time.
LATER = case((JobRow.updated_ms > NOW, JobRow.updated_ms), else_=NOW)

# Built once: building a statement costs several times as much as running it.
COUNT_EVENTS = (
    update(JobRow)
    .where(JobRow.id == bindparam("of_id"))  # type: ignore[arg-type]
    .values(last_seq=JobRow.last_seq + bindparam("event_count"), updated_ms=LATER)
    .returning(JobRow.last_seq, JobRow.updated_ms)  # type: ignore[call-overload]
)
INSERT_EVENTS = insert(EVENTS)
#: Held to the end of the transaction.
TAKE_TURN = "SELECT pg_advisory_xact_lock(1701209460)"


@dataclass(frozen=True, slots=True)
class _Unnumbered:
    """An event that is not written yet, so it has no `id`."""

    job_id: str
    seq: int
    ts_ms: int
    event: Event


@dataclass(slots=True)
class Transaction:
    """The transaction of a unit. Its leases are for `holder`.

    Events are inserted together before the commit (`write_out`): one statement for those of all units of a group.

    After the commit and before any other transaction begins, `events` are published, `effects` called in order,
    `changes` of jobs published, and `chores` called in a thread. An effect must not wait. Exceptions of effects and
    chores are logged as faults and affect nothing else. A unit refuses (raises an AppError) before its first change,
    never after. `has_hooks`: it adds a webhook, or a job with one.
    """

    conn: Connection
    now_ms: int
    holder: Holder = UNNAMED
    events: list[StoredEvent] = field(default_factory=list)
    effects: list[Callable[[], None]] = field(default_factory=list)
    changes: list[JobChange] = field(default_factory=list)
    chores: list[Callable[[], None]] = field(default_factory=list)
    has_hooks: bool = False
    _unwritten: list[_Unnumbered] = field(default_factory=list)

    def append(self, job_id: str, events: Sequence[Event]) -> int:
        """Store events of a job, numbered after its last one; returns the number of the newest."""
        if not events:
            raise ValueError("no events to append")
        last_seq, at_ms = self.conn.execute(
            COUNT_EVENTS,
            {"of_id": job_id, "event_count": len(events), "now": self.now_ms},
        ).one()
        self.write_events(job_id, events, first_seq=last_seq - len(events) + 1, at_ms=at_ms)
        return int(last_seq)

    def moment_ms(self, job: JobRecord) -> int:
        """The time of a change to this job: now, or that of its last change if the clock was set back since."""
        return max(self.now_ms, job.updated_ms)

    def write_events(self, job_id: str, events: Sequence[Event], *, first_seq: int, at_ms: int) -> None:
        """Add events whose numbers are already counted in the job's row."""
        self._unwritten.extend(_Unnumbered(job_id, first_seq + n, at_ms, event) for n, event in enumerate(events))

    def write_out(self) -> None:
        """Insert the events that were added so far; before the commit, and before a unit reads or deletes events."""
        added, self._unwritten = self._unwritten, []
        if not added:
            return
        stored = [
            StoredEvent(number, one.job_id, one.seq, one.ts_ms, one.event)
            for number, one in zip(self._numbers(len(added)), added, strict=True)
        ]
        self.conn.execute(INSERT_EVENTS, [_row(event) for event in stored])
        self.events.extend(stored)

    def _numbers(self, count: int) -> Sequence[int]:
        """The next `id`s of events.

        They are the cursor of the broadcast: a reader that has read up to a number must not find a smaller one later,
        so numbers must be in the order of commits. SQLite has a single writer anyway; writers of PostgreSQL take turns.
        """
        if self.conn.dialect.name == "postgresql":
            self.conn.exec_driver_sql(TAKE_TURN)
        return numbers.reserve(self.conn, EVENTS, count)


def _row(stored: StoredEvent) -> dict[str, Any]:
    return {
        "id": stored.id,
        "job_id": stored.job_id,
        "seq": stored.seq,
        "type": stored.event.kind,
        "ts_ms": stored.ts_ms,
        "data": stored_form(stored.event),
    }
