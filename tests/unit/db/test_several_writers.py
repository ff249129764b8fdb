"""Several writers on one database: what one was answered holds, whatever the others do at the same moment."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Awaitable, Sequence
from typing import Any

import pytest
from sqlalchemy import text, update

from app.core.errors import AppError
from app.db import deaths, deletion, flags, job_updates, leases, moves, queries, stage_log, videos
from app.db.records import JOBS
from app.db.store import Store
from app.db.transaction import Transaction
from app.jobs.events import LogLine
from app.jobs.leases import UNNAMED, Held, Holder, Lease
from app.jobs.record import JobRecord, OutputRecord, StopReason, Video
from app.jobs.results import Blob
from app.jobs.states import Cause, IllegalTransition, JobState
from tests.stages import PLANS
from tests.stores import Write, new_job, other_writer, start_stage

ROUNDS = 25
OF_UPLOAD = {"url": None, "video_id": "v"}


@pytest.fixture
async def other(store: Store, database_url: str) -> AsyncIterator[Write]:
    """A second writer, with a connection of its own, as another server's would be."""
    async with other_writer(database_url, now_ms=store.now_ms) as write:
        yield write


async def _claimed(store: Store) -> JobRecord:
    job, _ = await store.write(moves.submit, new_job())
    claimed = await store.write(moves.claim, job.id, PLANS)
    assert claimed is not None
    return claimed


async def _both(*calls: Awaitable[Any]) -> list[Any]:
    """Their outcomes, begun in any order; a refusal is an outcome too."""
    shuffled = list(enumerate(asyncio.ensure_future(call) for call in calls))
    random.shuffle(shuffled)
    found = await asyncio.gather(*(task for _, task in shuffled), return_exceptions=True)
    for outcome in found:
        if isinstance(outcome, BaseException) and not isinstance(outcome, AppError):
            raise outcome
    return [outcome for _, outcome in sorted(zip((n for n, _ in shuffled), found, strict=True), key=lambda row: row[0])]


def _submit_on_video(tx: Transaction) -> JobRecord:
    queries.video(tx.conn, "v", keep=True)
    return moves.submit(tx, new_job(**OF_UPLOAD))[0]


async def test_no_active_job_is_left_without_its_video(store: Store, other: Write) -> None:
    """Of its deletion, and a new or retried job on it at the same moment, one is refused."""
    blob = Blob(sha256="0" * 64, size_bytes=1)
    for place in range(ROUNDS):
        await store.write(videos.add_video, Video("v", "x.mp4", blob, {}))
        if place % 2:
            job = await store.write(_submit_on_video)
            await store.write(moves.cancel, job.id)
            begun = store.write(moves.retry, job.id)
        else:
            begun = store.write(_submit_on_video)
        deleted, started = await _both(other(deletion.delete_video, "v"), begun)
        assert isinstance(deleted, AppError) != isinstance(started, AppError)
        if isinstance(deleted, AppError):
            assert started.video_id == "v"
            await store.write(moves.cancel, started.id)
            await store.write(deletion.delete_video, "v")


async def test_a_job_that_was_read_before_a_cancel_does_not_complete(store: Store, other: Write) -> None:
    """The cancel was acknowledged; the row that was read before says nothing of it."""
    read_before = await _claimed(store)
    cancelled = await other(moves.cancel, read_before.id)
    assert cancelled.stop_requested is StopReason.CANCEL
    with pytest.raises(IllegalTransition):
        await store.write(moves.move, read_before, Cause.COMPLETE)
    done = await store.write(moves.finish, read_before.id, read_before.attempt, Cause.COMPLETE)
    assert done.status is JobState.CANCELLED


async def test_a_cancel_and_an_end_at_the_same_moment_agree(store: Store, other: Write) -> None:
    """Either the cancel came in time, then the job is cancelled; or it is refused, and nothing of it stays."""
    for _ in range(ROUNDS):
        job = await _claimed(store)
        cancel, finish = await _both(
            other(moves.cancel, job.id), store.write(moves.finish, job.id, job.attempt, Cause.COMPLETE)
        )
        ended = await store.read(queries.job, job.id)
        if isinstance(cancel, JobRecord):
            assert (ended.status, finish.status) == (JobState.CANCELLED, JobState.CANCELLED)
        else:
            assert isinstance(cancel, IllegalTransition)
            assert (ended.status, ended.stop_requested) == (JobState.COMPLETED, None)


async def test_a_job_is_claimed_once(store: Store, other: Write) -> None:
    """One worker gets it, the other gets nothing, and its log has no gap."""
    for _ in range(ROUNDS):
        job, _ = await store.write(moves.submit, new_job())
        claims = await _both(store.write(moves.claim, job.id, PLANS), other(moves.claim, job.id, PLANS))
        assert sum(isinstance(claim, JobRecord) for claim in claims) == 1
        events = await store.read(queries.events_of_job, job.id, after=0, limit=100)
        assert [event.seq for event in events] == [1, 2]


