"""Chapters that people set: what follows them, what stays underneath, and what is refused."""

from typing import Any

import pytest
from sqlalchemy import func, select, update

from app.api.v1.schemas.chapters import ChaptersView
from app.db.records import JOB_CHAPTERS, JOBS
from tests.asgi import App
from tests.unit.api.test_transcripts import DONE, transcribed

pytestmark = pytest.mark.asyncio(loop_scope="module")
FOUND = [{"start_s": 0.0, "end_s": 6.0, "title": "Of another release"}]


async def finished(app: App, key: str, **output: Any) -> str:
    """A finished transcription of six seconds, whose length is known; its id."""
    job_id = await transcribed(app, key=key, output=DONE | output)
    timed = update(JOBS).where(JOBS.c.id == job_id).values(video_duration=6.0)
    await app.store.write(lambda tx: tx.conn.execute(timed) and None)
    return job_id


async def test_chapters_are_set_and_reset(shared_app: App) -> None:
    """In the job, documents, both files and the log; the found ones stay underneath."""
    job_id = await finished(shared_app, "chapters-set", chapters=FOUND)
    http, path = shared_app.http, f"/api/v1/jobs/{job_id}/chapters"
    before = await http.get(path)
    assert ChaptersView.model_validate(before.json()).given is False
    order = {"chapters": [{"start": 0, "title": "Hello"}, {"start": 2.5, "end": 4, "title": " The  <moon> "}]}
    answer = await http.put(path, json=order, headers={"If-Match": before.headers["etag"]})
    expected = [{"start": 0.0, "end": 2.5, "title": "Hello"}, {"start": 2.5, "end": 4.0, "title": "The <moon>"}]
    assert answer.json() == {"items": expected, "total": 2, "given": True}
    assert (await http.put(path, json=order, headers={"If-Match": before.headers["etag"]})).status_code == 412
    again = await http.put(path, json=order)
    assert again.headers["etag"] == answer.headers["etag"]
    job = (await http.get(f"/api/v1/jobs/{job_id}")).json()
    assert job["chapters"] == expected
    files = {one["filename"].split(".")[-1]: one for one in job["artifacts"] if one["kind"] == "chapters"}
    assert "00:00:02.500 --> 00:00:04.000\nThe &lt;moon&gt;" in (await http.get(files["vtt"]["url"])).text
    assert "END=4000\ntitle=The <moon>" in (await http.get(files["ffmeta"]["url"])).text
    document = await http.get(f"/api/v1/jobs/{job_id}/transcript?format=md")
    assert "## 0:02 The" in document.text
    assert "Hello" in document.text
    events = (await http.get(f"/api/v1/jobs/{job_id}/events?limit=1000")).json()["items"]
    assert [event["data"].get("code") for event in events].count("chapters_changed") == 1
    await http.patch(f"/api/v1/transcripts/{job_id}/segments/0", json={"text": "Zebras."})
    assert (await http.get(path)).json()["items"] == expected
    assert "Hello" in (await http.get(files["vtt"]["url"])).text
    assert (await http.delete(path)).json() == before.json()
    assert "Of another release" in (await http.get(files["vtt"]["url"])).text
    assert (await http.put(path, json={"chapters": []})).json() == {"items": [], "total": 0, "given": True}
    job = (await http.get(f"/api/v1/jobs/{job_id}")).json()
    assert job["chapters"] == []
    assert not [one for one in job["artifacts"] if one["kind"] == "chapters"]


@pytest.mark.parametrize(
    ("chapters", "field"),
    [
        ([{"start": 1, "title": "a"}, {"start": 1, "title": "b"}], "1, 'start'"),
        ([{"start": 6, "title": "a"}], "0, 'start'"),
        ([{"start": -1, "title": "a"}], "0, 'start'"),
        ([{"start": 0, "title": " "}], "0, 'title'"),
        ([{"start": 0, "title": "a\n"}], "0, 'title'"),
        ([{"start": 0, "title": "x" * 201}], "0, 'title'"),
        ([{"start": 0, "end": 0, "title": "a"}], "0, 'end'"),
        ([{"start": 0, "end": 3, "title": "a"}, {"start": 2, "title": "b"}], "0, 'end'"),
        ([{"start": 0, "title": "a", "url": "x"}], "0, 'url'"),
        ([{"start": n / 1000, "title": "a"} for n in range(1001)], "'chapters'"),
    ],
)
async def test_wrong_chapters_are_refused(shared_app: App, chapters: list[Any], field: str) -> None:
    """With the number and the field; nothing is changed."""
    job_id = await finished(shared_app, "chapters-wrong")
    path = f"/api/v1/jobs/{job_id}/chapters"
    answer = await shared_app.http.put(path, json={"chapters": chapters})
    assert answer.status_code == 422, answer.text
    assert field in str(answer.json()["errors"][0]["loc"])
    assert (await shared_app.http.get(path)).json() == {"items": [], "total": 0, "given": False}


async def test_a_running_job_has_no_other_chapters_yet(shared_app: App) -> None:
    """409; those of a deleted job are gone with it."""
    job = await shared_app.create(job_type="transcription")
    order = {"chapters": [{"start": 0, "title": "Hello"}]}
    answer = await shared_app.http.put(f"/api/v1/jobs/{job['id']}/chapters", json=order)
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    job_id = await finished(shared_app, "chapters-gone")
    assert (await shared_app.http.put(f"/api/v1/jobs/{job_id}/chapters", json=order)).status_code == 200
    assert (await shared_app.http.delete(f"/api/v1/jobs/{job_id}")).status_code == 204
    assert (await shared_app.http.get(f"/api/v1/jobs/{job_id}/chapters")).status_code == 404
    count = select(func.count()).where(JOB_CHAPTERS.c.job_id == job_id)
    assert await shared_app.store.read(lambda conn: conn.execute(count).scalar()) == 0
