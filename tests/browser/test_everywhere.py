"""What comes from other apps, what goes out as a notice, and what a closed page has not finished."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import until
from tests.server import Server
from tests.servers import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

#: Records notices instead of showing them; people allow them when they are asked.
NOTICES = """
window.notices = [];
window.Notification = class {
  static permission = "default";
  static requestPermission = async () => (Notification.permission = "granted");
  constructor(title, more) { notices.push([title, more.body]); }
};
"""
HIDE = 'Object.defineProperty(document, "hidden", { configurable: true, get: () => true })'


def test_a_shared_link_stands_in_the_form_and_nothing_is_sent(
    dashboard: Server, open_page: Callable[..., Page]
) -> None:
    """From the text that apps share, once: a reload does not add it again. The manifest names the address."""
    page = open_page(dashboard, "/?shared_title=Talk&shared_text=Look%20at%20https%3A%2F%2Fexample.org%2Fa.mp4%20now")
    expect(page.get_by_label("Links")).to_have_value("https://example.org/a.mp4")
    assert page.url.endswith("/#/new")
    page.reload()
    expect(page.get_by_label("Links")).to_have_value("https://example.org/a.mp4")
    manifest = page.request.get(page.evaluate("document.querySelector('link[rel=manifest]').href"))
    assert manifest.headers["content-type"].startswith("application/manifest+json")
    told = json.loads(manifest.text())
    assert told["share_target"]["params"]["text"] == "shared_text"
    for icon in told["icons"]:
        assert page.request.get(f"/static/{icon['src']}").ok


def test_a_notice_comes_at_the_end_of_a_job_that_is_followed(
    dashboard: Server, site: Site, open_page: Callable[..., Page]
) -> None:
    """Nobody is asked before the button is pressed; a second press takes it back."""
    with dashboard.client() as client:
        client.post("/api/v1/queue/pause").raise_for_status()
        job = dashboard.submit("audio_extraction", url=site.url("/nothing.mp4"), max_retries=0)
        page = open_page(dashboard, "/health")
        page.add_init_script(NOTICES)
        page.goto(f"/#/jobs/{job['id']}")
        tell = page.get_by_role("button", name="Tell me")
        expect(tell).to_have_attribute("aria-pressed", "false")
        assert page.evaluate("Notification.permission") == "default"
        tell.click()
        expect(tell).to_have_attribute("aria-pressed", "true")
        tell.click()
        expect(tell).to_have_attribute("aria-pressed", "false")
        tell.click()
        expect(tell).to_have_attribute("aria-pressed", "true")
        page.evaluate(HIDE)
        client.post("/api/v1/queue/resume").raise_for_status()
        until(page, "notices.length > 0")
    assert [told[1] for told in page.evaluate("notices")] == ["Failed"]
    assert page.evaluate("localStorage.getItem('followed')") is None


def test_an_upload_that_a_closed_page_left_is_offered_on_every_view(
    dashboard: Server, open_page: Callable[..., Page]
) -> None:
    """With one press to the form, and one that chooses the file again."""
    page = open_page(dashboard, "/#/feeds")
    keep = """([print, one]) =>
      localStorage.setItem("uploads", JSON.stringify({ [print]: { ...one, at: Date.now() - 60_000 } }))"""
    page.evaluate(keep, ["talk.mp4|10|1", {"name": "talk.mp4", "size": 10, "id": "x", "offset": 5, "tab": "t"}])
    page.reload()
    dock = page.get_by_role("complementary", name="Uploads")
    expect(dock).to_contain_text("1 upload stopped: choose the file again")
    page.route("**/api/v1/uploads/*", lambda route: route.fulfill(status=200, headers={"Upload-Offset": "5"}))
    dock.get_by_role("link").click()
    with page.expect_file_chooser():
        page.get_by_role("button", name="Choose talk.mp4 again").click()
