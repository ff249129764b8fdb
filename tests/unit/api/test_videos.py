"""Videos: links and uploads, their status by their jobs, results, lists, deletion."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from app.api.v1.schemas.stored_videos import VideoPage, VideoTaken, VideoView
from app.db import moves, stage_log
from app.jobs.record import JobRecord, OutputRecord
from app.jobs.results import MediaInfo
from app.jobs.states import Cause
from tests.asgi import App, app_in, segment
from tests.media import MediaShelf
from tests.stores import start_stage

LINK = "https://example.org/talk.mp4"
BLOB = {"sha256": "a" * 64, "size_bytes": 77, "suffix": ".mp4"}
MEDIA = MediaInfo(duration_s=12.5, container="mp4", width=640, height=360, fps="30000/1001", video_codec="h264")
FINDING = {
    "id": "f1",
    "rule": "black",
    "category": "black",
    "severity": "warning",
    "start_s": 1.0,
    "end_s": 4.0,
    "message": "Black",
    "evidence": "3 s",
    "confidence": 1.0,
    "source": "picture",
}


async def take(app: App, **body: Any) -> dict[str, Any]:
    """Take in a link."""
    answer = await app.http.post("/api/v1/videos/", json={"url": LINK} | body)
    assert answer.status_code == 201, answer.text
    return dict(VideoTaken.model_validate(answer.json()).model_dump(mode="json"))


async def look(app: App, video_id: str) -> dict[str, Any]:
    """Read a video."""
    answer = await app.http.get(f"/api/v1/videos/{video_id}")
    assert answer.status_code == 200, answer.text
    return dict(VideoView.model_validate(answer.json()).model_dump(mode="json"))


async def listed(app: App, **query: str) -> list[str]:
    """The ids of the videos in a list, newest first."""
    answer = await app.http.get("/api/v1/videos", params=query)
    assert answer.status_code == 200, answer.text
    page = VideoPage.model_validate(answer.json())
    assert page.total == len(page.items)
    return [one.video_id for one in page.items]


async def another(app: App, video_id: str, **body: Any) -> dict[str, Any]:
    """Start another job on a video."""
    answer = await app.http.post("/api/v1/jobs", json={"video_id": video_id, "job_type": "analysis"} | body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def recorded(app: App, job: JobRecord, outputs: Mapping[str, Any]) -> None:
    """Finish stages of a claimed job with these outputs, as their work would."""
    for stage, output in outputs.items():
        key = f"{stage}-{job.id}"
        await app.store.write(start_stage, job.id, job.attempt, stage, key, eta_s=None)
        await app.store.write(stage_log.record_output, OutputRecord(key, stage, output, [], 1.0), [])
        facts = {"video_title": output["title"], "video_duration": 12.5} if stage == "fetch" else {}
        await app.store.write(
            stage_log.finish_stage,
            job.id,
            job.attempt,
            stage,
            cached=False,
            seconds=1.0,
            artifacts=[],
            warnings=[],
            progress=0.5,
            eta_s=None,
            job_values=facts,
        )


def fetched(title: str) -> dict[str, Any]:
    """The output of a fetched link."""
    return {"source": BLOB, "media": MEDIA.model_dump(mode="json"), "title": title}


async def test_a_link_is_a_video_with_a_job(app: App) -> None:
    """Answered at once: nothing is known of it yet; the job is of the default type, and names both."""
    taken = await take(app, priority=8, metadata={"order": 7}, user_id="ann", max_retries=1, options={"fail_on": None})
    assert (taken["status"], taken["url"], taken["jobs"]) == ("UPLOADED", LINK, [taken["job_id"]])
    assert taken["created_at"] == taken["updated_at"]
    job = (await app.http.get(f"/api/v1/jobs/{taken['job_id']}")).json()
    assert (job["job_type"], job["youtube_url"], job["video_id"]) == ("video_analysis", LINK, taken["video_id"])
    assert (job["priority"], job["metadata"], job["user_id"], job["max_retries"]) == (8, {"order": 7}, "ann", 1)
    assert job["options"]["vision"] is True
    seen = await look(app, taken["video_id"])
    assert seen["results"] == dict.fromkeys(("transcript", "language", "analysis", "vision", "findings", "metadata"))
    for name in ("filename", "title", "duration", "width", "fps", "video_codec", "size_bytes", "sha256", "error"):
        assert seen[name] is None, name


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"url": None}, ["body", "url"]),
        ({"url": "ftp://example.org/a.mp4"}, ["body", "url"]),
        ({"url": "http://127.0.0.1/a.mp4"}, ["body", "url"]),
        ({"job_type": "sleep"}, ["body", "job_type"]),
        ({"options": {"volume": 3}}, ["body", "options", "volume"]),
        ({"priority": 11}, ["body", "priority"]),
        ({"job_type": "transcription", "options": {"fail_on": "critical"}}, ["body", "options", "fail_on"]),
        ({"file": "x"}, ["body", "file"]),
        ({"user_id": ""}, ["body", "user_id"]),
        ({"metadata": {"a": "\x00"}}, ["body", "metadata"]),
    ],
)
@pytest.mark.asyncio(loop_scope="module")
async def test_an_order_that_is_wrong_names_its_field(
    shared_app: App, body: dict[str, Any], place: Sequence[str]
) -> None:
    """As that of a job does, and nothing is kept."""
    answer = await shared_app.http.post("/api/v1/videos", json={"url": LINK} | body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["loc"] == list(place)
    assert await listed(shared_app) == []


async def test_the_status_follows_the_jobs(app: App) -> None:
    """From the claim of the first to the end of the last, by the newest; a deleted job counts no more."""
    taken = await take(app)
    video_id, first = taken["video_id"], await app.claim(taken["job_id"])

    async def status() -> str:
        seen = await look(app, video_id)
        assert await listed(app, status=seen["status"].lower()) == [video_id]
        assert seen["updated_at"] >= taken["updated_at"]
        return str(seen["status"])

    assert await status() == "PROCESSING"
    await app.store.write(moves.postpone, first.id, first.attempt, due_ms=2**42)
    assert await status() == "PROCESSING"
    second = await another(app, video_id)
    await app.http.post(f"/api/v1/jobs/{first.id}/cancel")
    assert await status() == "PROCESSING"  # one waits, and one had started
    await app.finish(await app.claim(second["id"]))
    assert await status() == "COMPLETED"
    third = await another(app, video_id)
    assert await status() == "PROCESSING"
    error = {"code": "no_audio", "message": "no sound", "stage": "speech", "retryable": False}
    await app.finish(await app.claim(third["id"]), Cause.FAIL, error=error)
    assert await status() == "FAILED"
    seen = await look(app, video_id)
    assert (seen["error"], seen["jobs"]) == (error, [third["id"], second["id"], first.id])
    await app.http.post(f"/api/v1/jobs/{third['id']}/retry")
    assert await status() == "PROCESSING"
    await app.http.post(f"/api/v1/jobs/{third['id']}/cancel")
    assert (await look(app, video_id))["error"]["code"] == "cancelled"
    assert await status() == "FAILED"
    for job_id, expected in ((third["id"], "COMPLETED"), (second["id"], "FAILED"), (first.id, "UPLOADED")):
        assert (await app.http.delete(f"/api/v1/jobs/{job_id}")).status_code == 204
        assert await status() == expected


async def test_a_video_gathers_what_all_its_jobs_found(app: App) -> None:
    """Each part by the newest job that has it; media and title as soon as the source is fetched."""
    taken = await take(app)
    old = await app.claim(taken["job_id"])
    await recorded(app, old, {"fetch": fetched("A talk")})
    seen = await look(app, taken["video_id"])
    assert (seen["title"], seen["duration"], seen["width"], seen["fps"]) == ("A talk", 12.5, 640, 29.97)
    assert (seen["sha256"], seen["size_bytes"], seen["status"]) == ("a" * 64, 77, "PROCESSING")
    await app.publish_segments(old, [segment(0.0, "We have a landing.")], key=f"transcribe-{old.id}")
    heard = {"language": "en", "language_probability": 0.9, "model": "base", "duration_s": 12.5}
    await recorded(app, old, {"transcribe": heard} | {"findings": {"findings": [FINDING]}})
    await app.finish(old)
    new = await app.claim((await another(app, taken["video_id"], job_type="video_analysis"))["id"])
    await recorded(app, new, {"findings": {"findings": [FINDING | {"severity": "critical"}, FINDING]}})
    seen = await look(app, taken["video_id"])
    assert seen["finding_counts"] == {"critical": 1, "warning": 1, "info": 0}
    assert [one["severity"] for one in seen["results"]["findings"]] == ["critical", "warning"]
    assert (seen["results"]["language"], seen["results"]["vision"]) == ("en", None)
    assert seen["results"]["transcript"] == "We have a landing."
    assert await listed(app, q="TALK") == await listed(app, q="a talk") == [taken["video_id"]]
    assert await listed(app, q="nothing") == []


async def test_the_list_filters_and_pages(app: App) -> None:
    """Newest first, by status, user and text; an unknown parameter or status is refused."""
    one = await take(app, user_id="ann")
    two = await take(app, url="https://example.org/R%C3%A9sum%C3%A9.mp4")
    assert await listed(app) == [two["video_id"], one["video_id"]]
    assert await listed(app, user_id="ann") == [one["video_id"]]
    await another(app, two["video_id"], user_id="ann")
    assert await listed(app, user_id="ann") == [two["video_id"], one["video_id"]]
    assert await listed(app, q="resume") == await listed(app, q=two["video_id"]) == [two["video_id"]]
    assert await listed(app, status="COMPLETED,FAILED") == []
    page = (await app.http.get("/api/v1/videos/?limit=1&offset=1")).json()
    assert ([item["video_id"] for item in page["items"]], page["total"]) == ([one["video_id"]], 2)
    assert page["items"][0]["jobs"] == [one["job_id"]]
    assert "results" not in page["items"][0]
    for query in ("state=FAILED", "status=failedd", "limit=201"):
        assert (await app.http.get(f"/api/v1/videos?{query}")).status_code == 422, query


async def test_a_deleted_video_leaves_its_finished_jobs(app: App) -> None:
    """409 while a job that uses it is active; then they stay without it, also in views that were cached before."""
    taken = await take(app)
    path = f"/api/v1/videos/{taken['video_id']}"
    refused = await app.http.delete(path)
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_state")
    await app.finish(await app.claim(taken["job_id"]))
    for _ in range(2):
        job = (await app.http.get(f"/api/v1/jobs/{taken['job_id']}")).json()
        assert job["video_id"] == taken["video_id"]
    assert (await app.http.delete(f"{path}/")).status_code == 204
    assert [(await app.http.request(how, path)).status_code for how in ("GET", "DELETE")] == [404, 404]
    job = (await app.http.get(f"/api/v1/jobs/{taken['job_id']}")).json()
    assert (job["video_id"], job["status"], job["youtube_url"]) == (None, "completed", LINK)
    (row,) = (await app.http.get("/api/v1/jobs")).json()["items"]
    assert row["video_id"] is None
    assert (await app.http.post("/api/v1/jobs", json={"video_id": taken["video_id"]})).status_code == 422


async def test_the_same_key_is_the_same_video(app: App) -> None:
    """200 with the first one; another body is refused, also one for jobs; a deleted video needs a new key."""
    key = {"Idempotency-Key": "k1"}
    order = {"url": LINK, "user_id": "ann"}
    first = await app.http.post("/api/v1/videos", json=order, headers=key)
    again = await app.http.post("/api/v1/videos", json=order, headers=key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    for path, body in (("videos", order | {"user_id": "bob"}), ("jobs", order | {"job_type": "video_analysis"})):
        other = await app.http.post(f"/api/v1/{path}", json=body, headers=key)
        assert (other.status_code, other.json()["code"]) == (409, "idempotency_conflict"), path
    await app.http.post(f"/api/v1/jobs/{first.json()['job_id']}/cancel")
    await app.http.delete(f"/api/v1/videos/{first.json()['video_id']}")
    gone = await app.http.post("/api/v1/videos", json=order, headers=key)
    assert (gone.status_code, gone.json()["code"]) == (409, "video_deleted")


async def test_videos_at_the_same_time_with_one_key_are_one(app: App) -> None:
    """However their commits fall together."""
    answers = await asyncio.gather(
        *(app.http.post("/api/v1/videos", json={"url": LINK}, headers={"Idempotency-Key": "k"}) for _ in range(8))
    )
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert await listed(app) == [answers[0].json()["video_id"]]


async def test_an_upload_can_start_its_job(app: App, media: MediaShelf) -> None:
    """In one request, and once per key; a wrong type is refused before a byte is received."""
    content = media.video(seconds=1).read_bytes()
    headers = {"Content-Type": "video/mp4", "Idempotency-Key": "u"}
    path = "/api/v1/videos?process=transcription&filename=a.mp4&user_id=ann"
    first = await app.http.post(path, content=content, headers=headers)
    assert first.status_code == 201, first.text
    taken = VideoTaken.model_validate(first.json())
    assert (taken.status, taken.filename, taken.jobs) == ("UPLOADED", "a.mp4", [taken.job_id])
    job = (await app.http.get(f"/api/v1/jobs/{taken.job_id}")).json()
    assert (job["job_type"], job["video_id"], job["user_id"]) == ("transcription", taken.video_id, "ann")
    assert (job["youtube_url"], job["video_title"]) == (None, "a")
    again = await app.http.post(path, content=content, headers=headers)
    assert (again.status_code, again.json()) == (200, first.json())
    assert await listed(app) == [taken.video_id]
    wrong = await app.http.post("/api/v1/videos?process=sleep", content=b"x", headers={"Content-Type": "video/mp4"})
    link = await app.http.post("/api/v1/videos?process=analysis", json={"url": LINK})
    for refused in (wrong, link):
        assert (refused.status_code, refused.json()["errors"][0]["loc"]) == (422, ["query", "process"])


async def test_the_broadcast_tells_of_videos(app: App) -> None:
    """Each new status and title once, whatever else its jobs do; and the end of one."""
    async with app.socket("/ws/jobs/broadcast") as socket:

        async def told(kind: str) -> dict[str, Any]:
            while (message := await socket.receive()) is not None:
                if message["type"].startswith("video_"):
                    assert (message["type"], message["job_id"], message["seq"]) == (kind, None, 0)
                    return dict(message["data"])
            raise AssertionError("closed")

        await socket.receive()
        taken = await take(app)
        first = await told("video_update")
        assert (first["video_id"], first["status"], first["url"]) == (taken["video_id"], "UPLOADED", LINK)
        await app.http.patch(f"/api/v1/jobs/{taken['job_id']}", json={"priority": 7})
        job = await app.claim(taken["job_id"])
        assert (await told("video_update"))["status"] == "PROCESSING"
        await recorded(app, job, {"fetch": fetched("A talk")})
        assert (await told("video_update"))["title"] == "A talk"
        await app.finish(job)
        assert (await told("video_update"))["status"] == "COMPLETED"
        await app.http.delete(f"/api/v1/jobs/{job.id}")
        assert (await told("video_update"))["status"] == "UPLOADED"
        await app.http.delete(f"/api/v1/videos/{taken['video_id']}")
        assert await told("video_deleted") == {"video_id": taken["video_id"]}


async def test_a_full_queue_takes_no_video(tmp_path: Any, media: MediaShelf) -> None:
    """Neither a link nor an upload with a job: 503, and nothing is kept."""
    async with app_in(tmp_path, max_queue_size=1) as app:
        await app.create()
        headers = {"Content-Type": "video/mp4"}
        link = await app.http.post("/api/v1/videos", json={"url": LINK})
        file = await app.http.post(
            "/api/v1/videos?process=analysis", content=media.video(seconds=1).read_bytes(), headers=headers
        )
        assert [(one.status_code, one.json()["code"]) for one in (link, file)] == [(503, "queue_full")] * 2
        assert await listed(app) == []
        assert not list((app.settings.data_dir / "blobs").rglob("*.mp4"))


async def test_an_upload_that_is_deleted_takes_its_file_along(app: App, media: MediaShelf) -> None:
    """Its finished jobs stay, but cannot be run again."""
    answer = await app.http.post(
        "/api/v1/videos?process=analysis",
        content=media.video(seconds=1).read_bytes(),
        headers={"Content-Type": "video/mp4"},
    )
    taken = answer.json()
    await app.http.post(f"/api/v1/jobs/{taken['job_id']}/cancel")
    assert list((app.settings.data_dir / "blobs").rglob("*.mp4"))
    assert (await app.http.delete(f"/api/v1/videos/{taken['video_id']}")).status_code == 204
    assert not list((app.settings.data_dir / "blobs").rglob("*.mp4"))
    retried = await app.http.post(f"/api/v1/jobs/{taken['job_id']}/retry")
    assert (retried.status_code, retried.json()["code"]) == (409, "wrong_state")


async def test_a_link_with_a_password_shows_none(app: App) -> None:
    """It is with the first job alone: a later one on the video is refused, with what to do."""
    taken = await take(app, url="https://ann:secret@example.org/a.mp4")
    assert taken["url"] == "https://ann:***@example.org/a.mp4"
    assert "secret" not in (await app.http.get("/api/v1/videos")).text
    later = await app.http.post("/api/v1/jobs", json={"video_id": taken["video_id"]})
    assert (later.status_code, later.json()["errors"][0]["loc"]) == (422, ["body", "video_id"])
