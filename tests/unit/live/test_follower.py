"""One client's way through a history: live, overflow, replay, progress."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.live import hub as hub_module
from app.live.follower import Follower, HistoryGone
from app.live.hub import Hub
from app.live.message import Message
from tests.unit.live.history import JOB, History, a_hub, event, progress_of, publish


async def take(messages: AsyncIterator[Message], count: int) -> list[Message]:
    """The next `count` messages, which must be there without waiting for anybody."""
    async with asyncio.timeout(5):
        return [await anext(messages) for _ in range(count)]


def numbers(messages: list[Message]) -> list[int]:
    return [message.seq for message in messages]


PAGE = 50


@pytest.fixture
def hub() -> Hub:
    return a_hub(outbox_size=8)


async def test_live_events_arrive_in_order(hub: Hub) -> None:
    """A follower that keeps up never reads the log."""
    history = History(hub)
    with hub.follow_job(JOB, history.read, history.is_over) as follower:
        follower.begin(0, newest=0)
        messages = follower.messages()
        history.append(3)
        assert numbers(await take(messages, 3)) == [1, 2, 3]
        history.append(2)
        assert numbers(await take(messages, 2)) == [4, 5]
        assert history.reads == 0


async def test_overflow_falls_back_to_the_log(hub: Hub) -> None:
    """More events than the outbox holds: it is emptied, everything comes from the log, then live again."""
    history = History(hub)
    with hub.follow_job(JOB, history.read, history.is_over) as follower:
        follower.begin(0, newest=0)
        history.append(3 * PAGE)
        assert follower.waiting == 0
        messages = follower.messages()
        assert numbers(await take(messages, 3 * PAGE)) == list(range(1, 3 * PAGE + 1))
        reads = history.reads
        history.append(1)
        assert numbers(await take(messages, 1)) == [3 * PAGE + 1]
        assert history.reads == reads
        assert hub.traffic.spilled > 0


async def test_a_cursor_replays_what_came_after_it(hub: Hub) -> None:
    """`after` gives exactly the rest."""
    history = History(hub)
    history.append(20)
    with hub.follow_job(JOB, history.read, history.is_over) as follower:
        follower.begin(12, newest=20)
        assert numbers(await take(follower.messages(), 8)) == list(range(13, 21))


async def test_events_between_following_and_beginning_are_told(hub: Hub) -> None:
    """What is committed while the first message is being made is neither lost nor told twice."""
    history = History(hub)
    history.append(5)
    with hub.follow_job(JOB, history.read, history.is_over) as follower:
        history.append(2)
        follower.begin(6, newest=6)
        history.append(1)
        assert numbers(await take(follower.messages(), 2)) == [7, 8]


async def test_a_missing_number_is_read_from_the_log(hub: Hub) -> None:
    """A number that the hub never told is noticed by the one that follows it."""
    history = History(hub)
    with hub.follow_job(JOB, history.read, history.is_over) as follower:
        follower.begin(0, newest=0)
        history.append(1)
        history.events.append(event(2))
        history.append(1)
        assert numbers(await take(follower.messages(), 3)) == [1, 2, 3]


async def test_ends_when_the_job_is_over(hub: Hub) -> None:
    """The terminal event is the last message, and iteration ends after it."""
    history = History(hub)
    with hub.follow_job(JOB, history.read, history.is_over) as follower:
        follower.begin(0, newest=0)
        history.append(1, status="processing", attempt=1)
        history.over = True
        history.append(1, status="completed", attempt=1)
        async with asyncio.timeout(5):
            assert [message.seq async for message in follower.messages()] == [1, 2]


async def test_a_retried_job_goes_on_after_its_first_end(hub: Hub) -> None:
    """An end in the middle of the history ends nothing."""
    history = History(hub)
    history.append(1, status="failed")
    history.append(1, status="queued")
    history.append(1, status="completed")
    history.over = True
    with hub.follow_job(JOB, history.read, history.is_over) as follower:
        follower.begin(0, newest=3)
        async with asyncio.timeout(5):
            assert [message.seq async for message in follower.messages()] == [1, 2, 3]


async def test_a_job_deleted_meanwhile_is_told(hub: Hub) -> None:
    """Events that cannot be read any more do not make the follower wait for ever."""
    history = History(hub)
    with hub.follow_job(JOB, history.read, history.is_over) as follower:
        follower.begin(0, newest=4)
        with pytest.raises(HistoryGone):
            await take(follower.messages(), 1)


async def test_gaps_of_the_broadcast_are_normal(hub: Hub) -> None:
    """Numbers of deleted events are skipped, on replay as live."""
    history = History(hub)
    history.events = [event(n) for n in (1, 2, 7, 9)]
    with hub.follow_all(history.read) as follower:
        follower.begin(1, newest=12)
        messages = follower.messages()
        assert numbers(await take(messages, 3)) == [2, 7, 9]
        publish(hub, [event(15)])
        assert numbers(await take(messages, 1)) == [15]


async def test_only_the_newest_progress_is_told(hub: Hub) -> None:
    """Progress that its client did not take in time is overtaken, not queued."""
    history = History(hub)
    with hub.follow_job(JOB, history.read, history.is_over) as follower:
        follower.begin(0, newest=0)
        history.append(1, status="processing", attempt=1)
        for percent in range(50):
            hub.progress(JOB, 1, progress_of(1, percent))
        told = await take(follower.messages(), 2)
        assert '"progress":49' in told[1].text
        assert told[1].seq == 1
        assert follower.waiting == 0


async def test_progress_never_follows_newer_events(hub: Hub) -> None:
    """Progress of an earlier attempt, from before a stored event, or after the end is dropped."""
    history = History(hub)
    with hub.follow_job(JOB, history.read, history.is_over) as follower:
        follower.begin(0, newest=0)
        history.append(1, status="processing", attempt=2)
        hub.progress(JOB, 1, progress_of(1, 90))
        hub.progress(JOB, 1, progress_of(2, 10))
        history.append(1, n=2)
        hub.progress(JOB, 1, progress_of(2, 11))
        history.append(1, status="cancelled", attempt=2)
        hub.progress(JOB, 3, progress_of(2, 12))
        history.append(1, n=4)
        told = await take(follower.messages(), 4)
        assert numbers(told) == [1, 2, 3, 4]
        assert not any('"progress"' in message.text for message in told)


async def test_progress_waits_for_the_replay(hub: Hub) -> None:
    """While a follower catches up, progress is held until it is true for what was told."""
    history = History(hub)
    history.append(1, status="processing", attempt=1)
    history.append(PAGE + 3)
    last = len(history.events)
    with hub.follow_job(JOB, history.read, history.is_over) as follower:
        follower.begin(0, newest=last)
        hub.progress(JOB, last, progress_of(1, 7))
        told = await take(follower.messages(), last + 1)
        assert numbers(told) == [*range(1, last + 1), last]
        assert '"progress":7' in told[-1].text


async def test_stopping_ends_every_follower(hub: Hub) -> None:
    """A server that goes down ends waiting followers and those that come late."""
    history = History(hub)
    with hub.follow_all(history.read) as early:
        early.begin(0, newest=0)
        waiting = asyncio.create_task(anext(early.messages(), None))
        await asyncio.sleep(0)
        hub.stop()
        async with asyncio.timeout(5):
            assert await waiting is None
            with hub.follow_job(JOB, history.read, history.is_over) as late:
                late.begin(0, newest=9)
                assert [message async for message in late.messages()] == []


async def test_a_stalled_client_holds_a_bounded_number_of_messages() -> None:
    """A client that takes nothing costs its outbox and no more, however much is published."""
    hub = a_hub(outbox_size=64)
    history = History(hub)
    with hub.follow_job(JOB, history.read, history.is_over) as follower:
        follower.begin(0, newest=0)
        most = 0
        for _ in range(3000):
            history.append(1)
            hub.progress(JOB, len(history.events), progress_of(1, 1))
            most = max(most, follower.waiting)
        assert most <= 65
        for subject in range(1000):
            follower.offer_latest(str(subject), Message("log", "{}"))
        assert follower.waiting <= 64
        assert sys.getsizeof(follower._outbox) < 4096


async def test_stalled_clients_do_not_slow_publishing() -> None:
    """Publishing to stalled clients costs no more than to ones that take everything."""
    cost = {}
    for stalled in (False, True):
        hub = a_hub(outbox_size=16)
        history = History(hub)
        begun: list[tuple[Any, Follower]] = []
        for _ in range(50):
            entered = hub.follow_job(JOB, history.read, history.is_over)
            follower = entered.__enter__()
            follower.begin(0, newest=0)
            begun.append((entered, follower))
        spent = 0.0
        for _ in range(200):
            began = time.process_time()
            history.append(1)
            spent += time.process_time() - began
            if not stalled:
                for _, follower in begun:
                    follower._outbox.clear()
        cost[stalled] = spent
        for entered, _ in begun:
            entered.__exit__(None, None, None)
        assert hub.connections() == {"jobs": 0, "followed_jobs": 0, "broadcast": 0, "health": 0}
    assert cost[True] < 3 * cost[False] + 0.01


Step = st.one_of(
    st.tuples(st.just("append"), st.integers(1, 30)),
    st.tuples(st.just("progress"), st.integers(0, 100)),
    st.tuples(st.just("take"), st.integers(1, 40)),
    st.tuples(st.just("reconnect"), st.integers(0, 3)),
)


@settings(max_examples=150)
@given(steps=st.lists(Step, max_size=30), during=st.lists(st.integers(0, 4), max_size=20), gapless=st.booleans())
def test_whatever_happens_a_client_sees_exactly_the_log(
    steps: list[tuple[str, int]], during: list[int], gapless: bool
) -> None:
    """Published, stalled, cut and resumed in any order: the union of what was told is the log, in order, once."""
    asyncio.run(_interleave(steps, list(during), gapless))


async def _interleave(steps: list[tuple[str, int]], during: list[int], gapless: bool) -> None:
    hub = a_hub(outbox_size=8)
    history = History(hub, during_read=lambda: history.append(during.pop()) if during else None)
    history.append(1, status="processing", attempt=1)
    seen: list[int] = []
    reached = 0

    def follow() -> Any:
        return hub.follow_job(JOB, history.read, history.is_over) if gapless else hub.follow_all(history.read)

    entered = follow()
    follower = entered.__enter__()
    follower.begin(0, newest=1)
    messages = follower.messages()

    async def take_some(count: int) -> None:
        nonlocal reached
        for _ in range(count):
            if not (follower._behind or follower.waiting):
                return
            message = (await take(messages, 1))[0]
            if message.cursor is None:
                assert message.seq == reached, "progress carries the number of the last event that was told"
            else:
                reached = message.seq
                seen.append(message.seq)

    for action, count in steps:
        if action == "append":
            history.append(count)
        elif action == "progress":
            hub.progress(JOB, len(history.events), progress_of(1, count))
        elif action == "take":
            await take_some(count)
        else:
            await messages.aclose()
            entered.__exit__(None, None, None)
            entered = follow()
            follower = entered.__enter__()
            history.append(count)
            follower.begin(reached, newest=len(history.events))
            messages = follower.messages()
        assert follower.waiting <= 9
    while follower._behind or follower.waiting:
        await take_some(1000)
    assert seen == list(range(1, len(history.events) + 1))
    entered.__exit__(None, None, None)


async def test_an_idle_client_is_told_at_once(hub: Hub) -> None:
    """Without waking anybody; what cannot be sent at once waits, and the order stays."""
    history = History(hub)
    told: list[int] = []
    willing = True

    def direct(message: Message) -> bool:
        if willing:
            told.append(message.seq)
        return willing

    with hub.follow_job(JOB, history.read, history.is_over) as follower:
        follower.direct = direct
        follower.begin(0, newest=0)
        messages = follower.messages()
        history.append(2)
        told += numbers(await take(messages, 2))
        waiting = asyncio.ensure_future(anext(messages))
        await asyncio.sleep(0)
        history.append(2, status="processing", attempt=1)
        hub.progress(JOB, 4, progress_of(1, 1))
        assert told == [1, 2, 3, 4, 4]
        assert follower.cursor == 4
        willing = False
        history.append(1)
        willing = True
        history.append(1)
        assert told == [1, 2, 3, 4, 4]
        assert [(await waiting).seq, *numbers(await take(messages, 1))] == [5, 6]


async def test_a_large_burst_goes_through_the_outboxes(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that one publishing never holds the loop for long."""
    monkeypatch.setattr(hub_module, "SENDS_AT_ONCE", 3)
    history = History(hub)
    told: list[int] = []
    with hub.follow_job(JOB, history.read, history.is_over) as follower:
        follower.direct = lambda message: not told.append(message.seq)  # type: ignore[func-returns-value]
        follower.begin(0, newest=0)
        messages = follower.messages()
        waiting = asyncio.ensure_future(anext(messages))
        await asyncio.sleep(0)
        history.append(6)
        assert told == [1, 2, 3]
        assert [(await waiting).seq, *numbers(await take(messages, 2))] == [4, 5, 6]
