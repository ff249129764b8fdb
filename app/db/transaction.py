"""The unit of writing: a connection in a transaction, the commit's time, and the events to publish afterwards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import BigInteger, Connection, bindparam, case, insert, text, update

from app.db.tables import EventRow, JobRow
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
#: Held to the end of the transaction.
TAKE_TURN = text("SELECT pg_advisory_xact_lock(1701209460)")
INSERT_EVENTS = insert(EventRow).returning(EventRow.id, sort_by_parameter_order=True)  # type: ignore[call-overload]


@dataclass(slots=True)
class Transaction:
    """The transaction of a unit. Its leases are for `holder`.

    After the commit and before any other transaction begins, `events` are published, `effects` called in order,
    `changes` of jobs published, and `chores` called in a thread. An effect must not wait. Exceptions of effects and
    chores are logged as faults and affect nothing else. A unit refuses (raises an AppError) before its first change,
    never after.
    """

    conn: Connection
    now_ms: int
    holder: Holder = UNNAMED
    events: list[StoredEvent] = field(default_factory=list)
    effects: list[Callable[[], None]] = field(default_factory=list)
    changes: list[JobChange] = field(default_factory=list)
    chores: list[Callable[[], None]] = field(default_factory=list)
    in_line: bool = False  # holds the turn to number events

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

    def _take_turn(self) -> None:
        """Serialise the numbering of events among transactions of several writers.

        `events.id` is the cursor of the broadcast: a reader that has read up to a number must not find a smaller one
        later, so numbers must be in the order of commits. SQLite has a single writer anyway.
        """
        if not self.in_line and self.conn.dialect.name == "postgresql":
            self.conn.execute(TAKE_TURN)
        self.in_line = True

    def moment_ms(self, job: JobRecord) -> int:
        """The time of a change to this job: now, or that of its last change if the clock was set back since."""
        return max(self.now_ms, job.updated_ms)

    def write_events(self, job_id: str, events: Sequence[Event], *, first_seq: int, at_ms: int) -> None:
        """Insert events whose numbers are already counted in the job's row."""
        self._take_turn()
        rows = [
            {"job_id": job_id, "seq": first_seq + n, "type": event.kind, "ts_ms": at_ms, "data": stored_form(event)}
            for n, event in enumerate(events)
        ]
        ids = self.conn.execute(
            INSERT_EVENTS,
            rows,
        ).scalars()
        self.events.extend(
            StoredEvent(event_id, job_id, first_seq + n, at_ms, event)
            for n, (event_id, event) in enumerate(zip(ids, events, strict=True))
        )
