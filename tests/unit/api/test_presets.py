"""Presets, as clients meet them."""

from pathlib import Path

import pytest

from tests.asgi import App, app_in

pytestmark = pytest.mark.asyncio(loop_scope="module")
PATH = "/api/v1/presets"


async def test_a_preset_is_stored_listed_changed_and_deleted(shared_app: App) -> None:
    """With those options alone that were set, so that the type's defaults hold for the others."""
    http = shared_app.http
    order = {"name": "Lectures", "job_type": "transcription", "options": {"language": "en"}, "priority": 7}
    made = await http.post(PATH, json=order)
    assert made.status_code == 201, made.text
    preset = made.json()
    assert made.headers["location"] == f"{PATH}/{preset['id']}"
    assert {name: preset[name] for name in order} == order
    assert (await http.get(made.headers["location"])).json() == preset
    await http.post(PATH, json={"name": "Clips", "job_type": "clip_generation"})
    assert [one["name"] for one in (await http.get(PATH)).json()["items"]] == ["Clips", "Lectures"]
    changed = await http.put(made.headers["location"], json={"name": "Talks", "job_type": "analysis"})
    assert (changed.json()["name"], changed.json()["options"], changed.json()["priority"]) == ("Talks", {}, 5)
    again = await http.put(made.headers["location"], json={"name": "Clips"})
    assert (again.status_code, again.json()["code"]) == (409, "name_taken")
    assert (await http.delete(made.headers["location"])).status_code == 204
    assert (await http.get(made.headers["location"])).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "x", "job_type": "nonsense"}, "job_type"),
        ({"name": "x", "job_type": "generation"}, "job_type"),
        ({"name": "x", "job_type": "transcription", "options": {"no_such_option": "en"}}, "no_such_option"),
        ({"name": "x", "job_type": "transcription", "options": {"fail_on": "info"}}, "fail_on"),
        ({"name": "x", "job_type": "media_operation"}, "operation"),
        ({"name": "x", "priority": 11}, "priority"),
    ],
)
async def test_a_preset_is_checked_as_a_job_is(shared_app: App, body: dict[str, object], field: str) -> None:
    """So none is refused only when it is used; the field is named."""
    answer = await shared_app.http.post(PATH, json=body)
    assert answer.status_code == 422
    assert field in [row["loc"][-1] for row in answer.json()["errors"]]


async def test_names_are_unique_for_each_user(tmp_path: Path) -> None:
    """And each sees the own ones alone."""
    async with app_in(tmp_path, api_key="correct horse battery staple") as app:
        master = {"X-API-Key": "correct horse battery staple"}
        keys = []
        for user in ("ann", "bea"):
            order = {"name": user, "user": user, "scope": "write"}
            made = await app.http.post("/api/v1/keys", json=order, headers=master)
            keys.append({"X-API-Key": made.json()["key"]})
        for headers in keys:
            assert (await app.http.post(PATH, json={"name": "Mine"}, headers=headers)).status_code == 201
            assert (await app.http.post(PATH, json={"name": "Mine"}, headers=headers)).status_code == 409
            assert (await app.http.get(PATH, headers=headers)).json()["total"] == 1
        assert (await app.http.get(PATH, headers=master)).json()["total"] == 2
