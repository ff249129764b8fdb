"""Exports of timelines: what is refused, what is stored, what clients see."""

import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from app.api.editor.export_schemas import ExportView
from app.db import stage_log, timeline_sources, videos
from app.db.records import ARTIFACTS
from app.db.transaction import Transaction
from app.jobs.record import JobRecord, OutputRecord, Video
from app.jobs.scenes import SceneSpan, scene_id
from app.stages.fetch.contract import FetchOutput
from app.timeline.material import Resolved
from tests.asgi import App, segment
from tests.media import MediaShelf, described
from tests.stores import start_stage

pytestmark = pytest.mark.asyncio(loop_scope="module")
NOBODY = "0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"


async def uploaded(app: App, path: Path, video_id: str) -> str:
    """A video with this file, as an upload leaves it."""
    content = path.read_bytes()
    artifact = await app.keep((await app.create())["id"], content, path.name, kind="other")
    video = Video(video_id, path.name, artifact.blob, described(path).model_dump(mode="json"))
    await app.store.write(videos.add_video, video)
    return video_id


async def exported(app: App, timeline: Any, **values: Any) -> Any:
    return await app.http.post("/api/export/timeline", json={"timeline": timeline} | values)


def one_track(*clips: dict[str, Any], **values: Any) -> dict[str, Any]:
    return {"tracks": [{"kind": "video", "clips": list(clips)}]} | values


async def test_a_timeline_becomes_a_job(shared_app: App, media: MediaShelf) -> None:
    """Named by its file, as long as the timeline, with its sources found; the same key is the same export."""
    video_id = await uploaded(shared_app, media.video(seconds=4), "3f1d4f1e-8a54-4f0e-9f3e-5a7f1b2c3d4e")
    clip = {"source": {"video_id": video_id.upper()}, "start": 1, "end": 2}
    order = {"output_filename": "My cut.mov", "fps": 29.97, "resolution": "320x180", "user_id": "ann"}
    answer = await exported(shared_app, one_track(clip, clip), **order)
    assert answer.status_code == 202, answer.text
    export_id = answer.json()["export_id"]
    assert answer.json() == {"export_id": export_id, "job_id": export_id, "status": "queued"}
    assert answer.headers["location"] == f"/api/export/{export_id}"
    view = ExportView.model_validate((await shared_app.http.get(f"/api/export/{export_id}")).json())
    assert (view.status, view.progress, view.url, view.artifact_id, view.error) == ("queued", 0, None, None, None)
    assert view.duration == pytest.approx(2.002, abs=0.001)
    job = (await shared_app.http.get(f"/api/v1/jobs/{export_id}")).json()
    assert (job["job_type"], job["video_title"], job["user_id"]) == ("timeline_export", "My cut", "ann")
    assert job["options"]["export"] == {
        "output_filename": "My cut.mov",
        "quality_preset": "medium",
        "format": "mov",
        "resolution": "320x180",
        "fps": "30000/1001",
    }
    stored = await shared_app.store.read(timeline_sources.with_transcripts, export_id)
    assert stored is not None
    (material,) = Resolved.model_validate(stored).materials
    assert (material.name, material.length_s) == (media.video(seconds=4).name, 4.0)
    assert (await shared_app.http.get(f"/api/export/{export_id}/file")).status_code == 404
    headers = {"Idempotency-Key": "once"}
    same = [
        await shared_app.http.post("/api/export/timeline", json={"timeline": one_track(clip)}, headers=headers)
        for _ in range(2)
    ]
    assert same[0].json() == same[1].json()


async def test_a_video_that_a_waiting_timeline_uses_stays(shared_app: App, media: MediaShelf) -> None:
    """Neither it is deleted, nor does it go with the last job on it; once the export has ended it may."""
    video_id = await uploaded(shared_app, media.video(seconds=4), "5f1d4f1e-8a54-4f0e-9f3e-5a7f1b2c3d4e")
    on_it = await shared_app.http.post("/api/v1/jobs", json={"video_id": video_id, "job_type": "audio_extraction"})
    clip = {"source": {"video_id": video_id.upper()}, "start": 1, "end": 2}
    export_id = (await exported(shared_app, one_track(clip))).json()["export_id"]
    job_id = on_it.json()["id"]
    assert (await shared_app.http.post(f"/api/v1/jobs/{job_id}/cancel")).status_code == 200
    refused = await shared_app.http.delete(f"/api/v1/videos/{video_id}")
    assert refused.status_code == 409
    assert export_id in refused.json()["detail"]
    assert (await shared_app.http.delete(f"/api/v1/jobs/{job_id}")).status_code == 204
    assert (await shared_app.http.get(f"/api/v1/videos/{video_id}")).status_code == 200
    assert (await shared_app.http.post(f"/api/v1/jobs/{export_id}/cancel")).status_code == 200
    assert (await shared_app.http.delete(f"/api/v1/videos/{video_id}")).status_code == 204


