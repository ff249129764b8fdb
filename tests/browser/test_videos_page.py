"""Videos in the browser: the library of them, and the page that gathers what all jobs on one found."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import SCREENSHOTS, Complaints, line_texts, until
from tests.browser.findings_data import FINDINGS, METADATA, VISION
from tests.browser.test_looks import NARROW, WIDE, violations
from tests.media import MediaShelf
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

LOST = "http://127.0.0.1:9/films/a-talk-nobody-has.mp4"
COUNTS = {"critical": 2, "warning": 2, "info": 1}


def as_found(page: Page, video_id: str) -> None:
    """Put findings, what is seen and metadata into what the server answers about this video."""

    def answered(route: Route) -> None:
        answer = route.fetch()
        told = answer.json()
        for video in told.get("items", [told]):
            if video["video_id"] == video_id:
                video["finding_counts"] = COUNTS
                if "results" in video:
                    video["results"] |= {"findings": FINDINGS, "vision": VISION, "metadata": METADATA}
        route.fulfill(response=answer, body=json.dumps(told))

    page.route(re.compile(r"/api/v1/videos"), answered)


def test_a_link_is_analysed_and_its_video_followed_to_its_end(
    dashboard: Server, open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """Paste, start: the video's page follows its job; it stands in the list with why it failed; deleted it is gone."""
    complaints.allowed += ["404"]
    page = open_page(dashboard, "/#/videos")
    page.get_by_label("Link of a video").fill("no link")
    page.get_by_role("button", name="Analyse").click()
    expect(page.locator(".toast.bad")).to_be_visible()
    complaints.allowed += ["422"]
    page.get_by_label("Link of a video").fill(LOST)
    page.get_by_label("Link of a video").press("Enter")
    expect(page).to_have_url(re.compile("#/videos/[0-9a-f-]{36}"))
    jobs = page.get_by_role("region", name="Jobs")
    expect(jobs.get_by_role("link", name="Video analysis")).to_be_visible()
    job_id = str(jobs.get_by_role("link").get_attribute("href")).rpartition("/")[2]
    with dashboard.client() as client:
        client.post(f"/api/v1/jobs/{job_id}/cancel")
    expect(page.locator(".job-head .state")).to_have_text("Failed")
    page.get_by_role("navigation", name="Views").get_by_role("link", name="Library").click()
    card = page.get_by_role("list", name="Videos").locator("article", has_text="a-talk-nobody-has")
    expect(card.locator(".video-error")).not_to_be_empty()
    page.get_by_label("State of the video").select_option("COMPLETED")
    expect(card).to_have_count(0)
    page.get_by_label("State of the video").select_option("FAILED")
    page.get_by_label("Search title, tag, link or id").fill("talk-nobody")
    expect(page.locator(".video-card")).to_have_count(1)
    card.locator(".video-title").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page).to_have_url(re.compile("#/videos$"))
    expect(page.get_by_role("heading", name="Library", exact=True)).to_be_visible()
    expect(card).to_have_count(0)


def test_a_video_gathers_what_all_its_jobs_found(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """Transcript and clips of one job, findings of another, at one player; it follows jobs that begin and go."""
    video_id = finished_job["video_id"]
    page = open_page(dashboard, "/#/new")
    as_found(page, video_id)
    page.goto("/#/videos")
    card = page.get_by_role("list", name="Videos").locator("article", has=page.locator(f"[href$='{video_id}']"))
    expect(card.locator(".severity.critical")).to_have_text("2 critical")
    expect(card.locator("img")).to_be_visible()
    until(page, f"document.querySelector(\"[href$='{video_id}'] img\").naturalWidth > 0")
    card.locator(".video-title").click()
    expect(page.locator(".line").first).to_be_visible()
    assert line_texts(page) == [segment["text"].strip() for segment in finished_job["segments"]]
    expect(page.locator(".clip img")).to_have_count(len(finished_job["generated_clips"]))
    expect(page.get_by_role("region", name="Media file")).to_contain_text("HDR")
    page.get_by_role("region", name="Findings").get_by_role("button", name=re.compile("Silence for 6 s")).click()
    until(page, "Math.abs(document.querySelector('.player video').currentTime - 40) < 5")
    jobs = page.get_by_role("region", name="Jobs").get_by_role("listitem")
    before = jobs.count()
    page.get_by_role("button", name="New job on it").click()
    expect(page.get_by_role("list", name="Chosen files")).to_contain_text("sample")
    page.locator("input[value=audio_extraction]").check()
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".job-head .state")).to_have_text("Completed")
    made = dashboard.job(page.url.rpartition("/")[2])
    assert made["video_id"] == video_id
    page.locator(".details summary").click()
    page.get_by_role("region", name="Order").get_by_role("link", name=video_id).click()
    expect(jobs).to_have_count(before + 1)
    expect(jobs.first).to_contain_text("Audio")
    with dashboard.client() as client:
        client.delete(f"/api/v1/jobs/{made['id']}").raise_for_status()
    expect(jobs).to_have_count(before)


