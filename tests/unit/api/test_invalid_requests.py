"""What is no valid request is refused with what is wrong, and leaves nothing behind."""

import json
from typing import Any

import httpx
import pytest

from tests.asgi import App

pytestmark = pytest.mark.asyncio(loop_scope="module")
LINK = "http://example.com/a.mp4"


async def post(app: App, body: dict[str, Any]) -> httpx.Response:
    """A create; lone surrogates are escaped, as a hostile client would send them."""
    headers = {"Content-Type": "application/json"}
    return await app.http.post("/api/v1/jobs", content=json.dumps(body), headers=headers)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"language": "klingon"}, "options.language: must be a code of two or three small letters, such as en or de"),
        (
            {"model_size": "huge"},
            "options.model_size: must be a size of Whisper, such as tiny, base, small, medium, large-v3 or turbo",
        ),
        ({"hotwords": "Zürich"}, "options.hotwords: must be a list of words"),
        ({"hotwords": ["a"] * 101}, "options.hotwords: must be at most 100 words (got 101)"),
        ({"hotwords": ["a"], "engine": "assemblyai"}, "hotwords: only the engine whisper takes them"),
        (
            {"audio_track": "german"},
            "options.audio_track: must be a number from 0 to 63, or a language such as de or deu",
        ),
        ({"max_clip": 3}, "options.max_clip: there is no such field"),
        (
            {"fail_on": "critical"},
            "fail_on: jobs of type transcription have no findings; full_processing and video_analysis have",
        ),
    ],
)
async def test_a_wrong_option_is_explained_in_words(shared_app: App, options: dict[str, Any], sentence: str) -> None:
    """The page shows these sentences below the field; a regular expression helps nobody there."""
    answer = await post(shared_app, {"url": LINK, "job_type": "transcription", "options": options})
    assert (answer.status_code, answer.json()["detail"]) == (422, sentence)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"priority": 11}, "priority"),
        ({"priority": -1}, "priority"),
        ({"priority": "5"}, "priority"),
        ({"priority": True}, "priority"),
        ({"priority": 5.5}, "priority"),
        ({"job_type": "magic"}, "job_type"),
        ({"options": {"unknown": 1}}, "unknown"),
        ({"options": {"max_clips": 0}}, "max_clips"),
        ({"options": {"fail_on": "critical", "findings": False}}, "fail_on"),
        ({"options": {"fail_on": "fatal"}}, "fail_on"),
        ({"options": {"min_confidence": 2}}, "min_confidence"),
        ({"options": {"max_clips": "3"}}, "max_clips"),
        ({"options": {"burn_captions": "yes"}}, "burn_captions"),
        ({"options": {"word_timestamps": 1}}, "word_timestamps"),
        ({"options": {"min_confidence": True}}, "min_confidence"),
        ({"options": {"clip_duration": 0.9}}, "clip_duration"),
        ({"options": []}, "options"),
        ({"max_retries": -1}, "max_retries"),
        ({"metadata": {"x": "\ud800"}}, "metadata"),
        ({"metadata": {"x": "\u0000"}}, "metadata"),
        ({"metadata": []}, "metadata"),
        ({"user_id": 7}, "user_id"),
        ({"user_id": "a\nb"}, "user_id"),
        ({"run_at": "2030-01-01T00:00:00"}, "run_at"),
        ({"run_at": "tomorrow"}, "run_at"),
        ({"run_at": "9999-12-31T23:59:59-14:00"}, "run_at"),
        ({"surprise": 1}, "surprise"),
        ({"url": 5}, "url"),
        ({"url": "not a url"}, "url"),
        ({"url": "file:///etc/passwd"}, "url"),
        ({"url": "--exec=id"}, "url"),
        ({"url": "http://127.0.0.1/a.mp4"}, "url"),
        ({"url": None, "video_id": "nonsense"}, "video_id"),
        ({"url": None, "video_id": "0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"}, "video_id"),
    ],
)
async def test_a_wrong_field_is_named(shared_app: App, change: dict[str, Any], place: str) -> None:
    """422 with a row for the field; nothing is stored."""
    answer = await post(shared_app, {"url": LINK} | change)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    rows = answer.json()["errors"]
    assert any(place in row["loc"] and row["msg"] for row in rows), rows
    assert (await shared_app.http.get("/api/v1/jobs")).json()["total"] == 0


