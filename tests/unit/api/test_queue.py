"""The queue as a whole, many jobs at once, figures."""

from typing import Any

from app.api.v1.schemas.bulk import BulkAnswer
from app.api.v1.schemas.queue import QueueView
from app.api.v1.schemas.statistics import Statistics
from app.api.v1.schemas.system import SystemView
from app.jobs.states import Cause
from tests.asgi import App

LINK = "http://example.com/a.mp4"


async def bulk(app: App, status: int = 200, **body: Any) -> Any:
    """A bulk request."""
    answer = await app.http.post("/api/v1/jobs/bulk", json=body)
    assert answer.status_code == status, answer.text
    if status == 200:
        BulkAnswer.model_validate(answer.json())
    return answer.json()


async def test_the_queue_shows_depth_and_workers(app: App) -> None:
    """By state and by priority; every worker with its state; the same at both addresses."""
    await app.create(priority=9)
    await app.create(priority=9)
    await app.create(priority=1)
    answer = (await app.http.get("/api/v1/jobs/queue/status")).json()
    QueueView.model_validate(answer)
    assert answer["depth"]["by_priority"] == {"9": 2, "1": 1}
    assert answer["depth"]["by_status"]["queued"] == 3
    assert (answer["paused"], answer["waiting"], answer["running"], answer["queue_running"]) == (True, 3, 0, True)
    assert [worker["state"] for worker in answer["workers"]] == ["idle"] * app.settings.max_concurrent_jobs
    assert (await app.http.get("/api/v1/queue/status")).json()["depth"] == answer["depth"]


async def test_pausing_draining_resuming(app: App) -> None:
    """Each answers with the state that it led to; both addresses work."""
    for prefix in ("/api/v1/jobs/queue", "/api/v1/queue"):
        assert (await app.http.post(f"{prefix}/resume")).json()["paused"] is False
        drained = (await app.http.post(f"{prefix}/drain")).json()
        assert (drained["paused"], drained["draining"]) == (True, True)
        paused = (await app.http.post(f"{prefix}/pause/")).json()
        assert (paused["paused"], paused["draining"]) == (True, False)


def figures(queue: dict[str, Any]) -> dict[str, Any]:
    """What an answer about the queue counts, and who works on what."""
    workers = {worker["id"]: (worker["state"], worker["current_job"]) for worker in queue["workers"]}
    return {name: queue[name] for name in ("waiting", "running", "depth", "by_status", "paused")} | {"workers": workers}


async def test_the_figures_of_an_answer_add_up_and_hold(app: App) -> None:
    """What resume and pause tell is what the next look tells: no job is waiting by one count and running by another."""
    for priority in (9, 9, 5, 5, 1):
        await app.create(priority=priority)
    for command in ("resume", "pause"):
        answer = (await app.http.post(f"/api/v1/queue/{command}")).json()
        assert figures(answer) == figures((await app.http.get("/api/v1/queue/status")).json()), command
        assert answer["running"] == answer["by_status"]["processing"] == app.settings.max_concurrent_jobs
        assert answer["waiting"] == answer["by_status"]["queued"] == sum(answer["depth"]["by_priority"].values())
        busy = [worker for worker in answer["workers"] if worker["state"] == "busy"]
        assert len(busy) == answer["running"]


async def test_clearing_cancels_what_waits(app: App) -> None:
    """How many were; a running job goes on."""
    running = await app.create()
    claimed = await app.claim(running["id"])
    for _ in range(3):
        await app.create()
    assert (await app.http.delete("/api/v1/jobs/queue/clear")).json() == {"cleared": 3}
    assert (await app.http.delete("/api/v1/queue/clear/")).json() == {"cleared": 0}
    counts = (await app.http.get("/api/v1/statistics")).json()["by_status"]
    assert (counts["cancelled"], counts["processing"]) == (3, 1)
    await app.finish(claimed)


async def test_one_bad_item_fails_alone(app: App) -> None:
    """Each item has its result, in order, with the status that it would have had by itself."""
    jobs = [{"url": LINK}, {"url": "nonsense"}, 5, {"url": LINK, "priority": 99}, {"youtube_url": LINK, "priority": 1}]
    answer = await bulk(app, action="create", jobs=jobs)
    assert [result["status"] for result in answer["results"]] == [201, 422, 422, 422, 201]
    assert (answer["total"], answer["succeeded"], answer["failed"]) == (5, 2, 3)
    assert answer["results"][3]["error"]["errors"][0]["loc"] == ["body", "jobs", 3, "priority"]
    assert answer["results"][4]["job"]["priority"] == 1
    assert (await app.http.get("/api/v1/jobs")).json()["total"] == 2


