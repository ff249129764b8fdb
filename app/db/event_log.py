"""Reads the event log: its newest positions, for followers of a bus that may lose hints, and how long it is."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from app.db import queries
from app.db.records import EVENT_COLUMNS, EVENTS, event_of
from app.db.store import Store
from app.jobs.events import Hint, JobError, JobMoved, LogLine, StageMoved, StoredEvent

#: Types of events that say how jobs and stages go.
_MOVES = [kind.model_fields["kind"].default for kind in (JobMoved, StageMoved, JobError)]


class StoredEventLog:
    """The store's log of events."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def newest_id(self) -> int:
        """The `id` of the newest event, 0 if there is none. Raises StorageFailed."""
        return await self._store.read(queries.newest_event_id)

    async def hints_after(self, event_id: int) -> Sequence[Hint]:
        """A hint for the newest event of each job that has events with a larger `id`. Raises StorageFailed."""
        return await self._store.read(_hints_after, event_id)


def lines_of_job(conn: Connection, job_id: str) -> int:
    """The number of a job's stored log lines, warnings included."""
    count = select(func.count()).where(EVENTS.c.job_id == job_id, EVENTS.c.type == LogLine.model_fields["kind"].default)
    return int(conn.execute(count).scalar_one())


def moves_after(conn: Connection, event_id: int, *, limit: int) -> tuple[list[StoredEvent], int]:
    """The next events with a larger `id` that say how jobs and stages go, and the `id` up to which they are all."""
    newest = queries.newest_event_id(conn)
    query = (
        select(*EVENT_COLUMNS)
        .where(EVENTS.c.id > event_id, EVENTS.c.id <= newest, EVENTS.c.type.in_(_MOVES))
        .order_by(EVENTS.c.id)
        .limit(limit)
    )
    found = [event_of(row) for row in conn.execute(query)]
    return found, found[-1].id if len(found) == limit else newest


def _hints_after(conn: Connection, event_id: int) -> list[Hint]:
    newest = func.max(EVENTS.c.id).label("newest")
    query = select(EVENTS.c.job_id, func.max(EVENTS.c.seq), newest).where(EVENTS.c.id > event_id)
    return [Hint(*row) for row in conn.execute(query.group_by(EVENTS.c.job_id).order_by(newest))]
