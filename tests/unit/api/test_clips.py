"""Clips that people make: what is ordered, refused, listed, and how they go with their job."""

from typing import Any

import pytest
from sqlalchemy import update

from app.api.v1.schemas.clips import MadeClip
from app.db import deletion, moves, queries, webhooks
from app.db.records import JOBS
from app.db.transaction import Transaction
from app.jobs.states import Cause
from app.jobs.webhooks import HookEvent
from tests.asgi import App, segment
from tests.stages import PLANS
from tests.unit.api.test_videos import look, take

pytestmark = pytest.mark.asyncio(loop_scope="module")
NOBODY = "0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"


async def made(app: App, job: dict[str, Any], **order: Any) -> dict[str, Any]:
    """Make a clip of a job."""
    answer = await app.http.post(f"/api/v1/jobs/{job['id']}/clips", json={"start": 1, "end": 3} | order)
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"/api/v1/jobs/{job['id']}/clips/{answer.json()['id']}"
    return MadeClip.model_validate(answer.json()).model_dump()


def _last(tx: Transaction, job_id: str, seconds: float) -> None:
    """Give the film of a job a length."""
    tx.conn.execute(update(JOBS).where(JOBS.c.id == job_id).values(video_duration=seconds))


async def test_a_clip_is_a_job_on_the_same_film(shared_app: App) -> None:
    """With the job's user, priority and options of speech; its parts are there when they are cut."""
    job = await shared_app.create(user_id="ann", priority=8, options={"language": "de"})
    clip = await made(shared_app, job, title="Why", aspect="9:16", position=0.3, captions=True, resolution="720p")
    cutting = (await shared_app.http.get(f"/api/v1/jobs/{clip['id']}")).json()
    assert (cutting["job_type"], cutting["user_id"], cutting["priority"]) == ("media_operation", "ann", 8)
    options = {name: cutting["options"][name] for name in ("operation", "language", "aspect", "burn_captions")}
    assert options == {"operation": "cut_clip", "language": "de", "aspect": "9:16", "burn_captions": True}
    stages = [stage["name"] for stage in cutting["stages"]]
    assert stages == ["fetch", "speech", "scenes", "transcribe", "cut_clip"]
    assert (clip["job_id"], clip["title"], clip["status"], clip["url"]) == (job["id"], "Why", "queued", None)
    assert (clip["start"], clip["end"], clip["position"], clip["captions"]) == (1, 3, 0.3, True)
    plain = await made(shared_app, job, aspect="source")
    assert plain["title"] == "Clip at 0:01"
    plan = [stage["name"] for stage in (await shared_app.http.get(f"/api/v1/jobs/{plain['id']}")).json()["stages"]]
    assert plan == ["fetch", "cut_clip"]
    sound = await made(shared_app, job, output_format="mp3", title="Heard")
    assert (sound["output_format"], sound["width"]) == ("mp3", None)
    plan = [stage["name"] for stage in (await shared_app.http.get(f"/api/v1/jobs/{sound['id']}")).json()["stages"]]
    assert plan == ["fetch", "cut_clip"]
    listed = (await shared_app.http.get(f"/api/v1/jobs/{job['id']}/clips")).json()
    assert ([one["title"] for one in listed["items"]], listed["total"]) == (["Why", "Clip at 0:01", "Heard"], 3)
    file = await shared_app.http.get(f"/api/v1/jobs/{job['id']}/clips/{clip['id']}/file")
    assert (file.status_code, file.json()["detail"]) == (
        404,
        "The file of this clip is not there: it is not cut yet, or was deleted.",
    )
    assert (await shared_app.http.get(f"/api/v1/jobs/{job['id']}")).json()["generated_clips"] == []


async def test_without_a_title_it_is_named_by_its_words(shared_app: App) -> None:
    """As the clips that are chosen by themselves are."""
    job = await shared_app.create(job_type="transcription")
    claimed = await shared_app.claim(job["id"])
    await shared_app.publish_segments(claimed, [segment(0, "Nothing yet."), segment(2, "The Eagle has landed.")])
    clip = await made(shared_app, job, start=2, end=4)
    assert clip["title"] == "The Eagle has landed"


