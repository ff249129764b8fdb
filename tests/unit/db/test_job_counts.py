"""The numbers of jobs that are kept, beside counting them."""

import asyncio
from collections import Counter

from sqlalchemy import Connection, func, select, update

from app.db import deletion, job_counts, moves
from app.db.job_counts import JOB_COUNTS
from app.db.records import JOBS
from app.db.store import Store
from app.db.transaction import Transaction
from app.jobs.states import Cause, JobState
from tests.stages import PLANS
from tests.stores import new_job, other_writer


def counted(conn: Connection) -> Counter[tuple[str, str, int]]:
    """What there is, by counting."""
    columns = (JOBS.c.status, JOBS.c.job_type, JOBS.c.priority)
    rows = conn.execute(select(*columns, func.count()).group_by(*columns))
    return Counter({(row[0], row[1], row[2]): row[3] for row in rows})


async def check(store: Store) -> None:
    """Compare every kept number with the counted one."""

    def compare(conn: Connection) -> None:
        there = counted(conn)
        kept = Counter[tuple[str, str, int]]()
        for row in conn.execute(select(JOB_COUNTS)):
            kept[row.status, row.job_type, row.priority] = int(row.jobs)
        assert +kept == there
        for state in JobState:
            total = job_counts.total(JOB_COUNTS.c.status == state.value, JOB_COUNTS.c.job_type == "transcription")
            expected = sum(n for key, n in there.items() if key[:2] == (state.value, "transcription"))
            assert conn.execute(total).scalar_one() == expected
        assert conn.execute(job_counts.total()).scalar_one() == there.total()

    await store.read(compare)


async def test_numbers_follow_every_move(store: Store) -> None:
    """Submitted, moved, given another priority, ended, deleted; also where a transaction is rolled back."""
    await check(store)
    jobs = [(await store.write(moves.submit, new_job(priority=priority)))[0] for priority in (1, 5, 5, 9)]
    await check(store)
    assert (await store.read(job_counts.depth)).by_priority == {9: 1, 5: 2, 1: 1}
    claimed = await store.write(moves.claim, jobs[0].id, PLANS)
    assert claimed is not None
    await store.write(moves.cancel, jobs[1].id)
    await check(store)
    await store.write(moves.finish, claimed.id, claimed.attempt, Cause.COMPLETE)
    await check(store)
    await store.write(deletion.delete_job, claimed.id, PLANS)
    await check(store)
    assert (await store.read(job_counts.by_status))["queued"] == 2


def _reprioritise(tx: Transaction, least: int, most: int) -> None:
    """Change the priority of some jobs."""
    changed = update(JOBS).where(JOBS.c.num.between(least, most)).values(priority=(JOBS.c.priority + 1) % 11)
    tx.conn.execute(changed)


async def test_numbers_hold_over_many_changes_of_two_writers(store: Store, database_url: str) -> None:
    """On PostgreSQL their changes are added up from time to time, by one of them, while the other writes."""
    nums = [(await store.write(moves.submit, new_job(priority=n % 11)))[0].num for n in range(40)]
    async with other_writer(database_url, now_ms=store.now_ms) as other:
        for _ in range(40):
            await asyncio.gather(
                store.write(_reprioritise, nums[0], nums[19]), other(_reprioritise, nums[20], nums[39])
            )
    await check(store)
    if database_url.startswith("postgresql"):
        left = await store.read(lambda conn: conn.exec_driver_sql("SELECT count(*) FROM job_count_changes").scalar())
        assert left < 2 * 500 + 40  # of 3240 that were written
