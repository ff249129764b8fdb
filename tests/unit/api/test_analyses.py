"""Analyses of scenes: how they begin, and what clients see of them at every moment."""

import json
from typing import Any

import pytest

from app.api.editor.schemas import SceneAnalysisView
from app.db import deletion, stage_log
from app.jobs.media_metadata import MediaMetadata
from app.jobs.record import JobRecord, OutputRecord
from app.jobs.results import Blob, MediaInfo, Result
from app.jobs.scenes import SceneSpan
from app.jobs.states import Cause
from app.stages.fetch.contract import FetchOutput
from app.stages.metadata.contract import MetadataOutput
from app.stages.scenes.contract import STAGE as SCENES
from app.stages.segments.contract import SceneFile, file_of
from app.stages.stage_artifacts import piece_artifact
from app.stages.subtitles.contract import SubtitledScene, SubtitlesOutput
from app.stages.transcribe.contract import TranscribeOutput
from app.storage.blobs import BlobFolder
from app.text.scene_lines import lines_by_scene
from tests.asgi import App, segment
from tests.media import MediaShelf
from tests.stages import PLANS
from tests.stores import start_stage

pytestmark = pytest.mark.asyncio(loop_scope="module")
NOBODY = "0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"
BLOB = Blob(sha256="0" * 64, size_bytes=1, suffix=".jpg")
MEDIA = MediaInfo(
    container="mp4", duration_s=4.0, video_codec="h264", audio_codec="aac", width=640, height=360, fps="30000/1001"
)


HEARD = TranscribeOutput(language="en", language_probability=1.0, model="demo", decoding="sequential", segment_count=1)


def span(index: int, start_s: float, end_s: float, **values: Any) -> SceneSpan:
    """A scene at 25 frames a second."""
    frames = {"start_frame": round(start_s * 25), "end_frame": round(end_s * 25)}
    known = {"index": index, "start_s": start_s, "end_s": end_s, "transition": "cut" if index else "start"}
    return SceneSpan.model_validate(known | frames | {"thumbnail": BLOB} | values)


async def analysis(app: App, analysis_id: str) -> SceneAnalysisView:
    """The analysis as it is now."""
    answer = await app.http.get(f"/api/analysis/{analysis_id}")
    assert answer.status_code == 200, answer.text
    return SceneAnalysisView.model_validate(answer.json())


async def done(app: App, job: JobRecord, name: str, output: Result) -> None:
    """Finish a stage of a claimed job with this output."""
    key = f"{name}-{job.id}"
    begun = {stage.name for stage in await app.store.read(stage_log.stages_of_job, job.id) if stage.key is not None}
    if name not in begun:
        await app.store.write(start_stage, job.id, job.attempt, name, key)
    row = OutputRecord(key, name, output.model_dump(mode="json"), [], 0.1)
    await app.store.write(stage_log.record_output, row, [])
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


async def found(app: App, job: JobRecord, *scenes: SceneSpan) -> None:
    """Commit and publish scenes of a claimed job, as the stage does."""
    await app.store.write(start_stage, job.id, job.attempt, "scenes", f"scenes-{job.id}")
    pieces = [scene.model_dump(mode="json") for scene in scenes]
    await app.store.write(stage_log.add_pieces, f"scenes-{job.id}", 0, pieces, [])
    shown = [SCENES.show_piece(job.id, n, scene, "Talk") for n, scene in enumerate(scenes)]
    await app.store.write(
        stage_log.publish_pieces,
        job.id,
        job.attempt,
        "scenes",
        published=len(scenes),
        events=[event for one in shown for event in one.events],
        artifacts=[artifact for one in shown for artifact in one.artifacts],
    )


def subtitles(*scenes: SceneSpan) -> SubtitlesOutput:
    """The subtitles of scenes, of which the first has a line."""
    plain = [scene.model_copy(update={"thumbnail": None}) for scene in scenes]
    lines = [(segment(0.5, "We have landed."),), *(() for _ in plain[1:])]
    rows = zip(plain, lines, strict=True)
    return SubtitlesOutput(scenes=tuple(SubtitledScene(scene=scene, lines=said) for scene, said in rows))