async def test_the_file_is_served_with_ranges(shared_app: App, media: MediaShelf) -> None:
    """Under its name, once it is there; progress is whole then."""
    video_id = await uploaded(shared_app, media.video(seconds=4), "4f1d4f1e-8a54-4f0e-9f3e-5a7f1b2c3d4e")
    export_id = (await exported(shared_app, one_track({"source": {"video_id": video_id}}))).json()["export_id"]
    job = await shared_app.claim(export_id)
    file = await shared_app.keep(export_id, b"0123456789", "Timeline.mp4", kind="film")
    await shared_app.finish(job)
    view = (await shared_app.http.get(f"/api/export/{export_id}")).json()
    assert (view["status"], view["progress"], view["artifact_id"]) == ("completed", 100, file.id)
    part = await shared_app.http.get(view["url"], headers={"Range": "bytes=2-4"})
    assert (part.status_code, part.content) == (206, b"234")
    assert 'filename="Timeline.mp4"' in part.headers["content-disposition"]


async def test_the_description_has_every_media_type_of_a_film(shared_app: App) -> None:
    """Clients that check answers against it would refuse a mov or mkv otherwise."""
    paths = (await shared_app.http.get("/openapi.json")).json()["paths"]
    described = paths["/api/export/{export_id}/file"]["get"]["responses"]["200"]["content"]
    assert set(described) == {"video/mp4", "video/quicktime", "video/x-matroska", "video/webm"}


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ({"video_id": NOBODY}, "there is no video"),
        ({"job_id": NOBODY, "artifact_id": NOBODY}, "there is no job"),
        ({"analysis_id": NOBODY, "scene_id": NOBODY}, "there is no job"),
        ({"analysis_id": NOBODY, "segment": "proxy", "filename": "a.mp4"}, "there is no job"),
        ({"video_id": "'; drop"}, "video_id"),
    ],
)
async def test_a_source_that_is_not_here_is_refused(shared_app: App, source: dict[str, str], words: str) -> None:
    """With the track and the clip that use it first, through either route."""
    timeline = {"tracks": [{"kind": "audio", "clips": []}, {"kind": "video", "clips": [{"source": source}]}]}
    answers = [
        await exported(shared_app, timeline),
        await shared_app.http.post("/api/v1/jobs", json={"job_type": "timeline_export", "timeline": timeline}),
    ]
    for answer in answers:
        assert answer.status_code == 422, answer.text
        problem = answer.json()
        assert "Track 2, clip 1 (tracks[1].clips[0])" in problem["detail"]
        assert words in problem["detail"]
        assert problem["errors"][0]["loc"][:6] == ["body", "timeline", "tracks", 1, "clips", 0]
    bulk = {"action": "create", "jobs": [{"job_type": "timeline_export", "timeline": timeline}]}
    (result,) = (await shared_app.http.post("/api/v1/jobs/bulk", json=bulk)).json()["results"]
    assert (result["ok"], result["status"]) == (False, 422)


async def test_many_unknown_sources_are_refused_at_once(shared_app: App) -> None:
    """The time grows with their number, not with its square."""
    clips = [{"source": {"video_id": f"{NOBODY[:-4]}{n:04}"}} for n in range(2000)]
    began = time.process_time()
    answer = await exported(shared_app, one_track(*clips))
    took_s = time.process_time() - began
    assert (answer.status_code, len(answer.json()["errors"])) == (422, 20)
    assert took_s < 2.5


async def test_what_does_not_fit_is_refused(shared_app: App, media: MediaShelf) -> None:
    """A clip past its source's end, a picture that is too large, a rate that is none, fields that are wrong."""
    video_id = await uploaded(shared_app, media.video(seconds=4), "5f1d4f1e-8a54-4f0e-9f3e-5a7f1b2c3d4e")
    clip = {"source": {"video_id": video_id}, "start": 0, "end": 1}
    late = await exported(shared_app, one_track(clip, clip | {"end": 9}))
    assert "Track 1, clip 2 (tracks[0].clips[1]): end is 9.0 s, past the end of its source" in late.json()["detail"]
    for values in ({"resolution": "90000x90000"}, {"fps": "0"}, {"fps": 1000}, {"format": "avi"}, {"what": 1}):
        answer = await exported(shared_app, one_track(clip), **values)
        assert answer.status_code == 422, (values, answer.text)
    large = await exported(shared_app, one_track(clip, width=16_384, height=16_384))
    assert "pixels, more than the limit" in large.json()["detail"]
    assert (await shared_app.http.get(f"/api/export/{(await shared_app.create())['id']}")).status_code == 404


