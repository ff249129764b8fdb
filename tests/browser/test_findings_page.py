"""What could be wrong, what is seen and what the file states, on a job's page."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SCREENSHOTS, until
from tests.browser.findings_data import FINDINGS, FOUND, finding, show_as_found
from tests.browser.test_looks import NARROW, WIDE, violations
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

PLAYED_TO = "document.querySelector('.player video').currentTime"


@pytest.fixture
def open_found(dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Opens the page of the finished job with results of a video analysis."""

    def opened(found: dict[str, Any] = FOUND, **profile: Any) -> Page:
        page = open_page(dashboard, "/#/new", **profile)
        show_as_found(page, finished_job["id"], found)
        page.goto(f"/#/jobs/{finished_job['id']}")
        expect(page.get_by_role("region", name="Findings")).to_be_visible()
        return page

    return opened


def test_findings_are_narrowed_by_severity_and_lead_the_player(open_found: Callable[..., Page]) -> None:
    """The gravest first; a severity shows its own alone; a click plays from there, and marks what it is about."""
    page = open_found()
    card = page.get_by_role("region", name="Findings")
    rows = card.get_by_role("listitem")
    messages = card.locator(".finding-message")
    order = [FINDINGS[n]["message"] for n in (2, 3, 1, 4, 0)]
    expect(messages).to_have_text(order)
    expect(rows.nth(0)).to_contain_text("personal data, in speech, 92 % sure 4…1")
    expect(rows.last).to_contain_text("whole")
    expect(rows.last.get_by_role("button")).to_have_count(0)
    warnings = card.get_by_role("button", name="Warnings 2")
    warnings.click()
    expect(messages).to_have_text(order[2:4])
    warnings.click()
    expect(rows).to_have_count(len(FINDINGS))
    rows.nth(0).get_by_role("button").click()
    until(page, f"Math.abs({PLAYED_TO} - 12.2) < 5")
    expect(card.locator("[aria-current]").first).to_contain_text("payment card")


def test_findings_are_marks_on_the_timeline(open_found: Callable[..., Page]) -> None:
    """Those with a time, where it is; a click goes there, and marks of one time do not cover each other."""
    page = open_found()
    marks = page.get_by_role("group", name="Findings on the timeline").get_by_role("button")
    expect(marks).to_have_count(4)
    boxes = [mark.bounding_box() for mark in marks.all()]
    apart = {(round(box["x"]), round(box["y"])) for box in boxes if box}
    assert len(apart) == 4
    page.get_by_role("button", name=re.compile("^Go to warning, Silence for 6 s, at 0:40")).click()
    until(page, f"Math.abs({PLAYED_TO} - 40) < 5")


def test_many_findings_are_one_mark_for_each_stretch(dashboard: Server, open_page: Callable[..., Page]) -> None:
    """As the gravest of them, and none is lost from the count; a few are each a mark of its own."""
    page = open_page(dashboard, "/#/new")
    expect(page.get_by_label("Links")).to_be_visible()
    many = [finding(n, "warning" if n % 50 else "critical", "language", (n * 2.0, n * 2.0)) for n in range(600)]
    marks, few = page.evaluate(
        """async ([many, few]) => {
          const { marksOf } = await import("/static/model/findings.js");
          return [marksOf(many, 120, 40), marksOf(few, 120, 40)];
        }""",
        [many, many[:5]],
    )
    assert len(marks) == 30
    assert sum(mark["count"] for mark in marks) == 600
    assert [mark["severity"] for mark in marks].count("critical") == 12
    assert [mark["id"] for mark in few] == [one["id"] for one in many[:5]]


def test_words_on_screen_are_boxed_in_the_picture_at_their_time(open_found: Callable[..., Page]) -> None:
    """A click on the words stops at their picture; the box is where the fractions say, and can be switched off."""
    page = open_found()
    card = page.get_by_role("region", name="In the picture")
    expect(card.get_by_role("list", name="Scenes").locator(".seen-scene")).to_have_count(2)
    expect(card).to_contain_text("2 faces")
    expect(card).to_contain_text("Made by clip-demo (labels), rapidocr (text)")
    card.get_by_role("button", name="Quarterly review").click()
    box = page.locator(".text-boxes i")
    expect(box).to_have_text("Quarterly review")
    placed, picture = box.bounding_box(), page.locator(".text-boxes > div").bounding_box()
    assert placed
    assert picture
    assert abs(picture["width"] / picture["height"] - 16 / 9) < 0.02
    assert abs((placed["x"] - picture["x"]) / picture["width"] - 0.2) < 0.01
    assert abs((placed["y"] - picture["y"]) / picture["height"] - 0.3) < 0.01
    assert abs(placed["width"] / picture["width"] - 0.4) < 0.01
    card.get_by_role("switch", name="Boxes over the picture").click()
    expect(box).to_have_count(0)


def test_the_metadata_of_the_file_can_be_read(open_found: Callable[..., Page]) -> None:
    """Streams in words, languages by name, chapters that lead the player, tags."""
    page = open_found()
    card = page.get_by_role("region", name="Media file")
    rows = card.get_by_role("row")
    expect(rows.nth(1)).to_contain_text("3840×2160, 29.97 fps, yuv420p10le, 10 bit, HDR10, bt2020nc")
    expect(rows.nth(1)).to_contain_text("progressive, rotated by 90°")
    expect(rows.nth(2)).to_contain_text("48 kHz, stereo")
    expect(rows.nth(2)).to_contain_text("German")
    expect(card).to_contain_text("2.3 Mbit/s")
    expect(card.locator(".file-tags")).to_contain_text("A talk")
    card.get_by_role("button", name="Play the chapter from 0:20").click()
    until(page, f"Math.abs({PLAYED_TO} - 20) < 5")


def test_no_findings_and_no_models_are_said(open_found: Callable[..., Page]) -> None:
    """Nothing found is a result; so is a picture of which nothing was recognised."""
    nothing = {"index": 0, "start": 0.0, "end": 60.0, "labels": None, "text": None, "faces": None}
    page = open_found({"findings": [], "vision_results": {"scenes": [nothing], "labels": None, "models": {}}})
    expect(page.get_by_role("region", name="Findings")).to_contain_text("Nothing was found.")
    expect(page.get_by_role("region", name="In the picture")).to_contain_text("Nothing was recognised.")
    expect(page.get_by_role("group", name="Findings on the timeline")).to_have_count(0)


@pytest.mark.parametrize(("theme", "size"), [pytest.param("light", WIDE, marks=pytest.mark.long), ("dark", NARROW)])
def test_the_results_of_an_analysis_are_accessible(theme: str, size: Any, open_found: Callable[..., Page]) -> None:
    """Names, contrast, roles, and no scrolling to the side on a phone."""
    page = open_found(color_scheme=theme, viewport=size)
    page.get_by_role("button", name="Quarterly review").click()
    until(page, "document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"findings-{theme}.png", full_page=True)
