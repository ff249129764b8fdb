"""Processing a video: what is started on what, and what clients see of it."""

from typing import Any

import pytest

from app.api.editor.processing_schemas import JOB_TYPES, Process, ProcessingOrder, ProcessingView
from app.db import stage_log
from app.jobs.options import RESULT_KIND, JobType, Operation, ProcessingOptions
from app.jobs.record import Artifact, OutputRecord
from app.jobs.results import Blob
from app.jobs.states import Cause
from app.stages.remove_silence.contract import KeptStretch, Shortened
from tests.asgi import App
from tests.media import MediaShelf
from tests.stores import start_stage

pytestmark = pytest.mark.asyncio(loop_scope="module")
NOBODY = "0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"
LINK = "https://example.com/talk.mp4"


async def started(app: App, **order: Any) -> dict[str, Any]:
    """Start a process; the job that it became."""
    answer = await app.http.post("/api/processing/start", json=order)
    assert answer.status_code == 202, answer.text
    body = answer.json()
    assert set(body) == {"job_id", "status"}
    assert body["status"] == "queued"
    assert answer.headers["location"] == f"/api/processing/status/{body['job_id']}"
    job: dict[str, Any] = (await app.http.get(f"/api/v1/jobs/{body['job_id']}")).json()
    return job


async def process(app: App, job_id: str) -> ProcessingView:
    """The process as it is now."""
    answer = await app.http.get(f"/api/processing/status/{job_id}")
    assert answer.status_code == 200, answer.text
    return ProcessingView.model_validate(answer.json())


async def test_every_operation_becomes_a_job_on_the_same_video(shared_app: App, media: MediaShelf) -> None:
    """Four are jobs of other types, six are operations; the options may be those of the job and of the operation."""
    answer = await shared_app.http.post("/api/v1/videos", files={"file": ("a.mp4", media.video().read_bytes())})
    video_id = answer.json()["video_id"]
    for operation in Process:
        job = await started(shared_app, video_id=video_id, operation=operation.value)
        assert (job["video_id"], job["job_type"]) == (video_id, operation.job_type.value)
        named = None if operation in JOB_TYPES else operation.value
        assert job["options"]["operation"] == named
    assert {one.value for one in Process} - {one.value for one in JOB_TYPES} == {one.value for one in Operation}
    seen = await started(shared_app, video_id=video_id, operation="vision")
    chosen = {name: seen["options"][name] for name in ("vision", "findings", "metadata_extraction")}
    assert chosen == {"vision": True, "findings": False, "metadata_extraction": False}
    options = {"loudness_target_lufs": -16, "output_format": "mkv", "operation_options": {"loudness_true_peak_db": -2}}
    louder = await started(
        shared_app, video_id=video_id, operation="normalize_loudness", options=options, priority=9, user_id="ann"
    )
    assert (louder["priority"], louder["user_id"], louder["options"]["output_format"]) == (9, "ann", "mp4")
    operating = louder["options"]["operation_options"]
    assert (operating["loudness_target_lufs"], operating["loudness_true_peak_db"]) == (-16, -2)
    assert operating["output_format"] == "mkv"


async def test_the_source_may_be_a_job_or_an_analysis(shared_app: App) -> None:
    """Its link or its video, and its options of speech, so that both share one transcript."""
    source = await shared_app.create(url=LINK, job_type="transcription", options={"language": "de"})
    job = await started(shared_app, job_id=source["id"], operation="burn_captions")
    assert (job["youtube_url"], job["job_type"], job["options"]["language"]) == (LINK, "media_operation", "de")
    other = await started(shared_app, job_id=source["id"], operation="clips", options={"language": "en"})
    assert (other["job_type"], other["options"]["language"]) == ("clip_generation", "en")
    analysis = (await shared_app.http.post("/api/analyze", json={"url": LINK})).json()["analysis_id"]
    reframed = await started(shared_app, analysis_id=analysis, operation="reframe", options={"reframe_aspect": "1:1"})
    assert reframed["video_id"] is not None
    assert reframed["options"]["operation_options"]["reframe_aspect"] == "1:1"


async def test_what_is_inherited_gives_way_to_what_is_wanted(shared_app: App) -> None:
    """An order is not refused for an option that it does not have; for its own it is."""
    names = ("engine", "task", "hotwords", "prompt")
    whisper = {"hotwords": ["Eagle"], "task": "translate", "prompt": "A landing."}
    spoken = await shared_app.create(url=LINK, job_type="transcription", options=whisper)
    sent = await shared_app.create(url=LINK, job_type="transcription", options={"engine": "assemblyai"})
    neither = await shared_app.create(url=LINK, job_type="transcription")
    for source, options, expected in (
        (spoken, {}, (None, "translate", ["Eagle"], "A landing.")),
        (spoken, {"engine": "assemblyai"}, ("assemblyai", "transcribe", [], "A landing.")),
        (spoken, {"engine": "whisper"}, ("whisper", "translate", ["Eagle"], "A landing.")),
        (sent, {}, ("assemblyai", "transcribe", [], None)),
        (sent, {"hotwords": ["Moon"]}, (None, "transcribe", ["Moon"], None)),
        (sent, {"task": "translate"}, (None, "translate", [], None)),
        (neither, {"engine": "assemblyai"}, ("assemblyai", "transcribe", [], None)),
    ):
        job = await started(shared_app, job_id=source["id"], operation="transcription", options=options)
        assert tuple(job["options"][name] for name in names) == expected, options
    both = {"engine": "assemblyai", "hotwords": ["Moon"]}
    order = {"job_id": sent["id"], "operation": "transcription", "options": both}
    assert (await shared_app.http.post("/api/processing/start", json=order)).status_code == 422
    default = ProcessingOptions.model_validate(
        {"engine": "assemblyai", "hotwords": ["Eagle"]}
    )  # of TRANSCRIPTION_ENGINE
    again = ProcessingOrder.model_validate({"job_id": NOBODY, "operation": "transcription"}).chosen(default)
    assert (again.engine, again.hotwords) == ("assemblyai", ())


