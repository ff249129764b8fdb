"""The main ways through the page in Firefox: watch, play by words, correct and undo, search, start a job."""

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.conftest import until
from tests.media import sample
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

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


def test_a_job_is_started_in_firefox(dashboard: Server, short: Path, open_page: Callable[..., Page]) -> None:
    """A file is chosen, arrives, and its job appears."""
    page = open_page(dashboard, "/#/new")
    page.locator("#files").set_input_files(short)
    expect(page.get_by_role("list", name="Chosen files")).to_contain_text(short.name)
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("short")