async def test_scenes_and_files_of_jobs_are_sources(shared_app: App, media: MediaShelf) -> None:
    """A scene is a stretch of the film that was analysed, a proxy stands for its scene; other files are probed."""
    path = media.video(seconds=4)
    analysis = await shared_app.create(job_type="scene_analysis")
    job = await shared_app.claim(analysis["id"])
    made = await shared_app.keep(job.id, path.read_bytes(), "clip one.mp4")
    await analysed(shared_app, job, path, [(0.0, 1.52), (1.52, 4.0)])
    scene = {"source": {"analysis_id": job.id, "scene_id": scene_id(job.id, 1)}, "start": 0.5, "end": 2}
    file = {"source": {"job_id": job.id, "artifact_id": made.id}}
    await shared_app.keep(job.id, b"small", "scene-0001-proxy.mp4", kind="proxy")
    proxy = {"source": {"analysis_id": job.id, "segment": "proxy", "filename": "scene-0001-proxy.mp4"}}
    answer = await exported(shared_app, one_track(scene, file, proxy, captions={"from": "transcript"}))
    assert answer.status_code == 202, answer.text
    stored = await shared_app.store.read(timeline_sources.with_transcripts, answer.json()["job_id"])
    assert stored is not None
    resolved = Resolved.model_validate({name: stored[name] for name in ("timeline", "materials")})
    first, second, third = resolved.materials
    assert (first.name, first.from_s, first.to_s, first.transcript_id) == ("Talk.mp4", 1.52, 4.0, job.id)
    assert (second.name, second.length_s) == ("clip one.mp4", pytest.approx(4, abs=0.1))
    assert (third.name, third.from_s, third.blob) == (first.name, first.from_s, first.blob)
    assert [line["text"] for line in stored["lines"][job.id]] == ["Hello."]
    past = await exported(shared_app, one_track(scene | {"end": 3}))
    assert "which is 2.48 s long" in past.json()["detail"]


async def analysed(app: App, job: JobRecord, path: Path, scenes: list[tuple[float, float]]) -> None:
    """Leave a claimed analysis as it is with its source, its scenes and one line of its transcript."""
    source = (await app.keep(job.id, path.read_bytes(), "Talk.mp4", kind="source")).blob
    await app.store.write(_made_by_fetch, job.id)
    spans = [
        SceneSpan(
            index=n,
            start_frame=round(start_s * 25),
            end_frame=round(end_s * 25),
            start_s=start_s,
            end_s=end_s,
            transition="cut" if n else "start",
        ).model_dump(mode="json")
        for n, (start_s, end_s) in enumerate(scenes)
    ]
    fetched = FetchOutput(source=source, media=described(path), title="Talk").model_dump(mode="json")
    lines = [segment(0.5, "Hello.").model_dump(mode="json")]
    for name, output, pieces in (("fetch", fetched, []), ("scenes", {}, spans), ("transcribe", {}, lines)):
        key = f"{name}-{job.id}"
        await app.store.write(start_stage, job.id, job.attempt, name, key)
        await app.store.write(stage_log.record_output, OutputRecord(key, name, output, [], 0.1), [])
        await app.store.write(stage_log.add_pieces, key, 0, pieces, [])
        await app.store.write(
            stage_log.publish_pieces, job.id, job.attempt, name, published=len(pieces), events=[], artifacts=[]
        )
        await app.store.write(
            stage_log.finish_stage,
            job.id,
            job.attempt,
            name,
            cached=False,
            seconds=0.1,
            artifacts=[],
            warnings=[],
            progress=0.5,
            eta_s=None,
            job_values={},
        )


def _made_by_fetch(tx: Transaction, job_id: str) -> None:
    """The file of kind `source` is one that the stage fetched."""
    tx.conn.execute(
        update(ARTIFACTS).where(ARTIFACTS.c.job_id == job_id, ARTIFACTS.c.kind == "source").values(stage="fetch")
    )
