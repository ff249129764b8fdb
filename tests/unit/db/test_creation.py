"""New jobs: what is returned is what is stored, alone and in a group, with keys and without."""

import asyncio
from collections.abc import Sequence

from app.core.errors import NotFound
from app.db import creation, flags, job_metas, moves, queries
from app.db.creation import Creation
from app.db.job_texts import text_of
from app.db.records import JOB_TEXTS
from app.db.store import Store
from app.db.transaction import Transaction
from app.jobs.record import JobRecord
from tests.stores import new_job


def created(results: Sequence[Creation | Exception]) -> list[JobRecord]:
    """The jobs, all of them new."""
    return [job for job, is_new in results if is_new]  # type: ignore[misc]


async def test_what_is_returned_is_what_was_stored(store: Store) -> None:
    """Every field, of jobs with a key and without, for now and for later, with small and large metadata."""
    large = {"text": "x" * (job_metas.IN_ROW_BYTES + 1)}
    news = [
        new_job(meta={"a": [1, 2.5, None, {"ü": "ß"}]}, user_id="u"),
        new_job(idempotency_key="k", request_hash="h", meta=large),
        new_job(run_at_ms=store.now_ms() + 60_000, meta=large, title="Title", duration_s=7.5),
        new_job(idempotency_key="l", request_hash="h", run_at_ms=1),
    ]
    jobs = created(await store.write(creation.create, news))
    assert [job.id for job in jobs] == [new.id for new in news]
    for job, new in zip(jobs, news, strict=True):
        assert await store.read(queries.job, job.id) == job
        assert await store.read(job_metas.meta_of, job) == new.meta
        (event,) = await store.read(queries.events_of_job, job.id, after=0, limit=9)
        assert (event.seq, event.ts_ms) == (1, job.created_ms)
    texts = await store.read(lambda conn: {row.num: row.folded for row in conn.execute(JOB_TEXTS.select())})
    assert texts == {
        job.num: text_of(title=job.video_title, url=job.url, job_id=job.id, user_id=job.user_id) for job in jobs
    }


async def test_numbers_of_jobs_are_never_used_again(store: Store) -> None:
    """Keys or none, together or not."""
    seen: list[int] = []
    for _ in range(2):
        news = [new_job(), new_job(idempotency_key=f"k{len(seen)}", request_hash="h"), new_job()]
        seen += [job.num for job in created(await store.write(creation.create, news))]
    assert len(set(seen)) == 6
    assert min(seen[3:]) > max(seen[:3])


async def test_the_same_key_twice_in_one_group(store: Store) -> None:
    """The second is the first's, or a conflict if it means another job; neither harms the rest."""
    same = {"idempotency_key": "k", "request_hash": "h"}
    news = [new_job(**same), new_job(**same), new_job(idempotency_key="k", request_hash="other"), new_job()]
    first, second, conflict, other = await store.write(creation.create, news)
    assert (first, second) == ((first[0], True), (first[0], False))  # type: ignore[index]
    assert isinstance(conflict, creation.IdempotencyConflict)
    assert created([other])[0].id == news[3].id


async def test_a_unit_for_all_gets_the_items_of_all_and_each_caller_its_own_result(store: Store) -> None:
    """A refusal is one caller's; other units of the group are run too."""
    sizes: list[int] = []

    def halves(_: Transaction, items: Sequence[int]) -> list[int | NotFound]:
        sizes.append(len(items))
        return [NotFound("odd") if item % 2 else item // 2 for item in items]

    results = await asyncio.gather(
        *(store.write_together(halves, item) for item in range(4)),
        store.write(moves.submit, new_job()),
        return_exceptions=True,
    )
    assert [results[0], results[2]] == [0, 1]
    assert isinstance(results[1], NotFound)
    assert isinstance(results[3], NotFound)
    assert isinstance(results[4], tuple)
    assert sum(sizes) == 4
    assert len(sizes) < 4


async def test_a_fault_in_a_unit_for_all_is_only_the_callers_whose_item_it_is(store: Store) -> None:
    """The items are tried one by one."""

    def store_flags(tx: Transaction, items: Sequence[str]) -> list[str]:
        for item in items:
            flags.set_flag(tx, item, {"set": True})
            if item == "b":
                raise ZeroDivisionError
        return list(items)

    results = await asyncio.gather(*(store.write_together(store_flags, item) for item in "abc"), return_exceptions=True)
    assert [results[0], results[2]] == ["a", "c"]
    assert isinstance(results[1], ZeroDivisionError)
    for name, value in (("a", {"set": True}), ("b", {}), ("c", {"set": True})):
        assert await store.read(queries.flag, name) == value