async def begun(app: App, **order: Any) -> str:
    """Begin an analysis of a link; its id."""
    answer = await app.http.post("/api/analyze", json={"url": "https://example.com/talk.mp4"} | order)
    assert answer.status_code == 202, answer.text
    body = answer.json()
    assert body == {"analysis_id": body["job_id"], "job_id": body["job_id"], "status": "processing"}
    assert answer.headers["location"] == f"/api/analysis/{body['job_id']}"
    analysis_id: str = body["analysis_id"]
    return analysis_id


async def test_an_upload_is_probed_and_becomes_an_analysis(shared_app: App, media: MediaShelf) -> None:
    """A form with the video, the method and options; the video is listed, and a second analysis can name it."""
    content = media.video().read_bytes()
    fields = {"segmentation_method": "fade-based", "options": json.dumps({"language": "de"})}
    answer = await shared_app.http.post("/api/analyze", files={"video": ("a film.mp4", content)}, data=fields)
    assert answer.status_code == 202, answer.text
    job = (await shared_app.http.get(f"/api/v1/jobs/{answer.json()['job_id']}")).json()
    assert (job["job_type"], job["options"]["segmentation_method"]) == ("scene_analysis", "fade-based")
    assert (job["options"]["language"], job["video_title"]) == ("de", "a film")
    again = await begun(shared_app, url=None, video_id=job["video_id"], options={"segmentation_method": "both"})
    shown = await analysis(shared_app, again)
    assert (shown.status, shown.segmentation_method, shown.scenes) == ("queued", "both", [])
    assert (shown.metadata, shown.transcript_id, shown.error) == (None, None, None)


async def test_the_form_is_described_with_its_methods(shared_app: App) -> None:
    """As the JSON is: the methods, and the one when none is named."""
    operation = (await shared_app.http.get("/openapi.json")).json()["paths"]["/api/analyze"]["post"]
    form = operation["requestBody"]["content"]["multipart/form-data"]["schema"]
    method = form["properties"]["segmentation_method"]
    assert (method["enum"], method["default"]) == (["cut-based", "fade-based", "both"], "cut-based")


async def test_a_link_becomes_a_video_and_the_same_key_the_same_analysis(shared_app: App) -> None:
    """Nothing is fetched before the answer; by cuts unless something else is requested."""
    headers = {"Idempotency-Key": "one"}
    order = {"url": "https://example.com/talk.mp4", "user_id": "ann", "priority": 7}
    first, second = [await shared_app.http.post("/api/analyze", json=order, headers=headers) for _ in range(2)]
    assert (first.status_code, second.status_code, first.json()) == (202, 202, second.json())
    job = (await shared_app.http.get(f"/api/v1/jobs/{first.json()['job_id']}")).json()
    assert (job["user_id"], job["priority"], job["options"]["segmentation_method"]) == ("ann", 7, "cut-based")
    assert (await shared_app.http.get(f"/api/v1/videos/{job['video_id']}")).json()["jobs"] == [job["id"]]


async def test_wrong_orders_are_refused_and_leave_nothing(shared_app: App, media: MediaShelf) -> None:
    """Each names what is wrong with it; an upload that is refused isn't kept."""
    before = (await shared_app.http.get("/api/v1/videos")).json()["total"]
    link = {"url": "https://example.com/talk.mp4"}
    for order in (
        {},
        link | {"video_id": NOBODY},
        link | {"segmentation_method": "guess"},
        link | {"segmentation_method": "both", "options": {"segmentation_method": "cut-based"}},
        link | {"options": {"operation": "stabilize"}},
        link | {"job_type": "transcription"},
        {"video_id": NOBODY},
        {"url": "ftp://example.com/a"},
    ):
        answer = await shared_app.http.post("/api/analyze", json=order)
        assert (answer.status_code, bool(answer.json()["errors"])) == (422, True), order
    content = media.video().read_bytes()
    for fields in ({"segmentation_method": "guess"}, {"options": "{"}, {"options": '{"colour": 1}'}):
        answer = await shared_app.http.post("/api/analyze", files={"video": ("a.mp4", content)}, data=fields)
        assert answer.status_code == 422, fields
    answer = await shared_app.http.post("/api/analyze", files={"video": ("a.mp4", b"no film")})
    assert answer.status_code == 415
    answer = await shared_app.http.post("/api/analyze", files={"file": ("a.mp4", content)})
    assert answer.status_code == 422
    assert (await shared_app.http.get("/api/v1/videos")).json()["total"] == before


