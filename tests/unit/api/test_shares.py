"""Share links: what they open without a key, what they never show, and how they end."""

import html
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import text

from app.api.boundary import _logged
from app.api.shared.recording import view
from app.db import job_chapters, job_parts, stage_log
from app.jobs.chapters import ChangedChapters
from app.jobs.options import JobType, Operation, ProcessingOptions
from app.jobs.record import OutputRecord
from app.jobs.results import Blob, Chapter, Clip
from app.jobs.shares import Share
from tests.asgi import App, app_in, segment
from tests.stores import start_stage

pytestmark = pytest.mark.asyncio(loop_scope="module")
KEY = {"X-API-Key": "correct horse battery staple"}
FILM, CLIP_FILM, POSTER = b"the whole film" * 10, b"the clip" * 10, b"a picture"
TITLE = 'A <b>talk</b> "of" <script>Ann</script> {META}'
SOURCE = "http://example.com/secret-address.mp4"
LINES = [segment(0, "We have a landing."), segment(2, "The eagle as landed."), segment(4, "Congratulations all.")]
TRANSCRIBED = {"language": "en", "language_probability": 1.0, "model": "demo", "decoding": "sequential"}


async def recorded(app: App, headers: dict[str, str] | None = None, **body: Any) -> str:
    """A finished job with a film, a poster, three lines and a clip of the second; its id."""
    order = {"url": SOURCE, "metadata": {"private": "of the owner"}} | body
    job = (await app.http.post("/api/v1/jobs", json=order, headers=headers)).json()
    job_id: str = job["id"]
    running = await app.claim(job_id)
    await app.publish_segments(running, LINES, key=f"words-{job_id}")
    await app.store.write(
        stage_log.record_output, OutputRecord(f"words-{job_id}", "transcribe", TRANSCRIBED, [], 1.0), []
    )
    await app.keep(job_id, FILM, "Talk.mp4", kind="source", stage="fetch")
    await app.keep(job_id, POSTER, "Talk.jpg", kind="poster", stage="fetch")
    kept = await app.keep(job_id, CLIP_FILM, "raw.mp4", kind="raw")
    await app.store.write(start_stage, job_id, running.attempt, "clips", f"clips-{job_id}")
    await app.cut(running, [clip_of(kept.blob)], "Talk", key=f"clips-{job_id}")
    await app.finish(running)
    name = text("UPDATE jobs SET video_title = :title WHERE id = :id")
    await app.store.write(lambda tx: tx.conn.execute(name, {"title": TITLE, "id": job_id}))
    return job_id


def clip_of(blob: Blob) -> Clip:
    """The clip of the second line."""
    return Clip(
        index=0, start_s=2.0, end_s=4.0, title="The eagle", score=0.9, reason="", parts={}, text="The eagle as landed.",
        video=blob, thumbnail=None, width=640, height=360,
    )  # fmt: skip


