"""Without a mouse: everything is reached, what has the focus is seen, and nobody loses the place."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import until
from tests.browser.test_looks import NARROW, READY, WIDE, paths
from tests.server import Server
from tests.servers import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

#: More than any view has.
STOPS_AT_MOST = 150
#: Why what has the focus cannot be seen, or "". A field that is drawn by its label is looked for there; a player draws
#: the focus of its own buttons; what is higher than the window is not to be seen whole.
UNSEEN = """() => {
  const focused = document.activeElement;
  if (focused === document.body || focused.matches("video, audio")) return "";
  const drawn = focused.matches(".hidden, .type input") ? focused.closest("label") : focused;
  const words = focused.getAttribute("aria-label") ?? focused.innerText ?? focused.id;
  const name = `${focused.tagName} ${words}`.slice(0, 60);
  const { left, right, top, bottom, height } = drawn.getBoundingClientRect();
  if (getComputedStyle(drawn).outlineStyle === "none") return `${name}: no outline`;
  if (height > innerHeight / 2) return "";
  if (left < -1 || right > innerWidth + 1 || top < 0 || bottom > innerHeight) return `${name}: out of the window`;
  const at = (y) => document.elementFromPoint((left + right) / 2, y);
  const covered = [top + 2, bottom - 2].some((y) => !drawn.contains(at(y)) && !at(y)?.contains(drawn));
  return covered ? `${name}: covered` : "";
}"""


@pytest.fixture
def paused(tmp_path: Path) -> Iterator[Server]:
    """A server whose queue is paused, so that jobs wait."""
    with Server(tmp_path) as running, running.client() as client:
        client.post("/api/v1/queue/pause").raise_for_status()
        yield running


def tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press Tab until `wanted` has the focus."""
    expect(wanted).to_be_attached()
    for _ in range(STOPS_AT_MOST):
        page.keyboard.press(key)
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{wanted} is not reached by {key}")


def shared_link(page: Page) -> str:
    """Make a link to the clip that plays, by keys; its address."""
    tab_to(page, page.get_by_role("dialog").get_by_role("button", name="Share"))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Share")
    expect(dialog.get_by_label("Shows")).to_have_value("0")
    tab_to(page, dialog.get_by_role("button", name="Make and copy"))
    page.keyboard.press("Enter")
    link = dialog.get_by_role("link", name="Open the link")
    tab_to(page, link)
    address = str(link.get_attribute("href"))
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    return address


def test_the_main_flow_needs_no_mouse(
    dashboard: Server, site: Site, short: Path, open_page: Callable[..., Page]
) -> None:
    """A link pasted and started, cancelled, retried, resumed, its first clip played and shared: by keys alone."""
    page = open_page(dashboard, "/")
    tab_to(page, page.get_by_role("button", name="Pause"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Resume")).to_be_focused()
    tab_to(page, page.get_by_role("link", name="New job", exact=True).last)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Links"))
    page.keyboard.type(site.add_file("/short.mp4", short))
    tab_to(page, page.get_by_role("button", name="Start"))
    page.keyboard.press("Enter")
    state = page.locator(".job-head .state")
    expect(state).to_contain_text("Queued")
    expect(page.locator("main")).to_be_focused()
    for name, becomes in (("Cancel", "Cancelled"), ("Retry", "Queued")):
        tab_to(page, page.get_by_role("button", name=name))
        page.keyboard.press("Enter")
        expect(state).to_contain_text(becomes)
        expect(page.locator("main")).to_be_focused()  # the button is gone; the next Tab goes to what is there now
    tab_to(page, page.get_by_role("link", name="Queue"), "Shift+Tab")
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Resume"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Pause")).to_be_focused()
    tab_to(page, page.locator(".job-title").first)
    page.keyboard.press("Enter")
    expect(state).to_contain_text("Completed", timeout=150_000)
    tab_to(page, page.locator(".clip-play").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    address = shared_link(page)
    guest = open_page(dashboard, address.removeprefix(dashboard.base_url))
    expect(guest.locator("video")).to_be_visible()
    expect(guest.locator(".word").first).to_be_visible()


@pytest.mark.parametrize("key", ["Tab", pytest.param("Shift+Tab", marks=pytest.mark.long)])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("view", ["queue", "new", "job", "system"])
def test_what_has_the_focus_is_seen(
    view: str, size: Any, key: str, dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """Whole, with an outline, and not below a bar that sticks to the window's edge; forward and backward."""
    page = open_page(dashboard, paths(finished_job)[view], viewport=size, reduced_motion="reduce")
    expect(page.locator(READY[view]).first).to_be_visible()
    if view == "new":
        page.locator(".options summary").click()
    page.evaluate("document.activeElement.blur()")
    if key == "Shift+Tab":
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
    unseen, stops = [], 0
    for _ in range(STOPS_AT_MOST):
        page.keyboard.press(key)
        stops += 1
        unseen.append(page.evaluate(UNSEEN))
        if page.evaluate("document.activeElement === document.body"):
            break
    assert [why for why in unseen if why] == []
    assert stops > 6


def test_a_transcript_is_one_stop(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """Thousands of lines are not in the way of who goes on; up and down go through them."""
    page = open_page(dashboard, paths(finished_job)["job"])
    lines = page.locator(".transcript-lines")
    tab_to(page, lines)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="txt", exact=True)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".line-time").nth(1)).to_be_focused()


