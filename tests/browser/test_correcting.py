"""Correcting the transcript on a job's page: typing, dividing, joining, undoing, and two people at once."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SCREENSHOTS, Complaints, line_texts, until
from tests.browser.test_looks import violations
from tests.media import sample
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture
def job(dashboard: Server, finished_job: dict[str, Any]) -> dict[str, Any]:
    """A transcription of the sample on an upload of its own; what was recognised is recorded already."""
    assert finished_job["status"] == "completed"
    made = dashboard.submit("transcription", video_id=dashboard.upload(sample()))
    return dashboard.ended(made["id"])


def line(page: Page, index: int) -> Locator:
    """A line of the transcript."""
    return page.locator(f'.line[data-line="{index}"]')


def put(server: Server, path: str, text: str) -> None:
    """Correct a line as somebody else."""
    with server.client() as client:
        assert client.patch(path, json={"text": text}).status_code == 200


def test_a_line_is_corrected_divided_joined_and_brought_back(
    dashboard: Server, job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """Double click, type, Enter; Escape leaves it; another page sees it at once; undo ends where it began."""
    before = [segment["text"].strip() for segment in job["segments"]]
    page, other = (open_page(dashboard, f"/#/jobs/{job['id']}") for _ in range(2))
    expect(line(other, 1).locator("p")).to_have_text(before[1])
    line(page, 1).locator(".word").first.dblclick()
    field = page.get_by_role("textbox", name="Text of the line")
    first, rest = before[1].split(" ", 1)
    assert field.evaluate("f => f.value.slice(f.selectionStart, f.selectionEnd)") == first
    page.keyboard.type("Zebras")
    field.press("Escape")
    expect(field).to_have_count(0)
    expect(line(page, 1).locator("p")).to_have_text(before[1])
    line(page, 1).locator(".word").first.dblclick()
    expect(field).to_be_focused()
    page.keyboard.type("Zebras")
    page.screenshot(path=SCREENSHOTS / "correcting.png")
    field.press("Enter")
    for one in (page, other):
        expect(line(one, 1).locator("p")).to_have_text(f"Zebras {rest}")
        expect(line(one, 1)).to_have_class(re.compile(r"\bcorrected\b"))
    cues = "[...document.querySelector('video').textTracks[0].cues ?? []].map(cue => cue.text).join(' ')"
    until(page, f"{cues}.includes('Zebras')")
    line(page, 1).locator(".line-time").focus()
    page.keyboard.press("F2")
    field.evaluate("f => f.setSelectionRange(6, 6)")
    field.press("Control+Enter")
    for one in (page, other):
        expect(line(one, 2).locator("p")).to_have_text(rest)
    assert line_texts(other) == [before[0], "Zebras", rest, *before[2:]]
    line(page, 2).locator(".word").first.dblclick()
    field.evaluate("f => f.setSelectionRange(0, 0)")
    field.press("Backspace")
    expect(line(other, 1).locator("p")).to_have_text(f"Zebras {rest}")
    page.screenshot(path=SCREENSHOTS / "corrected.png")
    for _ in range(3):
        page.get_by_role("button", name="Undo").click()
    for one in (page, other):
        expect(line(one, 1).locator("p")).to_have_text(before[1])
    assert line_texts(other) == before
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)


def test_words_are_replaced_and_doubts_are_settled(
    dashboard: Server, job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """The count is the server's; a corrected word is offered for other lines; d and y settle what may be wrong."""
    unsure = dashboard.submit("transcription", video_id=job["video_id"], options={"min_confidence": 0.82})
    job = dashboard.ended(unsure["id"])
    before = [segment["text"].strip() for segment in job["segments"]]
    page = open_page(dashboard, f"/#/jobs/{job['id']}")
    expect(line(page, 3).locator("p")).to_have_text("There is water on Mars.")
    page.keyboard.press("Control+h")
    page.keyboard.type("MARS")
    expect(page.get_by_role("button", name="Remove all 2")).to_be_visible()
    page.get_by_label("Match case").check()
    expect(page.get_by_role("button", name="Remove all", exact=True)).to_be_visible()
    page.get_by_label("Match case").uncheck()
    page.get_by_role("textbox", name="Replace with").fill("Venus")
    page.keyboard.press("Enter")
    expect(line(page, 2).locator("p")).to_have_text("Tesla will send a rocket to Venus next year.")
    expect(page.get_by_role("button", name="Replace all 1")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Replace all 2").click()
    expect(line(page, 3).locator("p")).to_have_text("There is water on Venus.")
    page.get_by_role("button", name="Undo").click()
    expect(line(page, 3).locator("p")).to_have_text(before[3])
    page.get_by_role("button", name="Redo").click()
    expect(line(page, 2).locator("p")).to_have_text("Tesla will send a rocket to Venus next year.")
    expect(page.get_by_role("note")).to_contain_text("have the corrected words")
    page.keyboard.press("Escape")
    line(page, 2).locator(".word").nth(6).dblclick()
    page.keyboard.type("Pluto")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Make it “Pluto” there, too").click()
    expect(line(page, 3).locator("p")).to_have_text("There is water on Pluto.")
    doubtful = page.locator(".line.doubtful")
    count = doubtful.count()
    assert count == sum(segment["weak"] for segment in job["segments"])
    expect(page.get_by_text(f"{count} lines may be wrong")).to_be_visible()
    line(page, 0).locator(".line-time").focus()
    page.keyboard.press("d")
    expect(doubtful.first.locator(".line-time")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("y")
    expect(doubtful).to_have_count(count - 1)
    page.keyboard.press("Control+z")
    expect(doubtful).to_have_count(count)


def test_a_speaker_is_renamed_in_all_lines(
    dashboard: Server, job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """In place, by a click or by Shift F2; Escape leaves it; another page sees it at once; undo brings it back."""
    path = f"/api/v1/transcripts/{job['id']}/segments"
    with dashboard.client() as client:
        for index, speaker in enumerate(("SPEAKER_1", "SPEAKER_2", "SPEAKER_1")):
            client.patch(f"{path}/{index}", json={"speaker": speaker}).raise_for_status()
    page, other = (open_page(dashboard, f"/#/jobs/{job['id']}") for _ in range(2))
    name = page.get_by_role("textbox", name="Name of")

    def expect_names(*names: str) -> None:
        for one in (page, other):
            expect(one.locator(".line button.line-speaker")).to_have_text(list(names))

    expect_names("SPEAKER_1", "SPEAKER_2", "SPEAKER_1")
    line(page, 2).locator(".line-speaker").click()
    name.press_sequentially("nobody")
    name.press("Escape")
    expect(name).to_have_count(0)
    line(page, 2).locator(".line-speaker").click()
    name.press_sequentially("Ann")
    name.press("Enter")
    expect_names("Ann", "SPEAKER_2", "Ann")
    expect(line(page, 2).locator(".line-time")).to_be_focused()
    line(page, 1).locator(".line-time").focus()
    page.keyboard.press("Shift+F2")
    name.press_sequentially("Bob")
    name.press("Enter")
    expect_names("Ann", "Bob", "Ann")
    lane = page.get_by_role("group", name="Who speaks when")
    expect(lane.get_by_role("img", name="Bob:")).to_be_visible()
    lane.get_by_role("button", name="Ann").click()
    name.press_sequentially("Eve")
    name.press("Enter")
    expect_names("Eve", "Bob", "Eve")
    for names in (("Ann", "Bob", "Ann"), ("Ann", "SPEAKER_2", "Ann"), ("SPEAKER_1", "SPEAKER_2", "SPEAKER_1")):
        page.get_by_role("button", name="Undo").click()
        expect_names(*names)
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    page.locator(".lane-choice summary").click()
    page.get_by_label("Speakers", exact=True).uncheck()
    expect(lane).to_have_count(0)
    assert violations(page) == []
    page.reload()
    page.locator(".lane-choice summary").click()
    page.get_by_label("Speakers", exact=True).check()
    expect(lane.get_by_role("button", name="SPEAKER_2")).to_be_visible()


def test_two_people_in_the_same_line(
    dashboard: Server, job: dict[str, Any], open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """The second one is shown what the first has made of it, and decides; other lines do not disturb."""
    complaints.allowed.append("412 (Precondition Failed)")
    page = open_page(dashboard, f"/#/jobs/{job['id']}")
    path = f"/api/v1/transcripts/{job['id']}/segments"
    field = page.get_by_role("textbox", name="Text of the line")
    line(page, 2).locator(".word").first.dblclick()
    expect(field).to_be_focused()
    field.fill("Mine.")
    put(dashboard, f"{path}/0", "Another line.")
    expect(line(page, 0).locator("p")).to_have_text("Another line.")
    field.press("Enter")
    expect(line(page, 2).locator("p")).to_have_text("Mine.")
    line(page, 2).locator(".word").first.dblclick()
    field.fill("Mine again.")
    put(dashboard, f"{path}/2", "Theirs.")
    notice = page.get_by_role("alert").filter(has_text="Somebody else has changed this line")
    expect(notice).to_contain_text("Theirs.")
    page.screenshot(path=SCREENSHOTS / "correcting-conflict.png")
    page.get_by_role("button", name="Take theirs").click()
    expect(line(page, 2).locator("p")).to_have_text("Theirs.")
    line(page, 2).locator(".word").first.dblclick()
    field.fill("Mine once more.")
    put(dashboard, f"{path}/2", "Theirs again.")
    page.get_by_role("button", name="Keep mine").click()
    expect(line(page, 2).locator("p")).to_have_text("Mine once more.")