async def linked(app: App, job_id: str, headers: dict[str, str] | None = None, **body: Any) -> dict[str, Any]:
    """A new link to a job."""
    answer = await app.http.post("/api/v1/shares", json={"job_id": job_id} | body, headers=headers)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def statuses(app: App, url: str) -> set[int]:
    """How a link answers, on all its paths."""
    rest = ("", "/recording", "/captions", "/media", "/poster")
    return {(await app.http.get(f"{url}{one}")).status_code for one in rest}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def locked(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[App]:
    """A server with a key that allows links."""
    folder = tmp_path_factory.mktemp("locked")
    async with app_in(folder, api_key=KEY["X-API-Key"], share_links="true") as app:
        yield app


async def test_a_link_opens_a_recording_without_a_key(locked: App) -> None:
    """The page, its words, captions, film with ranges and poster; and search engines leave it alone."""
    link = await linked(locked, await recorded(locked, KEY), KEY)
    page = await locked.http.get(link["url"])
    assert page.status_code == 200
    assert page.headers["x-robots-tag"] == "noindex, nofollow"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "private, no-cache"
    policy = dict(part.split(" ", 1) for part in page.headers["content-security-policy"].split("; "))
    assert (policy["default-src"], policy["frame-ancestors"], policy["connect-src"]) == ("'none'", "'none'", "'self'")
    assert "unsafe" not in str(policy)
    assert f'<meta property="og:image" content="http://127.0.0.1:8000{link["url"]}/poster" />' in page.text
    assert f"<title>{html.escape(TITLE)}</title>" in page.text
    script = page.text.split('type="module" src="')[1].split('"')[0]
    assert script.startswith("/static/bundle/share-")
    assert "SharePage" in (await locked.http.get(script)).text
    recording = (await locked.http.get(f"{link['url']}/recording")).json()
    assert [line["text"] for line in recording["lines"]] == [line.text for line in LINES]
    assert recording["lines"][0]["words"][0] == {"start": 0.0, "end": 0.5, "text": " We"}
    assert (recording["media"], recording["poster"], recording["language"]) == ("video", True, "en")
    assert "The eagle as landed." in (await locked.http.get(f"{link['url']}/captions")).text
    film = await locked.http.get(f"{link['url']}/media", headers={"Range": "bytes=4-8"})
    assert (film.status_code, film.content, film.headers["content-type"]) == (206, FILM[4:9], "video/mp4")
    assert film.headers["cache-control"] == "private, no-cache"
    assert (await locked.http.get(f"{link['url']}/poster")).content == POSTER


async def test_nothing_else_is_shown_or_reached(locked: App) -> None:
    """No address of the source, no id, no metadata; and the token opens no route of the API."""
    job_id = await recorded(locked, KEY, user_id="ann-the-owner")
    link = await linked(locked, job_id, KEY)
    told = "".join([(await locked.http.get(f"{link['url']}{rest}")).text for rest in ("", "/recording", "/captions")])
    for private in ("secret-address", job_id, "of the owner", "ann-the-owner", "probability", "confidence"):
        assert private not in told, private
    token = link["url"].removeprefix("/s/")
    for headers in ({}, {"X-API-Key": token}, {"Authorization": f"Bearer {token}"}):
        assert (await locked.http.get(f"/api/v1/jobs/{job_id}", headers=headers)).status_code == 401
        assert (await locked.http.get("/api/v1/shares", headers=headers)).status_code == 401
    for other in ("/artifacts", "/media/other", "/../api/v1/jobs", "/clips"):
        assert (await locked.http.get(f"{link['url']}{other}")).status_code in (401, 404)
    assert (await locked.http.post(link["url"])).status_code == 405
    site = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "video"}
    assert (await locked.http.get(f"{link['url']}/media", headers=site)).status_code == 403, "shown in another page"


async def test_corrections_show_at_once(locked: App) -> None:
    """And an open page learns by the ETag whether there is anything new."""
    job_id = await recorded(locked, KEY)
    link = await linked(locked, job_id, KEY)
    before = await locked.http.get(f"{link['url']}/recording")
    known = {"If-None-Match": before.headers["etag"]}
    assert (await locked.http.get(f"{link['url']}/recording", headers=known)).status_code == 304
    path = f"/api/v1/transcripts/{job_id}/segments/1"
    assert (await locked.http.patch(path, json={"text": "The eagle has landed."}, headers=KEY)).status_code == 200
    after = await locked.http.get(f"{link['url']}/recording", headers=known)
    assert (after.status_code, after.json()["lines"][1]["text"]) == (200, "The eagle has landed.")
    assert "has landed" in (await locked.http.get(f"{link['url']}/captions")).text


async def test_chapters_are_those_of_now(locked: App) -> None:
    """A name that was corrected does not stay in their titles."""
    job_id = await recorded(locked, KEY)
    now = ChangedChapters(found=(Chapter(start_s=0.0, end_s=6.0, title="Landing, eagle"),))
    await locked.store.write(job_chapters.put, job_id, now)
    recording = (await locked.http.get(f"{(await linked(locked, job_id, KEY))['url']}/recording")).json()
    assert recording["chapters"] == [{"start": 0.0, "end": 6.0, "title": "Landing, eagle"}]


async def test_files_are_not_called_as_the_source_was(locked: App) -> None:
    """The name that people gave the recording is that of its file; a clip's file does not tell what it is cut from."""
    job_id = await recorded(locked, KEY)
    whole, clip = [await linked(locked, job_id, KEY, **part) for part in ({}, {"clip": 0})]
    name = text("UPDATE jobs SET video_title = 'Meeting 4' WHERE id = :id")
    await locked.store.write(lambda tx: tx.conn.execute(name, {"id": job_id}))
    for link, path, called in (
        (whole, "media", "Meeting 4.mp4"),
        (whole, "poster", "Meeting 4.jpg"),
        (clip, "media", "Clip 1.mp4"),
    ):
        found = (await locked.http.head(f"{link['url']}/{path}")).headers["content-disposition"]
        assert found == f'inline; filename="{called}"'


