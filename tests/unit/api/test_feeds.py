"""Feeds of real sites and folders: what becomes a job, once, and what the log says of the rest."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from sqlalchemy import update

from app.core.errors import Unavailable
from app.db import feed_entries, feeds
from app.db.records import FEEDS
from app.db.writer import StorageFailed
from app.service import feed_checks
from app.service import feeds as feeds_service
from app.service.intake import Intake
from app.sources.podcasts import podcast_of
from app.sources.source_url import SourceUrl
from app.stages.asides.feed.contract import FeedItem, FeedOutput
from tests.asgi import PATIENCE_S, App, app_in
from tests.media import MediaShelf
from tests.servers import Site

pytestmark = pytest.mark.asyncio(loop_scope="module")
PATH = "/api/v1/feeds"


def podcast(site: Site, *names: str, path: str = "/podcast.xml") -> str:
    """A podcast with these episodes, the newest first, as podcasts have them."""
    items = "".join(
        f"<item><title>{name}</title><guid>{name}</guid><pubDate>Wed, 03 Jan 2024 10:{n:02d}:00 +0000</pubDate>"
        f'<enclosure url="{site.url(f"/{name}.mp3")}" type="audio/mpeg"/></item>'
        for n, name in reversed(list(enumerate(names)))
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Talks</title>{items}</channel></rss>'
    return site.add(path, body=body.encode(), headers={"Content-Type": "application/rss+xml"})


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[App]:
    """An application for all tests that may reach their sites, and take from a folder; files settle at once."""
    folder = tmp_path_factory.mktemp("feeds")
    (folder / "inbox").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        for module in (feed_entries, feed_checks):
            patch.setattr(module, "SETTLE_MS", 0)
        async with app_in(folder, allow_private_networks=True, feed_folders=str(folder / "inbox")) as running:
            yield running


@pytest.fixture
def near(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site whose podcasts are parsed in this process: a child takes a second or two for each check."""

    async def feed_items(_: Intake, url: SourceUrl, limit: int, __: str) -> FeedOutput:
        route = site.routes[urlsplit(url.url).path]
        if route.status != 200:
            raise Unavailable("The site is away.", retry_after_s=1)
        found = podcast_of(route.body, url.url, limit=limit)
        items = tuple(FeedItem(**asdict(one)) for one in found.episodes)
        return FeedOutput(kind="podcast", title=found.title or "", items=items)

    monkeypatch.setattr(Intake, "feed_items", feed_items)
    return site


@pytest.fixture
def inbox(app: App, request: pytest.FixtureRequest) -> Path:
    """A folder of the test that feeds may take from."""
    folder = app.settings.data_dir.parent / "inbox" / str(request.node.name)
    folder.mkdir()
    return folder


async def made(app: App, **body: Any) -> dict[str, Any]:
    """A new feed after its first check."""
    answer = await app.http.post(PATH, json=body)
    assert answer.status_code == 201, answer.text
    return await checked(app, answer.json())


async def checked(app: App, before: dict[str, Any]) -> dict[str, Any]:
    """A feed once a check has ended that had not before."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            feed: dict[str, Any] = (await app.http.get(f"{PATH}/{before['id']}")).json()
            if feed["last_check_at"] != before["last_check_at"] and not feed["checking"]:
                return feed
            await asyncio.sleep(0.02)


async def check(app: App, feed: dict[str, Any]) -> dict[str, Any]:
    """A feed after one more check."""
    before = (await app.http.get(f"{PATH}/{feed['id']}")).json()
    assert (await app.http.post(f"{PATH}/{feed['id']}/check")).status_code == 202
    return await checked(app, before)


async def entries(app: App, feed: dict[str, Any], *names: str) -> list[Any]:
    """These fields of a feed's entries, oldest first."""
    items = (await app.http.get(f"{PATH}/{feed['id']}/entries", params={"limit": 200})).json()["items"]
    return [tuple(item[name] for name in names) if names[1:] else item[names[0]] for item in reversed(items)]


async def jobs(app: App, feed: dict[str, Any]) -> list[dict[str, Any]]:
    """The jobs that a feed has made and that are not deleted, oldest first."""
    items: list[dict[str, Any]] = (await app.http.get("/api/v1/jobs", params={"limit": 200})).json()["items"]
    mine = await entries(app, feed, "job_id")
    return [job for job in reversed(items) if job["id"] in mine]


