"""Stores webhooks, and records their deliveries in the transaction of the events that they report."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, Table, delete, func, insert, select, update

from app.core.errors import NotFound, WrongState
from app.db import videos
from app.db.records import JOB_COLUMNS, JOBS, VIDEOS, job_of
from app.db.tables.webhooks import DeliveryRow, JobWebhookRow, WebhookRow
from app.db.transaction import Transaction
from app.jobs.changes import DeliveriesDue
from app.jobs.events import ClipCut, StoredEvent
from app.jobs.record import JobRecord
from app.jobs.videos import VideoStatus
from app.jobs.webhooks import (
    NOTIFIED,
    NOTIFY,
    PING,
    Delivery,
    DeliveryState,
    HookEvent,
    Outcome,
    Webhook,
    hook_event,
    pause_s,
)

WEBHOOKS: Table = WebhookRow.__table__  # type: ignore[attr-defined]
JOB_WEBHOOKS: Table = JobWebhookRow.__table__  # type: ignore[attr-defined]
DELIVERIES: Table = DeliveryRow.__table__  # type: ignore[attr-defined]
WEBHOOK_COLUMNS = [WEBHOOKS.c[one.name] for one in fields(Webhook)]
DELIVERY_COLUMNS = [DELIVERIES.c[one.name] for one in fields(Delivery)]
#: What deliveries report of a job.
REPORTED = (
    *("id", "job_type", "status", "url", "video_id", "video_title", "user_id", "meta", "attempt", "error"),
    *("created_ms", "completed_ms"),
)
#: How long a delivery belongs to the process that took it, milliseconds; if that dies, it is tried again after it.
TAKEN_MS = 60_000
#: Deliveries that one transaction deletes at most.
FORGOTTEN_AT_ONCE = 1000


def add(tx: Transaction, new: Webhook) -> Webhook:
    """Store a webhook."""
    made = replace(new, created_ms=tx.now_ms)
    values = {one.name: getattr(made, one.name) for one in fields(Webhook)}
    tx.conn.execute(insert(WEBHOOKS).values(values | {"events": list(made.events)}))
    tx.has_hooks = True
    return made


def add_job_webhooks(tx: Transaction, urls: Mapping[str, str]) -> None:
    """Store the `webhook_url` of new jobs, by job."""
    if urls:
        tx.conn.execute(insert(JOB_WEBHOOKS), [{"job_id": job_id, "url": url} for job_id, url in urls.items()])
        tx.has_hooks = True


def webhook(conn: Connection, webhook_id: str) -> Webhook:
    """Read a webhook. Raises NotFound."""
    row = conn.execute(select(*WEBHOOK_COLUMNS).where(WEBHOOKS.c.id == webhook_id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no webhook {webhook_id}.")
    return _webhook(row)


def page(conn: Connection, *, limit: int, offset: int, owner: str | None = None) -> tuple[list[Webhook], int]:
    """Read a page of webhooks, newest first, and the number of all; of this user, if one is named."""
    mine = [] if owner is None else [WEBHOOKS.c.user_id == owner]
    newest = select(*WEBHOOK_COLUMNS).where(*mine).order_by(WEBHOOKS.c.num.desc())
    total = select(func.count()).select_from(WEBHOOKS).where(*mine)
    rows = conn.execute(newest.limit(limit).offset(offset))
    return [_webhook(row) for row in rows], conn.execute(total).scalar_one()


def remove(tx: Transaction, webhook_id: str) -> None:
    """Delete a webhook and its deliveries. Raises NotFound."""
    webhook(tx.conn, webhook_id)
    tx.conn.execute(delete(DELIVERIES).where(DELIVERIES.c.webhook_id == webhook_id))
    tx.conn.execute(delete(WEBHOOKS).where(WEBHOOKS.c.id == webhook_id))


def remove_job(tx: Transaction, job_id: str) -> None:
    """Delete the `webhook_url` of a job and its deliveries to it; those of webhooks stay in their logs."""
    tx.conn.execute(delete(JOB_WEBHOOKS).where(JOB_WEBHOOKS.c.job_id == job_id))
    tx.conn.execute(delete(DELIVERIES).where(DELIVERIES.c.job_id == job_id, DELIVERIES.c.webhook_id.is_(None)))


def ping(tx: Transaction, webhook_id: str) -> Delivery:
    """Record a delivery that only tries the receiver. Raises NotFound."""
    hook = webhook(tx.conn, webhook_id)
    row = _row(tx, PING, hook.url, {}, webhook_id=hook.id)
    _insert(tx, [row])
    return delivery(tx.conn, row["id"])


def delivery(conn: Connection, delivery_id: str, webhook_id: str | None = None) -> Delivery:
    """Read a delivery, of this webhook if it is named. Raises NotFound."""
    query = select(*DELIVERY_COLUMNS).where(DELIVERIES.c.id == delivery_id)
    if webhook_id is not None:
        query = query.where(DELIVERIES.c.webhook_id == webhook_id)
    row = conn.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"There is no delivery {delivery_id}.")
    return _delivery(row)


def deliveries(
    conn: Connection, webhook_id: str, *, state: DeliveryState | None, limit: int, offset: int
) -> tuple[list[Delivery], int]:
    """Read a page of a webhook's deliveries, newest first; and the number of all. Raises NotFound."""
    webhook(conn, webhook_id)
    of_hook = [DELIVERIES.c.webhook_id == webhook_id, *([DELIVERIES.c.state == state.value] if state else [])]
    rows = conn.execute(
        select(*DELIVERY_COLUMNS).where(*of_hook).order_by(DELIVERIES.c.num.desc()).limit(limit).offset(offset)
    )
    total = conn.execute(select(func.count()).select_from(DELIVERIES).where(*of_hook)).scalar_one()
    return [_delivery(row) for row in rows], total


