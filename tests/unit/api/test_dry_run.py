"""`POST /api/v1/jobs/plan`: what a job would cost, without creating it."""

from typing import Any

import pytest

from app.api.v1.schemas.dry_run import JobPlan
from tests.asgi import App

pytestmark = pytest.mark.asyncio(loop_scope="module")
LINK = "https://example.org/talk.mp4"


async def test_a_plan_creates_nothing(shared_app: App) -> None:
    """The stages in order, none recorded, with estimates; no job, no video."""
    body = {"url": LINK, "job_type": "transcription", "options": {"language": "en"}}
    answer = await shared_app.http.post("/api/v1/jobs/plan", json=body)
    assert answer.status_code == 200, answer.text
    plan = JobPlan.model_validate(answer.json())
    assert [one.name for one in plan.stages] == ["fetch", "speech", "transcribe"]
    assert not any(one.recorded for one in plan.stages)
    assert plan.estimated_seconds > 0
    assert all(one.estimated_seconds > 0 for one in plan.stages)
    for path in ("/api/v1/jobs", "/api/v1/videos"):
        assert (await shared_app.http.get(path)).json()["total"] == 0


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"job_type": "transcription"}, ["body"]),
        ({"url": LINK, "options": {"nothing": 1}}, ["body", "options", "nothing"]),
        ({"url": "http://127.0.0.1/a.mp4"}, ["body", "url"]),
        ({"video_id": "0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"}, ["body", "video_id"]),
    ],
)
async def test_what_could_not_be_created_cannot_be_planned(shared_app: App, body: dict[str, Any], place: Any) -> None:
    """With the same field named."""
    answer = await shared_app.http.post("/api/v1/jobs/plan", json=body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["loc"] == place
