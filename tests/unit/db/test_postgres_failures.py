"""What PostgreSQL refuses for a while: nothing of the change is kept, the caller learns why, and the next one works."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy import text, update

from app.db import moves, queries
from app.db.queries import JobFilter
from app.db.records import JOBS
from app.db.store import Store
from app.db.transaction import Transaction
from app.db.writer import StorageFailed
from tests.stores import new_job, other_writer


@pytest.fixture
async def opened(postgres_url: str) -> AsyncIterator[Store]:
    """A store on PostgreSQL."""
    async with Store(postgres_url) as store:
        yield store


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(statement)
    await connection.close()


#: Events cannot be stored: always, or until the sequence has counted to two.
REFUSED = """
CREATE SEQUENCE refusals;
CREATE FUNCTION refused() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF {always} OR nextval('refusals') <= 2 THEN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '{code}'; END IF;
RETURN NEW; END $$;
CREATE TRIGGER refused BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION refused();
"""


@pytest.mark.parametrize("code", ["53100", "53200", "25006", "57014"])
async def test_a_database_that_is_full_keeps_nothing_and_says_why(opened: Store, postgres_url: str, code: str) -> None:
    """Also without memory, read-only, or where an operator ends the statement."""
    await _execute(postgres_url, REFUSED.format(always=True, code=code))
    with pytest.raises(StorageFailed, match="could not extend file"):
        await opened.write(moves.submit, new_job())
    assert opened.writer.last_failure is not None
    assert await opened.read(queries.job_ids, JobFilter()) == []
    await _execute(postgres_url, "DROP TRIGGER refused ON events")
    job, _ = await opened.write(moves.submit, new_job())
    assert opened.writer.last_failure is None
    assert await opened.read(queries.job_ids, JobFilter()) == [job.id]


@pytest.mark.parametrize("code", ["40001", "40P01"])
async def test_a_transaction_that_gave_way_is_tried_again(opened: Store, postgres_url: str, code: str) -> None:
    """The caller sees nothing of it, and the change is made once."""
    await _execute(postgres_url, REFUSED.format(always=False, code=code))
    job, _ = await opened.write(moves.submit, new_job())
    assert await opened.read(queries.job_ids, JobFilter()) == [job.id]
    assert [event.seq for event in await opened.read(queries.events_of_job, job.id, after=0, limit=9)] == [1]


def _change_both(tx: Transaction, first: str, second: str) -> None:
    for job_id in (first, second):
        tx.conn.execute(update(JOBS).where(JOBS.c.id == job_id).values(memory_level=JOBS.c.memory_level + 1))
        tx.conn.execute(text("SELECT pg_sleep(0.2)"))


async def test_two_servers_in_each_others_way_both_get_through(opened: Store, postgres_url: str) -> None:
    """A deadlock for real: each holds the row that the other one wants."""
    one, other = [(await opened.write(moves.submit, new_job()))[0].id for _ in range(2)]
    async with other_writer(postgres_url, now_ms=opened.now_ms) as write, asyncio.timeout(30):
        await asyncio.gather(opened.write(_change_both, one, other), write(_change_both, other, one))
    assert [(await opened.read(queries.job, job_id)).memory_level for job_id in (one, other)] == [2, 2]


async def test_a_broken_connection_costs_the_change_that_it_carried(opened: Store) -> None:
    """And no other one."""

    def broken(tx: Transaction) -> None:
        moves.submit(tx, new_job())
        tx.conn.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(StorageFailed):
        await opened.write(broken)
    job, _ = await opened.write(moves.submit, new_job())
    assert await opened.read(queries.job_ids, JobFilter()) == [job.id]
