"""What a commit announces to the other processes that share a PostgreSQL database.

It is sent by NOTIFY in the transaction itself, so it arrives after the commit, in the order of commits, and never
without one. It contains no rows: what has changed is read from the database, which is the truth.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import text

from app.db.transaction import Transaction
from app.jobs.changes import (
    AccessChanged,
    ClockSet,
    DeliveriesDue,
    FeedChanged,
    JobChange,
    JobDeleted,
    ProgressMade,
    QueuePaused,
    Reranked,
    StageAdvanced,
    StageChange,
    StageReported,
    StageTasksChanged,
    VideoChanged,
    WorkersChanged,
)
from app.jobs.events import Hint
from app.jobs.progress import AttemptProgress, StageAtWork
from app.jobs.record import JobRecord
from app.jobs.stage_reports import StageReport

#: The name of the channel; PostgreSQL scopes it to the database.
CHANNEL = "video_processing"
#: The greatest size of a payload, bytes; PostgreSQL refuses 8,000.
MOST_BYTES = 7800
#: The names of changes that contain nothing.
SIGNALS: dict[str, type[DeliveriesDue | AccessChanged | WorkersChanged]] = {
    "deliveries": DeliveriesDue,
    "access": AccessChanged,
    "workers": WorkersChanged,
}
NOTIFY = text("SELECT pg_notify(:channel, :payload)")


@dataclass(frozen=True, slots=True)
class Announcement:
    """A part of what a commit of another process has changed.

    `hints` are the newest events of jobs, `job_ids` jobs whose rows were changed, `changes` what needs no read.
    `clock_ms` is not 0 if all waiting jobs were shifted by so much.
    """

    origin: str
    hints: Sequence[Hint] = ()
    job_ids: Sequence[str] = ()
    changes: Sequence[JobChange] = ()
    clock_ms: int = 0


def announce(origin: str, tx: Transaction) -> None:
    """Announce what the transaction has done; the last thing that it does."""
    for entries in _parcels(list(_entries(tx))):
        payload = json.dumps({"from": origin, "what": entries}, separators=(",", ":"))
        tx.conn.execute(NOTIFY, {"channel": CHANNEL, "payload": payload})


def parse(payload: str) -> Announcement:
    """Parse a payload. Raises ValueError if it is none of ours."""
    try:
        form = json.loads(payload)
        read = _Read()
        for kind, *values in form["what"]:
            read.add(kind, values)
        return Announcement(form["from"], read.hints, read.job_ids, read.changes, read.clock_ms)
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError(f"not an announcement: {payload[:100]}") from error


class _Read:
    """Collects the entries of a payload."""

    def __init__(self) -> None:
        self.hints: list[Hint] = []
        self.job_ids: list[str] = []
        self.changes: list[JobChange] = []
        self.clock_ms = 0

    def add(self, kind: str, values: Sequence[Any]) -> None:
        match kind:
            case "event":
                self.hints.append(Hint(*values))
            case "job":
                self.job_ids.append(values[0])
            case "clock":
                self.clock_ms += values[0]
            case "progress":
                job_id, last_seq, form = values
                self.changes.append(ProgressMade(job_id, last_seq, _progress_of(form)))
            case "video":
                self.changes.append(VideoChanged(*values))
            case "feed":
                self.changes.append(FeedChanged(*values))
            case "deleted":
                self.changes.append(JobDeleted(*values))
            case "paused":
                self.changes.append(QueuePaused(*values))
            case signal if signal in SIGNALS:
                self.changes.append(SIGNALS[signal]())
            case "stage" | "stage_tasks" | "stage_report":
                self.changes.append(_stage_change(kind, *values))
            # an entry of a later release is ignored: servers of two releases may share a database for a moment


def _entries(tx: Transaction) -> Iterator[list[Any]]:
    newest = {event.job_id: event for event in tx.events}
    for event in newest.values():
        yield ["event", event.job_id, event.seq, event.id]
    job_ids: dict[str, None] = {}
    for change in tx.changes:
        match change:
            case Reranked(jobs):
                job_ids |= dict.fromkeys(job.id for job in jobs)
            case ClockSet():
                yield ["clock", change.by_ms]
            case ProgressMade():
                yield ["progress", change.job_id, change.last_seq, asdict(change.progress)]
            case VideoChanged() | FeedChanged() | JobDeleted():
                yield _owned_entry(change)
            case QueuePaused():
                yield ["paused", change.paused, change.draining]
            case JobRecord():
                job_ids[change.id] = None
            case StageTasksChanged() | StageAdvanced() | StageReported():
                yield _stage_entry(change)
            case signal:
                yield next([name] for name, kind in SIGNALS.items() if isinstance(signal, kind))
    for job_id in job_ids:
        yield ["job", job_id]


def _owned_entry(change: VideoChanged | FeedChanged | JobDeleted) -> list[Any]:
    match change:
        case VideoChanged():
            return ["video", change.video_id, change.user_id]
        case FeedChanged():
            return ["feed", change.feed_id, change.user_id, change.deleted]
        case JobDeleted():
            return ["deleted", change.job_id, change.user_id]


def _stage_entry(change: StageChange) -> list[Any]:
    match change:
        case StageTasksChanged():
            return ["stage_tasks", change.key]
        case StageAdvanced():
            return ["stage", change.key]
        case StageReported():
            return ["stage_report", change.key, change.report.form()]


def _stage_change(kind: str, key: str, form: Mapping[str, Any] | None = None) -> StageChange:
    if form is not None:
        return StageReported(key, StageReport.of(form))
    return StageAdvanced(key) if kind == "stage" else StageTasksChanged(key)


def _parcels(entries: Sequence[list[Any]]) -> Iterator[list[list[Any]]]:
    """Divide entries into payloads of the allowed size."""
    parcel: list[list[Any]] = []
    size = 0
    for entry in entries:
        length = len(json.dumps(entry, separators=(",", ":"))) + 1
        if parcel and size + length > MOST_BYTES - 100:
            yield parcel
            parcel, size = [], 0
        parcel.append(entry)
        size += length
    if parcel:
        yield parcel


def _progress_of(form: Mapping[str, Any]) -> AttemptProgress:
    stages = {name: StageAtWork(**stage) for name, stage in form["stages"].items()}
    return AttemptProgress(**{**form, "stages": stages})