async def test_the_same_key_is_the_same_process(shared_app: App) -> None:
    """Another body with it is refused."""
    source = await shared_app.create(url=LINK)
    order = {"job_id": source["id"], "operation": "stabilize"}
    headers = {"Idempotency-Key": "steady"}
    first, second = [await shared_app.http.post("/api/processing/start", json=order, headers=headers) for _ in range(2)]
    assert first.json() == second.json()
    changed = order | {"operation": "reframe"}
    assert (await shared_app.http.post("/api/processing/start", json=changed, headers=headers)).status_code == 409


async def test_wrong_orders_are_refused(shared_app: App) -> None:
    """Each names the field that is wrong."""
    source = await shared_app.create(url="https://ann:secret@example.com/a.mp4")
    plain = await shared_app.create(url=LINK)
    link = {"job_id": plain["id"]}
    for order, field in (
        ({"operation": "reframe"}, "source"),
        ({"job_id": plain["id"], "video_id": NOBODY, "operation": "reframe"}, "source"),
        ({"job_id": NOBODY, "operation": "reframe"}, "job_id"),
        ({"analysis_id": "nonsense", "operation": "reframe"}, "analysis_id"),
        ({"video_id": NOBODY, "operation": "reframe"}, "video_id"),
        ({"job_id": source["id"], "operation": "reframe"}, "job_id"),
        (link | {"operation": "colorize"}, "operation"),
        (link, "operation"),
        (link | {"operation": "reframe", "options": {"colour": 1}}, "colour"),
        (link | {"operation": "reframe", "options": {"reframe_aspect": "2:1"}}, "reframe_aspect"),
        (link | {"operation": "reframe", "options": {"loudness_target_lufs": -14}}, "loudness_target_lufs"),
        (link | {"operation": "clips", "options": {"loudness_target_lufs": -14}}, "loudness_target_lufs"),
        (link | {"operation": "reframe", "options": {"operation": "stabilize"}}, "operation"),
    ):
        answer = await shared_app.http.post("/api/processing/start", json=order)
        assert (answer.status_code, bool(answer.json()["errors"])) == (422, True), order
        assert field in answer.text, answer.text


async def test_what_an_operation_changed_is_its_result(shared_app: App) -> None:
    """With the file that it wrote; null before, and progress and state at every moment."""
    source = await shared_app.create(url=LINK)
    order = await started(shared_app, job_id=source["id"], operation="remove_silence")
    assert (await process(shared_app, order["id"])).result is None
    job = await shared_app.claim(order["id"])
    assert (await process(shared_app, job.id)).status == "processing"
    blob = Blob(sha256="0" * 64, size_bytes=1, suffix=".mp4")
    kept = (KeptStretch(first=0, last=50),)
    output = Shortened(file=blob, duration_s=2.0, removed_s=1.5, cuts=1, threshold_db=-40.0, fps="25", kept=kept)
    key, name = f"remove_silence-{job.id}", "remove_silence"
    await shared_app.store.write(start_stage, job.id, job.attempt, name, key)
    await shared_app.store.write(
        stage_log.record_output, OutputRecord(key, name, output.model_dump(mode="json"), [], 0.1), []
    )
    file = Artifact(NOBODY, job.id, name, RESULT_KIND, "Talk without silence.mp4", "video/mp4", blob)
    await shared_app.store.write(
        stage_log.finish_stage,
        job.id,
        job.attempt,
        name,
        cached=False,
        seconds=0.1,
        artifacts=[file],
        warnings=[],
        progress=0.5,
        eta_s=None,
        job_values={},
    )
    await shared_app.finish(job)
    shown = await process(shared_app, job.id)
    assert (shown.status, shown.progress, shown.error) == ("completed", 100.0, None)
    assert [one.id for one in shown.artifacts] == [NOBODY]
    assert shown.result == {
        "operation": "remove_silence",
        "duration_seconds": 2.0,
        "removed_seconds": 1.5,
        "cuts": 1,
        "threshold_db": -40.0,
        "fps": "25",
        "width": 0,
        "height": 0,
        "artifact_id": NOBODY,
        "url": f"/api/v1/jobs/{job.id}/artifacts/{NOBODY}",
    }


async def test_any_job_is_a_process(shared_app: App) -> None:
    """A transcription has its lines; what failed its error; what is not there is 404."""
    made = await shared_app.create(job_type=JobType.TRANSCRIPTION.value)
    failed = await shared_app.claim(made["id"])
    error = {"code": "no_audio", "message": "There is none.", "stage": "speech", "retryable": False}
    await shared_app.finish(failed, Cause.FAIL, error=error)
    shown = await process(shared_app, failed.id)
    assert (shown.status, shown.result) == ("failed", None)
    assert shown.error is not None
    assert shown.error.code == "no_audio"
    for unknown in (NOBODY, "nonsense"):
        assert (await shared_app.http.get(f"/api/processing/status/{unknown}")).status_code == 404
