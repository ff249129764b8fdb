"""A place by hand: right beside another job, durable, with everybody else's order as it was."""

import random
from pathlib import Path

import pytest

from app.core.errors import InvalidRequest, NotFound, WrongState
from app.db import clock_moves, moves, queries, queue_places
from app.db.store import Store
from app.jobs.changes import JobChange, Reranked
from app.jobs.ranking import AGEING_MS
from app.jobs.record import JobRecord
from tests.stages import PLANS
from tests.stores import new_job, open_store


async def _submitted(store: Store, **values: object) -> JobRecord:
    return (await store.write(moves.submit, new_job(**values)))[0]


async def _order(store: Store) -> list[str]:
    waiting = await store.read(queries.waiting_jobs)
    return [job.id for job in sorted(waiting, key=lambda job: (job.rank, job.num)) if job.due_ms is None]


@pytest.mark.parametrize("spread_ms", [0, 1, 7, 100_000])
async def test_a_job_stands_right_beside_the_other_and_nobody_else_moves(tmp_path: Path, spread_ms: int) -> None:
    """Whatever was placed before: jobs of one moment (equal ranks), of near and far ones; and after a restart."""
    chance = random.Random(spread_ms)
    now_ms = [1_000_000_000]
    async with open_store(tmp_path, now_ms=lambda: now_ms[0]) as store:
        order = []
        for _ in range(8):
            order.append((await _submitted(store)).id)
            now_ms[0] += spread_ms
        for _ in range(60):
            job_id, beside = chance.sample(order, 2)
            before = chance.random() < 0.5
            await store.write(queue_places.place, job_id, beside=beside, before=before)
            order.remove(job_id)
            order.insert(order.index(beside) + (not before), job_id)
            assert await _order(store) == order
        await store.write(clock_moves.set_clock, -5_000_000)
        assert await _order(store) == order
    async with open_store(tmp_path) as store:
        assert await _order(store) == order


async def test_whoever_overtakes_the_neighbour_overtakes_the_placed_job(tmp_path: Path) -> None:
    """Ageing goes on: a placed job is worth what its neighbour is, neither stuck nor ahead of everybody."""
    now_ms = [1_000_000_000]
    async with open_store(tmp_path, now_ms=lambda: now_ms[0]) as store:
        first = await _submitted(store, priority=5)
        now_ms[0] += 1000
        low = await _submitted(store, priority=0)
        await store.write(queue_places.place, low.id, beside=first.id, before=True)
        now_ms[0] += AGEING_MS
        high = await _submitted(store, priority=7)
        equal = await _submitted(store, priority=6)
        assert await _order(store) == [high.id, low.id, first.id, equal.id]
        assert (await store.read(queries.job, low.id)).priority == 0


async def test_a_running_job_comes_back_to_its_place_where_room_was_made(store: Store) -> None:
    """It was ahead of those that moved forward."""
    jobs = [await _submitted(store) for _ in range(4)]
    rank = (await store.read(queries.job, jobs[0].id)).rank
    await store.write(lambda tx: [moves.moved(tx, job, 5, rank) for job in jobs])
    running = await store.write(moves.claim, jobs[0].id, PLANS)
    assert running is not None
    changes: list[JobChange] = []
    store.follow_changes(changes.extend)
    await store.write(queue_places.place, jobs[3].id, beside=jobs[2].id, before=True)
    shifted, placed = changes
    assert isinstance(shifted, Reranked)
    assert [job.id for job in shifted.jobs] == [jobs[1].id]
    assert isinstance(placed, JobRecord)
    assert placed.id == jobs[3].id
    await store.write(moves.requeue, running.id, running.attempt)
    assert await _order(store) == [jobs[n].id for n in (0, 1, 3, 2)]


async def test_place_and_priority_change_together_and_are_told_once(store: Store) -> None:
    """One event of the job that moved."""
    first, second = [await _submitted(store) for _ in range(2)]
    job = await store.write(queue_places.place, second.id, beside=first.id, before=True, priority=9)
    assert (job.priority, job.last_seq) == (9, second.last_seq + 1)
    assert await _order(store) == [second.id, first.id]
    assert (await store.read(queries.job, first.id)).last_seq == first.last_seq


async def test_only_queued_jobs_have_a_place(store: Store) -> None:
    """Refused with a reason, and nothing moves."""
    job, running, other = [await _submitted(store) for _ in range(3)]
    later = await _submitted(store, run_at_ms=store.now_ms() + 60_000)
    await store.write(moves.claim, running.id, PLANS)
    for job_id, beside, error in (
        (job.id, running.id, WrongState),
        (running.id, job.id, WrongState),
        (job.id, later.id, WrongState),
        (later.id, job.id, WrongState),
        (job.id, "unknown", NotFound),
        ("unknown", job.id, NotFound),
        (job.id, job.id, InvalidRequest),
    ):
        with pytest.raises(error):
            await store.write(queue_places.place, job_id, beside=beside, before=False)
    assert await _order(store) == [job.id, other.id]