async def test_exactly_one_source_is_needed(shared_app: App) -> None:
    """None, two names for a link, or a link and an upload are refused."""
    for body in ({}, {"url": LINK, "youtube_url": LINK}, {"url": LINK, "video_id": "x"}):
        answer = await shared_app.http.post("/api/v1/jobs", json=body)
        assert answer.status_code == 422
        assert "exactly one source" in answer.text


async def test_nested_metadata_is_bounded(shared_app: App) -> None:
    """A body that is nested without end is an invalid request, not a fault."""
    deep: Any = 1
    for _ in range(40):
        deep = [deep]
    assert (await shared_app.http.post("/api/v1/jobs", json={"url": LINK, "metadata": {"x": deep}})).status_code == 422
    body = '{"url": "x", "metadata": ' + "[" * 100_000 + "]" * 100_000 + "}"
    answer = await shared_app.http.post("/api/v1/jobs", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    for text in (
        '{"url": ',
        "[1,2",
        '{"priority": NaN, "url": "http://a.example"}',
        '{"priority": ' + "9" * 5000 + "}",
    ):
        answer = await shared_app.http.post("/api/v1/jobs", content=text, headers={"Content-Type": "application/json"})
        assert answer.status_code == 422, text[:40]
        assert answer.json()["errors"]


async def test_refused_sources_keep_their_code(shared_app: App) -> None:
    """The code of the contract's table, so that programs can tell."""
    answer = await shared_app.http.post("/api/v1/jobs", json={"url": "ftp://example.com/a"})
    assert answer.json()["code"] == "invalid_source"
    answer = await shared_app.http.post("/api/v1/jobs", json={"url": "http://10.0.0.1/a"})
    assert answer.json()["code"] == "blocked_address"


@pytest.mark.parametrize("job_id", ["nonsense", "0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a", "%00", "a" * 5000, "..%2f.."])
async def test_unknown_and_ill_formed_ids_are_not_found(shared_app: App, job_id: str) -> None:
    """404 for whatever is no job here, on every path below it."""
    for path in ("", "/events", "/artifacts", "/transcript", "/artifacts/x", "/artifacts.zip"):
        answer = await shared_app.http.get(f"/api/v1/jobs/{job_id}{path}")
        assert answer.status_code == 404, path
        assert answer.json()["status"] == 404
    assert (await shared_app.http.get(f"/api/v1/videos/{job_id}")).status_code == 404


@pytest.mark.parametrize(("body", "where"), [("{bad", "at character 2"), ("", ""), ('{"url": 1,}', "at character 11")])
async def test_a_body_that_is_no_json_is_told_where(shared_app: App, body: str, where: str) -> None:
    """In words for people, without the framework's own names for places."""
    answer = await shared_app.http.post("/api/v1/jobs", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["errors"][0]["loc"] == ["body"]
    if where:
        assert problem["detail"].startswith("The body is not valid JSON: ")
        assert where in problem["detail"]


@pytest.mark.parametrize(
    ("path", "name", "hint"),
    [
        ("/api/v1/jobs?statusfilter=failed", "statusfilter", "`status_filter`"),
        ("/api/v1/jobs/?limit=5&offsets=5", "offsets", "offset"),
        ("/api/v1/jobs?colour=red", "colour", "job_type"),
    ],
)
async def test_an_unknown_parameter_of_the_list_is_told(shared_app: App, path: str, name: str, hint: str) -> None:
    """With what may have been meant; passed over, a typing error in a filter would give all jobs."""
    answer = await shared_app.http.get(path)
    assert answer.status_code == 422, answer.text
    (row,) = answer.json()["errors"]
    assert row["loc"] == ["query", name]
    assert hint in row["msg"]
    assert hint in answer.json()["detail"]


async def test_parameters_against_caches_pass(shared_app: App) -> None:
    """Tools and pages add them; they filter nothing."""
    assert (await shared_app.http.get("/api/v1/jobs?_=1732170000&limit=5")).status_code == 200


async def test_both_names_of_the_filter_by_state_work(shared_app: App) -> None:
    """As they do in bulk orders."""
    for name in ("status_filter", "status"):
        answer = await shared_app.http.get(f"/api/v1/jobs?{name}=odd")
        assert (answer.status_code, answer.json()["errors"][0]["loc"][0]) == (422, "query"), name
        assert (await shared_app.http.get(f"/api/v1/jobs?{name}=failed")).json()["total"] == 0