def redeliver(tx: Transaction, webhook_id: str, delivery_id: str) -> Delivery:
    """Deliver an ended delivery once more, with all its attempts. Raises NotFound, WrongState."""
    known = delivery(tx.conn, delivery_id, webhook_id)
    if known.state is DeliveryState.PENDING:
        raise WrongState("This delivery is still being tried.")
    values = {"state": DeliveryState.PENDING.value, "attempts": 0, "next_ms": tx.now_ms, "ended_ms": None}
    tx.conn.execute(update(DELIVERIES).where(DELIVERIES.c.id == delivery_id).values(values))
    tx.changes.append(DeliveriesDue())
    return delivery(tx.conn, delivery_id)


def record(tx: Transaction, notified: Sequence[str] = ()) -> None:
    """Record the deliveries of the events that this transaction stores, also those for services that notify people.

    Called once, before its commit.
    """
    reported = [(event, stored) for stored in tx.events if (event := hook_event(stored.event)) is not None]
    if not reported:
        return
    hooks = [_webhook(row) for row in tx.conn.execute(select(*WEBHOOK_COLUMNS).where(WEBHOOKS.c.enabled))]
    job_ids = {stored.job_id for _, stored in reported}
    own = _job_webhooks(tx.conn, job_ids)
    if not hooks and not own and not notified:
        return
    jobs = {job.id: job for job in map(job_of, tx.conn.execute(select(*JOB_COLUMNS).where(JOBS.c.id.in_(job_ids))))}
    reports = [(event, stored.job_id, _facts(jobs[stored.job_id], stored)) for event, stored in reported]
    if any(HookEvent.VIDEO_COMPLETED in hook.events for hook in hooks):
        reports += _of_videos(tx, [jobs[job_id] for event, job_id, _ in reports if event is HookEvent.JOB_COMPLETED])
    rows = []
    for event, job_id, facts in reports:
        receivers = _for(hooks, event, jobs[job_id].user_id)
        rows += [_row(tx, event, hook.url, facts, webhook_id=hook.id, job_id=job_id) for hook in receivers]
        if job_id in own and event is not HookEvent.VIDEO_COMPLETED:
            rows.append(_row(tx, event, own[job_id], facts, job_id=job_id))
        if event in NOTIFIED:
            rows += [_row(tx, event, f"{NOTIFY}{one}", facts, job_id=job_id) for one in notified]
    _insert(tx, rows)


def has_any(conn: Connection) -> bool:
    """Whether there is a webhook, or a job with a `webhook_url`."""
    return any(conn.execute(select(table).limit(1)).first() is not None for table in (WEBHOOKS, JOB_WEBHOOKS))


def has_deliveries(conn: Connection) -> bool:
    """Whether the log has any."""
    return conn.execute(select(DELIVERIES.c.num).limit(1)).first() is not None


def host_of(url: str) -> str:
    """The host and port of a receiver; each service that notifies people counts as one."""
    return url if url.startswith(NOTIFY) else urlsplit(url).netloc.lower()


def take(tx: Transaction, *, limit: int, busy_hosts: Collection[str]) -> list[Delivery]:
    """Take deliveries that are due for this process; those for `busy_hosts` wait."""
    due = select(DELIVERIES.c.num).where(DELIVERIES.c.next_ms <= tx.now_ms, DELIVERIES.c.host.not_in(list(busy_hosts)))
    chosen = due.order_by(DELIVERIES.c.next_ms).limit(limit).with_for_update(skip_locked=True)
    taken = (
        update(DELIVERIES)
        .where(DELIVERIES.c.num.in_(chosen))
        .values(next_ms=tx.now_ms + TAKEN_MS)
        .returning(*DELIVERY_COLUMNS)
    )
    return sorted(map(_delivery, tx.conn.execute(taken)), key=lambda one: one.created_ms)