def test_what_is_wrong_in_the_form_gets_the_focus(dashboard: Server, open_page: Callable[..., Page]) -> None:
    """The field, with what is wrong with it; nothing has to be searched for."""
    page = open_page(dashboard, "/#/new")
    links = page.get_by_label("Links")
    tab_to(page, links)
    page.keyboard.type("nonsense")
    tab_to(page, page.get_by_role("button", name="Start"))
    page.keyboard.press("Enter")
    expect(links).to_be_focused()
    expect(links).to_have_attribute("aria-invalid", "true")


def test_the_place_in_the_list_is_kept(paused: Server, open_page: Callable[..., Page]) -> None:
    """A row that leaves the list hands the focus to the next one; one that is scrolled away does not call it back."""
    with paused.client() as client:
        bodies = [{"url": f"https://example.org/talk-{n:02}.mp4", "job_type": "transcription"} for n in range(60)]
        client.post("/api/v1/jobs/bulk", json={"action": "create", "jobs": bodies}).raise_for_status()
    page = open_page(paused, "/#/?status=queued")
    expect(page.locator(".job-row").first).to_contain_text("1st in the queue")
    tab_to(page, page.get_by_role("button", name="Cancel: talk-02"))
    page.keyboard.press("Enter")
    expect(page.locator(".job-title", has_text="talk-03")).to_be_focused()
    page.mouse.wheel(0, 3000)
    until(page, "scrollY > 2500 && document.activeElement === document.body")
    with paused.client() as client:
        client.post("/api/v1/jobs", json={"url": "https://example.org/one-more.mp4"}).raise_for_status()
    expect(page.locator("[data-state=queued] b")).to_have_text("60")
    assert page.evaluate("scrollY") > 2500


def test_bulk_actions_give_the_focus_back(paused: Server, open_page: Callable[..., Page]) -> None:
    """To their button when the question is declined; to what selects when they are done and gone."""
    with paused.client() as client:
        client.post("/api/v1/jobs", json={"url": "https://example.org/a.mp4"}).raise_for_status()
    page = open_page(paused, "/")
    tab_to(page, page.locator(".job-title"))
    page.keyboard.press("Space")
    cancel = page.get_by_role("group", name="Selected jobs").get_by_role("button", name="Cancel")
    tab_to(page, cancel, "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(cancel).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="All")).to_be_focused()
    expect(page.locator(".job-row")).to_contain_text("Cancelled")


def test_keys_for_everywhere_work_with_a_box_ticked(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """A box takes no letters, so `?` shows the keys as it does elsewhere; in a field for text it is a question mark."""
    page = open_page(dashboard, "/")
    page.get_by_role("checkbox", name="Select").first.check()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_label("Search title, link or id").press("?")
    expect(page.get_by_label("Search title, link or id")).to_have_value("?")
    expect(page.get_by_role("dialog")).to_have_count(0)