async def test_a_link_to_a_clip_shows_that_clip_alone(locked: App) -> None:
    """Its file, and its words from its start; not the film, nor its poster."""
    job_id = await recorded(locked, KEY)
    link = await linked(locked, job_id, KEY, clip=0)
    recording = (await locked.http.get(f"{link['url']}/recording")).json()
    assert (recording["title"], recording["clip"], recording["duration"]) == ("The eagle", True, 2.0)
    assert [(line["text"], line["start"]) for line in recording["lines"]] == [("The eagle as landed.", 0.0)]
    assert (await locked.http.get(f"{link['url']}/media")).content == CLIP_FILM
    assert (await locked.http.get(f"{link['url']}/poster")).status_code == 404
    refused = await locked.http.post("/api/v1/shares", json={"job_id": job_id, "clip": 7}, headers=KEY)
    assert (refused.status_code, refused.json()["errors"][0]["loc"]) == (422, ["body", "clip"])


async def test_a_link_to_a_job_that_cuts_a_clip_shows_the_clip_alone(locked: App) -> None:
    """Nothing of the recording while the clip is not there: no film, poster, word or chapter; then its words alone."""
    job_id = await recorded(locked, KEY)
    parts = await locked.store.read(job_parts.job_parts, job_id)
    options = ProcessingOptions(operation=Operation.CUT_CLIP, burn_captions=True)
    job = replace(parts.job, job_type=JobType.MEDIA_OPERATION, options=options, video_duration=6.0)
    chapters = ChangedChapters(found=(Chapter(start_s=0.0, end_s=6.0, title="Of all"),))
    parts, share = replace(parts, job=job, chapters=chapters), Share("id", job_id, "digest", "sealed")
    shown = view(parts, share)
    assert (shown["media"], shown["poster"], shown["lines"], shown["chapters"]) == (None, False, [], [])
    assert shown["duration"] is None
    cut = replace(parts, outputs=parts.outputs | {Operation.CUT_CLIP.value: {"start_s": 2.0, "end_s": 4.0}})
    shown = view(cut, share)
    assert [(line["text"], line["start"]) for line in shown["lines"]] == [("The eagle as landed.", 0.0)]
    assert (shown["duration"], shown["chapters"]) == (2.0, [])


async def test_a_link_stays_with_its_clip(locked: App) -> None:
    """Cut anew, the clip is found wherever it is; if it is not there any more, neither is another one: 410."""
    job_id = await recorded(locked, KEY)
    link = await linked(locked, job_id, KEY, clip=0)
    assert (link["clip"], link["clip_start"], link["clip_end"], link["state"]) == (0, 2.0, 4.0, "open")
    same = (await locked.store.read(job_parts.clips_of, job_id))[0]
    other = same | {"start_s": 0.0, "end_s": 2.0, "title": "Another one"}

    async def cut_anew(key: str, *clips: dict[str, Any]) -> None:
        pieces = [clip | {"index": n} for n, clip in enumerate(clips)]
        await locked.store.write(stage_log.add_pieces, key, 0, pieces, [])
        moved = text("UPDATE job_stages SET key = :key, published = :n WHERE job_id = :id AND name = 'clips'")
        values = {"key": key, "n": len(pieces), "id": job_id}
        await locked.store.write(lambda tx: tx.conn.execute(moved, values))

    await cut_anew(f"again-{job_id}", other, same)
    recording = (await locked.http.get(f"{link['url']}/recording")).json()
    assert (recording["title"], recording["lines"][0]["text"]) == ("The eagle", "The eagle as landed.")
    await cut_anew(f"others-{job_id}", other)
    assert await statuses(locked, link["url"]) == {410}
    assert "This clip is gone" in (await locked.http.get(link["url"])).text
    listed = (await locked.http.get(f"/api/v1/shares/{link['id']}", headers=KEY)).json()
    assert (listed["state"], listed["expired"], listed["clip"]) == ("clip_gone", False, 0)


