"""Deliveries are made with what they report, on each database: in its transaction, taken by one process at a time."""

import uuid

import pytest

from app.core.errors import WrongState
from app.db import moves, webhooks
from app.db.store import Store
from app.db.transaction import Transaction
from app.jobs.states import Cause
from app.jobs.webhooks import DeliveryState, HookEvent, Outcome, Webhook
from tests.stages import PLANS
from tests.stores import new_job, other_writer


async def subscribe(store: Store, *events: HookEvent, host: str = "example.org", user_id: str | None = None) -> Webhook:
    """Store a webhook."""
    new = Webhook(str(uuid.uuid4()), f"https://{host}/hook", events, "sealed", user_id)
    return await store.write(webhooks.add, new)


async def end_a_job(store: Store, cause: Cause = Cause.COMPLETE, *, user_id: str | None = None) -> str:
    """Create a job and end it."""
    job, _ = await store.write(moves.submit, new_job(user_id=user_id))
    claimed = await store.write(moves.claim, job.id, PLANS)
    assert claimed is not None
    await store.write(moves.finish, job.id, claimed.attempt, cause)
    return job.id


async def test_a_delivery_is_committed_with_the_end_it_reports(store: Store) -> None:
    """A move that is not committed leaves none; each webhook gets those that it subscribed to."""
    done = await subscribe(store, HookEvent.JOB_COMPLETED)
    failed = await subscribe(store, HookEvent.JOB_FAILED)
    job_id = await end_a_job(store)
    (found,), total = await store.read(webhooks.deliveries, done.id, state=None, limit=10, offset=0)
    assert (found.job_id, found.event, total) == (job_id, "job.completed", 1)
    job, _ = await store.write(moves.submit, new_job())
    claimed = await store.write(moves.claim, job.id, PLANS)
    assert claimed is not None

    def fails(tx: Transaction) -> None:
        moves.finish(tx, job.id, claimed.attempt, Cause.FAIL)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.write(fails)
    assert (await store.read(webhooks.deliveries, failed.id, state=None, limit=10, offset=0))[1] == 0


async def test_a_webhook_of_a_user_is_sent_what_is_that_users(store: Store) -> None:
    """One without a user is sent everything; each list has its own."""
    hooks = [await subscribe(store, HookEvent.JOB_COMPLETED, user_id=user) for user in ("ann", "bea", None)]
    of_ann, of_nobody = await end_a_job(store, user_id="ann"), await end_a_job(store)
    sent = []
    for hook in hooks:
        found, _ = await store.read(webhooks.deliveries, hook.id, state=None, limit=10, offset=0)
        sent.append({one.job_id for one in found})
    assert sent == [{of_ann}, set(), {of_ann, of_nobody}]
    own, total = await store.read(webhooks.page, limit=10, offset=0, owner="bea")
    assert ([hook.id for hook in own], total) == ([hooks[1].id], 1)


async def test_a_delivery_is_taken_once_until_its_time_is_over(store: Store, database_url: str) -> None:
    """Another process takes it when the first one has died; hosts that are busy wait; an outcome ends it."""
    await subscribe(store, HookEvent.JOB_COMPLETED, host="a.example")
    await subscribe(store, HookEvent.JOB_COMPLETED, host="b.example")
    await end_a_job(store)
    (mine,) = await store.write(webhooks.take, limit=10, busy_hosts=["b.example"])
    assert mine.url == "https://a.example/hook"
    async with other_writer(database_url, now_ms=store.now_ms) as write:
        (other,) = await write(webhooks.take, limit=10, busy_hosts=[])
        assert other.url == "https://b.example/hook"
        assert await write(webhooks.take, limit=10, busy_hosts=[]) == []
    async with other_writer(database_url, now_ms=lambda: store.now_ms() + webhooks.TAKEN_MS) as later:
        again = await later(webhooks.take, limit=10, busy_hosts=[])
        assert {one.id for one in again} == {mine.id, other.id}
    with pytest.raises(WrongState):
        await store.write(webhooks.redeliver, mine.webhook_id or "", mine.id)
    await store.write(webhooks.settle, mine, Outcome(True, 200, response_ms=3))
    settled = await store.read(webhooks.delivery, mine.id)
    assert (settled.state, settled.attempts, settled.next_ms) == (DeliveryState.DELIVERED, 1, None)
    assert await store.write(webhooks.forget, store.now_ms() + 1000) == 1


async def test_a_webhook_that_another_server_adds_counts_at_once(store: Store, database_url: str) -> None:
    """Where several write: what is known of there being none is not trusted."""
    await end_a_job(store)
    if not database_url.startswith("postgresql"):
        return
    async with other_writer(database_url, now_ms=store.now_ms) as write:
        hook = await write(webhooks.add, Webhook(str(uuid.uuid4()), "https://a.example/", ("job.completed",), "sealed"))
    await end_a_job(store)
    assert (await store.read(webhooks.deliveries, hook.id, state=None, limit=1, offset=0))[1] == 1
