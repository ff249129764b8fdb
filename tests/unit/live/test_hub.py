"""Fan-out: who is told what, and how often it is serialised."""

import asyncio
import json

import pytest

from app.jobs.events import StoredEvent
from app.jobs.queue_brief import QueueBrief
from app.live import hub as hub_module
from app.live.message import Message
from tests.unit.live.history import JOB, History, PlainRenderer, a_hub, event, progress_of, publish

OTHER = "22222222-2222-4222-8222-222222222222"


async def test_a_jobs_followers_hear_of_that_job_only() -> None:
    """The broadcast hears of all jobs, by the events' ids; a job's follower of its own, by seq."""
    hub = a_hub()
    history = History(hub)
    with hub.follow_job(JOB, history.read, history.is_over) as mine, hub.follow_all(history.read) as everything:
        mine.begin(0, newest=0)
        everything.begin(0, newest=0)
        publish(hub, [event(1, event_id=4), event(1, job_id=OTHER, event_id=5), event(2, event_id=6)])
        own, all_jobs = mine.messages(), everything.messages()
        async with asyncio.timeout(5):
            assert [(await anext(own)).cursor for _ in range(2)] == [1, 2]
            assert [(await anext(all_jobs)).cursor for _ in range(3)] == [4, 5, 6]
        assert hub.connections() == {"jobs": 1, "followed_jobs": 1, "broadcast": 1, "health": 0}


async def test_an_event_is_serialised_once_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred followers share one text; without followers nothing is serialised."""
    calls: list[str] = []
    render = PlainRenderer.event

    def counted(self: PlainRenderer, stored: StoredEvent) -> Message:
        calls.append(stored.event.kind)
        return render(self, stored)

    monkeypatch.setattr(PlainRenderer, "event", counted)
    hub = a_hub()
    history = History(hub)
    history.append(1)
    assert calls == []
    entered = [hub.follow_job(JOB, history.read, history.is_over) for _ in range(50)]
    entered += [hub.follow_all(history.read) for _ in range(50)]
    followers = [one.__enter__() for one in entered]
    for follower in followers:
        follower.begin(1, newest=1)
    history.append(1)
    assert calls == ["log_line"]
    assert len({id(follower._outbox[0].text) for follower in followers}) == 1
    for one in entered:
        one.__exit__(None, None, None)


async def test_changes_of_the_queue_are_told_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many changes in a moment give one queue_update, with the state at its end."""
    monkeypatch.setattr(hub_module, "QUEUE_PAUSE_S", 0.0)
    depth = 0
    hub = a_hub(queue_brief=lambda: QueueBrief(waiting=depth))
    history = History(hub)
    hub.queue_changed()  # nobody follows: nothing is prepared
    with hub.follow_all(history.read) as follower:
        follower.begin(0, newest=0)
        for depth in range(1, 20):  # noqa: B007 - the hub reads it
            hub.queue_changed()
        async with asyncio.timeout(5):
            message = await anext(follower.messages())
        assert json.loads(message.text)["data"] == {"waiting": 19}
        assert follower.waiting == 0


async def test_progress_of_a_job_that_does_not_run_is_dropped() -> None:
    """After a restart nothing is told of a job before its attempt is."""
    hub = a_hub()
    history = History(hub)
    with hub.follow_all(history.read) as follower:
        follower.begin(0, newest=0)
        hub.progress(JOB, 3, progress_of(1, 5))
        assert follower.waiting == 0
        publish(hub, [event(4, status="processing", attempt=1)])
        hub.progress(JOB, 4, progress_of(1, 6))
        assert follower.waiting == 2
        publish(hub, [event(5, status="pending", attempt=1)])
        hub.progress(JOB, 5, progress_of(1, 7))
        assert follower.waiting == 2