def test_what_is_wrong_with_a_film_shows_by_itself(
    dashboard: Server, media: MediaShelf, open_page: Callable[..., Page]
) -> None:
    """Real stages, from the form to the list: black is found where it is, and an open list follows."""
    graph = "testsrc2=r=25:d=2:s=320x180[a];color=black:r=25:d=3:s=320x180[b];[a][b]concat[v]"
    film = media.made_of("black end.mp4", graph)
    listed = open_page(dashboard, "/#/videos")
    expect(listed.get_by_role("heading", name="Library", exact=True)).to_be_visible()
    page = open_page(dashboard, "/#/new")
    page.locator("#files").set_input_files(film)
    page.locator("input[value=video_analysis]").check()
    page.get_by_role("button", name="Start").click()
    black = page.get_by_role("region", name="Findings").get_by_role("listitem").filter(has_text="black")
    expect(black).to_contain_text("0:02–0:05")
    card = listed.get_by_role("list", name="Videos").locator("article", has_text="black end")
    expect(card.locator(".severity.warning")).to_be_visible()
    expect(card.locator(".state")).to_have_text("Completed")
    strict = dashboard.submit(
        "video_analysis",
        video_id=dashboard.job(page.url.rpartition("/")[2])["video_id"],
        options={"fail_on": "warning"},
    )
    page.goto(f"/#/jobs/{strict['id']}")
    expect(page.get_by_role("alert")).to_contain_text("It did not pass its checks")
    expect(black).to_be_visible()
    expect(page.get_by_text("No speech was heard.")).to_be_visible()
    dashboard.ended(strict["id"])
    with dashboard.client() as client:
        client.delete(f"/api/v1/jobs/{strict['id']}").raise_for_status()
    card.locator(".video-title").click()
    jobs = listed.get_by_role("region", name="Jobs").get_by_role("listitem")
    expect(jobs).to_have_count(1)
    with dashboard.client() as client:
        client.post("/api/v1/queue/pause").raise_for_status()
        other = dashboard.submit("audio_extraction", video_id=listed.url.rpartition("/")[2])
        expect(jobs).to_have_count(2)
        client.post(f"/api/v1/jobs/{other['id']}/cancel").raise_for_status()
        client.post("/api/v1/queue/resume").raise_for_status()
    expect(jobs.first.locator(".state")).to_have_text("Cancelled")
    expect(listed.locator(".job-head .state")).to_have_text("Failed")


def test_a_video_is_named_tagged_and_found_again_by_keys(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """Another page follows, the job too; each is undone where it is reported; arrows look through the poster."""
    video_id, title = finished_job["video_id"], finished_job["video_title"]
    page, other = open_page(dashboard, "/#/videos"), open_page(dashboard, f"/#/jobs/{finished_job['id']}")
    link = page.locator(f".video-title[href$='{video_id}']")
    link.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".video-tile")).to_be_visible()
    expect(page.locator(".videos [role=status]", has_text=re.compile(r"^0:\d\d$"))).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".video-tile")).to_have_count(0)
    page.keyboard.press("F2")
    page.get_by_label(f"Name of {title}").fill("Landing on Mars")
    page.keyboard.press("Enter")
    expect(link).to_have_text("Landing on Mars")
    expect(link).to_be_focused()
    expect(other.get_by_role("heading", level=1)).to_have_text("Landing on Mars")
    page.locator(".toast", has_text="Renamed").get_by_role("button", name="Undo").click()
    expect(link).to_have_text(title)
    expect(other.get_by_role("heading", level=1)).to_have_text(title)
    link.focus()
    page.keyboard.press("t")
    page.get_by_label(f"Add a tag to {title}").fill("space, talk")
    page.keyboard.press("Enter")
    expect(page.locator(".tag", has_text="talk")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Space")
    chosen = page.get_by_role("group", name="Selected videos")
    chosen.get_by_role("button", name="Remove the tag talk").click()
    expect(page.locator(".tag", has_text="talk")).to_have_count(0)
    page.locator(".toast", has_text="removed from 1 video").get_by_role("button", name="Undo").click()
    page.get_by_role("group", name=f"Tags of {title}").get_by_role("link", name="talk").click()
    expect(page.locator(".video-card")).to_have_count(1)
    page.get_by_role("button", name="Save this list").click()
    page.get_by_label("Name of this list").fill("Talks")
    page.keyboard.press("Enter")
    saved = page.get_by_role("navigation", name="Saved lists").get_by_role("link", name="Talks")
    expect(saved).to_have_attribute("aria-current", "page")
    page.get_by_role("button", name="Delete the saved list Talks").click()
    expect(saved).to_have_count(0)
    with dashboard.client() as client:
        client.patch(f"/api/v1/videos/{video_id}", json={"tags": []}).raise_for_status()


@pytest.mark.parametrize(("theme", "size"), [("light", WIDE), ("dark", NARROW)])
def test_videos_are_accessible(
    theme: str, size: Any, dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """The list and a video's page: names, contrast, roles, and no scrolling to the side on a phone."""
    page = open_page(dashboard, "/#/new", color_scheme=theme, viewport=size)
    as_found(page, finished_job["video_id"])
    SCREENSHOTS.mkdir(exist_ok=True)
    views = {"videos": ("", ".video-card img"), "video": (f"/{finished_job['video_id']}", ".clip img")}
    for view, (path, ready) in views.items():
        page.goto(f"/#/videos{path}")
        expect(page.locator(ready).first).to_be_visible()
        until(page, "document.documentElement.scrollWidth <= innerWidth")
        assert violations(page) == []
        page.screenshot(path=SCREENSHOTS / f"{view}-{theme}.png", full_page=True)