def settle(tx: Transaction, known: Delivery, outcome: Outcome) -> None:
    """Record the outcome of an attempt, and when the next one is."""
    attempts = known.attempts + 1
    wait_s = None if outcome.delivered or outcome.gone else pause_s(attempts, outcome.retry_after_s)
    state = DeliveryState.DELIVERED if outcome.delivered else DeliveryState.FAILED
    values = {
        "state": (state if wait_s is None else DeliveryState.PENDING).value,
        "attempts": attempts,
        "next_ms": None if wait_s is None else tx.now_ms + int(wait_s * 1000),
        "ended_ms": tx.now_ms if wait_s is None else None,
        "response_status": outcome.response_status,
        "error": outcome.error,
        "response_ms": outcome.response_ms,
    }
    tx.conn.execute(update(DELIVERIES).where(DELIVERIES.c.id == known.id).values(values))
    if outcome.gone and known.webhook_id is not None:
        tx.conn.execute(update(WEBHOOKS).where(WEBHOOKS.c.id == known.webhook_id).values(enabled=False))


def next_due_ms(conn: Connection) -> int | None:
    """When the next attempt of any delivery is due; None if none is."""
    query = select(func.min(DELIVERIES.c.next_ms)).where(DELIVERIES.c.next_ms.is_not(None))
    found: int | None = conn.execute(query).scalar_one_or_none()
    return found


def forget(tx: Transaction, before_ms: int) -> int:
    """Delete ended deliveries from before `before_ms`, some of them if there are many; returns how many."""
    old = select(DELIVERIES.c.num).where(DELIVERIES.c.next_ms.is_(None), DELIVERIES.c.created_ms < before_ms)
    return tx.conn.execute(delete(DELIVERIES).where(DELIVERIES.c.num.in_(old.limit(FORGOTTEN_AT_ONCE)))).rowcount


def _job_webhooks(conn: Connection, job_ids: Collection[str]) -> dict[str, str]:
    """The `webhook_url` of those jobs that have one."""
    return {row.job_id: row.url for row in conn.execute(select(JOB_WEBHOOKS).where(JOB_WEBHOOKS.c.job_id.in_(job_ids)))}


def _of_videos(tx: Transaction, completed: Iterable[JobRecord]) -> list[tuple[HookEvent, str, dict[str, Any]]]:
    """The videos that are complete with these jobs, each with the job that completed it."""
    of_videos = [job for job in completed if job.video_id is not None]
    if not of_videos:
        return []
    of_clips = select(JOBS.c.id).where(JOBS.c.id.in_([job.id for job in of_videos]), videos.IS_CLIP)
    clips = set(tx.conn.execute(of_clips).scalars())
    by_video = {job.video_id: job for job in of_videos if job.id not in clips}
    query = select(VIDEOS.c.id, videos.STATUS.label("state")).where(
        VIDEOS.c.id.in_(by_video), VIDEOS.c.fetched.is_(False)
    )
    done = [row.id for row in tx.conn.execute(query) if row.state == VideoStatus.COMPLETED.value]
    return [(HookEvent.VIDEO_COMPLETED, by_video[one].id, _facts(by_video[one])) for one in done]


def _for(hooks: Sequence[Webhook], event: HookEvent, user_id: str | None) -> list[Webhook]:
    """The webhooks for an event of a job of this user: those of a user get what is that user's."""
    return [hook for hook in hooks if event in hook.events and hook.user_id in (None, user_id)]


def _facts(job: JobRecord, stored: StoredEvent | None = None) -> dict[str, Any]:
    """What a delivery reports: the job in short, and the clip of an event."""
    facts = {name: getattr(job, name) for name in REPORTED}
    if stored is not None and isinstance(stored.event, ClipCut):
        facts["clip"] = stored.event.model_dump(mode="json")
    return facts


def _row(
    tx: Transaction,
    event: str,
    url: str,
    facts: Mapping[str, Any],
    *,
    webhook_id: str | None = None,
    job_id: str | None = None,
) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "webhook_id": webhook_id,
        "job_id": job_id,
        "event": str(event),
        "url": url,
        "host": host_of(url),
        "facts": facts,
        "state": DeliveryState.PENDING.value,
        "attempts": 0,
        "next_ms": tx.now_ms,
        "created_ms": tx.now_ms,
    }


def _insert(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        tx.conn.execute(insert(DELIVERIES), list(rows))
        tx.changes.append(DeliveriesDue())


def _webhook(row: Row[Any]) -> Webhook:
    values = dict(zip((one.name for one in fields(Webhook)), row, strict=True))
    return Webhook(**values | {"events": tuple(values["events"])})


def _delivery(row: Row[Any]) -> Delivery:
    values = dict(zip((one.name for one in fields(Delivery)), row, strict=True))
    return Delivery(**values | {"state": DeliveryState(values["state"])})
