"""A clip that people make: from words that are chosen, adjusted, shown as it will be, cut, renamed and removed."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, until
from tests.browser.test_looks import NARROW, violations
from tests.media import MediaShelf
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


def test_chosen_words_become_a_clip(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """By keys alone up to the clip; its ends snap to words, the crop is dragged, every step is undone; it is shared."""
    complaints.allowed += ["404"]
    words = finished_job["segments"][1]["words"]
    page = open_page(dashboard, f"/#/jobs/{finished_job['id']}")
    expect(page.locator(".line .word").first).to_be_visible()
    page.locator(".transcript-lines").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    for _ in words:
        page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".chosen-words")).to_contain_text(f"{len(words)} words")
    page.get_by_role("link", name="Make a clip").press("Enter")
    start, end = (page.get_by_role("slider", name=f"{name} of the clip") for name in ("Start", "End"))
    expect(page.get_by_role("textbox", name="Title")).to_have_value(finished_job["segments"][1]["text"].strip())
    assert float(start.get_attribute("aria-valuenow") or 0) == pytest.approx(words[0]["start"], abs=0.041)
    ends = "Number(document.querySelector('.range-end.end').getAttribute('aria-valuenow'))"
    end.press("ArrowLeft")
    until(page, f"{words[-1]['start'] - 0.021} < {ends} && {ends} < {words[-1]['end'] - 0.05}")
    page.keyboard.press("Control+z")
    until(page, f"Math.abs({ends} - {words[-1]['end']}) < 0.041")
    page.get_by_role("radio", name="9:16").check()
    page.get_by_role("checkbox", name="Captions").check()
    page.evaluate("time => (document.querySelector('.player video').currentTime = time)", words[0]["start"] + 0.2)
    expect(page.locator(".burned")).to_contain_text(words[0]["text"].strip())
    page.get_by_role("button", name="Play the clip").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    expect(page.get_by_role("button", name="Play the clip")).to_be_visible()
    assert page.evaluate("document.querySelector('.player video').currentTime") >= words[-1]["end"] - 0.1
    page.locator(".crop-grip").hover()
    page.mouse.down()
    page.mouse.move(600, 300, steps=4)
    page.mouse.up()
    expect(page.get_by_role("checkbox", name="The frame follows what moves")).not_to_be_checked()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("checkbox", name="The frame follows what moves")).to_be_checked()
    page.get_by_role("button", name="Cut the clip").click()
    row = page.locator(".made-row")
    expect(row.get_by_role("link", name="Download clip")).to_be_visible()
    row.get_by_role("link", name="Adjust clip").click()
    page.get_by_role("textbox", name="Title").fill("Another title")
    page.get_by_role("button", name="Save the title").click()
    expect(page.locator(".made-name b")).to_have_text("Another title")
    with dashboard.client() as client:
        (clip,) = client.get(f"/api/v1/jobs/{finished_job['id']}/clips").json()["items"]
    assert (clip["title"], clip["aspect"], clip["captions"], clip["position"]) == ("Another title", "9:16", True, None)
    page.get_by_role("button", name="Share clip: Another title").click()
    page.get_by_role("dialog", name="Share the clip").get_by_role("button", name="Make and copy").click()
    link = page.get_by_role("link", name="Open the link")
    guest = open_page(dashboard, (link.get_attribute("href") or "").removeprefix(dashboard.base_url))
    expect(guest.get_by_role("heading", level=1)).to_have_text("Another title")
    expect(guest.locator(".line")).to_have_count(1)
    assert guest.evaluate("document.querySelectorAll('video').length") == 1
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Back to the job").click()
    expect(page.get_by_role("button", name="Go to your clip, Another title, at")).to_have_class("made ")
    page.get_by_role("button", name="Remove clip: Another title").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.locator(".made")).to_have_count(0)
    expect(guest.get_by_text("This link was revoked")).to_be_visible()


def test_a_recording_without_picture_becomes_a_clip(
    dashboard: Server, media: MediaShelf, open_page: Callable[..., Page]
) -> None:
    """As sound, which it is at first, or as a film of its waveform, which is shown before it is cut."""
    job = dashboard.ended(dashboard.submit("audio_extraction", video_id=dashboard.upload(media.m4a()))["id"])
    page = open_page(dashboard, f"/#/jobs/{job['id']}/clip?start=0.4&end=1.6&title=Tone")
    expect(page.get_by_role("radio", name="Sound alone")).to_be_checked()
    expect(page.get_by_label("Format")).to_have_value("m4a")
    expect(page.get_by_role("radio", name="9:16")).to_have_count(0)
    page.get_by_role("radio", name="Film of its waveform").check()
    page.get_by_role("radio", name="1:1").check()
    expect(page.get_by_role("img", name="The film: the waveform, 1:1")).to_be_visible()
    until(page, "document.querySelector('.audiogram path').getAttribute('d').length > 100")
    assert violations(page) == []
    page.set_viewport_size(NARROW)
    until(page, "document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
    page.set_viewport_size({"width": 1360, "height": 860})
    for _ in range(2):
        page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("radio", name="Sound alone")).to_be_checked()
    page.get_by_role("button", name="Cut the clip").click()
    page.get_by_role("button", name="Play clip: Tone").click()
    dialog = page.get_by_role("dialog", name="Tone")
    expect(dialog.locator("audio")).to_be_visible()
    until(page, "document.querySelector('dialog audio').duration > 1.1")
    with dashboard.client() as client:
        (clip,) = client.get(f"/api/v1/jobs/{job['id']}/clips").json()["items"]
    assert (clip["output_format"], clip["end"] - clip["start"]) == ("m4a", pytest.approx(1.2, abs=0.02))
