"""Films and links that other apps share with the installed page: taken by a real service worker, sent after a press."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, until
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

#: Builds the form that a browser sends when an app shares with the page: by a navigation.
FORM = """(fields) => {
  const input = (more) => Object.assign(document.createElement("input"), more);
  const form = Object.assign(document.createElement("form"),
    { action: "/incoming", method: "POST", enctype: "multipart/form-data", id: "sharing" });
  form.append(input({ name: "shared_files", type: "file", multiple: true }));
  for (const [name, value] of Object.entries(fields)) form.append(input({ name, value }));
  document.body.append(form);
}"""
ACTIVE = "navigator.serviceWorker.getRegistration('/incoming').then((one) => one?.active?.state === 'activated')"
#: The number of forms that are stored on the device.
STORED = """navigator.storage.getDirectory()
  .then((root) => root.getDirectoryHandle("incoming", { create: true }))
  .then(async (folder) => { let count = 0; for await (const _ of folder.keys()) count++; return count; })"""


def share(page: Page, *files: Path, ends_at: str = "**/#/new", **fields: str) -> None:
    """Share with the page, as the browser does for an app."""
    page.evaluate(FORM, fields)
    page.set_input_files("#sharing input[type=file]", list(files))
    with page.expect_navigation(url=ends_at):
        page.evaluate("document.getElementById('sharing').submit()")


def test_a_shared_film_waits_for_a_press_and_arrives_as_it_was(
    dashboard: Server, open_page: Callable[..., Page], short: Path
) -> None:
    """Over reloads and other views, until people send it; then nothing of it stays on the device."""
    page = open_page(dashboard, "/#/new")
    until(page, ACTIVE)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/api/v1/uploads" in request.url else None)
    share(page, short, shared_title="A film", shared_text="with words")
    rows = page.locator(".shared-files").get_by_role("listitem")
    expect(rows).to_contain_text("short.mp4")
    page.goto("/#/feeds")
    page.reload()
    page.get_by_role("complementary", name="Uploads").get_by_role("link").click()
    expect(rows).to_contain_text("short.mp4")
    assert sent == []
    rows.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("list", name="Chosen files")).to_contain_text("ready")
    with dashboard.client() as client:
        newest = client.get("/api/v1/videos", params={"limit": 1}).json()["items"][0]
    assert newest["filename"] == "short.mp4"
    assert newest["sha256"] == hashlib.sha256(short.read_bytes()).hexdigest()
    until(page, f"({STORED}).then((count) => count === 0)")


def test_start_means_what_was_shared_and_discarding_forgets_it(
    dashboard: Server, open_page: Callable[..., Page], short: Path
) -> None:
    """Where nothing else is in the form, Start sends it; a link goes into the field, as it does without a worker."""
    page = open_page(dashboard, "/#/new")
    until(page, ACTIVE)
    share(page, short)
    share_row = page.locator(".shared-files").get_by_role("listitem")
    share_row.get_by_role("button", name="Discard short.mp4").click()
    expect(share_row).to_have_count(0)
    until(page, f"({STORED}).then((count) => count === 0)")
    share(page, shared_text="Look at https://example.org/a.mp4 now")
    expect(page.get_by_label("Links")).to_have_value("https://example.org/a.mp4")
    page.get_by_label("Links").fill("")
    share(page, short)
    expect(share_row).to_contain_text("short.mp4")
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/#/jobs/*")
    until(page, f"({STORED}).then((count) => count === 0)")


def test_without_the_worker_a_page_says_what_to_do(
    dashboard: Server, open_page: Callable[..., Page], complaints: Complaints, short: Path
) -> None:
    """The server takes no file, which another site could have sent; links go on to the page."""
    complaints.allowed.append("status of 413")
    page = open_page(dashboard, "/docs")
    share(page, short, ends_at="**/incoming")
    expect(page.get_by_role("heading", name="Not arrived")).to_be_visible()
    page.get_by_role("link", name="Open the page").click()
    expect(page.get_by_role("heading", name="New job")).to_be_visible()
