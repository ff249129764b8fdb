"""Each view in light and dark, in three widths: axe-core finds nothing; screenshots are left to look at."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import OUTAGE, SCREENSHOTS, Complaints, until
from tests.media import MediaShelf
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

KEY = "a-key-for-the-test"
WIDE, MIDDLE, NARROW = ({"width": width, "height": 860} for width in (1360, 768, 390))
READY = {
    "queue": ".job-row",
    "new": "#links",
    "job": ".clip img",
    "clip": ".crop-grip",
    "system": ".figure",
    "feeds": ".feed",
    "nothing": ".empty h1",
}


def paths(job: dict[str, Any]) -> dict[str, str]:
    """Where each view is."""
    return {
        "queue": "/#/",
        "new": "/#/new",
        "job": f"/#/jobs/{job['id']}",
        "clip": f"/#/jobs/{job['id']}/clip?start=1&end=9",
        "system": "/#/system",
        "feeds": "/#/feeds",
        "nothing": "/#/nowhere",
    }


def violations(page: Page) -> list[str]:
    """What axe-core finds against the rules of accessibility, minor things too, with where."""
    found = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {node['target']} {node.get('failureSummary', '')}"
        for violation in found
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("theme", [pytest.param("light", marks=pytest.mark.long), "dark"])
@pytest.mark.parametrize("view", ["queue", "new", "job", "clip", "system", "feeds", "nothing"])
def test_each_view_is_accessible(
    view: str, theme: str, dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """No violation of accessibility rules: names, contrast, roles, focus."""
    if view == "feeds":
        with dashboard.client() as client:
            feed = {"url": "https://example.org/talks.xml", "name": "Talks", "paused": True}
            client.post("/api/v1/feeds", json=feed).raise_for_status()
    page = open_page(dashboard, paths(finished_job)[view], color_scheme=theme)
    if view == "clip":
        page.get_by_role("radio", name="9:16").check()
        page.get_by_role("checkbox", name="Captions").check()
    expect(page.locator(READY[view]).first).to_be_visible()
    if view == "new":
        page.locator(".options summary").click()
    if view == "feeds":
        page.get_by_role("button", name="Log").first.click()
        page.get_by_role("button", name="New feed").click()
        page.locator(".options summary").click()
    if view == "job":
        page.locator(".details summary").click()
        page.get_by_role("searchbox", name="Find in the transcript").fill("the")
        page.get_by_role("button", name="Replace (Ctrl H)").click()
        expect(page.get_by_role("region", name="Options")).to_be_visible()
        page.get_by_role("button", name="Begin a chapter at the playhead").first.click()
        expect(page.get_by_role("textbox", name="Title of the new chapter")).to_be_focused()
    assert violations(page) == []
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{view}-{theme}.png")
    for size in (MIDDLE, NARROW):
        page.set_viewport_size(size)
        until(page, "document.documentElement.scrollWidth <= innerWidth")
        assert violations(page) == []
    page.screenshot(path=SCREENSHOTS / f"{view}-{theme}-narrow.png")
    page.keyboard.press("Escape")  # else the chapter that is begun would be stored


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_order_of_the_queue_and_a_draft_are_accessible(
    theme: str, dashboard: Server, media: MediaShelf, open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """Handles to order by, the dock for files on other views, and the reasons of what was refused."""
    complaints.allowed += ["415"]
    with dashboard.client() as client:
        client.post("/api/v1/queue/pause").raise_for_status()
        job_id = dashboard.submit("transcription", url="https://example.org/talk.mp4")["id"]
        page = open_page(dashboard, "/#/new", color_scheme=theme)
        page.locator("#files").set_input_files(media.html())
        expect(page.get_by_role("list", name="Chosen files").get_by_role("alert")).not_to_be_empty()
        page.get_by_role("button", name="Start").click()
        expect(page.locator("#links-problem")).not_to_be_empty()
        assert violations(page) == []
        page.goto("/#/?status=queued")
        expect(page.locator(".grip").first).to_be_visible()
        expect(page.get_by_role("complementary", name="Uploads")).to_contain_text("1 file refused")
        assert violations(page) == []
        client.post(f"/api/v1/jobs/{job_id}/cancel").raise_for_status()
        client.post("/api/v1/queue/resume").raise_for_status()


def test_dialogs_and_the_sign_in_are_accessible(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """The list of keys, a question and a playing clip have names and hold the focus."""
    page = open_page(dashboard, paths(finished_job)["job"])
    page.locator(".clip-play").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("dialog", name="Delete this job?")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Keep").click()


def test_the_theme_can_be_chosen(dashboard: Server, open_page: Callable[..., Page]) -> None:
    """The choice beats the system's, and lasts."""
    page = open_page(dashboard, "/", color_scheme="light")
    colour = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(colour)
    page.get_by_role("button", name="Colours: as the system").click()
    page.get_by_role("button", name="Colours: light").click()
    expect(page.get_by_role("button", name="Colours: dark")).to_be_visible()
    dark = page.evaluate(colour)
    assert dark != light
    page.reload()
    assert page.evaluate(colour) == dark