async def test_a_link_to_a_clip_that_people_made_shows_its_title_and_its_words(locked: App) -> None:
    """Not the name of the recording, nor more of its words; corrections and another title show at once."""
    job_id = await recorded(locked, KEY)
    order = {"start": 2, "end": 4, "title": "Landed"}
    clip = (await locked.http.post(f"/api/v1/jobs/{job_id}/clips", json=order, headers=KEY)).json()
    link = await linked(locked, clip["id"], KEY)
    before = (await locked.http.get(f"{link['url']}/recording")).json()
    assert (before["title"], before["clip"], before["media"], before["lines"]) == ("Landed", True, None, [])
    claimed = await locked.claim(clip["id"])
    file = await locked.keep(clip["id"], CLIP_FILM, "Talk clip.mp4", kind="result", stage="cut_clip")
    cut = {"file": file.blob.model_dump(mode="json"), "start_s": 2.0, "end_s": 4.0}
    await locked.store.write(start_stage, clip["id"], claimed.attempt, "cut_clip", f"cut-{clip['id']}")
    await locked.store.write(stage_log.record_output, OutputRecord(f"cut-{clip['id']}", "cut_clip", cut, [], 1.0), [])
    await locked.finish(claimed)
    answer = await locked.http.get(f"{link['url']}/recording")
    shown = answer.json()
    assert [(line["start"], line["text"]) for line in shown["lines"]] == [(0.0, "The eagle as landed.")]
    assert (shown["duration"], shown["media"], shown["language"], shown["chapters"]) == (2.0, "video", "en", [])
    page = await locked.http.get(link["url"])
    assert "<title>Landed</title>" in page.text
    assert "Ann" not in page.text
    found = await locked.http.get(f"{link['url']}/media")
    assert (found.content, found.headers["content-disposition"]) == (CLIP_FILM, 'inline; filename="Landed.mp4"')
    path = f"/api/v1/jobs/{job_id}/clips/{clip['id']}"
    assert (await locked.http.patch(path, json={"title": "The moon"}, headers=KEY)).status_code == 200
    correction = {"text": "The eagle has landed."}
    await locked.http.patch(f"/api/v1/transcripts/{job_id}/segments/1", json=correction, headers=KEY)
    again = await locked.http.get(f"{link['url']}/recording", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.json()["title"]) == (200, "The moon")
    assert again.json()["lines"][0]["text"] == "The eagle has landed."
    assert "eagle has landed" in (await locked.http.get(f"{link['url']}/captions")).text
    assert (await locked.http.delete(path, headers=KEY)).status_code == 204
    assert await statuses(locked, link["url"]) == {404}


async def test_links_are_listed_and_can_be_copied_again(locked: App) -> None:
    """Of a job or all; where the key that they are encrypted with is lost they open, but are not shown."""
    job_id = await recorded(locked, KEY)
    links = [await linked(locked, job_id, KEY), await linked(locked, job_id, KEY, expires_at="2999-01-01T00:00:00Z")]
    page = (await locked.http.get(f"/api/v1/shares?job_id={job_id}", headers=KEY)).json()
    assert (page["items"], page["total"]) == (links[::-1], 2)
    assert (await locked.http.get("/api/v1/shares", headers=KEY)).json()["total"] > 2
    assert (await locked.http.get(f"/api/v1/shares/{links[0]['id']}", headers=KEY)).json() == links[0]
    rows = await locked.store.read(lambda conn: conn.execute(text("SELECT * FROM shares")).all())
    assert all(link["url"].removeprefix("/s/") not in str(rows) for link in links)
    file = locked.settings.data_dir / "sealing.key"
    file.rename(file.with_suffix(".away"))
    assert (await locked.http.get(f"/api/v1/shares/{links[0]['id']}", headers=KEY)).json()["url"] is None
    assert await statuses(locked, links[0]["url"]) == {200}
    file.with_suffix(".away").rename(file)


