"""Turns of users: the fast queue does what the plain one does, and nobody waits for more than its turn."""

import asyncio
import random
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from app.execution import fair_share
from app.execution.fair_share import Users
from app.execution.local_queue import LocalQueue
from app.jobs.waiting import WaitingJob
from tests.contracts.memory_queue import MemoryQueue

JOBS = st.builds(
    lambda num, rank, priority, user, placed: WaitingJob(f"j{num}", rank, num, priority, None, user, placed),
    st.integers(0, 30),
    st.integers(0, 9),
    st.sampled_from([5, 5, 7]),
    st.sampled_from([None, "a", "b", "c"]),
    st.booleans().filter(lambda placed: placed) | st.just(False),
)
STEPS = st.lists(
    st.tuples(st.just("offer"), JOBS)
    | st.tuples(st.sampled_from(["take", "take", "withdraw", "release", "reload", "reorder"]), st.integers(0, 30)),
    max_size=60,
)


async def _nobody(_: str) -> None: ...


async def _step(queue: LocalQueue | MemoryQueue, step: str, what: WaitingJob | int) -> str | None:
    match step, what:
        case "offer", WaitingJob():
            queue.offer(what)
        case "take", _ if queue.has_more():
            return await queue.take()
        case "withdraw" | "release", int():
            getattr(queue, step)(f"j{what}")
        case "reload", int():
            queue.reload([WaitingJob(f"j{n}", n % 3, n, 5, None, "abc"[n % 2]) for n in range(what)])
        case "reorder", int():
            queue.reorder([WaitingJob(f"j{what}", -1, what, 5, None, "a", placed=True)])
    return None


async def _compare(steps: Sequence[tuple[str, WaitingJob | int]]) -> None:
    fast, plain = (kind(now_ms=lambda: 0, enqueue=_nobody) for kind in (LocalQueue, MemoryQueue))
    for step, what in steps:
        assert await _step(fast, step, what) == await _step(plain, step, what)
        order = plain.ready_ids(99)
        assert fast.ready_ids(99) == order
        assert [fast.position(job_id) for job_id in order] == [*range(1, len(order) + 1)]
        assert [fast.rank_taken(f"j{n}") for n in range(31)] == [plain.rank_taken(f"j{n}") for n in range(31)]
    while fast.has_more():
        assert await fast.take() == await plain.take()


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_the_fast_queue_has_the_order_of_the_plain_one(steps: list[tuple[str, WaitingJob | int]]) -> None:
    """Whatever comes, goes, is taken, released and moved, in any order."""
    asyncio.run(_compare(steps))


def test_workers_of_nobody_count_when_the_first_user_comes() -> None:
    """A queue without users keeps no turns; those it gave are the oldest, and the workers held are held."""
    steps: list[tuple[str, WaitingJob | int]] = [
        *(("offer", WaitingJob(f"j{num}", num, num, 5, None)) for num in range(4)),
        *(("take", 0), ("take", 0), ("release", 1)),
        *(("offer", WaitingJob(f"j{num}", num, num, 5, None, "a")) for num in range(4, 8)),
        *(("take", 0), ("take", 0), ("release", 0), ("release", 4), ("take", 0), ("take", 0), ("reload", 0)),
        *(("offer", WaitingJob(f"j{num}", num, num, 5, None)) for num in range(8, 10)),
        *(("take", 0), ("release", 8), ("offer", WaitingJob("j10", 10, 10, 5, None, "a")), ("take", 0)),
    ]
    asyncio.run(_compare(steps))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 12), min_size=2, max_size=5), st.integers(1, 4), st.randoms())
def test_busy_users_hold_equally_many_workers(counts: list[int], workers: int, chance: random.Random) -> None:
    """As long as each has jobs that wait, they differ by one worker at most, in whatever order workers become free."""

    async def play() -> None:
        queue = LocalQueue(now_ms=lambda: 0, enqueue=_nobody)
        left = {f"u{n}": count * workers for n, count in enumerate(counts)}
        for num, user in enumerate(user for user, count in left.items() for _ in range(count)):
            queue.offer(WaitingJob(f"{user} {num}", num, num, 5, None, user))
        held: list[str] = []
        while all(left.values()):
            held.append(await queue.take())
            left[held[-1].split()[0]] -= 1
            shares = [sum(job_id.startswith(user) for job_id in held) for user in left]
            assert max(shares) - min(shares) <= 1
            if len(held) == workers:
                most = max(shares)
                crowded = [job_id for job_id in held if shares[int(job_id[1])] == most]
                queue.release(held.pop(held.index(chance.choice(crowded))))

    asyncio.run(play())


def test_users_that_were_served_long_ago_are_forgotten() -> None:
    """The memory of turns is bounded."""
    users = Users()
    for number in range(fair_share.MOST_USERS + 5):
        users.serve(f"job {number}", f"user {number}", 0)
        users.release(f"job {number}")
    assert len(users._served) <= fair_share.MOST_USERS
    assert users.standing(f"user {fair_share.MOST_USERS}") == (0, fair_share.MOST_USERS + 1)
    assert users.standing("user 0") == (0, 0)
    assert not users._held
