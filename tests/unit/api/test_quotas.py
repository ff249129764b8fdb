"""Quotas of a user: as many waiting jobs and stored bytes, however the requests come."""

import asyncio
from pathlib import Path

import pytest

from app.core.errors import QuotaExceeded
from app.db import moves
from app.db.quotas import Quotas, Usage
from app.db.transaction import Transaction
from app.jobs.states import Cause
from tests.asgi import app_in
from tests.media import MediaShelf
from tests.stages import PLANS
from tests.stores import new_job, open_store

JOBS = "/api/v1/jobs"
LINK = "http://example.com/a.mp4"


async def test_a_user_has_no_more_waiting_jobs_than_the_quota(tmp_path: Path) -> None:
    """Requests at the same time, in bulk, for later and again count alike; other users and jobs of no user go on."""
    async with app_in(tmp_path, quota_waiting_jobs=3) as app:

        async def create(**body: object) -> int:
            answer = await app.http.post(JOBS, json={"url": LINK, "user_id": "ann", **body})
            if answer.status_code == 429:
                assert answer.json()["code"] == "quota_exceeded"
                assert int(answer.headers["retry-after"]) > 0
            return answer.status_code

        at_once = await asyncio.gather(*(create() for _ in range(6)))
        assert sorted(at_once) == [201, 201, 201, 429, 429, 429]
        assert await create(run_at="2099-01-01T00:00:00Z") == 429
        assert (await create(user_id="bob"), await create(user_id=None)) == (201, 201)
        bulk = [{"url": LINK, "user_id": user} for user in ("bob", "ann", "bob", "bob")]
        answer = await app.http.post(f"{JOBS}/bulk", json={"action": "create", "jobs": bulk})
        assert [item["ok"] for item in answer.json()["results"]] == [True, False, True, False]
        mine = (await app.http.get(JOBS, params={"user_id": "ann"})).json()["items"]
        await app.http.post(f"{JOBS}/{mine[0]['id']}/cancel")
        assert await create() == 201
        again = await app.http.post(f"{JOBS}/{mine[0]['id']}/retry")
        assert (again.status_code, again.json()["code"]) == (429, "quota_exceeded")
        assert (await app.http.get(f"{JOBS}/{mine[0]['id']}")).json()["status"] == "cancelled"


async def test_a_repeated_request_finds_its_job_whatever_the_quota(tmp_path: Path) -> None:
    """The idempotency key comes first."""
    async with app_in(tmp_path, quota_waiting_jobs=1) as app:
        body, key = {"url": LINK, "user_id": "ann"}, {"Idempotency-Key": "one"}
        answers = [await app.http.post(JOBS, json=body, headers=key) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [201, 200]


async def test_a_user_stores_no_more_bytes_than_the_quota(tmp_path: Path, media: MediaShelf) -> None:
    """A refused upload leaves no file; without room no job begins; what is deleted makes room."""
    film = media.video().read_bytes()
    async with app_in(tmp_path, quota_bytes=len(film) + 10) as app:

        async def upload(user: str) -> tuple[int, str]:
            chosen = {"user_id": user} if user else {}
            answer = await app.http.post("/api/v1/videos", files={"file": ("a.mp4", film)}, params=chosen)
            return answer.status_code, answer.json().get("video_id") or answer.json()["code"]

        status, video_id = await upload("ann")
        assert status == 201
        assert await upload("ann") == (429, "quota_exceeded")
        assert (await upload("bob"))[0] == (await upload(""))[0] == 201
        large = {"url": LINK, "user_id": "ann", "metadata": {"note": "x" * 200_000}}
        assert (await app.http.post(JOBS, json=large)).status_code == 201
        refused = await app.http.post(JOBS, json={"url": LINK, "user_id": "ann"})
        assert (refused.status_code, refused.json()["code"]) == (429, "quota_exceeded")
        assert (await app.http.delete(f"/api/v1/videos/{video_id}")).status_code in (200, 204)
        job = (await app.http.get(JOBS, params={"user_id": "ann"})).json()["items"][0]
        await app.http.post(f"{JOBS}/{job['id']}/cancel")
        await app.http.delete(f"{JOBS}/{job['id']}")
        assert (await upload("ann"))[0] == 201


async def test_a_file_of_several_jobs_is_counted_once(tmp_path: Path) -> None:
    """As it is stored once: jobs on one upload each have it among their files."""
    async with app_in(tmp_path, quota_bytes=30) as app:
        body = {"url": LINK, "user_id": "ann"}
        for name in ("a.mp4", "b.mp4"):
            made = await app.http.post(JOBS, json=body)
            assert made.status_code == 201, made.text
            await app.keep((await app.claim(made.json()["id"])).id, b"x" * 20, name)
        assert (await app.http.post(JOBS, json=body)).status_code == 201
        await app.keep(made.json()["id"], b"y" * 20, "c.mp4")
        assert (await app.http.post(JOBS, json=body)).json()["code"] == "quota_exceeded"


async def test_only_what_waits_is_counted(tmp_path: Path) -> None:
    """In either database: running and ended jobs are none; each addition of a transaction counts."""
    async with open_store(tmp_path) as store:
        for state in ("queued", "running", "done"):
            job, _ = await store.write(moves.submit, new_job(user_id="ann"))
            if state != "queued":
                await store.write(moves.claim, job.id, PLANS)
            if state == "done":
                await store.write(moves.finish, job.id, 1, Cause.COMPLETE)

        def unit(tx: Transaction) -> None:
            usage = Usage(tx, Quotas(waiting_jobs=2))
            usage.add_job("ann")
            with pytest.raises(QuotaExceeded):
                usage.add_job("ann")
            usage.add_job(None)

        await store.write(unit)
