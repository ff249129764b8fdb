"""Plain requests that are served without the framework: the same answers, read once while nothing is written."""

from collections.abc import Callable
from typing import Any

import pytest

from app.api.v1.unchanged import Page, Unchanged
from app.core.errors import NotFound
from app.db import deletion
from app.db.job_versions import JobVersion
from app.db.transaction import Transaction
from app.jobs.states import Cause
from tests.asgi import PLANS, App

JOBS = "/api/v1/jobs"
VERSION = JobVersion("a", "queued", 0, 1, 5, False, None)


def counted_reads(app: App, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A list to which the name of each query is added."""
    reads: list[str] = []
    read = app.store.read

    async def noted(query: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        reads.append(query.__name__)
        return await read(query, *args, **kwargs)

    monkeypatch.setattr(app.store, "read", noted)
    return reads


async def test_both_ways_give_the_same_answer(app: App) -> None:
    """An Idempotency-Key and an id in capitals are for the framework."""
    order = {"url": "http://example.com/ü.mp4", "job_type": "analysis", "metadata": {"a": [1]}, "priority": 7}
    plain = await app.http.post(JOBS, json=order)
    keyed = await app.http.post(JOBS, json=order, headers={"Idempotency-Key": "k"})
    own = {"id", "created_at", "queued_at", "updated_at", "queue_position", "eta_seconds"}
    shown = [{name: value for name, value in one.json().items() if name not in own} for one in (plain, keyed)]
    assert shown[0] == shown[1]
    assert plain.status_code == keyed.status_code == 201
    assert {*plain.headers} == {*keyed.headers}
    assert plain.headers["location"] == f"{JOBS}/{plain.json()['id']}"
    job_id = plain.json()["id"]
    for one in (await app.http.get(f"{JOBS}/{job_id}"), await app.http.get(f"{JOBS}/{job_id.upper()}/")):
        assert one.json() == plain.json() | {"queue_position": 1, "eta_seconds": one.json()["eta_seconds"]}
    assert (await app.http.get(f"{JOBS}/{'0' * 8}-0000-0000-0000-{'0' * 12}")).json()["code"] == "not_found"
    metrics = (await app.http.get("/metrics")).text
    for labels in (
        'method="POST",route="/api/v1/jobs",status="201"} 2.0',
        'route="/api/v1/jobs/{job_id}",status="404"} 1',
    ):
        assert labels in metrics


@pytest.mark.parametrize(
    "body", ["", "{", "[" * 100_000, "[]", '"a"', "{}", '{"url": 1}', '{"url": "http://a.b/c", "x": 1}']
)
async def test_what_is_wrong_with_a_body_is_stated_by_the_framework(shared_app: App, body: str) -> None:
    """With the field, as for a request that is not plain."""
    json_type = {"Content-Type": "application/json"}
    plain = await shared_app.http.post(JOBS, content=body, headers=json_type)
    other = await shared_app.http.post(JOBS, content=body, headers=json_type | {"Idempotency-Key": "k"})
    assert (plain.status_code, plain.json()) == (other.status_code, other.json())
    assert plain.status_code == 422
    assert plain.json()["errors"]


async def test_while_nothing_is_written_nothing_is_read_twice(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither for a job nor for a page of the list; each write, whatever it is, ends that."""
    job = await app.create()
    done = await app.create()
    await app.finish(await app.claim(done["id"]), Cause.COMPLETE)
    reads = counted_reads(app, monkeypatch)

    async def shown() -> tuple[dict[str, Any], list[dict[str, Any]]]:
        first = [await app.http.get(path) for path in (f"{JOBS}/{done['id']}", f"{JOBS}?limit=2", JOBS)]
        before = len(reads)
        again = [await app.http.get(path) for path in (f"{JOBS}/{done['id']}", f"{JOBS}?limit=2", JOBS)]
        assert len(reads) == before
        assert [one.content for one in first] == [one.content for one in again]
        return again[0].json(), again[1].json()["items"]

    whole, items = await shown()
    assert (whole["status"], [item["id"] for item in items]) == ("completed", [done["id"], job["id"]])
    await app.jobs.pin(done["id"], pinned=True)
    whole, items = await shown()
    assert (whole["pinned"], items[0]["pinned"]) == (True, True)
    third = await app.create()
    assert [item["id"] for item in (await shown())[1]] == [third["id"], done["id"]]
    await app.jobs.set_priority(third["id"], 9)
    assert (await shown())[1][0]["priority"] == 9
    await app.jobs.delete(done["id"])
    assert (await app.http.get(f"{JOBS}/{done['id']}")).status_code == 404
    assert [item["id"] for item in (await app.http.get(f"{JOBS}?limit=2")).json()["items"]] == [third["id"], job["id"]]
    assert reads


async def test_a_page_that_was_served_is_not_one_of_another_query(app: App) -> None:
    """Also of one that is refused."""
    await app.create()
    assert (await app.http.get(f"{JOBS}?limit=1")).json()["limit"] == 1
    assert (await app.http.get(f"{JOBS}?limit=2")).json()["limit"] == 2
    for _ in range(2):
        assert (await app.http.get(f"{JOBS}?limits=1")).status_code == 422


async def test_a_write_that_fails_counts_too(app: App) -> None:
    """It may have been committed."""
    before = app.store.commits

    def unit(_: Transaction) -> None:
        raise NotFound("nothing")

    with pytest.raises(NotFound):
        await app.store.write(unit)
    assert before is not None
    assert (app.store.commits or 0) > before
    assert await app.store.write(deletion.expire_job, "unknown", PLANS) == []


def test_what_was_read_before_a_commit_is_not_kept_after_it() -> None:
    """A read may end after a commit that it did not see."""
    unchanged = Unchanged()
    unchanged.add_job(VERSION, 3)
    assert unchanged.job("a", 3) == VERSION
    assert unchanged.job("a", 4) is None
    unchanged.add_page((None, b"limit=1"), Page((VERSION,), 1, 1, 0), 4)
    unchanged.add_job(VERSION, 3)
    assert (unchanged.job("a", 4), unchanged.job("a", 3)) == (None, None)
    assert unchanged.page((None, b"limit=1"), 4) is not None
    unchanged.add_job(VERSION, None)
    assert unchanged.job("a", None) is None
