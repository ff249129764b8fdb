"""The edit of a job's source: choosing, ordering, trimming, undoing, playing; then rendering it and handing it over."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, until
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

TIME = "document.querySelector('.player video').currentTime"


@pytest.fixture
def page(dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]) -> Page:
    """The edit of the sample, still empty."""
    opened = open_page(dashboard, f"/#/jobs/{finished_job['id']}")
    opened.get_by_role("link", name="Edit").click()
    expect(opened.locator(".stock-items li").first).to_be_visible()
    return opened


def parts(page: Page) -> list[dict[str, Any]]:
    """The parts of the edit, as a reload would find them."""
    kept: str = page.evaluate("Object.entries(localStorage).find(([name]) => name.startsWith('edit '))?.[1] ?? '[]'")
    found: list[dict[str, Any]] = json.loads(kept)
    return found


def frames_of(path: Path) -> list[int]:
    """The times of a film's frames."""
    with av.open(str(path)) as film:
        return [frame.pts for frame in film.decode(video=0) if frame.pts is not None]


def add(page: Page, *numbers: int) -> None:
    """Put items of the shown list into the edit."""
    for number in numbers:
        page.locator(".stock-items li").nth(number).get_by_role("button", name="Add").click()


def test_parts_are_chosen_ordered_trimmed_and_every_step_undone(page: Page, finished_job: dict[str, Any]) -> None:
    """Scenes and sentences by click and drag; on the waveform by keys, frame by frame; a reload loses nothing."""
    add(page, 0, 2)
    page.get_by_role("tab", name="Sentences").click()
    page.locator(".stock-items li").nth(3).drag_to(page.locator(".block").nth(1), target_position={"x": 8, "y": 30})
    spoken = finished_job["segments"][3]
    expect(page.locator(".block")).to_have_count(3)
    expect(page.locator(".block-label")).to_have_text(["Scene 1", spoken["text"].strip(), "Scene 3"])
    part = parts(page)[1]
    assert abs(part["start"] - spoken["start"]) <= 0.021
    page.locator(".block").nth(1).drag_to(page.locator(".block").nth(2), target_position={"x": 400, "y": 30})
    expect(page.locator(".block-label")).to_have_text(["Scene 1", "Scene 3", spoken["text"].strip()])
    end = page.get_by_role("slider", name="End of the part")
    end.press("ArrowRight")
    end.press("Shift+ArrowRight")
    assert round((parts(page)[2]["end"] - part["end"]) * 25) == 11
    until(page, f"Math.abs({TIME} - {parts(page)[2]['end']}) < 0.01")
    page.get_by_label("Transition").select_option("crossfade")
    page.get_by_label("Speed").select_option("2")
    assert parts(page)[2]["transition"] == {"kind": "crossfade", "duration": 0.5}
    for _ in range(5):  # the speed, the transition, two steps, the move
        page.locator("body").press("Control+z")
    expect(page.locator(".block-label")).to_have_text(["Scene 1", spoken["text"].strip(), "Scene 3"])
    assert parts(page)[1] == part
    page.locator("body").press("Control+Shift+z")
    page.reload()
    expect(page.locator(".block-label").nth(2)).to_have_text(spoken["text"].strip())
    page.locator(".block").nth(2).click()
    page.locator("body").press("Delete")
    expect(page.locator(".block")).to_have_count(2)


def test_the_edit_plays_over_what_is_left_out(page: Page) -> None:
    """Marked with I and O at the keys of editors; then part after part, and it ends at the end of the last."""
    page.evaluate("document.querySelector('.player video').muted = true")
    for start, end in ((20.0, 20.4), (60.0, 60.4)):
        for key, time in (("i", start), ("o", end)):
            page.evaluate(f"document.querySelector('.player video').currentTime = {time}")
            until(page, f"!document.querySelector('video').seeking && Math.abs({TIME} - {time}) < 0.01")
            page.locator("body").press(key)
        page.locator("body").press("Enter")
    expect(page.locator(".block")).to_have_count(2)
    assert [(part["start"], part["end"]) for part in parts(page)] == [(20.0, 20.4), (60.0, 60.4)]
    page.locator(".block").first.click()
    page.get_by_role("button", name="Play the edit").click()
    until(page, f"{TIME} >= 60.3")
    expect(page.get_by_role("button", name="Play the edit")).to_be_visible()
    assert page.evaluate(TIME) < 61


def test_an_edit_is_exported_with_progress_and_handed_over(page: Page, dashboard: Server, tmp_path: Path) -> None:
    """The rendered file is as long as the edit to the frame; a cut list is a file that other editors read."""
    page.get_by_role("tab", name="Sentences").click()
    add(page, 0, 3)
    page.get_by_label("Transition").select_option("crossfade")
    length = sum(part["end"] - part["start"] for part in parts(page))
    for name, beginning in (("EDL", "TITLE:"), ("FCPXML", "<?xml"), ("OTIO", "{")):
        with page.expect_download() as download:
            page.get_by_role("group", name="Hand over").get_by_role("button", name=name).click()
        download.value.save_as(tmp_path / name)
        assert (tmp_path / name).read_text().startswith(beginning)
    page.get_by_role("button", name="Export").click()
    dialog = page.get_by_role("dialog", name="Export")
    dialog.get_by_label("Name").fill("Two lines")
    dialog.get_by_label("Quality").select_option("low")
    dialog.get_by_label("Size").select_option("360p")
    dialog.get_by_role("button", name="Export").click()
    expect(dialog).to_have_count(0)
    row = page.get_by_role("region", name="Exports").get_by_role("listitem")
    expect(row).to_contain_text("Two lines")
    with page.expect_download() as download:
        row.get_by_role("link", name="Download").click()
    download.value.save_as(tmp_path / "two.mp4")
    assert download.value.suggested_filename == "Two lines.mp4"
    assert len(frames_of(tmp_path / "two.mp4")) == round(length * 25)


def test_what_the_server_refuses_is_shown_at_its_part(page: Page, complaints: Complaints) -> None:
    """A part beyond the end of the source, as an edit from before the source changed would have it."""
    complaints.allowed.append("status of 422")
    add(page, 0, 1)
    page.evaluate(
        """() => {
          const [name, kept] = Object.entries(localStorage).find(([name]) => name.startsWith("edit "));
          const parts = JSON.parse(kept);
          parts[1].end = 5000;
          localStorage.setItem(name, JSON.stringify(parts));
        }"""
    )
    page.reload()
    page.get_by_role("button", name="Export").click()
    dialog = page.get_by_role("dialog", name="Export")
    dialog.get_by_role("button", name="Export").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_role("button", name="Cancel").click()
    expect(page.locator(".block.chosen .block-label")).to_have_text("Scene 2")