def sources(found: Sequence[dict[str, Any]]) -> list[str]:
    return [str(job["youtube_url"]).rpartition("/")[2] for job in found]


async def test_only_new_entries_of_a_podcast_become_jobs_and_each_once(app: App, near: Site) -> None:
    """With the feed's options; also when an entry leaves the list and comes back, and when its job is deleted."""
    url = podcast(near, "one", "two")
    feed = await made(app, url=url, job_type="transcription", options={"language": "en"}, priority=3)
    assert (feed["kind"], feed["title"], feed["error"]) == ("podcast", "Talks", None)
    assert await entries(app, feed, "title", "status") == [("one", "skipped"), ("two", "skipped")]
    assert await jobs(app, feed) == []
    podcast(near, "two", "three")
    await check(app, feed)
    await check(app, feed)
    (job,) = await jobs(app, feed)
    assert sources([job]) == ["three.mp3"]
    assert (job["job_type"], job["priority"], job["video_title"]) == ("transcription", 3, "three")
    whole = (await app.http.get(f"/api/v1/jobs/{job['id']}")).json()
    assert (whole["options"]["language"], whole["metadata"]) == ("en", {"feed": url})
    assert (await entries(app, feed, "title", "status", "job_id", "job_status"))[2:] == [
        ("three", "taken", job["id"], "queued")
    ]
    await app.http.delete(f"/api/v1/jobs/{job['id']}", params={"cancel": True})
    podcast(near, "one", "two", "three")
    feed = await check(app, feed)
    assert await jobs(app, feed) == []
    assert (await entries(app, feed, "job_id", "job_status"))[2] == (job["id"], None)
    assert feed["entries"] == {"arriving": 0, "skipped": 2, "waiting": 0, "taken": 1, "refused": 0, "failed": 0}


async def test_the_newest_of_the_past_are_taken_oldest_first_and_so_many_at_a_check(app: App, near: Site) -> None:
    """The rest waits for the next ones; a preview shows the same, and stores nothing."""
    url = podcast(near, *"abcdef")
    shown = (await app.http.post(f"{PATH}/preview", json={"url": url, "last": 3})).json()
    assert (shown["kind"], shown["title"], shown["count"], shown["taken"]) == ("podcast", "Talks", 6, 3)
    assert [(one["title"], one["taken"]) for one in shown["items"]] == [
        *(("f", True), ("e", True), ("d", True)),
        *(("c", False), ("b", False), ("a", False)),
    ]
    assert url not in (await app.http.get(PATH, params={"limit": 200})).text
    feed = await made(app, url=url, last=3, max_new=2)
    assert sources(await jobs(app, feed)) == ["d.mp3", "e.mp3"]
    assert feed["entries"]["waiting"] == 1
    await check(app, feed)
    assert sources(await jobs(app, feed)) == ["d.mp3", "e.mp3", "f.mp3"]