async def test_a_link_ends(locked: App) -> None:
    """When it is revoked, when its time is over, when its job is deleted; a plain page says so, without the title."""
    job_id = await recorded(locked, KEY)
    revoked, late, deleted = [await linked(locked, job_id, KEY) for _ in range(3)]
    assert (await locked.http.delete(f"/api/v1/shares/{revoked['id']}", headers=KEY)).status_code == 204
    assert (await locked.http.delete(f"/api/v1/shares/{revoked['id']}", headers=KEY)).status_code == 404
    assert await statuses(locked, revoked["url"]) == {404}
    expire = text("UPDATE shares SET expires_ms = 1 WHERE id = :id")
    await locked.store.write(lambda tx: tx.conn.execute(expire, {"id": late["id"]}))
    assert await statuses(locked, late["url"]) == {410}
    assert (await locked.http.get(f"/api/v1/shares/{late['id']}", headers=KEY)).json()["expired"] is True
    ended = await locked.http.get(late["url"])
    assert ended.headers["content-type"] == "text/html; charset=utf-8"
    assert "This link has expired" in ended.text
    assert ended.headers["x-robots-tag"] == "noindex, nofollow"
    assert await statuses(locked, deleted["url"]) == {200}
    assert (await locked.http.delete(f"/api/v1/jobs/{job_id}", headers=KEY)).status_code == 204
    assert await statuses(locked, deleted["url"]) == {404}
    assert (await locked.http.get(f"/api/v1/shares?job_id={job_id}", headers=KEY)).json()["total"] == 0
    past = {"job_id": await recorded(locked, KEY), "expires_at": "2020-01-01T00:00:00Z"}
    assert (await locked.http.post("/api/v1/shares", json=past, headers=KEY)).status_code == 422


async def test_a_link_ends_with_the_key_that_made_it(locked: App) -> None:
    """A user shares its own jobs alone, a reader none; what a key has opened ends with the key."""
    keys = {}
    for user, scope in (("ann", "write"), ("bea", "write"), ("ann", "read")):
        order = {"name": f"{user} {scope}", "user": user, "scope": scope}
        keys[user, scope] = (await locked.http.post("/api/v1/keys", json=order, headers=KEY)).json()
    ann, bea, reader = ({"X-API-Key": keys[one]["key"]} for one in keys)
    job_id = await recorded(locked, ann)
    link = await linked(locked, job_id, ann)
    order = {"job_id": job_id}
    assert (await locked.http.post("/api/v1/shares", json=order, headers=bea)).status_code == 404
    assert (await locked.http.post("/api/v1/shares", json=order, headers=reader)).status_code == 403
    assert (await locked.http.get("/api/v1/shares", headers=bea)).json()["total"] == 0
    assert (await locked.http.get("/api/v1/shares", headers=reader)).json()["items"] == [link]
    assert (await locked.http.delete(f"/api/v1/shares/{link['id']}", headers=bea)).status_code == 404
    assert await statuses(locked, link["url"]) == {200}
    await locked.http.delete(f"/api/v1/keys/{keys['ann', 'write']['id']}", headers=KEY)
    assert await statuses(locked, link["url"]) == {404}
    listed = (await locked.http.get("/api/v1/shares", headers=reader)).json()["items"]
    assert listed == [link | {"state": "key_ended"}]


async def test_links_of_the_master_key_end_with_it(tmp_path: Path) -> None:
    """As its sessions do, also those made while no key was needed; who puts the old key back has them again."""

    async def states(**settings: Any) -> list[tuple[str, set[int]]]:
        """What the list says of each link, and how it answers."""
        key = {"X-API-Key": settings.get("api_key", "")}
        async with app_in(tmp_path, share_links="true", **settings) as app:
            items = (await app.http.get("/api/v1/shares", headers=key)).json()["items"]
            return [(item["state"], await statuses(app, url)) for item, url in zip(items, urls[::-1], strict=True)]

    urls = []
    for settings in ({}, {"api_key": "the first key"}):
        headers = {"X-API-Key": settings.get("api_key", "")}
        async with app_in(tmp_path, share_links="true", **settings) as app:
            urls.append((await linked(app, await recorded(app, headers), headers))["url"])
    assert await states(api_key="the first key") == [("open", {200}), ("key_ended", {404})]
    assert await states(api_key="another key") == [("key_ended", {404}), ("key_ended", {404})]
    assert await states(api_key="the first key") == [("open", {200}), ("key_ended", {404})]
    assert await states() == [("key_ended", {404}), ("open", {200})]


async def test_links_from_before_makers_were_recorded_belong_to_the_key_of_now(tmp_path: Path) -> None:
    """They stay, and end with that key."""
    old = {"X-API-Key": "the first key"}
    async with app_in(tmp_path, share_links="true", api_key="the first key") as app:
        link = await linked(app, await recorded(app, old), old)
        await app.store.write(lambda tx: tx.conn.execute(text("UPDATE shares SET maker = NULL")))
    async with app_in(tmp_path, share_links="true", api_key="the first key") as app:
        assert await statuses(app, link["url"]) == {200}
    async with app_in(tmp_path, share_links="true", api_key="another key") as app:
        assert await statuses(app, link["url"]) == {404}


