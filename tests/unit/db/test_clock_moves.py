"""A clock that is set: waits and order go on, history stays, nothing of a job runs backwards."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.db import clock_moves, feed_entries, feeds, flags, job_updates, moves, queries, stage_log
from app.db.store import Store
from app.jobs.changes import ClockSet, JobChange
from app.jobs.events import JobMoved
from app.jobs.feeds import CheckOutcome, Feed, FeedKind, Found, Listing, Schedule
from app.jobs.record import JobRecord
from app.jobs.states import Cause, JobState
from tests.stages import PLANS
from tests.stores import new_job, open_store, start_stage

DAY_MS = 86_400_000


class Clock:
    """The machine's clock, set by the test."""

    def __init__(self) -> None:
        self.now = 100 * DAY_MS

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock."""
    return Clock()


@pytest.fixture
async def store(tmp_path: Path, clock: Clock) -> AsyncIterator[Store]:
    """A store with that clock."""
    async with open_store(tmp_path, now_ms=clock) as opened:
        yield opened


async def _submitted(store: Store, **values: object) -> JobRecord:
    return (await store.write(moves.submit, new_job(**values)))[0]


async def _postponed(store: Store, *, in_ms: int) -> JobRecord:
    job = await _submitted(store)
    claimed = await store.write(moves.claim, job.id, PLANS)
    assert claimed is not None
    return await store.write(moves.postpone, job.id, claimed.attempt, due_ms=store.now_ms() + in_ms)


@pytest.mark.parametrize("by_ms", [DAY_MS, -DAY_MS])
async def test_a_wait_for_the_next_attempt_stays_as_long_as_it_was(store: Store, clock: Clock, by_ms: int) -> None:
    """And clients are told when that is now; a job for a time of day keeps its time."""
    waiting = await _postponed(store, in_ms=60_000)
    later = await _submitted(store, run_at_ms=clock.now + 60_000)
    clock.now += by_ms
    changes: list[JobChange] = []
    store.follow_changes(changes.extend)
    await store.write(clock_moves.set_clock, by_ms)
    (change,) = changes
    assert isinstance(change, ClockSet)
    assert change.by_ms == by_ms
    queue = {job.id: job for job in change.queue}
    assert queue[waiting.id].due_ms == clock.now + 60_000
    assert queue[later.id].due_ms == later.due_ms
    told = (await store.read(queries.events_of_job, waiting.id, after=0, limit=99))[-1]
    assert isinstance(told.event, JobMoved)
    assert told.event.next_attempt_ms == clock.now + 60_000


async def test_who_waited_before_a_clock_was_set_back_still_runs_first(store: Store, clock: Clock) -> None:
    """Ranks are times; without this, everybody who comes within a day would overtake."""
    first = await _submitted(store)
    clock.now += 1000 - DAY_MS
    await store.write(clock_moves.set_clock, -DAY_MS)
    second = await _submitted(store)
    waiting = sorted(await store.read(queries.waiting_jobs), key=lambda job: job.rank)
    assert [job.id for job in waiting] == [first.id, second.id]


async def test_a_cool_down_stays_as_long_as_it_was(store: Store, clock: Clock) -> None:
    """A host that asked for a minute is not left alone for a day."""
    await store.write(flags.cool, "example.org", clock.now + 60_000)
    clock.now -= DAY_MS
    await store.write(clock_moves.set_clock, -DAY_MS)
    assert await store.read(flags.cooling_until_ms, "example.org") == clock.now + 60_000


@pytest.mark.parametrize("by_ms", [DAY_MS, -DAY_MS, -3650 * DAY_MS])
async def test_feeds_are_checked_after_their_intervals_and_at_their_times_of_day(
    store: Store, clock: Clock, by_ms: int
) -> None:
    """A clock that was years ahead does not stop them for years, nor who held one at that time."""
    clock.now += 4000 * DAY_MS
    often, daily = (
        Feed(name, name, FeedKind.PODCAST, "https://e.example/", schedule)
        for name, schedule in (("often", Schedule(3600)), ("daily", Schedule(at="03:30")))
    )
    for one in (often, daily):
        await store.write(feeds.add, one)
        held = await store.write(feeds.take_due, folders=False)
        assert held is not None
        await store.write(feeds.settle, held, CheckOutcome())
    left_ms = {name: (await store.read(feeds.feed, name)).next_ms or 0 for name in ("often", "daily")}
    clock.now += by_ms
    await store.write(clock_moves.set_clock, by_ms)
    after = {name: (await store.read(feeds.feed, name)).next_ms or 0 for name in ("often", "daily")}
    assert after["often"] == left_ms["often"] + by_ms
    assert after["daily"] <= clock.now + DAY_MS + 600_000
    clock.now += DAY_MS * 2
    assert await store.write(feeds.take_due, folders=False) is not None
    assert await store.write(feeds.take_due, folders=False) is not None
    clock.now -= DAY_MS
    assert (await store.read(feeds.next_due_ms, clock.now, folders=False) or 0) <= clock.now + DAY_MS + 600_000
    assert await store.write(feeds.take_due, folders=False) is not None


async def test_a_file_that_was_seen_before_a_clock_was_set_back_is_taken(store: Store, clock: Clock) -> None:
    """Not only when the clock has reached the time again at which it was seen."""
    folder = Feed("f", "f", FeedKind.FOLDER, "/srv", Schedule(60))
    await store.write(feeds.add, folder)
    await store.write(feed_entries.record, folder, Listing(FeedKind.FOLDER, "f", []))
    listing = Listing(FeedKind.FOLDER, "f", [Found("k", "a.mp4")])
    assert await store.write(feed_entries.record, folder, listing)
    assert await store.write(feed_entries.record, folder, listing)
    clock.now -= DAY_MS
    assert not await store.write(feed_entries.record, folder, listing)
    assert [one.place for one in await store.read(feed_entries.waiting, "f", 5)] == ["a.mp4"]


async def test_nothing_of_a_job_runs_backwards(store: Store, clock: Clock) -> None:
    """It stands still until the new time has reached what it told; durations are never negative."""
    job = await _submitted(store)
    clock.now -= DAY_MS
    claimed = await store.write(moves.claim, job.id, PLANS)
    assert claimed is not None
    await store.write(start_stage, job.id, 1, "fetch", "k", eta_s=None)
    await store.write(job_updates.set_pinned, job.id, True)
    ended = await store.write(moves.finish, job.id, 1, Cause.COMPLETE)
    assert ended.started_ms is not None
    assert ended.completed_ms is not None
    assert job.created_ms <= ended.started_ms <= ended.completed_ms <= ended.updated_ms
    times = [event.ts_ms for event in await store.read(queries.events_of_job, job.id, after=0, limit=99)]
    assert times == sorted(times)
    stage = {stage.name: stage for stage in await store.read(stage_log.stages_of_job, job.id)}["fetch"]
    assert stage.started_ms == ended.started_ms
    fresh = await _submitted(store)
    assert fresh.created_ms == clock.now


async def test_a_clock_set_back_while_no_server_ran_shows_in_the_log(store: Store, clock: Clock) -> None:
    """Events from the future say by how much at least; a jump that is known is not counted twice."""
    job = await _submitted(store)
    assert await store.read(clock_moves.set_back_ms, clock.now + 5) == 0
    clock.now -= DAY_MS
    assert await store.read(clock_moves.set_back_ms, clock.now) == -DAY_MS
    await store.write(clock_moves.set_clock, -DAY_MS)
    await store.write(moves.claim, job.id, PLANS)
    assert await store.read(clock_moves.set_back_ms, clock.now) == 0


async def test_how_far_the_clock_is_ahead_is_forgotten_after_the_span(store: Store, clock: Clock) -> None:
    """Jumps there and back cancel out; a clock that is behind makes nothing younger."""
    await store.write(clock_moves.set_clock, -500)
    assert await store.read(clock_moves.ahead_ms, clock.now, DAY_MS) == 0
    await store.write(clock_moves.set_clock, 800)
    assert await store.read(clock_moves.ahead_ms, clock.now, DAY_MS) == 300
    assert await store.read(clock_moves.ahead_ms, clock.now + DAY_MS, DAY_MS) == 0


async def test_only_jobs_that_wait_again_are_moved(store: Store, clock: Clock) -> None:
    """Finished ones are history."""
    job = await _submitted(store)
    await store.write(moves.cancel, job.id)
    await store.write(clock_moves.set_clock, DAY_MS)
    after = await store.read(queries.job, job.id)
    assert (after.status, after.rank) == (JobState.CANCELLED, job.rank)
