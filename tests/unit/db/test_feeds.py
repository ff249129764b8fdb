"""Feeds, their entries and presets on each database: who checks, what is new, and that an entry becomes one job."""

import uuid
from dataclasses import replace
from typing import Any

import pytest

from app.core.errors import NotFound, WrongState
from app.db import feed_entries, feeds, moves, presets
from app.db.feed_entries import AT_ONCE, Takings
from app.db.store import Store
from app.db.transaction import Transaction
from app.jobs.changes import FeedChanged, JobChange
from app.jobs.feeds import CheckOutcome, EntryState, Feed, FeedKind, Found, Listing, Schedule
from app.jobs.presets import Preset
from app.jobs.states import Cause
from tests.stages import PLANS
from tests.stores import new_job


def a_feed(name: str = "Talks", kind: FeedKind = FeedKind.PODCAST, **values: Any) -> Feed:
    """A feed to be stored."""
    return Feed(str(uuid.uuid4()), name, kind, f"https://e.example/{name}", Schedule(3600), **values)


def listing(*names: str, kind: FeedKind = FeedKind.PODCAST) -> Listing:
    """What a check finds: entries with these names, oldest first."""
    return Listing(kind, "Talks", [Found(name, f"https://e.example/{name}", name, f"id-{name}") for name in names])


async def states(store: Store, feed: Feed) -> dict[str, str]:
    """What has become of each entry."""
    found, _ = await store.read(feed_entries.page, feed.id, None, limit=200, offset=0)
    return {entry.key: entry.state.value for entry, _, _ in found}


async def test_a_due_feed_is_checked_by_one_and_comes_again(store: Store) -> None:
    """The one that is due longest first; a check that is requested during one follows it."""
    first, second = [await store.write(feeds.add, a_feed(name)) for name in ("a", "b")]
    held = [await store.write(feeds.take_due, folders=True) for _ in range(3)]
    assert [one and one.id for one in held] == [first.id, second.id, None]
    assert held[0] is not None
    await store.write(feeds.check_soon, first.id)
    settled = await store.write(feeds.settle, held[0], CheckOutcome("It is away.", retry_after_s=120))
    assert settled is not None
    assert (settled.failures, settled.error, settled.until_ms) == (1, "It is away.", None)
    again = await store.write(feeds.take_due, folders=True)
    assert again is not None
    assert again.id == first.id
    settled = await store.write(feeds.settle, again, CheckOutcome())
    assert settled is not None
    assert (settled.failures, settled.error) == (0, None)
    assert await store.write(feeds.settle, again, CheckOutcome()) is None, "it is not held any more"
    await store.write(feeds.release_all)
    await store.write(feeds.check_soon, second.id)
    assert (await store.write(feeds.take_due, folders=True) or first).id == second.id


async def test_folders_are_left_to_servers_that_have_them(store: Store) -> None:
    """Neither taken nor waited for."""
    await store.write(feeds.add, a_feed(kind=FeedKind.FOLDER))
    assert await store.write(feeds.take_due, folders=False) is None
    assert await store.read(feeds.next_due_ms, store.now_ms(), folders=False) is None
    assert await store.read(feeds.next_due_ms, store.now_ms(), folders=True) is not None
    assert await store.write(feeds.take_due, folders=True) is not None


async def test_a_feed_keeps_what_it_is_told(store: Store) -> None:
    """Options as JSON, a time of day with its zone; a paused one is never due; each user has its own."""
    options = {"language": "en", "speakers": True, "hotwords": ["Zoë"]}
    new = replace(a_feed("c", options=options, job_type="transcription", user_id="ann"), paused=True)
    made = await store.write(feeds.add, replace(new, schedule=Schedule(at="03:30", time_zone="Europe/Berlin")))
    assert await store.read(feeds.feed, made.id) == made
    assert (made.options, made.next_ms, made.schedule.at) == (options, None, "03:30")
    await store.write(feeds.change, made.id, replace(made, paused=False, name="Other"))
    assert (await store.write(feeds.take_due, folders=True) or made).name == "Other"
    await store.write(feeds.add, a_feed("d"))
    assert [one.name for one in (await store.read(feeds.page, "ann", limit=9, offset=0))[0]] == ["Other"]
    assert (await store.read(feeds.page, None, limit=1, offset=0))[1] == 2
    await store.write(feeds.remove, made.id)
    with pytest.raises(NotFound):
        await store.read(feeds.feed, made.id)


async def test_the_first_list_is_the_past_and_what_follows_is_new(store: Store) -> None:
    """However many there are; nothing is recorded twice, by its key or by its link."""
    feed = await store.write(feeds.add, a_feed(last=1))
    names = [f"e{n:04}" for n in range(AT_ONCE * 2 + 1)]
    assert await store.write(feed_entries.record, feed, listing(*names)) is False
    count = (await store.read(feed_entries.counts, [feed.id]))[feed.id]
    assert (count["skipped"], count["waiting"]) == (len(names) - 1, 1)
    renamed = Found("other key", "https://e.example/x", "x", "id-e0001")
    await store.write(
        feed_entries.record, feed, replace(listing(*names, "new"), entries=[renamed, *listing("e0000", "new").entries])
    )
    waiting = await store.read(feed_entries.waiting, feed.id, 9)
    assert [entry.key for entry in waiting] == [names[-1], "new"]
    known = await store.read(feeds.feed, feed.id)
    assert (known.seeded, known.title, known.kind) == (True, "Talks", FeedKind.PODCAST)


