"""Chapters on a job's page: people change them by keys and by dragging, take it back, and are not alone."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import SCREENSHOTS, Complaints, until
from tests.browser.test_looks import violations
from tests.media import sample
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture
def job(dashboard: Server, finished_job: dict[str, Any]) -> dict[str, Any]:
    """A transcription of the sample on an upload of its own, with two chapters that somebody has set."""
    assert finished_job["status"] == "completed"
    made = dashboard.ended(dashboard.submit("transcription", video_id=dashboard.upload(sample()))["id"])
    put(dashboard, made, ("Space", 0), ("Kitchen", 16.99))
    return made


def put(server: Server, job: dict[str, Any], *chapters: tuple[str, float]) -> None:
    """Set the chapters as somebody else."""
    order = {"chapters": [{"start": start, "title": title} for title, start in chapters]}
    with server.client() as client:
        client.put(f"/api/v1/jobs/{job['id']}/chapters", json=order).raise_for_status()


def rows(page: Page) -> Locator:
    """The chapters beside the player."""
    return page.locator(".chapter-play")


def test_chapters_are_changed_by_keys_and_brought_back(
    dashboard: Server, job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """One more at a line, other titles and beginnings, one less; others see each at once, and undo takes all back."""
    page, other = (open_page(dashboard, f"/#/jobs/{job['id']}") for _ in range(2))
    expect(rows(page)).to_have_text(["0:00 Space", "0:16 Kitchen"])
    page.locator('.line[data-line="9"] .line-time').focus()
    page.keyboard.press("b")
    field = page.get_by_role("textbox", name="Title of the new chapter")
    expect(field).to_be_focused()
    expect(field).to_have_value("Prices in Germany are rising")
    page.keyboard.press("Control+a")
    page.keyboard.type("Economy")
    assert violations(page) == []
    page.screenshot(path=SCREENSHOTS / "chapters.png")
    page.keyboard.press("Enter")
    expect(rows(page).nth(2)).to_be_focused()
    for one in (page, other):
        expect(rows(one)).to_have_text(["0:00 Space", "0:16 Kitchen", "0:29 Economy"])
    page.keyboard.press("ArrowUp")
    page.keyboard.press("F2")
    expect(page.get_by_role("textbox", name="Title of the chapter")).to_be_focused()
    page.keyboard.type("Cooking")
    page.keyboard.press("Enter")
    expect(rows(other).nth(1)).to_have_text("0:16 Cooking")
    border = page.get_by_role("slider", name="Beginning of chapter 2, Cooking")
    border.press("ArrowRight")
    border.press("Shift+ArrowRight")
    expect(rows(other).nth(1)).to_have_text("0:19 Cooking")
    with dashboard.client() as client:
        stored = client.get(f"/api/v1/jobs/{job['id']}/chapters").json()["items"]
    third_line = job["segments"][6]["start"]
    assert [one["start"] for one in stored] == [0, pytest.approx(third_line + 0.1, abs=0.002), stored[2]["start"]]
    assert stored[0]["end"] == stored[1]["start"]
    expect(border).to_be_focused()
    rows(page).nth(2).press("Delete")
    for one in (page, other):
        expect(rows(one)).to_have_text(["0:00 Space", "0:19 Cooking"])
    expect(rows(page).nth(1)).to_be_focused()
    for _ in range(4):
        page.keyboard.press("Control+z")
    for one in (page, other):
        expect(rows(one)).to_have_text(["0:00 Space", "0:16 Kitchen"])
    page.get_by_role("button", name="Redo").click()
    expect(rows(other)).to_have_text(["0:00 Space", "0:16 Kitchen", "0:29 Economy"])
    page.get_by_role("button", name="As found").click()
    for one in (page, other):
        expect(rows(one)).to_have_count(0)
    page.get_by_role("button", name="Undo (Ctrl Z)").click()
    expect(rows(other)).to_have_text(["0:00 Space", "0:16 Kitchen", "0:29 Economy"])


def test_a_beginning_is_dragged_and_snaps_to_a_line(
    dashboard: Server, job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """It lies where it is dragged to; a press on it plays from there. A key that only reads has no controls."""
    page = open_page(dashboard, f"/#/jobs/{job['id']}")
    border = page.get_by_role("slider", name="Beginning of chapter 2, Kitchen")
    lane = page.get_by_role("group", name="Chapters on the timeline")
    border.scroll_into_view_if_needed()
    place, width = border.bounding_box(), lane.bounding_box()
    assert place is not None
    assert width is not None
    line_s = job["segments"][9]["start"]
    x = width["x"] + width["width"] * line_s / job["video_duration"]
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + 12)
    page.mouse.down()
    page.mouse.move(x - 30, place["y"] + 12)
    page.mouse.move(x + 4, place["y"] + 12)
    page.mouse.up()
    expect(rows(page)).to_have_text(["0:00 Space", "0:29 Kitchen"])
    expect(border).to_have_attribute("aria-valuenow", f"{line_s:.2f}")
    lane.get_by_role("button", name="Go to chapter 2, Kitchen, at 0:29").click()
    expect(page.locator(".chapter-list [aria-current]")).to_have_text("0:29 Kitchen")

    def read_only(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=json.dumps(answer.json() | {"scope": "read"}))

    reader = page.context.new_page()
    reader.route("**/api/v1/session", read_only)
    reader.goto(f"/#/jobs/{job['id']}")
    expect(rows(reader)).to_have_count(2)
    expect(reader.locator(".chapter-border, .chapter-tools, .chapter-head-tools")).to_have_count(0)
    reader.keyboard.press("b")
    expect(reader.get_by_role("textbox", name="Title of the new chapter")).to_have_count(0)


def test_two_people_at_the_same_chapter(
    dashboard: Server, job: dict[str, Any], open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """What is typed stays, with what the other one has made of it; changes of other chapters do not disturb."""
    complaints.allowed += ["412", "409"]
    page = open_page(dashboard, f"/#/jobs/{job['id']}")
    rows(page).nth(1).dblclick()
    field = page.get_by_role("textbox", name="Title of the chapter")
    expect(field).to_be_focused()
    page.keyboard.type("Mine")
    put(dashboard, job, ("The moon", 0), ("Kitchen", 16.99))
    expect(rows(page)).to_have_text(["0:00 The moon"])
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_text(["0:00 The moon", "0:16 Mine"])
    rows(page).nth(1).press("F2")
    expect(field).to_be_focused()
    page.keyboard.type("Mine again")
    put(dashboard, job, ("The moon", 0), ("Theirs", 16.99))
    expect(page.get_by_role("alert").filter(has_text="calls it")).to_contain_text("Theirs")
    expect(page.get_by_role("button", name="Undo (Ctrl Z)")).to_have_count(0)
    assert violations(page) == []
    page.screenshot(path=SCREENSHOTS / "chapters-conflict.png")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_text(["0:00 The moon", "0:16 Mine again"])
    rows(page).nth(1).press("F2")
    expect(field).to_be_focused()
    page.keyboard.type("Mine once more")
    put(dashboard, job, ("The moon", 0))
    expect(page.get_by_role("alert").filter(has_text="removed this chapter")).to_be_visible()
    page.route("**/chapters", lambda route: route.fulfill(status=409, json={"title": "No", "detail": "It runs again."}))
    page.keyboard.press("Enter")
    expect(page.locator(".toast.bad")).to_contain_text("It runs again.")
    expect(page.locator(".chapter-field input")).to_have_value("Mine once more")
    page.unroute("**/chapters")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_text(["0:00 The moon", "0:16 Mine once more"])
    until(page, "document.activeElement.classList.contains('chapter-play')")