async def test_all_links_are_revoked_at_once(locked: App) -> None:
    """Those of one job, or all that the caller sees: a user's end its own alone."""
    made = {"name": "cleo", "user": "cleo", "scope": "write"}
    cleo = {"X-API-Key": (await locked.http.post("/api/v1/keys", json=made, headers=KEY)).json()["key"]}
    jobs = [await recorded(locked, headers) for headers in (KEY, KEY, cleo, cleo)]
    links = [await linked(locked, job_id, KEY) for job_id in jobs for _ in range(2)]

    async def opened() -> list[bool]:
        return [await statuses(locked, link["url"]) == {200} for link in links]

    of_first = await locked.http.delete(f"/api/v1/shares?job_id={jobs[0]}", headers=KEY)
    assert (of_first.status_code, of_first.json()) == (200, {"revoked": 2})
    assert await opened() == [False, False, *[True] * 6]
    foreign = await locked.http.delete(f"/api/v1/shares?job_id={jobs[1]}", headers=cleo)
    assert foreign.json() == {"revoked": 0}
    assert (await locked.http.delete("/api/v1/shares", headers=cleo)).json() == {"revoked": 4}
    assert await opened() == [False, False, True, True, *[False] * 4]
    assert (await locked.http.delete("/api/v1/shares", headers=KEY)).json()["revoked"] >= 2
    assert (await locked.http.get("/api/v1/shares", headers=KEY)).json()["total"] == 0


async def test_the_operator_decides(tmp_path: Path) -> None:
    """Without a setting, links are open only while everything is; with the first key they lead nowhere."""
    async with app_in(tmp_path) as app:
        link = await linked(app, await recorded(app))
        assert (await app.http.get("/api/v1/session")).json()["share_links"] is True
        assert await statuses(app, link["url"]) == {200}
        made = (await app.http.post("/api/v1/keys", json={"name": "first", "scope": "admin"})).json()
        first = {"X-API-Key": made["key"]}
        assert await statuses(app, link["url"]) == {404}
        (listed,) = (await app.http.get("/api/v1/shares", headers=first)).json()["items"]
        assert (listed["state"], listed["expired"]) == ("off", False)
        refused = await app.http.post("/api/v1/shares", json={"job_id": link["job_id"]}, headers=first)
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
        assert "SHARE_LINKS=true" in refused.json()["detail"]


async def test_a_link_works_below_a_proxys_path(tmp_path: Path) -> None:
    """In answers, in the page and in its preview; and a fault is logged without the token."""
    async with app_in(tmp_path, root_path="/video") as app:
        job_id = await recorded(app)
        link = await linked(app, job_id)
        assert link["url"].startswith("/video/s/")
        page = (await app.http.get(link["url"])).text
        assert f'content="http://127.0.0.1:8000{link["url"]}"' in page
        assert 'src="/video/static/bundle/share-' in page
        assert _logged({"path": link["url"].removeprefix("/video")}) == "/s/…"
        made = await app.keep(job_id, b"what an operation made", "made.mp4", kind="result", stage="reframe")
        assert (await app.http.get(f"{link['url']}/media")).headers["etag"] == f'"{made.blob.sha256}"'


async def test_links_are_counted_and_guesses_slowed(tmp_path: Path) -> None:
    """RATE_LIMIT counts them though they need no key; wrong tokens are logged as wrong keys are."""
    async with app_in(tmp_path, rate_limit="3/minute", share_links="true") as app:
        answers = [await app.http.get(f"/s/{n}") for n in range(4)]
        assert [answer.status_code for answer in answers] == [404, 404, 404, 429]
        assert answers[3].headers["content-type"] == "text/html; charset=utf-8"
        assert "Too many requests" in answers[3].text
        assert '<a class="button" href="">Try again</a>' in answers[3].text
        assert f"Try again in {answers[3].headers['retry-after']} seconds." in answers[3].text
        assert "Try again" not in answers[0].text, "nothing that passes by itself"
        assert "\napi_wrong_keys 3.0\n" in (await app.http.get("/metrics")).text