async def test_a_job_that_is_claimed_is_not_moved_in_the_queue(store: Store, other: Write) -> None:
    """Its priority is that with which it was claimed, or the new one: never a change after the claim."""
    for _ in range(ROUNDS):
        job, _ = await store.write(moves.submit, new_job())
        claim, rerank = await _both(store.write(moves.claim, job.id, PLANS), other(moves.rerank, job.id, priority=9))
        now = await store.read(queries.job, job.id)
        assert isinstance(claim, JobRecord)
        assert now.priority == claim.priority
        assert isinstance(rerank, JobRecord) == (claim.priority == 9)


async def test_the_same_idempotency_key_makes_one_job(store: Store, other: Write) -> None:
    """Whichever server is asked."""
    for number in range(ROUNDS):
        same = {"idempotency_key": f"k{number}", "request_hash": "h"}
        answers = await _both(store.write(moves.submit, new_job(**same)), other(moves.submit, new_job(**same)))
        jobs = {answer[0].id for answer in answers if not isinstance(answer, AppError)}
        assert len(jobs) == 1


async def _leases(store: Store) -> list[Lease]:
    """All leases, as a third server sees them."""
    return await store.read(leases.others, "third")


async def test_a_job_of_a_dead_server_is_recovered_once(store: Store, other: Write) -> None:
    """Two servers notice at the same moment; one puts it back, and one death counts."""
    for _ in range(ROUNDS):
        store.work_as(Holder("dead", 0))
        job = await _claimed(store)
        await store.write(start_stage, job.id, 1, "fetch", "k", eta_s=None)
        dead = await _leases(store)
        store.work_as(Holder("this"))
        found = await _both(
            store.write(deaths.recover_expired, PLANS, dead), other(deaths.recover_expired, PLANS, dead)
        )
        assert [recovered.id for some in found for recovered in some] == [job.id]
        now = await store.read(queries.job, job.id)
        assert (now.status, now.deaths["count"]) == (JobState.QUEUED, 1)
        await store.write(moves.cancel, job.id)


async def test_a_cancelled_job_does_not_go_on_waiting(store: Store, other: Write) -> None:
    """Whatever a server that starts makes of the waits; the last event of the job's log is its cancellation."""
    for _ in range(ROUNDS):
        job, _ = await store.write(moves.submit, new_job())
        for attempt in (1, 2):
            await store.write(moves.claim, job.id, PLANS)
            await store.write(start_stage, job.id, attempt, "fetch", "k", eta_s=None)
            (job,) = await store.write(deaths.recover, PLANS, orderly=False)
        assert job.status is JobState.PENDING
        await store.write(lambda tx, of=job.id: tx.conn.execute(update(JOBS).where(JOBS.c.id == of).values(due_ms=1)))
        await _both(store.write(deaths.recover, PLANS, orderly=False), other(moves.cancel, job.id))
        now = await store.read(queries.job, job.id)
        events = await store.read(queries.events_of_job, job.id, after=now.last_seq - 1, limit=5)
        assert [event.event.status for event in events] == [now.status] == [JobState.CANCELLED]


async def test_progress_of_an_attempt_that_was_taken_over_is_not_saved(store: Store, other: Write) -> None:
    """Neither the job's nor its stages': they belong to whoever runs the job now."""
    for late in (False, True):
        job = await _claimed(store)
        found = await _leases(store)

        async def taken_over(job_id: str = job.id, found: list[Lease] = found) -> None:
            await other(deaths.recover_expired, PLANS, found)
            await other(moves.claim, job_id, PLANS)

        save = (job_updates.save_progress, job.id, job.attempt, 0.4, {"fetch": 0.4})
        if late:
            await taken_over()
            await store.write(*save)
        else:
            await _both(taken_over(), store.write(*save))
        stages = {stage.name: stage for stage in await store.read(stage_log.stages_of_job, job.id)}
        assert stages["fetch"].progress == 0.0
        await other(moves.finish, job.id, 2, Cause.COMPLETE)


async def test_two_first_starts_give_the_database_one_name(store: Store, other: Write) -> None:
    """The one that is stored is the one that both go by."""
    for _ in range(ROUNDS):
        await store.write(flags.set_flag, "database", {})
        one, two = await _both(store.write(flags.identity), other(flags.identity))
        assert one == two == await store.write(flags.identity)


async def test_the_longer_of_two_cool_downs_holds(store: Store, other: Write) -> None:
    """Of two servers that the same host refuses at the same moment."""
    now_ms = store.now_ms()
    for number in range(ROUNDS):
        host, short_ms, long_ms = f"{number}.example", now_ms + 600_000, now_ms + 3_600_000
        await store.write(flags.set_flag, f"{flags.COOLING}{host}", {"until_ms": 1} if number % 2 else {})
        await _both(store.write(flags.cool, host, short_ms), other(flags.cool, host, long_ms))
        assert await store.read(flags.cooling_until_ms, host) == long_ms


