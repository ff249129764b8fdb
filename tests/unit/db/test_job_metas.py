"""Metadata: small in the job's row, large apart, never in a list."""

from typing import Any

import pytest
from sqlalchemy import Connection, text

from app.db import deletion, job_metas, job_parts, moves, queries
from app.db.store import Store
from app.jobs.record import JobRecord
from tests.stages import PLANS
from tests.stores import listed, new_job

LARGE = {"note": "ä" * 500_000, "n": [1, 2.5, None]}


def rows(conn: Connection) -> tuple[int, int]:
    """How many metadata are apart, and how long the longest is that is in a row of `jobs`."""
    apart = conn.execute(text("SELECT count(*) FROM job_metas")).scalar_one()
    return int(apart), int(conn.execute(text("SELECT max(length(CAST(meta AS TEXT))) FROM jobs")).scalar_one())


@pytest.mark.parametrize(("meta", "apart"), [({}, False), ({"a": "x" * 2000}, False), (LARGE, True)])
async def test_the_job_has_all_of_its_metadata(store: Store, meta: dict[str, Any], apart: bool) -> None:
    """Whatever its size; a list has it where it is small, else its size alone."""
    job, _ = await store.write(moves.submit, new_job(meta=meta))
    assert (await store.read(job_parts.job_parts, job.id)).meta == meta
    (in_list,), _ = await listed(store, queries.JobFilter(), limit=5, offset=0)
    assert (in_list.meta, in_list.meta_bytes) == ((None, job_metas.size_of(meta)) if apart else (meta, None))
    assert await store.read(rows) == ((1, 4) if apart else (0, job_metas.size_of(meta)))


async def test_a_move_does_not_carry_it(store: Store) -> None:
    """Every move reads the row: it stays small, and the metadata stays what it was."""
    job, _ = await store.write(moves.submit, new_job(meta=LARGE))
    claimed = await store.write(moves.claim, job.id, PLANS)
    assert isinstance(claimed, JobRecord)
    assert claimed.meta is None
    assert (await store.read(job_parts.job_parts, job.id)).meta == LARGE


async def test_it_goes_with_its_job(store: Store) -> None:
    """Nothing of a deleted job stays."""
    job, _ = await store.write(moves.submit, new_job(meta=LARGE))
    await store.write(moves.cancel, job.id)
    await store.write(deletion.delete_job, job.id, PLANS)
    assert (await store.read(lambda conn: conn.execute(text("SELECT count(*) FROM job_metas")).scalar_one())) == 0