async def test_scenes_appear_one_by_one_with_their_files(shared_app: App) -> None:
    """A URL is null until the file is there; what is known of the file is shown before everything is read."""
    job = await shared_app.claim(await begun(shared_app, segmentation_method="both"))
    await done(shared_app, job, "fetch", FetchOutput(source=BLOB, media=MEDIA, title="Talk"))
    shown = await analysis(shared_app, job.id)
    assert shown.metadata is not None
    assert (shown.status, shown.metadata.fps, shown.metadata.fps_exact) == ("processing", 29.97, "30000/1001")
    assert (shown.metadata.width, shown.metadata.video_codec, shown.metadata.streams) == (640, "h264", [])
    await found(shared_app, job, span(0, 0.0, 1.48), span(1, 1.48, 4.0, transition="dissolve", thumbnail=None))
    first, second = (await analysis(shared_app, job.id)).scenes
    assert (first.start, first.end, first.duration, first.transition) == (0.0, 1.48, 1.48, "start")
    assert (second.start_frame, second.end_frame, second.transition) == (37, 100, "dissolve")
    assert (second.thumbnail_url, first.proxy_url, first.mezzanine_url, first.subtitles_url) == (None,) * 4
    assert first.thumbnail_url is not None
    assert (await shared_app.http.get(first.thumbnail_url.partition("?")[0])).status_code == 404  # a made up file
    assert first.scene_id != second.scene_id
    early = await shared_app.http.get(f"/api/analysis/{job.id}/scenes/{first.scene_id}/subtitles")
    assert (early.status_code, early.json()["code"]) == (404, "not_found")
    metadata = MediaMetadata(container="mp4", duration=4.0, tags={"title": "Talk"})
    await done(shared_app, job, "metadata", MetadataOutput(metadata=metadata))
    stated = (await analysis(shared_app, job.id)).metadata
    assert stated is not None
    assert (stated.tags, stated.height) == ({"title": "Talk"}, 360)


async def test_what_is_said_in_a_scene_has_times_of_its_own(shared_app: App) -> None:
    """As JSON, SRT and WebVTT; a scene without words has none."""
    job = await shared_app.claim(await begun(shared_app))
    await found(shared_app, job, span(0, 0.0, 2.0), span(1, 2.0, 4.0))
    await done(shared_app, job, "transcribe", HEARD)
    await done(shared_app, job, "subtitles", subtitles(span(0, 0.0, 2.0), span(1, 2.0, 4.0)))
    await shared_app.finish(job)
    shown = await analysis(shared_app, job.id)
    assert (shown.status, shown.progress, shown.transcript_id) == ("completed", 100.0, job.id)
    said, silent = (scene.subtitles_url or "" for scene in shown.scenes)
    assert (await shared_app.http.get(said)).json() == [
        {"start": 0.5, "end": 2.5, "text": "We have landed.", "speaker": None}
    ]
    srt = await shared_app.http.get(f"{said}?format=srt")
    assert srt.headers["content-type"] == "application/x-subrip; charset=utf-8"
    assert srt.text == "1\n00:00:00,500 --> 00:00:02,000\nWe have landed.\n\n"  # not beyond the scene
    assert (await shared_app.http.get(f"{said}?format=vtt")).text.startswith("WEBVTT\n\n00:00:00.500 --> ")
    assert (await shared_app.http.get(silent)).json() == []
    assert (await shared_app.http.get(f"{silent}?format=vtt")).text == "WEBVTT\n\n"
    for path, status in ((f"{said}?format=ass", 422), (f"/api/analysis/{job.id}/scenes/{NOBODY}/subtitles", 404)):
        assert (await shared_app.http.get(path)).status_code == status


