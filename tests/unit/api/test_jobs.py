"""Jobs by REST: create, look at, list, change, delete."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from app.api.json_text import dump
from app.api.v1 import job_view
from app.api.v1.schemas.jobs import Job, JobPage
from app.db import deletion, job_parts
from tests.asgi import App, app_in, segment
from tests.stages import PLANS

LINK = "http://example.com/a.mp4"


async def test_a_created_job_has_every_field_of_the_contract(app: App) -> None:
    """201 with the whole job and its Location; looking it up gives the same."""
    body = {
        "youtube_url": LINK,
        "job_type": "transcription",
        "priority": 7,
        "options": {"language": "en"},
        "max_retries": 1,
        "metadata": {"order": [1, {"deep": "Größe"}]},
        "user_id": "u-1",
        "run_at": None,
    }
    answer = await app.http.post("/api/v1/jobs/", json=body)
    assert answer.status_code == 201
    job = Job.model_validate(answer.json()).model_dump(mode="json")
    assert {
        name: job[name] for name in ("youtube_url", "job_type", "priority", "max_retries", "metadata", "user_id")
    } == {name: body[name] for name in ("youtube_url", "job_type", "priority", "max_retries", "metadata", "user_id")}
    assert job["options"]["language"] == "en"
    assert (job["status"], job["progress"], job["attempt"], job["queue_position"]) == ("queued", 0, 0, 1)
    assert [stage["name"] for stage in job["stages"]] == ["fetch", "speech", "transcribe"]
    assert job["transcript"] is None
    assert job["segments"] == job["generated_clips"] == job["artifacts"] == job["warnings"] == []
    assert job["created_at"].endswith("Z")
    assert answer.headers["location"] == f"/api/v1/jobs/{job['id']}"
    again = await app.http.get(answer.headers["location"])
    assert again.json() == answer.json()


async def test_every_path_works_with_and_without_its_slash(app: App) -> None:
    """No redirect, on POST neither."""
    for path in ("/api/v1/jobs", "/api/v1/jobs/"):
        answer = await app.http.post(path, json={"url": LINK})
        assert answer.status_code == 201
        assert (await app.http.get(f"{path.rstrip('/')}/{answer.json()['id']}/")).status_code == 200
    for path in ("/api/v1/jobs/queue/status/", "/api/v1/statistics/", "/health/", "/ws/connections/status/"):
        assert (await app.http.get(path)).status_code == 200


async def test_an_idempotency_key_makes_one_job(app: App) -> None:
    """Same key and body: the same job, 200. Another body: 409."""
    first = await app.http.post("/api/v1/jobs", json={"url": LINK}, headers={"Idempotency-Key": "k1"})
    again = await app.http.post("/api/v1/jobs/", json={"youtube_url": LINK}, headers={"Idempotency-Key": "k1"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    other = await app.http.post("/api/v1/jobs", json={"url": LINK, "priority": 9}, headers={"Idempotency-Key": "k1"})
    assert other.status_code == 409
    assert other.json()["code"] == "idempotency_conflict"
    wrong = await app.http.post("/api/v1/jobs", json={"url": LINK}, headers={"Idempotency-Key": "x" * 300})
    assert wrong.status_code == 422


async def test_a_full_queue_says_when_to_come_back(tmp_path: Path) -> None:
    """503 with Retry-After above MAX_QUEUE_SIZE; asking again for a job that was accepted still gives that job."""
    async with app_in(tmp_path, max_queue_size=1) as app:
        key = {"Idempotency-Key": "once"}
        first = await app.http.post("/api/v1/jobs", json={"url": LINK}, headers=key)
        assert first.status_code == 201
        again = await app.http.post("/api/v1/jobs", json={"url": LINK}, headers=key)
        assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
        answer = await app.http.post("/api/v1/jobs", json={"url": LINK})
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert answer.json()["code"] == "queue_full"


async def test_a_job_for_later_waits(app: App) -> None:
    """`run_at` in the future: pending, with the time at which it goes on."""
    later = (datetime.now(UTC) + timedelta(hours=2)).replace(microsecond=0)
    job = await app.create(run_at=later.isoformat())
    assert job["status"] == "pending"
    assert job["next_attempt_at"] == f"{later:%Y-%m-%dT%H:%M:%S}.000Z"
    assert job["queue_position"] is None


async def test_a_list_holds_summaries_newest_first(app: App) -> None:
    """No transcripts; total, limit and offset; every item as described."""
    ids = [(await app.create())["id"] for _ in range(5)]
    page = (await app.http.get("/api/v1/jobs/", params={"limit": 2, "offset": 1})).json()
    JobPage.model_validate(page)
    assert [item["id"] for item in page["items"]] == [ids[3], ids[2]]
    assert (page["total"], page["limit"], page["offset"]) == (5, 2, 1)
    assert "transcript" not in page["items"][0]


async def test_a_list_can_be_filtered_and_sorted(app: App) -> None:
    """status_filter, job_type, user_id, q and sort; what is wrong is refused."""
    a = await app.create(job_type="analysis", user_id="ann", priority=1)
    b = await app.create(url="http://example.com/needle.mp4", priority=9)
    await app.http.post(f"/api/v1/jobs/{a['id']}/cancel")

    async def ids(**params: Any) -> list[str]:
        answer = await app.http.get("/api/v1/jobs", params=params)
        assert answer.status_code == 200, answer.text
        return [item["id"] for item in answer.json()["items"]]

    assert await ids(status_filter="cancelled") == [a["id"]]
    assert await ids(status_filter="cancelled,queued") == [b["id"], a["id"]]
    assert await ids(status_filter=["cancelled", "queued"]) == [b["id"], a["id"]]
    assert await ids(job_type="analysis") == [a["id"]]
    assert await ids(user_id="ann") == [a["id"]]
    assert await ids(q="NEEDLE") == [b["id"]]
    assert await ids(q="%") == await ids(q="x" * 4096) == []
    assert await ids(sort="priority") == [a["id"], b["id"]]
    assert await ids(sort="-priority") == [b["id"], a["id"]]
    wrong = ({"limit": 0}, {"limit": 201}, {"offset": -1}, {"sort": "x"}, {"status_filter": "x"}, {"job_type": "x"})
    nul = ({"q": "a\x00b"}, {"user_id": "\x00"}, {"q": "x" * 8193})
    for params in (*wrong, *nul):
        assert (await app.http.get("/api/v1/jobs", params=params)).status_code == 422, params


async def test_the_life_of_a_job_by_hand(app: App) -> None:
    """Change priority, cancel, retry, delete; each only in the states that allow it."""
    job = await app.create()
    path = f"/api/v1/jobs/{job['id']}"
    assert (await app.http.patch(path, json={"priority": 9})).json()["priority"] == 9
    assert (await app.http.delete(path)).status_code == 409
    assert (await app.http.post(f"{path}/retry")).status_code == 409
    cancelled = await app.http.post(f"{path}/cancel")
    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
    assert (await app.http.post(f"{path}/cancel")).status_code == 409
    assert (await app.http.patch(path, json={"priority": 1})).status_code == 409
    assert (await app.http.post(f"{path}/retry/")).json()["status"] == "queued"
    await app.http.post(f"{path}/cancel")
    assert (await app.http.delete(path)).status_code == 204
    assert (await app.http.get(path)).status_code == 404


async def test_a_job_is_shown_as_it_is_after_every_change(app: App) -> None:
    """Alone and in a list, though its text is kept while it does not change; and the same text twice."""
    job = await app.create(job_type="transcription", metadata={"text": "x" * 3000})
    path = f"/api/v1/jobs/{job['id']}"

    async def shown() -> dict[str, Any]:
        """The job, the same when it is read again, in a list, and made anew of what is stored."""
        parts = await app.store.read(job_parts.job_parts, job["id"])
        outlook = app.queue_view.outlook(parts.job)
        whole, summary = (
            await job_view.rendered(parts, outlook),
            job_view.summary(parts.job, parts.stages.values(), outlook),
        )
        for _ in range(2):
            assert (await app.http.get(path)).json() == json.loads(whole)
            (item,) = (await app.http.get("/api/v1/jobs")).json()["items"]
            assert item == json.loads(dump(summary))
        return json.loads(whole)  # type: ignore[no-any-return]

    assert (await shown())["queue_position"] == 1
    await app.http.patch(path, json={"priority": 9})
    assert (await shown())["priority"] == 9
    for pinned in (True, False):
        await app.http.patch(path, json={"pinned": pinned})
        assert (await shown())["pinned"] is pinned
    claimed = await app.claim(job["id"])
    assert (await shown())["status"] == "processing"
    await app.publish_segments(claimed, [segment(0.0, "Said first.")])
    assert len((await shown())["segments"]) == 1
    await app.publish_segments(claimed, [segment(2.0, "Said then.")])
    assert len((await shown())["segments"]) == 2
    artifact = await app.keep(job["id"], b"text", "a.srt", kind="subtitles")
    await app.finish(claimed)
    assert [row["id"] for row in (await shown())["artifacts"]] == [artifact.id]
    await app.store.write(deletion.expire_job, job["id"], PLANS)
    assert (await shown())["artifacts"] == []


async def test_a_waiting_job_can_be_moved_to_the_top(app: App) -> None:
    """Whatever its priority, it is next."""
    await app.create(priority=10)
    last = await app.create(priority=0)
    assert last["queue_position"] == 2
    assert (await app.http.post(f"/api/v1/jobs/{last['id']}/top")).json()["queue_position"] == 1


async def test_waiting_jobs_are_ordered_by_hand(app: App) -> None:
    """Among equal priorities, as the list sorted by the queue shows it; also with a new priority at once."""

    async def patch(job: dict[str, Any], **change: object) -> httpx.Response:
        return await app.http.patch(f"/api/v1/jobs/{job['id']}", json=change)

    a, b, c = [await app.create() for _ in range(3)]
    moved = await patch(c, before=b["id"])
    assert (moved.status_code, moved.json()["queue_position"], moved.json()["priority"]) == (200, 2, 5)
    assert (await patch(a, after=b["id"], priority=6)).json()["priority"] == 6
    listed = (await app.http.get("/api/v1/jobs", params={"sort": "queue"})).json()["items"]
    assert [job["id"] for job in listed] == [c["id"], b["id"], a["id"]]
    assert [job["queue_position"] for job in listed] == [1, 2, 3]
    assert (await patch(a, after=b["id"], before=c["id"])).status_code == 422
    assert (await patch(a, after=a["id"])).status_code == 422
    assert (await patch(a, after="unknown")).status_code == 404
    await app.http.post(f"/api/v1/jobs/{b['id']}/cancel")
    refused = await patch(a, before=b["id"], priority=1)
    assert (refused.status_code, b["id"] in refused.json()["detail"]) == (409, True)
    assert (await app.http.get(f"/api/v1/jobs/{a['id']}")).json()["priority"] == 6


async def test_users_take_turns_and_an_order_by_hand_stays(app: App) -> None:
    """In the positions, in the list sorted by the queue, and wherever a person has placed a job."""

    async def listed(sort: str = "queue", **query: str) -> list[str]:
        items = (await app.http.get("/api/v1/jobs", params={"sort": sort, **query})).json()["items"]
        places = [job["queue_position"] for job in items]
        assert places == sorted(places, reverse=sort.startswith("-"))
        return [names[job["id"]] for job in items]

    async def patch(job: str, **change: object) -> None:
        assert (await app.http.patch(f"/api/v1/jobs/{ids[job]}", json=change)).status_code == 200

    names = {}
    for name in ("a1", "a2", "a3", "b1", "b2"):
        job = await app.create(user_id=name[0])
        names[job["id"]] = name
    ids = {name: job_id for job_id, name in names.items()}
    assert await listed() == ["a1", "b1", "a2", "b2", "a3"]
    assert await listed("-queue", q="example") == ["a3", "b2", "a2", "b1", "a1"]
    assert await listed(user_id="b") == ["b1", "b2"]
    await patch("a3", before=ids["b2"])
    assert await listed() == ["a1", "b1", "a2", "a3", "b2"]
    await app.http.post(f"/api/v1/jobs/{ids['b2']}/top")
    await patch("a1", after=ids["a2"])
    assert await listed() == ["b2", "b1", "a2", "a1", "a3"]
    newest = await app.create(user_id="c")
    assert newest["queue_position"] == 6
    await patch("a2", priority=5)
    names[newest["id"]] = "c"
    assert await listed() == ["b2", "b1", "a1", "a3", "a2", "c"]


async def test_a_job_can_be_pinned_in_any_state(app: App) -> None:
    """So that retention leaves its files alone; a patch that says nothing is refused."""
    job = await app.create()
    for pinned in (True, False):
        answer = await app.http.patch(f"/api/v1/jobs/{job['id']}", json={"pinned": pinned})
        assert (answer.status_code, answer.json()["pinned"]) == (200, pinned)
    assert (await app.http.patch(f"/api/v1/jobs/{job['id']}", json={})).status_code == 422


async def test_a_list_carries_no_large_metadata(app: App) -> None:
    """Small metadata is in it, of large the size alone; the job itself has all of it."""
    large = {"note": "ä" * 200_000}
    body = {"youtube_url": LINK, "job_type": "transcription"}
    for metadata in ({"a": 1}, large):
        created = await app.http.post("/api/v1/jobs", json=body | {"metadata": metadata})
        assert created.json()["metadata"] == metadata
        assert (await app.http.get(f"/api/v1/jobs/{created.json()['id']}")).json()["metadata"] == metadata
    page = await app.http.get("/api/v1/jobs")
    assert len(page.content) < 8_000
    items = JobPage.model_validate(page.json()).items
    assert [item.metadata for item in items] == [None, {"a": 1}]
    assert (items[0].metadata_bytes or 0) > 400_000
    assert items[1].metadata_bytes is None


async def test_a_search_finds_what_people_mean(app: App) -> None:
    """Letters of any case and form, a whole link, signs that mean something elsewhere."""
    link = "https://example.com/Gr%C3%B6%C3%9Fe/watch?v=1"
    job = (await app.http.post("/api/v1/jobs", json={"url": link, "user_id": "Łukasz"})).json()
    for q in ("größe", "GROSSE", link, "ＷＡＴＣＨ", "lukasz", f" {job['id']} "):
        answer = await app.http.get("/api/v1/jobs", params={"q": q})
        assert [item["id"] for item in answer.json()["items"]] == [job["id"]], q
    for q in ("%%", "' OR 1=1 --", '"', "*", "\\", "NEAR(a b)"):
        answer = await app.http.get("/api/v1/jobs", params={"q": q})
        assert (answer.status_code, answer.json()["total"]) == (200, 0), q
    found = await app.http.post("/api/v1/jobs/bulk", json={"action": "cancel", "filter": {"q": "GRÖSSE"}})
    assert [row["id"] for row in found.json()["results"]] == [job["id"]]
