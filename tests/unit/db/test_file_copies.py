"""Which files have a copy: recorded before it is begun, claimed before it is deleted."""

import asyncio

import asyncpg
import pytest

from app.db import deletion, file_copies, moves, stage_log
from app.db.store import Store
from app.jobs.record import JobRecord, OutputRecord
from app.jobs.results import Blob
from app.jobs.states import Cause
from tests.stages import PLANS
from tests.stores import new_job, start_stage

A, B, C = ("a" * 64, "b" * 64, "c" * 64)


async def _job(store: Store, *hashes: str, ended: bool = True) -> JobRecord:
    job, _ = await store.write(moves.submit, new_job())
    assert await store.write(moves.claim, job.id, PLANS) is not None
    key = f"fetch-{job.id}"
    await store.write(start_stage, job.id, 1, "fetch", key, eta_s=None)
    blobs = [Blob(sha256=sha256, size_bytes=1) for sha256 in hashes]
    await store.write(stage_log.record_output, OutputRecord(key, "fetch", {}, [], 1.0), blobs)
    return await store.write(moves.finish, job.id, 1, Cause.COMPLETE) if ended else job


async def test_a_copy_is_begun_once_and_finished(store: Store) -> None:
    """Only of a file that something refers to."""
    await _job(store, A)
    assert await store.write(file_copies.begin, [A, B]) == ({A}, set())
    assert await store.read(file_copies.read) == ({A}, set(), {A})
    assert await store.write(file_copies.finish, A)
    assert await store.write(file_copies.begin, [A]) == (set(), {A})
    assert await store.read(file_copies.read) == ({A}, {A}, set())


async def test_a_file_that_is_deleted_meanwhile_is_not_finished(store: Store) -> None:
    """Its copy is claimed for deletion by one server, and then its record goes."""
    job = await _job(store, A)
    await store.write(file_copies.begin, [A])
    await store.write(deletion.delete_job, job.id, PLANS)
    assert not await store.write(file_copies.finish, A)
    leave = file_copies.leave
    assert set(await store.write(leave, [A], busy=[A], alone=True)) == set()
    assert set(await store.write(leave, [A], busy=[], alone=False)) == set()  # another server may be making it
    claims = await store.write(leave, [A], busy=[], alone=True)
    assert set(claims) == {A}
    assert set(await store.write(leave, [A], busy=[], alone=False)) == set()
    assert await store.write(file_copies.gone, claims) == set()
    assert await store.read(file_copies.read) == (set(), set(), set())


async def test_a_file_that_is_referred_to_again_while_its_copy_leaves_is_copied_anew(store: Store) -> None:
    """Not before the copy is gone."""
    job = await _job(store, A)
    await store.write(file_copies.begin, [A])
    await store.write(file_copies.finish, A)
    assert set(await store.write(file_copies.leave, [A], busy=[], alone=True)) == set()
    await store.write(deletion.delete_job, job.id, PLANS)
    claims = await store.write(file_copies.leave, [A], busy=[], alone=True)
    assert set(claims) == {A}
    await _job(store, A)
    assert await store.write(file_copies.begin, [A]) == (set(), set())
    assert await store.write(file_copies.gone, claims) == {A}
    assert await store.write(file_copies.begin, [A]) == ({A}, set())


async def test_what_is_lost_and_what_is_found(store: Store) -> None:
    """The record follows the object store."""
    await _job(store, A, B)
    assert await store.write(file_copies.found, [A, C]) == {A}
    assert (await store.read(file_copies.read)).copied == {A}
    await store.write(file_copies.lost, [A])
    assert await store.read(file_copies.read) == ({A, B}, set(), set())


async def test_files_of_jobs_at_work_are_in_use(store: Store) -> None:
    """Those of finished jobs are not."""
    await _job(store, A, B)
    await _job(store, B, C, ended=False)
    assert await store.read(file_copies.in_use) == {B, C}


@pytest.mark.parametrize("count", [0, 1201])
async def test_any_number_at_once(store: Store, count: int) -> None:
    """A statement has so many parameters and no more."""
    hashes = [f"{n:064x}" for n in range(count)]
    await _job(store, *hashes)
    assert await store.write(file_copies.found, hashes) == set(hashes)
    await store.write(file_copies.lost, hashes)
    assert (await store.read(file_copies.read)).copied == set()


async def test_a_copy_may_be_made_before_anything_refers_to_its_file(store: Store) -> None:
    """It is left alone for a while, is there once the record is, and leaves if there never is one."""
    assert await store.write(file_copies.hold, A) is False
    assert set(await store.write(file_copies.leave, [A], busy=[], alone=False)) == set()
    assert await store.write(file_copies.held, [A, B]) == {A}
    await store.write(file_copies.confirm, [A])
    assert await store.write(file_copies.hold, A) is True
    claims = await store.write(file_copies.leave, [A], busy=[], alone=False)
    assert set(claims) == {A}
    assert await store.write(file_copies.held, [A]) == set()
    assert await store.write(file_copies.hold, A) is None
    await store.write(file_copies.gone, claims)
    assert await store.write(file_copies.hold, A) is False


@pytest.mark.parametrize("referred", [True, False])
async def test_a_deletion_that_was_cut_off_ends_with_its_claim(
    store: Store, monkeypatch: pytest.MonkeyPatch, referred: bool
) -> None:
    """The content may be copied again; if its process lives on after all, it takes nothing back."""
    await store.write(file_copies.hold, A)
    await store.write(file_copies.confirm, [A])
    monkeypatch.setattr(file_copies, "CLAIM_MS", -1)
    claims = await store.write(file_copies.leave, [A], busy=[], alone=False)
    if referred:
        await _job(store, A)
        assert await store.write(file_copies.begin, [A]) == ({A}, set())
    else:
        assert await store.write(file_copies.hold, A) is False
    await store.write(file_copies.gone, claims)
    assert (await store.read(file_copies.read)).others == {A}


async def test_a_process_goes_on_with_its_own_deletion(store: Store) -> None:
    """The store was away half-way; no other process may."""
    await store.write(file_copies.hold, A)
    await store.write(file_copies.confirm, [A])
    claims = await store.write(file_copies.leave, [A], busy=[], alone=False)
    assert not await store.write(file_copies.leave, [A], busy=[], alone=False)
    assert set(await store.write(file_copies.leave, [A], busy=[], alone=False, claims=claims)) == {A}


async def test_a_copy_does_not_leave_under_a_record_that_is_being_made(postgres_url: str) -> None:
    """What is about to be committed on another machine is waited for."""
    other = await asyncpg.connect(postgres_url)
    try:
        async with Store(postgres_url) as store:
            await _leave_under_a_record(store, other)
    finally:
        await other.close()


async def _leave_under_a_record(store: Store, other: asyncpg.Connection) -> None:
    await store.write(file_copies.hold, A)
    await store.write(file_copies.confirm, [A])
    turn = other.transaction()
    await turn.start()
    await other.execute("SELECT 1 FROM file_copies WHERE sha256 = $1 AND leaving_ms IS NULL FOR UPDATE", A)
    leaving = asyncio.ensure_future(store.write(file_copies.leave, [A], busy=[], alone=False))
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    while not leaving.done() and not await other.fetchval(waiting):
        await asyncio.sleep(0.01)
    await other.execute("INSERT INTO key_blobs (key, sha256, size_bytes) VALUES ('made', $1, 1)", A)
    await turn.commit()
    assert not await leaving