async def test_scenes_and_their_subtitles_outlive_their_files(shared_app: App) -> None:
    """Once retention has deleted the files, their URLs are null."""
    job = await shared_app.claim(await begun(shared_app))
    await found(shared_app, job, span(0, 0.0, 2.0), span(1, 2.0, 4.0))
    await done(shared_app, job, "subtitles", subtitles(span(0, 0.0, 2.0), span(1, 2.0, 4.0)))
    await shared_app.finish(job)
    before = (await analysis(shared_app, job.id)).scenes
    await shared_app.store.write(deletion.expire_job, job.id, PLANS)
    after = (await analysis(shared_app, job.id)).scenes
    assert after == [scene.model_copy(update={"thumbnail_url": None}) for scene in before]
    assert len((await shared_app.http.get(after[0].subtitles_url or "")).json()) == 1


async def test_corrected_words_are_in_the_subtitles_at_once(shared_app: App) -> None:
    """Of the scenes in which they are said, and of no other; also once retention has deleted the files."""
    job = await shared_app.claim(await begun(shared_app))
    lines = [segment(0.5, "We have landed."), segment(2.5, "At last.")]
    await shared_app.publish_segments(job, lines, key=f"transcribe-{job.id}")
    assert (await analysis(shared_app, job.id)).transcript_id == job.id
    await found(shared_app, job, span(0, 0.0, 2.5), span(1, 2.5, 5.0))
    await done(shared_app, job, "transcribe", HEARD)
    scenes = (span(0, 0.0, 2.5, thumbnail=None), span(1, 2.5, 5.0, thumbnail=None))
    said = lines_by_scene(lines, [(scene.start_s, scene.end_s) for scene in scenes])
    rows = (SubtitledScene(scene=scene, lines=tuple(of)) for scene, of in zip(scenes, said, strict=True))
    await done(shared_app, job, "subtitles", SubtitlesOutput(scenes=tuple(rows)))
    await shared_app.finish(job)
    first, second = (scene.subtitles_url or "" for scene in (await analysis(shared_app, job.id)).scenes)

    async def texts(url: str) -> list[tuple[float, str]]:
        return [(line["start"], line["text"]) for line in (await shared_app.http.get(url)).json()]

    assert (await texts(first), await texts(second)) == ([(0.5, "We have landed.")], [(0.0, "At last.")])
    line = f"/api/v1/transcripts/{job.id}/segments/1"
    assert (await shared_app.http.patch(line, json={"text": "At long last."})).status_code == 200
    assert (await texts(first), await texts(second)) == ([(0.5, "We have landed.")], [(0.0, "At long last.")])
    assert "At long last." in (await shared_app.http.get(f"{second}?format=srt")).text
    await shared_app.store.write(deletion.expire_job, job.id, PLANS)
    assert (await shared_app.http.patch(line, json={"text": "Finally."})).status_code == 200
    assert await texts(second) == [(0.0, "Finally.")]


async def test_files_of_scenes_are_served_by_name(shared_app: App) -> None:
    """With ranges, an ETag and HEAD; of the right scene and kind only."""
    job = await shared_app.claim(await begun(shared_app))
    await found(shared_app, job, span(0, 0.0, 2.0), span(1, 2.0, 4.0))
    path = shared_app.settings.data_dir / "work" / "proxy.mp4"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"0123456789")
    blob = BlobFolder(shared_app.settings.data_dir / "blobs").keep(path, ".mp4")
    artifact = piece_artifact(job.id, SCENES, "proxy", "scene 0001.mp4", blob, 1)
    await shared_app.store.write(stage_log.add_artifacts, [artifact])
    first, second = (await analysis(shared_app, job.id)).scenes
    assert (first.proxy_url, second.proxy_url) == (None, f"/api/segment/{job.id}/proxy/scene%200001.mp4")
    answer = await shared_app.http.get(second.proxy_url or "", headers={"Range": "bytes=2-4"})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (206, b"234", f'"{blob.sha256}"')
    assert answer.headers["content-type"] == "video/mp4"
    head = await shared_app.http.head(second.proxy_url or "")
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", "10")
    for wrong in (
        f"{job.id}/mezzanine/scene%200001.mp4",
        f"{job.id}/proxy/scene%200000.mp4",
        f"{NOBODY}/proxy/scene%200001.mp4",
        f"{job.id}/proxy/%00",
        f"{job.id}/proxy/..%2F..%2Fjobs.db",
    ):
        assert (await shared_app.http.get(f"/api/segment/{wrong}")).status_code == 404, wrong