@pytest.mark.parametrize(
    ("order", "field"),
    [
        ({"start": 3, "end": 3}, ""),
        ({"start": -1, "end": 3}, "start"),
        ({"start": 1, "end": 40}, "end"),
        ({"start": 30, "end": 31}, "start"),
        ({"start": 1, "end": 3, "aspect": "2:1"}, "aspect"),
        ({"start": 1, "end": 3, "position": 1.5}, "position"),
        ({"start": 1, "end": 3, "title": "a\nb"}, "title"),
        ({"start": 1, "end": 3, "colour": 1}, "colour"),
        ({"start": 1, "end": 3, "output_format": "wav"}, "output_format"),
        ({"start": 1, "end": 3, "output_format": "m4a", "captions": True}, ""),
        ({"start": 1, "end": 3, "output_format": "mp3", "aspect": "9:16"}, ""),
    ],
)
async def test_what_cannot_be_cut_is_refused(shared_app: App, order: dict[str, Any], field: str) -> None:
    """With the field that is wrong; nothing is stored."""
    job = await shared_app.create()
    await shared_app.store.write(_last, job["id"], 20.0)
    path = f"/api/v1/jobs/{job['id']}/clips"
    answer = await shared_app.http.post(path, json=order)
    assert answer.status_code == 422, answer.text
    assert any(field in map(str, row["loc"]) or not field for row in answer.json()["errors"]), answer.text
    assert (await shared_app.http.get(path)).json()["total"] == 0


async def test_nothing_is_shown_before_the_film_is_there(shared_app: App) -> None:
    """As soon as it is, a child plans the clip (see the test through the whole server)."""
    job = await shared_app.create()
    answer = await shared_app.http.post(f"/api/v1/jobs/{job['id']}/clips/preview", json={"start": 0, "end": 2})
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")


async def test_the_same_key_is_the_same_clip(shared_app: App) -> None:
    """Another body with it is refused."""
    job = await shared_app.create()
    path, key = f"/api/v1/jobs/{job['id']}/clips", {"Idempotency-Key": "clip"}
    order = {"start": 1, "end": 3, "title": "One"}
    first = await shared_app.http.post(path, json=order, headers=key)
    again = await shared_app.http.post(path, json=order, headers=key)
    other = await shared_app.http.post(path, json=order | {"title": "Two"}, headers=key)
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert first.json()["id"] == again.json()["id"]


async def test_an_order_that_replaces_a_clip_can_be_repeated(shared_app: App) -> None:
    """With its key: who lost the answer gets the new clip, though the replaced one is gone; without one it is 404."""
    job = await shared_app.create()
    first = await made(shared_app, job)
    path, order = f"/api/v1/jobs/{job['id']}/clips", {"start": 1, "end": 4, "replaces": first["id"]}
    answers = [
        await shared_app.http.post(path, json=order, headers={"Idempotency-Key": key} if key else {})
        for key in ("replacing", "replacing", "another", None)
    ]
    assert [answer.status_code for answer in answers] == [201, 200, 404, 404]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    other = await shared_app.http.post(path, json=order | {"end": 5}, headers={"Idempotency-Key": "replacing"})
    assert other.json()["code"] == "idempotency_conflict"
    assert (await shared_app.http.get(path)).json()["total"] == 1


async def test_a_title_is_changed_alone(shared_app: App) -> None:
    """The job that cuts it stays as it is; a clip of another job is none of this one."""
    job, other = await shared_app.create(), await shared_app.create()
    clip = await made(shared_app, job, title="One")
    path = f"/api/v1/jobs/{job['id']}/clips/{clip['id']}"
    renamed = await shared_app.http.patch(path, json={"title": "Two"})
    assert (renamed.status_code, renamed.json()["title"]) == (200, "Two")
    assert (await shared_app.http.get(path)).json() == renamed.json()
    for wrong in (f"/api/v1/jobs/{other['id']}/clips/{clip['id']}", f"/api/v1/jobs/{job['id']}/clips/{NOBODY}"):
        for answer in (
            await shared_app.http.patch(wrong, json={"title": "x"}),
            await shared_app.http.get(wrong),
            await shared_app.http.get(f"{wrong}/file"),
            await shared_app.http.delete(wrong),
        ):
            assert answer.status_code == 404