async def test_actions_by_id_and_by_filter(app: App) -> None:
    """cancel, retry and delete; wrong states and unknown ids fail alone."""
    ids = [(await app.create(user_id="u" if n % 2 else None))["id"] for n in range(6)]
    answer = await bulk(app, action="cancel", ids=[*ids[:2], "nonsense", "0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"])
    assert [result["status"] for result in answer["results"]] == [200, 200, 404, 404]
    answer = await bulk(app, action="cancel", filter={"user_id": "u"})
    assert [result["status"] for result in answer["results"]] == [409, 200, 200]
    answer = await bulk(app, action="retry", filter={"status_filter": "cancelled", "user_id": "u"})
    assert (answer["succeeded"], answer["failed"]) == (3, 0)
    answer = await bulk(app, action="delete", filter={"status": ["cancelled", "completed"]})
    assert [result["id"] for result in answer["results"]] == [ids[0]]
    answer = await bulk(app, action="delete", filter={})
    assert (answer["succeeded"], answer["failed"]) == (0, 5)
    assert {result["error"]["code"] for result in answer["results"]} == {"wrong_state"}


async def test_orders_that_make_no_sense_are_refused(app: App) -> None:
    """As a whole, with 422."""
    for body in (
        {},
        {"action": "explode", "ids": []},
        {"action": "create"},
        {"action": "create", "ids": []},
        {"action": "create", "jobs": [], "ids": []},
        {"action": "cancel"},
        {"action": "cancel", "jobs": []},
        {"action": "cancel", "ids": [], "filter": {}},
        {"action": "cancel", "filter": {"unknown": 1}},
        {"action": "cancel", "filter": {"status": "odd"}},
        {"action": "create", "jobs": [{}] * 100_001},
    ):
        assert (await bulk(app, 422, **body))["errors"]


async def test_many_jobs_are_made_at_once(app: App) -> None:
    """As many as fit the body; all there, in order."""
    answer = await bulk(app, action="create", jobs=[{"url": f"http://example.com/{n}.mp4"} for n in range(1500)])
    assert answer["succeeded"] == 1500
    answer = await bulk(app, action="cancel", filter={"status_filter": "queued"})
    assert answer["succeeded"] == 1500


async def test_metadata_may_fill_the_body(app: App) -> None:
    """Its size is bounded by the body's: 1 MB for a job alone, 8 MB for all of a bulk request."""
    note = {"note": "y" * 1_000_000}
    answer = await app.http.post("/api/v1/jobs", json={"url": "http://example.com/a.mp4", "metadata": note})
    assert (answer.status_code, answer.json()["metadata"]) == (201, note)
    found = await bulk(
        app, action="create", jobs=[{"url": f"http://example.com/{n}.mp4", "metadata": note} for n in range(7)]
    )
    assert found["succeeded"] == 7


async def test_statistics_count_what_happened(app: App) -> None:
    """Counts of all jobs; rates and times of those that ended; hours without holes."""
    for cause in (Cause.COMPLETE, Cause.COMPLETE, Cause.COMPLETE, Cause.FAIL, Cause.CANCEL):
        job = await app.create(job_type="analysis")
        await app.finish(await app.claim(job["id"]), cause)
    await app.create(job_type="transcription")
    answer = (await app.http.get("/api/v1/jobs/statistics")).json()
    found = Statistics.model_validate(answer)
    assert (found.total, found.by_status["completed"], found.by_type) == (
        6,
        3,
        {
            "audio_extraction": 0,
            "transcription": 1,
            "analysis": 5,
            "clip_generation": 0,
            "full_processing": 0,
            "video_analysis": 0,
            "scene_analysis": 0,
            "media_operation": 0,
            "timeline_export": 0,
            "generation": 0,
        },
    )
    assert found.success_rate == 0.75
    assert found.throughput.last_hour == 5
    assert (found.wait_seconds.count, found.run_seconds.count) == (5, 1)  # those that completed ran no stage
    assert len(found.series) == 24
    assert sum(hour.completed + hour.failed + hour.cancelled for hour in found.series) == 5
    assert (await app.http.get("/api/v1/statistics", params={"window_hours": 2})).json()["window_hours"] == 2
    for hours in (0, 169, "x"):
        assert (await app.http.get("/api/v1/statistics", params={"window_hours": hours})).status_code == 422


async def test_the_system_page_shows_no_secrets(app: App) -> None:
    """Disk, memory and settings; the key and passwords are not in it."""
    answer = (await app.http.get("/api/v1/system")).json()
    found = SystemView.model_validate(answer)
    assert found.disk["total_bytes"] >= found.disk["free_bytes"] > 0
    assert found.memory["process_bytes"] > 0
    assert found.settings["MAX_CONCURRENT_JOBS"] == app.settings.max_concurrent_jobs
    assert found.settings["API_KEY"] == ""