async def test_a_recovery_and_an_end_at_the_same_moment_agree(store: Store, other: Write) -> None:
    """The server that was taken for dead ends its job, or is refused and the job is put back."""
    for _ in range(ROUNDS):
        job = await _claimed(store)
        found = await _leases(store)
        recovered, end = await _both(
            other(deaths.recover_expired, PLANS, found), store.write(moves.finish, job.id, 1, Cause.COMPLETE)
        )
        now = await store.read(queries.job, job.id)
        if isinstance(end, JobRecord):
            assert (recovered, now.status) == ([], JobState.COMPLETED)
        else:
            assert isinstance(end, moves.StaleAttempt)
            assert (len(recovered), now.status) == (1, JobState.QUEUED)
            await store.write(moves.cancel, job.id)


async def test_a_recovery_and_a_renewal_at_the_same_moment_agree(store: Store, other: Write) -> None:
    """The server that was taken for dead keeps job and key, or loses both."""
    for _ in range(ROUNDS):
        job = await _claimed(store)
        await store.write(leases.acquire, "k")
        found = await _leases(store)
        store.work_as(Holder("unnamed", 20_000))
        recovered, held = await _both(other(deaths.recover_expired, PLANS, found), store.write(leases.renew, ["k"]))
        kept = Held(frozenset({(job.id, 1)}), frozenset({"k"}))
        assert (len(recovered), held) in [(0, kept), (1, Held())]
        await store.write(moves.cancel, job.id)
        if held:
            await store.write(moves.finish, job.id, 1, Cause.CANCEL)
        store.work_as(UNNAMED)


async def test_the_first_to_record_an_output_wins(store: Store, other: Write) -> None:
    """Outputs, pieces, their files, flags and rates: no error, and one of the two stays whole."""
    for number in range(ROUNDS):
        key = f"transcribe-{number}"

        def record(tx: Transaction, whose: str, key: str = key) -> None:
            blob = Blob(sha256="a" * 64, suffix=".srt", size_bytes=1)
            stage_log.add_pieces(tx, key, 0, [{"text": whose}, {"text": whose}], [blob])
            stage_log.record_output(tx, OutputRecord(key, "transcribe", {"by": whose}, [], 1.0), [blob])
            flags.set_flag(tx, "who", {"name": whose})

        await _both(store.write(record, "one"), other(record, "two"))
        output = await store.read(stage_log.output_by_key, key)
        assert output is not None
        pieces = await store.read(stage_log.pieces_of, key)
        assert [piece["text"] for piece in pieces] == [output.output["by"]] * 2


async def test_the_broadcast_misses_no_event_of_any_writer(store: Store, other: Write) -> None:
    """Who reads everything above the last number, again and again, gets every event once."""
    jobs = [(await store.write(moves.submit, new_job()))[0] for _ in range(4)]
    total, seen, cursor = 200, list[int](), await store.read(queries.newest_event_id)

    async def append(write: Write, of: Sequence[JobRecord]) -> None:
        for number in range(total // 2):
            await write(Transaction.append, of[number % 2].id, [LogLine(level="info", message=str(number))])

    writing = asyncio.gather(append(store.write, jobs[:2]), append(other, jobs[2:]))
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(60):
            while len(seen) < total:
                page = await store.read(queries.events_of_all, after=cursor, limit=1000)
                seen += [event.id for event in page]
                cursor = seen[-1] if seen else cursor
    await writing
    assert len(seen) == total
    assert seen == sorted(set(seen))


async def test_a_deadlock_costs_nobody_a_change(store: Store, other: Write) -> None:
    """The database ends one of the two transactions; it is tried again."""
    jobs = [(await store.write(moves.submit, new_job()))[0].id for _ in range(2)]

    def both(tx: Transaction, first: str, second: str) -> None:
        if tx.conn.dialect.name == "postgresql":
            tx.conn.execute(text("SET LOCAL deadlock_timeout = '100ms'"))
        for job_id in (first, second):
            tx.conn.execute(update(JOBS).where(JOBS.c.id == job_id).values(max_retries=JOBS.c.max_retries + 1))
            if tx.conn.dialect.name == "postgresql":
                tx.conn.execute(text("SELECT pg_sleep(0.05)"))

    before = (await store.read(queries.job, jobs[0])).max_retries
    await asyncio.gather(store.write(both, *jobs), other(both, *reversed(jobs)))
    assert [(await store.read(queries.job, job_id)).max_retries for job_id in jobs] == [before + 2] * 2
    assert store.writer.last_failure is None


async def test_a_receiver_that_fails_keeps_nothing_from_the_next(store: Store) -> None:
    """The queue gets what was committed also if an earlier receiver has a fault."""
    seen: list[object] = []

    def faulty(_: object) -> None:
        raise KeyError("a fault")

    store.listen(faulty)
    store.follow_changes(faulty)
    store.listen(seen.append)
    store.follow_changes(seen.append)
    job, _ = await store.write(moves.submit, new_job())
    assert [len(part) for part in seen] == [1, 1]  # type: ignore[arg-type]
    assert job.status is JobState.QUEUED