async def test_a_clip_goes_alone_or_in_favour_of_another(shared_app: App) -> None:
    """Its job is cancelled and deleted; what replaces it must be of the same job."""
    job, other = await shared_app.create(), await shared_app.create()
    first, elsewhere = await made(shared_app, job), await made(shared_app, other)
    path = f"/api/v1/jobs/{job['id']}/clips"
    foreign = {"start": 1, "end": 2, "replaces": elsewhere["id"]}
    assert (await shared_app.http.post(path, json=foreign)).status_code == 404
    second = await made(shared_app, job, replaces=first["id"])
    assert [one["id"] for one in (await shared_app.http.get(path)).json()["items"]] == [second["id"]]
    assert (await shared_app.http.get(f"/api/v1/jobs/{first['id']}")).status_code == 404
    assert (await shared_app.http.delete(f"{path}/{second['id']}")).status_code == 204
    assert (await shared_app.http.get(path)).json() == {"items": [], "total": 0}
    gone = await made(shared_app, job)
    await shared_app.http.post(f"/api/v1/jobs/{gone['id']}/cancel")
    assert (await shared_app.http.delete(f"/api/v1/jobs/{gone['id']}")).status_code == 204
    assert (await shared_app.http.get(path)).json()["total"] == 0


async def test_a_clip_says_nothing_of_its_video(shared_app: App) -> None:
    """Neither while it is cut nor when that is cancelled: the video is as its other jobs are."""
    taken = await take(shared_app)
    job = await shared_app.claim(taken["job_id"])
    await shared_app.store.write(moves.finish, job.id, job.attempt, Cause.COMPLETE)
    clip = await made(shared_app, {"id": job.id})
    for _ in range(2):
        seen = await look(shared_app, taken["video_id"])
        assert (seen["status"], seen["error"], seen["jobs"]) == ("COMPLETED", None, [job.id])
        assert (await shared_app.http.post(f"/api/v1/jobs/{clip['id']}/cancel")).status_code in (200, 409)
    completed = await shared_app.store.write(
        lambda tx: webhooks._of_videos(tx, [job, queries.job(tx.conn, clip["id"])])
    )
    assert [(event, made_by) for event, made_by, _ in completed] == [(HookEvent.VIDEO_COMPLETED, job.id)]


async def test_clips_go_with_their_job(shared_app: App) -> None:
    """Not while one is being cut, unless that is cancelled too; a pinned job keeps the files of its clips."""
    job = await shared_app.create()
    clip = await made(shared_app, job)
    claimed = await shared_app.claim(job["id"])
    await shared_app.finish(claimed)
    await shared_app.jobs.pin(job["id"], pinned=True)
    cutting = await shared_app.claim(clip["id"])
    await shared_app.finish(cutting)
    await shared_app.keep(clip["id"], b"film", "a clip.mp4", kind="result", stage="cut_clip")
    assert clip["id"] not in await shared_app.store.read(deletion.expirable)
    await shared_app.store.write(deletion.expire_job, clip["id"], PLANS)
    (kept,) = (await shared_app.http.get(f"/api/v1/jobs/{job['id']}/clips")).json()["items"]
    assert kept["size_bytes"] == 4
    await shared_app.jobs.pin(job["id"], pinned=False)
    assert clip["id"] in await shared_app.store.read(deletion.expirable)
    busy = await made(shared_app, job, start=2)
    refused = await shared_app.http.delete(f"/api/v1/jobs/{job['id']}")
    assert (refused.status_code, busy["id"] in refused.json()["detail"]) == (409, True)
    assert (await shared_app.http.delete(f"/api/v1/jobs/{job['id']}?cancel=true")).status_code == 204
    for one in (job, clip, busy):
        assert (await shared_app.http.get(f"/api/v1/jobs/{one['id']}")).status_code == 404