async def test_an_old_entry_that_slides_into_a_long_list_is_no_new_one(
    app: App, near: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the newest is taken off the site, the list has an older one at its end instead."""
    monkeypatch.setattr(feeds_service, "LISTED", 3)
    feed = await made(app, url=podcast(near, "one", "two", "three", "four"))
    podcast(near, "one", "two", "three")
    feed = await check(app, feed)
    assert await entries(app, feed, "title", "status") == [(n, "skipped") for n in ("two", "three", "four", "one")]
    podcast(near, "one", "two", "three", "five")
    await check(app, feed)
    assert sources(await jobs(app, feed)) == ["five.mp3"]


async def test_a_first_list_of_none_is_the_past(app: App, near: Site) -> None:
    """What comes is new, but not what the site had all the while: it was published before the feed was made."""
    feed = await made(app, url=podcast(near), last=1)
    assert (feed["error"], feed["entries"]["skipped"]) == (None, 0)
    podcast(near, "one", "two", "three")
    feed = await check(app, feed)
    assert await entries(app, feed, "title", "status") == [("one", "skipped"), ("two", "skipped"), ("three", "taken")]
    podcast(near, "one", "two", "three", "four")
    await check(app, feed)
    assert sources(await jobs(app, feed)) == ["three.mp3", "four.mp3"]


async def test_a_first_check_that_fails_decides_nothing(app: App, near: Site) -> None:
    """The first list that is read is the past."""
    url = near.add("/podcast.xml", status=503)
    feed = await made(app, url=url)
    assert feed["failures"] == 1
    podcast(near, "one", "two")
    feed = await check(app, feed)
    assert await entries(app, feed, "status") == ["skipped", "skipped"]


async def test_entries_whose_names_and_links_have_changed_are_not_new(app: App, near: Site) -> None:
    """A site that has moved gives all of them others; one with the same title and another time is new."""
    feed = await made(app, url=podcast(near, "one", "two"))
    body = near.routes["/podcast.xml"].body
    moved = body.replace(b"<guid>", b"<guid>moved-").replace(b".mp3", b".mp3?moved=1")
    later = moved.replace(b"10:01", b"11:01").replace(b"<title>one", b"<title>more")
    near.add("/podcast.xml", body=moved)
    feed = await check(app, feed)
    assert await entries(app, feed, "title", "status") == [(n, "skipped") for n in ("one", "two", "one", "two")]
    near.add("/podcast.xml", body=later.replace(b"moved", b"once-more"))
    await check(app, feed)
    found = await entries(app, feed, "title", "status")
    assert found[4:] == [("more", "taken"), ("two", "taken")]


async def test_a_feed_without_a_name_is_not_called_by_the_secrets_of_its_link(app: App, near: Site) -> None:
    """Its jobs and the log say the name."""
    feed = await made(app, url=podcast(near, "one") + "?key=s3cr3t", last=1)
    assert feed["name"] == near.url("/podcast.xml")
    (job,) = await jobs(app, feed)
    whole = (await app.http.get(f"/api/v1/jobs/{job['id']}")).json()
    assert whole["metadata"] == {"feed": near.url("/podcast.xml")}


async def test_a_page_with_videos_is_a_playlist(app: App, site: Site, media: MediaShelf) -> None:
    """As yt-dlp lists it; what is added becomes a job."""

    def page(*names: str) -> str:
        videos = "".join(f'<video src="/{name}.mp4"></video>' for name in names)
        return site.add("/page", body=f"<html><title>Course</title>{videos}</html>".encode())

    for name in "abc":
        site.add_file(f"/{name}.mp4", media.video())
    feed = await made(app, url=page("b", "c"))
    assert (feed["kind"], feed["entries"]["skipped"]) == ("playlist", 2)
    page("a", "b", "c")
    await check(app, feed)
    assert sources(await jobs(app, feed)) == ["a.mp4"]


async def test_a_site_that_is_away_is_tried_again_later_and_the_reason_shown(app: App, near: Site) -> None:
    """The count of failures ends with the first success, and nothing is lost meanwhile."""
    url = podcast(near, "one")
    feed = await made(app, url=url, at="03:00")
    near.add("/podcast.xml", status=503)
    feed = await check(app, feed)
    assert feed["failures"] == 1
    assert feed["error"]
    assert feed["next_check_at"] > feed["last_check_at"]
    feed = await check(app, feed)
    assert feed["failures"] == 2
    podcast(near, "one", "two")
    feed = await check(app, feed)
    assert (feed["failures"], feed["error"]) == (0, None)
    assert sources(await jobs(app, feed)) == ["two.mp3"]


async def test_a_database_that_fails_for_a_moment_delays_no_feed(
    app: App, near: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The feed would count as being checked for half an hour, and nobody else could check it."""
    monkeypatch.setattr(feed_checks, "AFTER_FAILURE_S", 0.0)
    feed = await made(app, url=podcast(near, "one"))
    settle, record, failing = feeds.settle, feed_entries.record, {"record", "settle"}

    def failed(name: str, unit: Any) -> Any:
        def run(*args: Any) -> Any:
            if name in failing:
                failing.remove(name)
                raise StorageFailed("it is locked")
            return unit(*args)

        return run

    monkeypatch.setattr(feed_entries, "record", failed("record", record))
    monkeypatch.setattr(feeds, "settle", failed("settle", settle))
    feed = await check(app, feed)
    assert (failing, feed["failures"]) == (set(), 1)
    assert "it is locked" in feed["error"]
    feed = await check(app, feed)
    assert (feed["failures"], feed["error"]) == (0, None)


async def test_a_file_becomes_a_job_once_it_has_stopped_to_grow(app: App, inbox: Path, media: MediaShelf) -> None:
    """Not what was there before, what is hidden, no recording, or leads out of the folder; nor the same file again."""
    (inbox / "old.mp4").write_bytes(media.video().read_bytes())
    feed = await made(app, folder=str(inbox), job_type="transcription")
    talk = media.talk_of(seconds=2).read_bytes()
    (inbox / "deep").mkdir()
    (inbox / "deep" / "talk.wav").write_bytes(talk[:1000])
    (inbox / "notes.txt").write_text("no recording")
    (inbox / ".hidden.mp4").write_bytes(b"x")
    (inbox / "link.mp4").symlink_to(media.video())
    feed = await check(app, feed)
    assert await entries(app, feed, "path", "status") == [("old.mp4", "skipped"), ("deep/talk.wav", "arriving")]
    (inbox / "deep" / "talk.wav").write_bytes(talk)  # it grows
    await check(app, feed)
    assert await jobs(app, feed) == []
    await check(app, feed)
    (job,) = await jobs(app, feed)
    assert (job["video_title"], job["job_type"]) == ("talk", "transcription")
    assert (inbox / "deep" / "talk.wav").read_bytes() == talk
    (inbox / "deep" / "talk.wav").rename(inbox / "renamed.wav")
    os.utime(inbox / "old.mp4", (1, 1))
    for _ in range(2):
        feed = await check(app, feed)
    assert len(await jobs(app, feed)) == 2  # the old one, which was changed
    found = await entries(app, feed, "path", "status", "reason")
    assert ("renamed.wav", "skipped", "It is the same file as deep/talk.wav.") in found


async def test_files_of_a_disk_that_is_away_wait_for_it(app: App, inbox: Path, media: MediaShelf) -> None:
    """Its folder is empty then, or not there: nothing is lost, and what was not copied becomes a job afterwards."""
    feed = await made(app, folder=str(inbox), job_type="transcription", max_new=1)
    for n, name in enumerate(("a.wav", "b.wav", "c.wav")):
        (inbox / name).write_bytes(media.talk_of(seconds=2 + n).read_bytes())
    for _ in range(2):
        feed = await check(app, feed)
    assert sorted(await entries(app, feed, "status")) == ["taken", "waiting", "waiting"]
    disk = inbox.with_name("disk")
    inbox.rename(disk)
    feed = await check(app, feed)
    assert "no such folder" in feed["error"]
    inbox.mkdir()
    for _ in range(2):
        feed = await check(app, feed)
    assert ("refused", "The file is gone.") in await entries(app, feed, "status", "reason")
    inbox.rmdir()
    disk.rename(inbox)
    for _ in range(2):
        feed = await check(app, feed)
    assert await entries(app, feed, "status", "reason") == [("taken", None)] * 3


async def test_what_cannot_become_a_job_says_why_and_can_be_taken_again(app: App, inbox: Path) -> None:
    """A file that is no recording whatever its name."""
    feed = await made(app, folder=str(inbox))
    broken = inbox / "broken.mp4"
    broken.write_text("this is no film")
    for _ in range(2):
        feed = await check(app, feed)
    ((entry, status, reason),) = await entries(app, feed, "entry", "status", "reason")
    assert (status, feed["error"]) == ("refused", None)
    assert reason
    taken = await app.http.post(f"{PATH}/{feed['id']}/entries/{entry}/take")
    assert taken.status_code == 202
    await checked(app, feed)
    assert await entries(app, feed, "entry", "status") == [(entry, "refused")]
    broken.unlink()
    await app.http.post(f"{PATH}/{feed['id']}/entries/{entry}/take")
    async with asyncio.timeout(PATIENCE_S):
        while await entries(app, feed, "reason") != ["The file is gone."]:
            await asyncio.sleep(0.02)


async def test_a_file_that_no_reader_gets_through_does_not_hold_up_the_others(
    app: App, inbox: Path, media: MediaShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried at three checks, since the machine may be busy, and refused then; the next ones become jobs."""
    probe, asked = Intake.probe, []

    async def failing(self: Intake, path: Path, filename: str, *rest: Any) -> Any:
        asked.append(filename)
        if filename == "a.mp4":
            raise Unavailable("The child did not answer.", retry_after_s=1, code="timeout")
        return await probe(self, path, filename, *rest)

    monkeypatch.setattr(Intake, "probe", failing)
    feed = await made(app, folder=str(inbox), job_type="transcription")
    for name in ("a.mp4", "b.mp4"):
        (inbox / name).write_bytes(media.video().read_bytes())
        os.utime(inbox / name, (ord(name[0]), 1))
    for _ in range(3):
        feed = await check(app, feed)
    assert (feed["failures"], asked) == (2, ["a.mp4", "a.mp4"])
    feed = await check(app, feed)
    assert await entries(app, feed, "path", "status", "reason") == [
        ("a.mp4", "refused", "The child did not answer."),
        ("b.mp4", "taken", None),
    ]
    assert (feed["failures"], feed["error"]) == (0, None)


async def test_a_file_that_the_disk_has_no_room_for_is_not_copied(
    app: App, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it would take what jobs and uploads are to have, and be deleted then."""

    async def full(_: Intake, size_bytes: int) -> bool:
        return size_bytes < 1000

    monkeypatch.setattr(Intake, "has_disk_space", full)
    feed = await made(app, folder=str(inbox))
    (inbox / "large.mp4").write_bytes(bytes(1000))
    for _ in range(2):
        feed = await check(app, feed)
    assert ("disk is full" in feed["error"], feed["entries"]["waiting"]) == (True, 1)


async def test_a_skipped_entry_can_become_a_job_after_all(app: App, near: Site) -> None:
    """One of the past, by its number; a taken one cannot become a second job."""
    feed = await made(app, url=podcast(near, "one", "two"))
    (first, _) = await entries(app, feed, "entry")
    assert (await app.http.post(f"{PATH}/{feed['id']}/entries/{first}/take")).status_code == 202
    await checked(app, feed)
    assert sources(await jobs(app, feed)) == ["one.mp3"]
    again = await app.http.post(f"{PATH}/{feed['id']}/entries/{first}/take")
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")
    assert (await app.http.post(f"{PATH}/{feed['id']}/entries/{first + 99}/take")).status_code == 404


async def test_a_crash_between_the_log_and_the_job_loses_nothing_and_doubles_nothing(
    tmp_path: Path, near: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies after the first of two jobs is stored; the next one makes the second, and no third."""
    url = podcast(near, "one")
    async with app_in(tmp_path, allow_private_networks=True) as app:
        feed = await made(app, url=url)
        podcast(near, "one", "two", "three")
        died, take = asyncio.Event(), feed_checks.FeedChecks._take

        async def dying(self: Any, held: Any, entry: Any, request: Any, **rest: Any) -> None:
            if await jobs(app, feed):
                died.set()
                await asyncio.Event().wait()
            await take(self, held, entry, request, **rest)

        monkeypatch.setattr(feed_checks.FeedChecks, "_take", dying)
        await app.http.post(f"{PATH}/{feed['id']}/check")
        async with asyncio.timeout(PATIENCE_S):
            await died.wait()
        assert (await app.http.get(f"{PATH}/{feed['id']}")).json()["checking"] is True
    monkeypatch.setattr(feed_checks.FeedChecks, "_take", take)
    async with app_in(tmp_path, allow_private_networks=True) as app:
        await checked(app, feed)
        await check(app, feed)
        assert sources(await jobs(app, feed)) == ["two.mp3", "three.mp3"]
        assert await entries(app, feed, "title", "status") == [
            ("one", "skipped"),
            ("two", "taken"),
            ("three", "taken"),
        ]


async def test_a_full_queue_lets_entries_wait(tmp_path: Path, near: Site) -> None:
    """They are not refused: the reason is shown, and the next check continues."""
    async with app_in(tmp_path, allow_private_networks=True, max_queue_size=1) as app:
        feed = await made(app, url=podcast(near, "one", "two"), last=2)
        assert (feed["entries"]["taken"], feed["entries"]["waiting"]) == (1, 1)
        assert "MAX_QUEUE_SIZE" in feed["error"]
        (job,) = await jobs(app, feed)
        await app.http.delete(f"/api/v1/jobs/{job['id']}", params={"cancel": True})
        feed = await check(app, feed)
        assert (feed["entries"]["taken"], feed["entries"]["waiting"], feed["error"]) == (2, 0, None)


async def test_a_feed_is_paused_changed_and_deleted(app: App, near: Site) -> None:
    """Paused it is not checked by itself, but on request; the log goes with it, its jobs stay."""
    feed = await made(app, url=podcast(near, "one"), name="Talks", paused=False)
    one = f"{PATH}/{feed['id']}"
    paused = (await app.http.patch(one, json={"paused": True})).json()
    assert (paused["paused"], paused["next_check_at"]) == (True, None)
    podcast(near, "one", "two")
    paused = await check(app, paused)
    assert (paused["next_check_at"], paused["entries"]["taken"]) == (None, 1)
    changed = (await app.http.patch(one, json={"at": "03:30", "time_zone": "Europe/Berlin", "name": "More"})).json()
    assert (changed["every"], changed["at"], changed["time_zone"], changed["name"]) == (
        *(None, "03:30", "Europe/Berlin"),
        "More",
    )
    resumed = await checked(app, (await app.http.patch(one, json={"paused": False})).json())
    assert resumed["next_check_at"] is not None
    (job,) = await jobs(app, feed)
    assert (await app.http.delete(one)).status_code == 204
    assert (await app.http.get(one)).status_code == 404
    assert (await app.http.get(f"{one}/entries")).status_code == 404
    assert (await app.http.get(f"/api/v1/jobs/{job['id']}")).status_code == 200


async def test_followers_learn_that_a_feed_has_changed(app: App, near: Site) -> None:
    """That it was made, is checked, has other entries, and is gone; the queue is not published for it."""
    async with app.socket("/ws/jobs/broadcast") as socket:
        feed = await made(app, url=podcast(near, "one"))
        assert (await app.http.delete(f"{PATH}/{feed['id']}")).status_code == 204
        told = []
        while not told or told[-1]["type"] != "feed_deleted":
            message = await socket.receive()
            assert message is not None
            told.append(message)
    own = [message["type"] for message in told if message["data"].get("feed_id") == feed["id"]]
    assert own[0] == "feed_update"
    assert len(own) >= 4, "made, taken for a check, recorded, settled"
    assert "queue_update" not in [message["type"] for message in told]


async def test_a_feed_with_a_preset_follows_it(app: App, near: Site) -> None:
    """As it is at each check; a preset that a feed uses is not deleted."""
    preset = (await app.http.post("/api/v1/presets", json={"name": "Words", "job_type": "transcription"})).json()
    feed = await made(app, url=podcast(near, "one"), preset_id=preset["id"])
    assert (feed["preset_id"], feed["job_type"], feed["options"]) == (preset["id"], None, None)
    await app.http.put(f"/api/v1/presets/{preset['id']}", json={"name": "Sound", "job_type": "audio_extraction"})
    podcast(near, "one", "two")
    await check(app, feed)
    assert [job["job_type"] for job in await jobs(app, feed)] == ["audio_extraction"]
    kept = await app.http.delete(f"/api/v1/presets/{preset['id']}")
    assert (kept.status_code, kept.json()["code"]) == (409, "wrong_state")
    own = {"job_type": "transcription", "options": {"speakers": True}}
    changed = (await app.http.patch(f"{PATH}/{feed['id']}", json=own)).json()
    assert (changed["preset_id"], changed["options"]) == (None, {"speakers": True})
    assert (await app.http.delete(f"/api/v1/presets/{preset['id']}")).status_code == 204


async def test_options_that_are_not_understood_any_more_fail_the_check(app: App, near: Site) -> None:
    """In words, and no job is made with others instead."""
    feed = await made(app, url=podcast(near, "one"))
    old = update(FEEDS).where(FEEDS.c.id == feed["id"]).values(options={"of_an_old_version": 1})
    await app.store.write(lambda tx: tx.conn.execute(old))
    podcast(near, "one", "two")
    feed = await check(app, feed)
    assert "choose them anew" in feed["error"]
    assert (await jobs(app, feed), feed["entries"]["waiting"]) == ([], 1)


NONSENSE: list[tuple[dict[str, Any], str]] = [
    ({}, "exactly one of url and folder"),
    ({"url": "http://a.example/", "folder": "/srv"}, "exactly one of url and folder"),
    ({"url": "file:///etc/passwd"}, "http:// or https://"),
    ({"url": "http://ann:secret@a.example/feed"}, "user name and password"),
    ({"url": "http://a.example/", "every": 59}, "60"),
    ({"url": "http://a.example/", "at": "24:00"}, "pattern"),
    ({"url": "http://a.example/", "at": "03:00", "every": 60}, "not both"),
    ({"url": "http://a.example/", "at": "03:00", "time_zone": "Mars/Base"}, "time zone"),
    ({"url": "http://a.example/", "time_zone": "UTC"}, "time zone is that of at"),
    ({"url": "http://a.example/", "last": 101}, "100"),
    ({"url": "http://a.example/", "preset_id": "0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"}, "no such preset"),
    ({"url": "http://a.example/", "options": {"fail_on": "info"}, "job_type": "analysis"}, "findings"),
    ({"folder": "relative"}, "whole path"),
    ({"folder": "/etc"}, "FEED_FOLDERS"),
    ({"folder": "INBOX/../../data"}, "FEED_FOLDERS"),
    ({"folder": "INBOX/nothing"}, "no such folder"),
    ({"folder": f"INBOX/{'a' * 300}"}, "no such folder"),
    ({"folder": "INBOX/out"}, "FEED_FOLDERS"),
]


async def test_what_makes_no_sense_is_refused(app: App, inbox: Path) -> None:
    """At once, and with the field."""
    (inbox / "out").symlink_to(app.settings.data_dir)
    before = (await app.http.get(PATH)).json()["total"]
    for body, words in NONSENSE:
        named = {
            key: str(value).replace("INBOX", str(inbox)) if key == "folder" else value for key, value in body.items()
        }
        answer = await app.http.post(PATH, json=named)
        assert answer.status_code == 422, (body, answer.text)
        assert words in answer.text, body
    assert (await app.http.get(PATH)).json()["total"] == before


async def test_private_addresses_are_refused(tmp_path: Path, near: Site) -> None:
    """Those of the link at once; those of entries are in the log."""
    async with app_in(tmp_path, allowed_private_hosts=f"127.0.0.1:{near.port}") as app:
        for url in ("http://127.0.0.1:1/feed", "http://10.0.0.1/feed", "http://localhost:1/"):
            answer = await app.http.post(PATH, json={"url": url})
            assert (answer.status_code, answer.json()["code"]) == (422, "blocked_address")
        body = (
            "<rss version='2.0'><channel><title>x</title><item><title>inner</title>"
            "<enclosure url='http://10.0.0.1/a.mp3' type='audio/mpeg'/></item></channel></rss>"
        )
        feed = await made(app, url=near.add("/feed.xml", body=body.encode()), last=1)
        ((status, reason),) = await entries(app, feed, "status", "reason")
        assert status == "refused"
        assert "private" in reason


async def test_only_who_may_everything_names_a_folder(tmp_path: Path) -> None:
    """A key with a user or without the scope admin is refused, at the preview too."""
    (tmp_path / "inbox").mkdir()
    master = {"X-API-Key": "correct horse battery staple"}
    async with app_in(tmp_path, api_key=master["X-API-Key"], feed_folders=str(tmp_path / "inbox")) as app:
        for order in ({"name": "ann", "user": "ann", "scope": "write"}, {"name": "writer", "scope": "write"}):
            key = (await app.http.post("/api/v1/keys", json=order, headers=master)).json()["key"]
            for path in (PATH, f"{PATH}/preview"):
                answer = await app.http.post(path, json={"folder": f"{tmp_path}/inbox"}, headers={"X-API-Key": key})
                assert answer.status_code == 403, (order, path)
        order = {"folder": f"{tmp_path}/inbox", "user_id": "ann"}
        answer = await app.http.post(PATH, json=order, headers=master)
        assert (answer.status_code, answer.json()["user_id"]) == (201, "ann")