@pytest.mark.parametrize(
    ("cause", "status", "error"),
    [
        (Cause.FAIL, "failed", {"code": "crashed", "message": "It crashed.", "stage": "scenes", "retryable": False}),
        (Cause.CANCEL, "cancelled", None),
    ],
)
async def test_an_analysis_that_ended_early_keeps_what_it_has(
    shared_app: App, cause: Cause, status: str, error: dict[str, Any] | None
) -> None:
    """Scenes that were found, and why it ended."""
    job = await shared_app.claim(await begun(shared_app))
    await found(shared_app, job, span(0, 0.0, 2.0))
    await shared_app.finish(job, cause, error=error)
    shown = await analysis(shared_app, job.id)
    assert (shown.status, len(shown.scenes)) == (status, 1)
    assert (shown.error.model_dump() if shown.error else None) == error


async def test_only_analyses_are_analyses(shared_app: App) -> None:
    """A job of another type, a deleted one and a wrong id are 404."""
    other = await shared_app.create()
    for unknown in (other["id"], NOBODY, "nonsense"):
        assert (await shared_app.http.get(f"/api/analysis/{unknown}")).status_code == 404


async def test_the_health_of_the_backend(shared_app: App) -> None:
    """Which database, and whether all of it works."""
    answer = await shared_app.http.get("/api/health")
    assert answer.status_code == 200
    body = answer.json()
    assert body.pop("timestamp").endswith("Z")
    assert body == {"status": "ok", "cloud_storage": False, "database": {"type": "sqlite", "ok": True}}


async def test_mezzanines_are_cut_once_when_they_are_ordered(shared_app: App) -> None:
    """By a job of their own on the same video; the analysis has their URLs, which serve them."""
    job = await shared_app.claim(await begun(shared_app))
    await found(shared_app, job, span(0, 0.0, 2.0), span(1, 2.0, 4.0))
    await shared_app.finish(job)
    path = f"/api/analysis/{job.id}/mezzanines"
    answer, again = await shared_app.http.post(path), await shared_app.http.post(path)
    assert (answer.status_code, answer.json()) == (202, again.json())
    assert answer.json()["analysis_id"] == job.id
    cutter = await shared_app.claim(answer.json()["job_id"])
    assert (cutter.id != job.id, cutter.options.segments, cutter.video_id) == (True, "mezzanine", job.video_id)
    file = shared_app.settings.data_dir / "work" / "mezzanine.mov"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"a mezzanine")
    blob = BlobFolder(shared_app.settings.data_dir / "blobs").keep(file, ".mov")
    made = SceneFile(kind="mezzanine", index=1, start_s=2.0, end_s=4.0, frames=50, width=640, height=360, file=blob)
    artifacts = [file_of(cutter.id, made)]
    await shared_app.store.write(
        stage_log.publish_pieces, cutter.id, cutter.attempt, "segments", published=1, events=[], artifacts=artifacts
    )
    first, second = (await analysis(shared_app, job.id)).scenes
    wanted = f"/api/segment/{job.id}/mezzanine/scene-0001-mezzanine.mov"
    assert (first.mezzanine_url, second.mezzanine_url) == (None, wanted)
    assert (await shared_app.http.get(wanted)).content == b"a mezzanine"
    other = await shared_app.create()
    for unknown in (NOBODY, other["id"]):
        assert (await shared_app.http.post(f"/api/analysis/{unknown}/mezzanines")).status_code == 404