def signed_in(page: Page) -> None:
    """Sign in with the key of the tests."""
    page.get_by_label("API key").fill(KEY)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".link-dot.live")).to_be_visible()


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Server]:
    """A server that asks for a key. Request it before `open_page`: its pages are closed first then."""
    with Server(tmp_path, API_KEY=KEY) as running:
        yield running


def test_signing_out_ends_the_session_in_every_tab(
    locked: Server, open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """On each view one button, also on a phone; then nothing is shown, here and in other tabs, nor answered."""
    complaints.allowed += ["401", "WebSocket connection to"]
    page = open_page(locked, "/#/new")
    signed_in(page)
    page.get_by_label("Links").fill("https://example.org/private.mp4")
    page.goto("/#/")
    other = page.context.new_page()
    other.goto("/#/system")
    expect(other.get_by_role("button", name="Sign out")).to_be_visible()
    for width in (1360, 830, 730, 390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        expect(page.get_by_role("button", name="Sign out")).to_be_in_viewport(ratio=1)
        until(page, "document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("API key")).to_be_focused()
    expect(other.get_by_label("API key")).to_be_visible()
    assert page.context.cookies() == []
    page.reload()
    expect(page.get_by_label("API key")).to_be_visible()
    assert "No jobs yet" not in page.content()
    assert page.evaluate("sessionStorage.length") == 0


def test_a_sign_out_that_does_not_reach_the_server_says_so(
    tmp_path_factory: pytest.TempPathFactory, open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """The session goes on, so the page does not look as if it had ended."""
    complaints.allowed += ["401", *OUTAGE]
    with Server(tmp_path_factory.mktemp("locked"), API_KEY=KEY) as locked:
        page = open_page(locked, "/")
        signed_in(page)
        sign_out = page.get_by_role("button", name="Sign out")
        expect(sign_out).to_be_visible()
        locked.kill()
        sign_out.click()
        expect(page.locator(".toast.bad")).to_be_visible()
        expect(page.get_by_label("API key")).to_have_count(0)


def test_without_a_key_there_is_nothing_to_sign_out_of(dashboard: Server, open_page: Callable[..., Page]) -> None:
    """No button that would do nothing."""
    page = open_page(dashboard, "/#/system")
    expect(page.locator(".figure").first).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)


def test_with_a_key_set_the_page_asks_for_it_once(
    locked: Server, open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """Without the key nothing is shown; with it the page works, sockets included, and the browser keeps a session."""
    complaints.allowed += ["401", "WebSocket connection to"]
    page = open_page(locked, "/")
    key = page.get_by_label("API key")
    expect(key).to_be_focused()
    assert violations(page) == []
    page.keyboard.type("nonsense")  # "n" is a shortcut elsewhere
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("not the key")
    key.fill(KEY)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("No jobs yet")).to_be_visible()
    expect(page.locator(".link-dot.live")).to_be_visible()
    page.reload()
    expect(page.get_by_text("No jobs yet")).to_be_visible()
    assert page.evaluate("document.cookie") == ""
