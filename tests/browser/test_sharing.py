"""Links to moments and clips, and the page that people without a key get."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SCREENSHOTS, Complaints, until
from tests.browser.test_looks import NARROW, violations
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


def copied(page: Page) -> str:
    """What is in the clipboard."""
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_a_link_to_a_moment_opens_there(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """Its line is marked; links to a line and to a clip are copied in place, and followed again they go there again."""
    line = finished_job["segments"][4]
    path = f"/#/jobs/{finished_job['id']}"
    page = open_page(dashboard, f"{path}?t={line['start'] + 0.1}", paused=True, **CLIPBOARD)
    expect(page.locator(".line.heard")).to_contain_text(line["text"].strip()[:20])
    page.locator("[data-line='4']").hover()
    page.get_by_role("button", name=re.compile("Copy the link to the line at")).click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    link = copied(page)
    assert link.startswith(f"{dashboard.base_url}{path}?t=")
    page.locator("[data-line='1'] .line-time").focus()
    page.keyboard.press("c")
    expect(page.get_by_role("status").filter(has_text="Copied the link to")).to_be_visible()
    assert copied(page) != link
    page.goto(link)
    expect(page.locator(".line.heard")).to_have_attribute("data-line", "4")
    page.locator("#clips").get_by_role("button", name=re.compile("Copy the link to the clip")).first.click()
    page.goto(copied(page))
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    until(page, "!location.hash.includes('clip')")


def test_a_recording_is_shared_and_the_link_revoked(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """Made and copied in one step; its page plays and follows; what is revoked ends, on the open page too."""
    complaints.allowed += ["404", "429"]
    page = open_page(dashboard, f"/#/jobs/{finished_job['id']}", **CLIPBOARD)
    page.get_by_role("button", name="Share", exact=True).click()
    dialog = page.get_by_role("dialog", name="Share")
    dialog.get_by_label("Expires").select_option("in a day")
    dialog.get_by_role("button", name="Make and copy").click()
    expect(dialog.get_by_text("The link is made and copied.")).to_be_visible()
    assert violations(page) == []
    guest = open_page(dashboard, copied(page).removeprefix(dashboard.base_url) + "?t=3.5")
    asked: list[str] = []
    guest.on("request", lambda request: asked.append(request.url))
    expect(guest.locator(".line.heard")).to_be_visible()
    assert guest.evaluate("document.querySelector('video').textTracks.length") == 1
    guest.locator("[data-line='6'] .word").first.click()  # its words are elements once it is in view
    expect(guest.locator(".line.heard")).to_have_attribute("data-line", re.compile("[67]"))
    guest.keyboard.press("k")
    for scheme in ("light", "dark"):
        guest.emulate_media(color_scheme=scheme)
        assert violations(guest) == []
        SCREENSHOTS.mkdir(exist_ok=True)
        guest.screenshot(path=SCREENSHOTS / f"share-{scheme}.png")
    guest.set_viewport_size(NARROW)
    until(guest, "document.documentElement.scrollWidth <= innerWidth")
    assert violations(guest) == []
    assert [url for url in asked if "/api/" in url or "/ws" in url] == []
    guest.route("**/recording", lambda route: route.fulfill(status=429, headers={"Retry-After": "600"}))
    guest.reload()
    expect(guest.get_by_role("heading", name="Too many requests")).to_be_visible()
    expect(guest.get_by_role("alert")).to_contain_text("The page tries again by itself in 10 min")
    assert violations(guest) == []
    guest.screenshot(path=SCREENSHOTS / "share-too-many.png")
    guest.unroute("**/recording")
    guest.get_by_role("button", name="Try again").click()
    expect(guest.locator(".line").first).to_be_visible()
    dialog.get_by_role("button", name="Make and copy").click()
    expect(dialog.get_by_role("button", name="Revoke the link")).to_have_count(2)
    page.screenshot(path=SCREENSHOTS / "share-dialog.png")
    dialog.get_by_role("button", name="Revoke all").click()
    page.get_by_role("dialog", name="Revoke all links to this recording?").get_by_role(
        "button", name="Revoke all"
    ).click()
    expect(dialog.get_by_role("button", name="Revoke the link")).to_have_count(0)
    guest.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(guest.get_by_role("heading", name="Nothing here")).to_be_visible()
    guest.reload()
    expect(guest.get_by_role("heading", name="Nothing here")).to_be_visible()
    assert violations(guest) == []
