"""The main ways through the page in Firefox: watch, play, correct, search, divide, cut, clip, share, compare, start."""

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.conftest import Complaints, until
from tests.browser.test_cut_words import cut_first_words
from tests.media import sample
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

#: Said by Firefox of a socket that is still opened when the page goes elsewhere.
LEFT = ["was interrupted while the page was loading", "can’t establish a connection to the server at ws"]
INSTALL = "no Firefox here; install one: `apt-get install firefox-esr`"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Debian's Firefox instead of Chromium, headless."""
    if not (shutil.which("firefox-esr") or shutil.which("firefox")):
        pytest.skip(INSTALL)
    command = tmp_path_factory.mktemp("firefox") / "firefox"
    root = Path(__file__).parents[2]
    command.write_text(f'#!/bin/sh\ncd "{root}" && exec "{sys.executable}" -m tests.firefox_relay "$@"\n')
    command.chmod(0o700)
    with sync_playwright() as playwright:
        running = playwright.firefox.launch(channel="moz-firefox", executable_path=command)
        yield running
        running.close()


@pytest.fixture
def job(dashboard: Server, finished_job: dict[str, Any]) -> dict[str, Any]:
    """A transcription of its own, which the record makes at once."""
    assert finished_job["status"] == "completed"
    made = dashboard.submit("transcription", video_id=dashboard.upload(sample()))
    return dashboard.ended(made["id"])


def test_the_main_ways_in_firefox(dashboard: Server, job: dict[str, Any], open_page: Callable[..., Page]) -> None:
    """From the queue to a job; a word plays there; a line is corrected and brought back; a search leads to a line."""
    page = open_page(dashboard, "/")
    page.locator(f'a[href="#/jobs/{job["id"]}"]').first.click()
    line = page.locator('.line[data-line="2"]')
    before = line.locator("p").inner_text()
    line.locator(".word").first.click()
    start = job["segments"][2]["start"]
    until(page, f"Math.abs(document.querySelector('video').currentTime - {start}) < 3")
    line.locator(".line-time").focus()
    page.keyboard.press("F2")  # two clicks by WebDriver BiDi are no double click
    field = page.get_by_role("textbox", name="Text of the line")
    expect(field).to_be_focused()
    field.fill("Said in Firefox.")
    field.press("Enter")
    expect(line.locator("p")).to_have_text("Said in Firefox.")
    expect(line).to_have_class(re.compile(r"\bcorrected\b"))
    page.get_by_role("button", name="Undo").click()
    expect(line.locator("p")).to_have_text(before)


def test_a_recording_is_worked_with_in_firefox(
    dashboard: Server,
    job: dict[str, Any],
    finished_job: dict[str, Any],
    open_page: Callable[..., Page],
    complaints: Complaints,
) -> None:
    """Found in the library and by what is said; divided into chapters, cut by words; each taken back by a key."""
    complaints.allowed += LEFT
    page = open_page(dashboard, "/#/videos")
    expect(page.locator(".video-title").first).to_be_visible()
    page.keyboard.press("/")
    field = page.get_by_role("dialog").get_by_role("combobox")
    expect(field).to_be_focused()
    page.keyboard.type("saturn")
    expect(page.locator(".found-line[aria-selected=true]")).to_contain_text("Saturn")
    page.keyboard.press("Enter")
    until(page, "location.hash.includes('?t=')")
    page.goto(f"/#/jobs/{job['id']}")
    page.locator('.line[data-line="9"] .line-time').focus()
    page.keyboard.press("b")
    expect(page.get_by_role("textbox", name="Title of the new chapter")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Economy")
    page.keyboard.press("Enter")
    expect(page.locator(".chapter-play", has_text="Economy")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.locator(".chapter-play", has_text="Economy")).to_have_count(0)
    cut_first_words(page, 3)
    page.keyboard.press("Control+z")
    expect(page.locator(".word.struck")).to_have_count(0)
    page.goto(f"/#/compare?a={finished_job['id']}&b={job['id']}")
    expect(page.get_by_role("region", name="Options").get_by_role("row", name="Kind of job")).to_contain_text(
        "Transcript"
    )


def test_a_clip_is_cut_and_shared_in_firefox(
    dashboard: Server, job: dict[str, Any], open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """In portrait with captions, shown before it is cut; its link opens for a guest until it is revoked."""
    complaints.allowed += ["404", *LEFT]
    page = open_page(dashboard, f"/#/jobs/{job['id']}/clip?start=17.1&end=19")
    page.get_by_role("radio", name="9:16").check()
    page.get_by_role("checkbox", name="Captions").check()
    page.evaluate("document.querySelector('.player video').currentTime = 17.6")
    expect(page.locator(".burned")).to_contain_text("back to")
    end = page.get_by_role("slider", name="End of the clip")
    before = end.get_attribute("aria-valuenow")
    end.press("ArrowLeft")
    expect(end).not_to_have_attribute("aria-valuenow", str(before))
    page.keyboard.press("Control+z")
    expect(end).to_have_attribute("aria-valuenow", str(before))
    page.get_by_role("button", name="Cut the clip").click()
    expect(page.locator(".made-row").get_by_role("link", name="Download clip")).to_be_visible()
    page.goto(f"/#/jobs/{job['id']}")
    page.get_by_role("button", name="Share", exact=True).click()
    dialog = page.get_by_role("dialog", name="Share")
    dialog.get_by_role("button", name="Make and copy").click()
    address = str(dialog.get_by_role("link", name="Open the link").get_attribute("href"))
    guest = open_page(dashboard, address.removeprefix(dashboard.base_url))
    guest.locator('.line[data-line="2"] .word').first.click()
    expect(guest.locator(".line.heard")).to_be_visible()
    dialog.get_by_role("button", name="Revoke the link").click()
    page.get_by_role("dialog", name="Revoke this link?").get_by_role("button", name="Revoke").click()
    expect(dialog.get_by_role("button", name="Revoke the link")).to_have_count(0)
    guest.reload()
    expect(guest.get_by_role("heading", name="Nothing here")).to_be_visible()


def test_a_job_is_started_in_firefox(dashboard: Server, short: Path, open_page: Callable[..., Page]) -> None:
    """A file is chosen, arrives, and its job appears."""
    page = open_page(dashboard, "/#/new")
    page.locator("#files").set_input_files(short)
    expect(page.get_by_role("list", name="Chosen files")).to_contain_text(short.name)
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("short")