async def test_files_settle_come_and_go(store: Store) -> None:
    """One that changes is another one; one that was gone when it was to be copied waits again once it is back."""
    clock = {"ms": store.now_ms()}
    feed = await store.write(feeds.add, a_feed(kind=FeedKind.FOLDER))
    of_folder = lambda *names: listing(*names, kind=FeedKind.FOLDER)  # noqa: E731
    await store.write(feed_entries.record, feed, of_folder())
    assert await store.write(feed_entries.record, feed, of_folder("a", "b")) is True
    assert await states(store, feed) == {"a": "arriving", "b": "arriving"}
    await store.write(_seen_long_ago, feed.id, clock["ms"])
    assert await store.write(feed_entries.record, feed, of_folder("a")) is False
    assert await states(store, feed) == {"a": "waiting"}
    (entry,) = await store.read(feed_entries.waiting, feed.id, 9)
    await store.write(feed_entries.refuse, entry.num, feed_entries.GONE)
    await store.write(feed_entries.record, feed, of_folder())
    assert await states(store, feed) == {"a": "refused"}
    await store.write(feed_entries.record, feed, of_folder("a"))
    assert await states(store, feed) == {"a": "waiting"}


def _seen_long_ago(tx: Transaction, feed_id: str, now_ms: int) -> None:
    rows = feed_entries.FEED_ENTRIES
    tx.conn.execute(rows.update().where(rows.c.feed_id == feed_id).values(seen_ms=now_ms - 3_600_000))


async def test_an_entry_becomes_a_job_once(store: Store) -> None:
    """In one transaction with another one, or after it; its job's end is counted, and what is left out can be taken."""
    feed = await store.write(feeds.add, a_feed(last=2))
    await store.write(feed_entries.record, feed, listing("a", "b"))
    first, second = await store.read(feed_entries.waiting, feed.id, 9)

    def take(tx: Transaction) -> str:
        takings = Takings(tx)
        takings.admit(first.num)
        with pytest.raises(WrongState):
            takings.admit(first.num)
        job, _ = moves.submit(tx, new_job())
        takings.record(first.num, job.id, "0" * 64)
        return job.id

    job_id = await store.write(take)
    with pytest.raises(WrongState):
        await store.write(take)
    await store.write(moves.claim, job_id, PLANS)
    error = {"code": "internal", "message": "No.", "stage": "fetch", "retryable": False}
    await store.write(moves.finish, job_id, 1, Cause.FAIL, error=error)
    found, total = await store.read(feed_entries.page, feed.id, EntryState.TAKEN, limit=9, offset=0)
    ((entry, status, why),) = found
    assert (total, entry.job_id, status, why) == (1, job_id, "failed", error)
    assert (await store.read(feed_entries.same_file, feed.id, "0" * 64) or second).num == first.num
    await store.write(feed_entries.skip, second.num, "It is the same file.")
    count = (await store.read(feed_entries.counts, [feed.id]))[feed.id]
    assert (count["taken"], count["failed"], count["skipped"]) == (1, 1, 1)
    assert all(type(number) is int for number in count.values())
    with pytest.raises(WrongState):
        await store.write(feed_entries.wait, feed.id, first.num)
    await store.write(feed_entries.wait, feed.id, second.num)
    assert (await states(store, feed))["b"] == "waiting"
    await store.write(feed_entries.back, second.num)
    assert await states(store, feed) == {"a": "taken"}


async def test_each_change_of_a_feed_is_reported(store: Store) -> None:
    """With its user, to whom it is published."""
    told: list[JobChange] = []
    store.follow_changes(told.extend)
    feed = await store.write(feeds.add, a_feed(user_id="ann", last=1))
    held = await store.write(feeds.take_due, folders=True)
    assert held is not None
    await store.write(feed_entries.record, held, listing("a"))
    (entry,) = await store.read(feed_entries.waiting, feed.id, 9)
    await store.write(feed_entries.refuse, entry.num, "No.")
    await store.write(feed_entries.wait, feed.id, entry.num)
    await store.write(feeds.settle, held, CheckOutcome())
    assert told == [FeedChanged(feed.id, "ann")] * 6
    await store.write(feeds.remove, feed.id)
    assert told[6:] == [FeedChanged(feed.id, "ann", deleted=True)]


async def test_presets_have_names_of_their_own(store: Store) -> None:
    """Each user's; one that a feed uses stays."""
    made = await store.write(presets.add, Preset("p", "Short", "transcription", {"language": "de"}, user_id="ann"))
    assert await store.read(presets.preset, "p") == made
    await store.write(presets.add, Preset("q", "Short", "analysis"))
    await store.write(presets.add, Preset("r", "Long", "analysis", user_id="ann"))
    for unit, args in (
        (presets.add, (Preset("s", "Short", "analysis"),)),
        (presets.change, ("r", replace(made, name="Short"))),
    ):
        with pytest.raises(presets.PresetNameTaken):
            await store.write(unit, *args)
    await store.write(presets.change, "r", replace(made, name="Longer"))
    assert [one.name for one in await store.read(presets.presets, "ann")] == ["Longer", "Short"]
    assert len(await store.read(presets.presets, None, every=True)) == 3
    await store.write(feeds.add, a_feed(preset_id="p", user_id="ann"))
    with pytest.raises(WrongState, match="Talks uses"):
        await store.write(presets.remove, "p")
    await store.write(presets.remove, "q")
    assert await store.read(presets.presets, None) == []
