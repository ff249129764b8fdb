"""What the requests for films accept and refuse, and how they are described."""

from typing import Any

import pytest

from tests.asgi import App

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_what_cannot_be_a_film_is_refused(shared_app: App) -> None:
    """Each with what is wrong: a source beside the prompt, no words, limits, an unknown provider; also one of many."""
    cases: list[tuple[dict[str, Any], list[str], str]] = [
        ({"prompt": "a", "url": "http://example.com/a.mp4"}, [], "not both (got prompt and url)"),
        ({"prompt": " \n "}, ["prompt"], "must have a word"),
        ({"prompt": "a" * 4001}, ["prompt"], "at most 4000"),
        ({"prompt": "a", "options": {"duration_seconds": 599}}, [], "Demo: its films last 1 to 60 s, not 599"),
        ({"prompt": "a", "options": {"clip_duration": 5}}, ["options", "clip_duration"], ""),
        ({"prompt": "a", "provider": "nobody"}, ["provider"], "this server has demo"),
        ({"prompt": "a", "provider": "demo", "model": "x"}, [], "it has no model x"),
        ({"prompt": "a", "userId": "ann", "user_id": "eve"}, ["userId"], ""),
        ({"job_type": "generation"}, [], "or a prompt"),
        ({"url": "http://example.com/a.mp4", "job_type": "generation"}, [], "made from a prompt"),
        ({"url": "http://example.com/a.mp4", "options": {"seed": 1}}, ["options", "seed"], "only jobs of type"),
    ]
    for body, loc, words in cases:
        answer = await shared_app.http.post("/api/v1/jobs", json=body)
        assert answer.status_code == 422, body
        (row, *_) = answer.json()["errors"]
        assert (row["loc"], words in str(answer.json())) == (["body", *loc], True), answer.json()
    many = {"action": "create", "jobs": [{"prompt": "a"}, cases[0][0], {"url": "http://example.com/a.mp4"}]}
    results = (await shared_app.http.post("/api/v1/jobs/bulk", json=many)).json()["results"]
    assert [one["status"] for one in results] == [201, 422, 201]
    assert results[0]["job"]["prompt"] == "a"


async def test_the_description_has_one_union_of_both_orders(shared_app: App) -> None:
    """With examples of each."""
    described = (await shared_app.http.get("/openapi.json")).json()
    body = described["paths"]["/api/v1/jobs"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    names = [form["$ref"].rpartition("/")[2] for form in body["anyOf"]]
    assert names == ["JobCreate", "PromptCreate"]
    forms = [described["components"]["schemas"][name] for name in names]
    for form in forms:
        assert form["examples"]
        assert {field for example in form["examples"] for field in example} <= form["properties"].keys()
    assert {"user_id", "userId", "max_retries", "maxRetries"} <= forms[1]["properties"].keys()


async def test_a_null_of_the_other_order_names_nothing(shared_app: App) -> None:
    """A client that sends every field orders a film with its sources null, and a job on a source with no prompt."""
    film = {"prompt": "a", "youtube_url": None, "url": None, "video_id": None, "timeline": None, "run_at": None}
    link = {"url": "http://example.com/a.mp4", "prompt": None, "provider": None, "model": None}
    for body, made in ((film, "generation"), (link, "full_processing")):
        answer = await shared_app.http.post("/api/v1/jobs", json=body)
        assert (answer.status_code, answer.json().get("job_type")) == (201, made), answer.json()
    neither = await shared_app.http.post("/api/v1/jobs", json={"prompt": None, "url": None})
    assert (neither.status_code, "or a prompt" in neither.text) == (422, True)


async def test_a_key_makes_one_job_of_a_prompt(shared_app: App) -> None:
    """The same body again is the same job, another prompt a conflict; a `priority` wins over the metadata's word."""
    headers, body = {"Idempotency-Key": "film"}, {"prompt": "a pier", "metadata": {"priority": "low"}}
    first = await shared_app.http.post("/api/v1/jobs", json=body, headers=headers)
    again = await shared_app.http.post("/api/v1/jobs", json=body, headers=headers)
    other = await shared_app.http.post("/api/v1/jobs", json=body | {"prompt": "a mole"}, headers=headers)
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert (first.json()["id"], first.json()["priority"]) == (again.json()["id"], 2)
    raised = (await shared_app.http.post("/api/v1/jobs", json=body | {"priority": 9})).json()
    assert raised["priority"] == 9


async def test_a_film_can_be_made_later(shared_app: App) -> None:
    """Its job waits for `run_at` as all others do."""
    order = {"prompt": "a", "run_at": "2126-01-01T00:00:00Z"}
    made = (await shared_app.http.post("/api/v1/jobs", json=order)).json()
    assert (made["status"], made["next_attempt_at"]) == ("pending", "2126-01-01T00:00:00.000Z")
