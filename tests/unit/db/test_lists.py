"""Pages of jobs: the same order and total, however many jobs there are and whatever the database is."""

from itertools import product

import asyncpg
import pytest
from sqlalchemy import text

from app.db import job_versions, moves, queries
from app.db.queries import SORTS, JobFilter
from app.db.store import Store
from app.jobs.record import JobRecord
from app.jobs.states import Cause
from tests.postgres import blank_postgres
from tests.stages import PLANS
from tests.stores import listed, new_job


async def _jobs(store: Store) -> list[JobRecord]:
    """Jobs in some states; the first two have ended."""
    made = [(await store.write(moves.submit, new_job(priority=n % 3, user_id=f"u{n % 2}")))[0] for n in range(8)]
    for job in made[:2]:
        claimed = await store.write(moves.claim, job.id, PLANS)
        assert claimed is not None
        await store.write(moves.finish, job.id, claimed.attempt, Cause.COMPLETE)
    return made


async def test_jobs_without_an_end_are_least(store: Store) -> None:
    """Last when the latest end comes first, as on SQLite; PostgreSQL would have them first by itself."""
    made = await _jobs(store)
    newest, _ = await listed(store, JobFilter(), limit=10, offset=0, sort="-completed_at")
    oldest, _ = await listed(store, JobFilter(), limit=10, offset=0, sort="completed_at")
    assert {job.id for job in newest[:2]} == {job.id for job in oldest[-2:]} == {job.id for job in made[:2]}


async def test_pages_of_many_are_those_of_few(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A far page and a search with many matches take other statements, to the same end."""
    await _jobs(store)
    wanted = [JobFilter(), JobFilter(user_id="u1"), JobFilter(text="example"), JobFilter(text="example", user_id="u0")]
    orders = [sign + name for name, sign in product(SORTS, ("", "-"))]
    pages = [(one, sort, offset) for one in wanted for sort in orders for offset in (0, 1, 3, 20)]

    async def found() -> list[tuple[list[str], int]]:
        all_pages = [await listed(store, one, limit=2, offset=offset, sort=sort) for one, sort, offset in pages]
        return [([job.id for job in jobs], total) for jobs, total in all_pages]

    usual = await found()
    assert {total for _, total in usual} == {4, 8}
    monkeypatch.setattr(job_versions, "FAR", 1)
    monkeypatch.setattr(queries, "MANY", 1)
    assert dict(zip(pages, await found(), strict=True)) == dict(zip(pages, usual, strict=True))


async def test_a_search_on_postgresql_uses_the_index_of_letters(postgres_url: str) -> None:
    """Of the whole text that people type, not only of its first letters."""
    async with Store(postgres_url) as store:

        def plan(conn: object) -> str:
            conn.execute(text("SET LOCAL enable_seqscan = off"))  # type: ignore[attr-defined]
            query = (
                JobFilter(text="Rockets_and%moons")
                .numbers()
                .compile(
                    dialect=conn.dialect,  # type: ignore[attr-defined]
                    compile_kwargs={"literal_binds": True},
                )
            )
            rows = conn.exec_driver_sql(f"EXPLAIN {query}".replace("%%", "%"))  # type: ignore[attr-defined]
            return "\n".join(rows.scalars())

        shown = await store.read(plan)
    assert "ix_job_texts_trigrams" in shown
    assert "rockets" in shown.partition("Index Cond")[2]


async def test_without_the_extension_searches_read_every_text(postgres_server: str) -> None:
    """A role that may not install it: the database is migrated all the same, and finds the same."""
    with blank_postgres(postgres_server) as url:
        connection = await asyncpg.connect(url)
        name = url.rpartition("/")[2]
        try:
            await connection.execute(f'CREATE ROLE "{name}" LOGIN; GRANT CREATE ON SCHEMA public TO "{name}"')
            plain = f"postgresql://{name}@{postgres_server.rpartition('@')[2]}{name}"
            async with Store(plain) as store:
                made = await _jobs(store)
                found, total = await listed(store, JobFilter(text=made[3].id[:13]), limit=5, offset=0)
                assert ([job.id for job in found], total) == ([made[3].id], 1)
            indexes = await connection.fetch("SELECT 1 FROM pg_indexes WHERE indexname = 'ix_job_texts_trigrams'")
            assert indexes == []
        finally:
            await connection.execute(f'DROP OWNED BY "{name}"; DROP ROLE "{name}"')
            await connection.close()
