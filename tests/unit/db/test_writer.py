"""The writer: groups, answers after the commit, one caller's fault alone."""

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core.errors import NotFound
from app.db import deletion, flags, job_counts, moves, queries
from app.db import writer as writer_module
from app.db.store import Store
from app.db.transaction import Transaction
from app.db.writer import StorageFailed
from app.jobs.events import StoredEvent
from app.jobs.plan import Plans
from tests.stores import new_job, open_store


def _raise(_: Transaction, error: Exception) -> None:
    raise error


async def test_one_callers_fault_does_not_harm_the_group(store: Store) -> None:
    """The others are committed, the fault is the answer of its caller."""
    jobs = [new_job() for _ in range(10)]
    answers = await asyncio.gather(
        *(store.write(moves.submit, job) for job in jobs[:5]),
        store.write(_raise, ZeroDivisionError("x")),
        store.write(_raise, NotFound("y")),
        *(store.write(moves.submit, job) for job in jobs[5:]),
        return_exceptions=True,
    )
    assert [type(a) for a in answers if isinstance(a, Exception)] == [ZeroDivisionError, NotFound]
    assert (await store.read(job_counts.by_status))["queued"] == 10


async def test_listeners_hear_of_events_after_the_commit_in_order(store: Store) -> None:
    """What is told can be read."""
    heard: list[StoredEvent] = []
    store.listen(heard.extend)
    await asyncio.gather(*(store.write(moves.submit, new_job()) for _ in range(20)))
    assert [event.id for event in heard] == sorted(event.id for event in heard)
    assert len(heard) == 20


async def test_numbers_of_events_are_never_used_again(store: Store) -> None:
    """An event of a job that is deleted in the same group is published; no later event has its number."""
    published: list[StoredEvent] = []
    store.listen(published.extend)
    job, _ = await store.write(moves.submit, new_job())
    await asyncio.gather(
        store.write(moves.cancel, job.id), store.write(deletion.delete_job, job.id, Plans({}, frozenset()))
    )
    assert await store.read(queries.newest_event_id) == 0
    await store.write(moves.submit, new_job())
    assert [event.seq for event in published] == [1, 2, 1]
    assert len({event.id for event in published}) == 3
    assert await store.read(queries.newest_event_id) == published[-1].id


async def test_effects_happen_only_with_the_commit(store: Store) -> None:
    """A rolled-back unit has none."""
    done: list[str] = []

    def unit(tx: Transaction, name: str, error: Exception | None) -> None:
        tx.effects.append(lambda: done.append(name))
        if error:
            raise error

    await asyncio.gather(
        store.write(unit, "a", None), store.write(unit, "b", ZeroDivisionError()), return_exceptions=True
    )
    assert done == ["a"]


async def test_a_caller_that_stops_waiting_does_not_stop_the_writer(store: Store) -> None:
    """The change is made, and the next caller is answered."""
    job = new_job()
    waiting = asyncio.create_task(store.write(moves.submit, job))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await store.write(flags.set_flag, "x", {"y": 1})
    assert await store.read(queries.flag, "x") == {"y": 1}


async def test_a_database_that_takes_no_change_is_told_as_such(tmp_path: Path) -> None:
    """SQLite says no: the caller gets StorageFailed, and later writes work again."""
    async with open_store(tmp_path) as store:
        with pytest.raises(StorageFailed):
            await store.write(lambda tx: tx.conn.execute(text("INSERT INTO nowhere VALUES (1)")))
        await store.write(flags.set_flag, "x", {"y": 1})
        assert store.writer.last_failure is None


async def test_what_was_handed_in_before_the_end_is_written(tmp_path: Path) -> None:
    """Leaving the store commits what still waits."""
    async with open_store(tmp_path) as store:
        waiting = [asyncio.ensure_future(store.write(moves.submit, new_job())) for _ in range(50)]
        await asyncio.sleep(0)
    await asyncio.gather(*waiting)
    with sqlite3.connect(tmp_path / "jobs.db") as connection:
        assert connection.execute("SELECT count(*) FROM jobs").fetchone() == (50,)
    connection.close()


async def test_what_fails_after_a_commit_does_not_stop_the_writer(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """A listener, an effect or a chore with a mistake is logged; the change stands and the next one is made."""

    def fail(*_: object) -> None:
        raise PermissionError("no")

    def unit(tx: Transaction) -> str:
        tx.effects.append(fail)
        tx.chores.append(fail)
        return moves.submit(tx, new_job())[0].id

    store.listen(fail)
    job_id = await store.write(unit)
    assert (await store.read(queries.job, job_id)).id == job_id
    assert caplog.text.count("PermissionError: no") == 3
    assert store.writer.healthy


async def test_chores_are_done_off_the_event_loop_before_the_next_change(store: Store) -> None:
    """Files go in the same order as the decisions about them, and nobody waits for a slow disk meanwhile."""
    order: list[str] = []
    loop_thread = threading.get_ident()

    def unit(tx: Transaction, name: str) -> None:
        order.append(f"{name} begins")
        tx.chores.append(lambda: order.append(f"{name} on the loop: {threading.get_ident() == loop_thread}"))

    await store.write(unit, "a")
    await store.write(unit, "b")
    assert order == ["a begins", "a on the loop: False", "b begins", "b on the loop: False"]


async def test_a_database_that_is_damaged_is_told_as_such(store: Store) -> None:
    """Not only `OperationalError`: SQLite raises others for a file that is no database."""

    def unit(_: Transaction) -> None:
        raise DatabaseError("UPDATE jobs", {}, sqlite3.DatabaseError("database disk image is malformed"))

    with pytest.raises(StorageFailed, match="malformed"):
        await store.write(unit)


async def test_the_writer_finds_out_by_itself_that_changes_are_taken_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody may ask for one: health was bad, so no client comes."""
    monkeypatch.setattr(writer_module, "RETRY_EVERY_S", 0.01)
    async with open_store(tmp_path) as store, asyncio.timeout(20):
        owner = sqlite3.connect(tmp_path / "jobs.db", isolation_level=None)
        owner.execute("CREATE TRIGGER no BEFORE INSERT ON flags BEGIN SELECT RAISE(ROLLBACK, 'no change'); END")
        with pytest.raises(StorageFailed):
            await store.write(lambda tx: tx.conn.execute(text("INSERT INTO nowhere VALUES (1)")))
        while store.writer.last_failure is not None and "no change" not in store.writer.last_failure:
            await asyncio.sleep(0.005)
        assert store.writer.healthy
        owner.execute("DROP TRIGGER no")
        owner.close()
        while store.writer.last_failure is not None:
            await asyncio.sleep(0.005)
