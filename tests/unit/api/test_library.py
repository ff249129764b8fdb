"""Videos as a library: names, tags, orders, saved lists, storyboards."""

from itertools import count
from typing import Any

import pytest

from app.api.v1.schemas.library import SavedViewList, StoryboardView, TagAnswer, TagList
from app.api.v1.schemas.stored_videos import VideoPage, VideoSummary
from app.db import moves, stage_log
from app.jobs.record import Artifact, JobRecord, OutputRecord
from app.jobs.results import Blob
from app.jobs.states import Cause
from tests.asgi import App
from tests.stores import start_stage
from tests.unit.api.test_videos import MEDIA, take

BLOB = {"sha256": "a" * 64, "size_bytes": 77, "suffix": ".mp4"}
SHEET = {"columns": 4, "rows": 2, "count": 7, "interval_s": 2.0, "tile_width": 160, "tile_height": 90}


@pytest.fixture
def ticking(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each change is made a millisecond after the one before."""
    times = count(app.store.now_ms())
    monkeypatch.setattr(app.store.writer, "_now_ms", lambda: next(times))


async def change(app: App, video_id: str, **body: Any) -> dict[str, Any]:
    """Change a video's name or tags."""
    answer = await app.http.patch(f"/api/v1/videos/{video_id}", json=body)
    assert answer.status_code == 200, answer.text
    return dict(VideoSummary.model_validate(answer.json()).model_dump(mode="json"))


async def tag(app: App, video_ids: list[str], **body: Any) -> list[dict[str, Any]]:
    """Change tags of several videos."""
    answer = await app.http.post("/api/v1/videos/tags", json={"video_ids": video_ids} | body)
    assert answer.status_code == 200, answer.text
    TagAnswer.model_validate(answer.json())
    return list(answer.json()["results"])


async def listed(app: App, **query: Any) -> list[str]:
    """The ids of a list."""
    answer = await app.http.get("/api/v1/videos", params=query)
    assert answer.status_code == 200, answer.text
    return [one.video_id for one in VideoPage.model_validate(answer.json()).items]


async def job_title(app: App, job_id: str) -> str | None:
    """The title of a job."""
    found: str | None = (await app.http.get(f"/api/v1/jobs/{job_id}")).json()["video_title"]
    return found


async def fetched(app: App, video: dict[str, Any], title: str, seconds: float = 12.5) -> JobRecord:
    """Let the video's newest job fetch it, and end."""
    seen = (await app.http.get(f"/api/v1/videos/{video['video_id']}")).json()
    job = await app.claim(seen["jobs"][0])
    key = f"fetch-{job.id}"
    media = MEDIA.model_dump(mode="json") | {"duration_s": seconds}
    output = OutputRecord(key, "fetch", {"source": BLOB, "media": media, "title": title}, [], 1.0)
    await app.store.write(start_stage, job.id, job.attempt, "fetch", key, eta_s=None)
    await app.store.write(stage_log.record_output, output, [])
    facts = {"video_title": title, "video_duration": seconds}
    await finish_stage(app, job, "fetch", facts)
    await app.store.write(moves.finish, job.id, job.attempt, Cause.COMPLETE)
    return job


async def finish_stage(app: App, job: JobRecord, stage: str, facts: dict[str, Any], *files: Artifact) -> None:
    """Finish a stage of a claimed job."""
    await app.store.write(
        stage_log.finish_stage,
        job.id,
        job.attempt,
        stage,
        cached=False,
        seconds=1.0,
        artifacts=files,
        warnings=[],
        progress=0.5,
        eta_s=None,
        job_values=facts,
    )


async def test_a_name_is_that_of_the_jobs_too_and_can_be_taken_back(app: App) -> None:
    """Those before and after it, in lists and by search; the source's stays beside it, as the source has it last."""
    taken = await take(app)
    video_id, first = taken["video_id"], taken["job_id"]
    await fetched(app, taken, "talk_final_v2")
    seen = await change(app, video_id, title="  The  landing ")
    assert (seen["title"], seen["source_title"]) == ("The landing", "talk_final_v2")
    assert await job_title(app, first) == "The landing"
    again = (await app.http.post("/api/v1/jobs", json={"video_id": video_id, "job_type": "analysis"})).json()
    assert again["video_title"] == "The landing"
    await fetched(app, taken, "talk_final_v3")
    assert await job_title(app, again["id"]) == "The landing"
    found = (await app.http.get("/api/v1/jobs", params={"q": "landing"})).json()
    assert found["total"] == 2
    for words in ("landing", "final_v3"):
        assert await listed(app, q=words) == [video_id]
    seen = await change(app, video_id, title=None)
    assert (seen["title"], seen["source_title"]) == ("talk_final_v3", "talk_final_v3")
    assert await job_title(app, first) == "talk_final_v3"
    assert await listed(app, q="landing") == []


async def test_a_name_is_undone_only_while_it_is_there(app: App) -> None:
    """Undo of one browser does not take away what somebody else called the video since: 412, and nothing changes."""
    taken = await take(app)
    video_id = taken["video_id"]
    await fetched(app, taken, "talk_final_v2")
    assert (await change(app, video_id, title="Mine", if_title=None))["title"] == "Mine"
    await change(app, video_id, title="Somebody else's")
    order = {"title": None, "tags": ["new"], "if_title": "Mine"}
    refused = await app.http.patch(f"/api/v1/videos/{video_id}", json=order)
    assert (refused.status_code, refused.json()["code"]) == (412, "precondition_failed")
    assert "“Somebody else's”" in refused.json()["detail"]
    seen = (await app.http.get(f"/api/v1/videos/{video_id}")).json()
    assert (seen["title"], seen["tags"]) == ("Somebody else's", [])
    assert (await change(app, video_id, title=None, if_title="Somebody else's"))["title"] == "talk_final_v2"
    assert (await app.http.patch(f"/api/v1/videos/{video_id}", json=order)).status_code == 412


async def test_a_link_that_was_not_fetched_has_no_title_again(app: App) -> None:
    """A name may come before all that is known of the source."""
    taken = await take(app)
    assert (await change(app, taken["video_id"], title="Mine"))["source_title"] is None
    assert await job_title(app, taken["job_id"]) == "Mine"
    assert (await change(app, taken["video_id"], title=""))["title"] is None
    assert await job_title(app, taken["job_id"]) is None


async def test_tags_are_words_whatever_their_case(app: App) -> None:
    """One spelling for all videos of a user; a list shows those with all of the tags; answers say what was changed."""
    one, two = [(await take(app))["video_id"] for _ in range(2)]
    assert (await change(app, one, tags=["Café", "interview", "INTERVIEW"]))["tags"] == ["Café", "interview"]
    first, second = await tag(app, [one, two], add=["cafe", "new"], remove=["Interview"])
    assert (first["tags"], first["added"], first["removed"]) == (["Café", "new"], ["new"], ["interview"])
    assert (second["tags"], second["added"], second["removed"]) == (["Café", "new"], ["Café", "new"], [])
    assert await listed(app, tag=["CAFÉ", "new"]) == [two, one]
    assert await listed(app, tag=["interview"]) == []
    assert await listed(app, q="cafe") == [two, one]
    tags = TagList.model_validate((await app.http.get("/api/v1/videos/tags")).json())
    assert [(row.tag, row.videos) for row in tags.items] == [("Café", 2), ("new", 2)]
    undone, _ = await tag(app, [one, two], add=first["removed"], remove=first["added"])
    assert undone["tags"] == ["Café", "interview"]
    await app.http.post(f"/api/v1/jobs/{(await app.http.get(f'/api/v1/videos/{two}')).json()['jobs'][0]}/cancel")
    assert (await app.http.delete(f"/api/v1/videos/{two}")).status_code == 204
    tags = TagList.model_validate((await app.http.get("/api/v1/videos/tags")).json())
    assert [(row.tag, row.videos) for row in tags.items] == [("Café", 1), ("interview", 1)]


async def test_a_video_that_is_gone_fails_alone(app: App) -> None:
    """The others are tagged."""
    one = (await take(app))["video_id"]
    gone, kept = await tag(app, ["0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a", one], add=["x"])
    assert (gone["status"], gone["ok"], kept["tags"]) == (404, False, ["x"])


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, ["body"]),
        ({"tags": None}, ["body"]),
        ({"title": "x" * 301}, ["body", "title"]),
        ({"title": "\x00"}, ["body", "title"]),
        ({"tags": ["a,b"]}, ["body", "tags", 0]),
        ({"tags": [" \u200b "]}, ["body", "tags", 0]),
        ({"tags": ["x" * 61]}, ["body", "tags", 0]),
        ({"tags": [str(n) for n in range(51)]}, ["body", "tags"]),
        ({"name": "x"}, ["body", "name"]),
    ],
)
@pytest.mark.asyncio(loop_scope="module")
async def test_a_change_that_cannot_be_names_its_field(shared_app: App, body: dict[str, Any], place: list[Any]) -> None:
    """Before it is looked whether there is such a video."""
    nobody = "0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"
    answer = await shared_app.http.patch(f"/api/v1/videos/{nobody}", json=body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["loc"] == place


async def test_a_video_has_no_more_tags_than_it_may(app: App) -> None:
    """Those that a request removes make room."""
    one = (await take(app))["video_id"]
    await change(app, one, tags=[f"t{n}" for n in range(50)])
    (refused,) = await tag(app, [one], add=["more"])
    assert (refused["status"], refused["error"]["code"]) == (422, "invalid_request")
    assert (await tag(app, [one], add=["more"], remove=["t0"]))[0]["added"] == ["more"]


async def test_a_list_of_too_many_tags_is_refused(shared_app: App) -> None:
    """Each is a condition, and SQLite takes no thousand of them: that looked as if the database had failed."""
    for number, status in ((50, 200), (51, 422), (1200, 422)):
        answer = await shared_app.http.get("/api/v1/videos", params=[("tag", f"t{n}") for n in range(number)])
        assert answer.status_code == status, number
    assert answer.json()["errors"][0]["loc"][:2] == ["query", "tag"]


async def test_a_list_has_the_order_that_is_wanted(app: App, ticking: None) -> None:
    """By name as people count, by length, by last use; what is not known comes last; each with the reverse."""
    made = [await take(app) for _ in range(4)]
    a, b, c, unknown = [one["video_id"] for one in made]
    for video, title, seconds in zip(made, ("Talk 10", "élan", "talk 2"), (30.0, 10.0, 20.0), strict=False):
        await fetched(app, video, title, seconds)
    assert await listed(app) == [unknown, c, b, a]
    assert await listed(app, sort="created_at") == [a, b, c, unknown]
    assert await listed(app, sort="title") == [b, c, a, unknown]
    assert await listed(app, sort="-title") == [a, c, b, unknown]
    assert await listed(app, sort="duration") == [b, c, a, unknown]
    assert await listed(app, sort="-duration", limit="1", offset="1") == [c]
    await change(app, b, title="Élan vital")
    assert (await listed(app, sort="-updated_at"))[0] == b
    refused = await app.http.get("/api/v1/videos", params={"sort": "size"})
    assert (refused.status_code, refused.json()["errors"][0]["loc"]) == (422, ["query", "sort"])


async def test_views_are_kept_under_their_names(app: App, ticking: None) -> None:
    """In the order of their first saving; saved again, a view is another list under the same name."""
    for name, order in (("Talks", {"tags": ["talk"], "sort": "title"}), ("All of May", {"q": "may"})):
        saved = await app.http.post("/api/v1/videos/views", json=order | {"name": name})
        assert saved.status_code == 200, saved.text
    await app.http.post("/api/v1/videos/views", json={"name": "Talks", "status": "FAILED", "layout": "list"})
    items = SavedViewList.model_validate((await app.http.get("/api/v1/videos/views")).json()).items
    assert [(one.name, one.status, one.q) for one in items] == [("Talks", "FAILED", ""), ("All of May", "", "may")]
    for status in (204, 404):
        assert (await app.http.delete("/api/v1/videos/views", params={"name": "Talks"})).status_code == status


async def test_a_storyboard_is_found_by_its_video(app: App) -> None:
    """Where its sheet is, and how that is laid out; no other part of the scenes is read for it."""
    taken = await take(app)
    job = await app.claim(taken["job_id"])
    sheet = Blob(sha256="b" * 64, size_bytes=9, suffix=".jpg")
    output = {"has_video": True, "sprite": SHEET | {"image": sheet.model_dump()}}
    await app.store.write(start_stage, job.id, job.attempt, "scenes", "s", eta_s=None)
    await app.store.write(stage_log.record_output, OutputRecord("s", "scenes", output, [], 1.0), [])
    missing = await app.http.get(f"/api/v1/videos/{taken['video_id']}/storyboard")
    assert missing.status_code == 404
    file = Artifact("0" * 32, job.id, "scenes", "sprite", "a storyboard.jpg", "image/jpeg", sheet)
    await finish_stage(app, job, "scenes", {}, file)
    seen = (await app.http.get(f"/api/v1/videos/{taken['video_id']}")).json()
    found = await app.http.get(seen["storyboard_url"])
    url = f"/api/v1/jobs/{job.id}/artifacts/{file.id}?inline=1"
    assert StoryboardView.model_validate(found.json()).model_dump() == SHEET | {"url": url}


async def test_followers_receive_names_and_tags(app: App) -> None:
    """Once each, with what the video is called from now on."""
    taken = await take(app)
    async with app.socket("/ws/jobs/broadcast") as socket:
        while (await socket.receive() or {})["type"] != "initial_status":
            pass
        await change(app, taken["video_id"], title="Mine", tags=["x"])
        while True:
            message = await socket.receive()
            assert message is not None
            if message["type"] == "video_update":
                assert (message["data"]["title"], message["data"]["tags"]) == ("Mine", ["x"])
                return


async def fetched_link(app: App, title: str, *, ends: bool = True, **body: Any) -> JobRecord:
    """A job on a link, which has fetched it."""
    job = await app.claim((await app.create(**body))["id"])
    await app.store.write(start_stage, job.id, job.attempt, "fetch", f"fetch-{job.id}", eta_s=None)
    await finish_stage(app, job, "fetch", {"video_title": title, "video_duration": 1.0})
    if ends:
        await app.store.write(moves.finish, job.id, job.attempt, Cause.COMPLETE)
    return job


async def video_id(app: App, job_id: str) -> str | None:
    """The video of a job."""
    found: str | None = (await app.http.get(f"/api/v1/jobs/{job_id}")).json()["video_id"]
    return found


async def test_a_link_that_was_fetched_is_in_the_library(app: App) -> None:
    """One for all jobs of a user with it; not before it is fetched, and not where only what was taken in is listed."""
    link, taken = "http://example.com/a.mp4", await take(app)
    waiting = await app.create(url=link, job_type="transcription")
    assert waiting["video_id"] is None
    assert await listed(app, fetched="true") == [taken["video_id"]]
    first = await fetched_link(app, "A talk", url=link)
    second = await fetched_link(app, "A talk", url=f"{link}#t=3", job_type="analysis")
    other = await fetched_link(app, "A talk", url=link, user_id="ann")
    mine, theirs = await video_id(app, first.id), await video_id(app, other.id)
    assert await video_id(app, second.id) == mine
    assert mine not in (None, theirs, taken["video_id"])
    assert await listed(app) == [taken["video_id"]]
    assert await listed(app, fetched="true") == [theirs, mine, taken["video_id"]]
    assert await listed(app, fetched="true", q="talk", user_id="ann") == [theirs]
    seen = (await app.http.get(f"/api/v1/videos/{mine}")).json()
    assert (seen["url"], seen["title"], seen["status"]) == (link, "A talk", "COMPLETED")
    assert seen["jobs"] == [second.id, first.id]


async def test_a_fetched_link_ends_with_its_jobs_unless_it_has_a_name(app: App) -> None:
    """The name comes back with the next job on the link; deleting the video leaves the jobs, as of any other."""
    jobs = [await fetched_link(app, "A talk", url="http://example.com/b.mp4") for _ in range(2)]
    mine = await video_id(app, jobs[0].id) or ""
    for job in jobs:
        assert await listed(app, fetched="true") == [mine]
        assert (await app.http.delete(f"/api/v1/jobs/{job.id}")).status_code == 204
    assert await listed(app, fetched="true") == []
    first = await fetched_link(app, "A talk", url="http://example.com/b.mp4")
    assert await video_id(app, first.id) == mine
    assert (await change(app, mine, title="The talk"))["source_title"] == "A talk"
    assert (await app.http.delete(f"/api/v1/jobs/{first.id}")).status_code == 204
    assert await listed(app, fetched="true") == [mine]
    again = await fetched_link(app, "A talk", url="http://example.com/b.mp4")
    assert await job_title(app, again.id) == "The talk"
    assert (await app.http.delete(f"/api/v1/videos/{mine}")).status_code == 204
    assert await video_id(app, again.id) is None
    active = await fetched_link(app, "A talk", url="http://example.com/b.mp4", ends=False)
    assert (await app.http.delete(f"/api/v1/videos/{await video_id(app, active.id)}")).status_code == 409
