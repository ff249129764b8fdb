"""Cutting a recording by striking out its words: what stays is a timeline, which is rendered and handed over."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import until
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

#: From then on, each word that is marked while it plays is kept: "1:3" is the fourth word of the second line.
HEARD_WORDS = """
window.heardWords = [];
new MutationObserver((changes) => {
  for (const { target } of changes) {
    if (!target.matches(".word.heard")) continue;
    const line = target.closest(".line");
    heardWords.push(`${line.dataset.line}:${[...line.querySelectorAll(".word")].indexOf(target)}`);
  }
}).observe(document.body, { subtree: true, attributeFilter: ["class"] });
"""


def cut_first_words(page: Page, count: int) -> None:
    """Strike out the first words of the second line, by keys."""
    page.get_by_role("button", name="Cut", exact=True).click()
    page.locator(".transcript-lines").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    for _ in range(count):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Delete")
    expect(page.locator(".word.struck")).to_have_count(count)


def export(page: Page) -> dict[str, Any]:
    """Export what stays; the timeline that was ordered."""
    page.get_by_role("group", name="Cut by words").get_by_role("button", name="Export").click()
    dialog = page.get_by_role("dialog", name="Export")
    dialog.get_by_label("Size").select_option("360p")
    with page.expect_request("**/api/export/timeline") as ordered:
        dialog.get_by_role("button", name="Export").click()
    timeline: dict[str, Any] = ordered.value.post_data_json["timeline"]
    return timeline


def downloaded(page: Page, path: Path) -> Path:
    """The exported film."""
    link = page.locator(".export").get_by_role("link", name="Download")
    expect(link).to_be_visible(timeout=240_000)
    with page.expect_download() as download:
        link.click()
    download.value.save_as(path)
    return path


def test_struck_words_are_cut_out(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page], tmp_path: Path
) -> None:
    """Undone and done again by keys, kept over a reload; the film is as long as its parts, to the frame."""
    words = finished_job["segments"][1]["words"][:3]
    page = open_page(dashboard, f"/#/jobs/{finished_job['id']}")
    expect(page.locator(".line .word").first).to_be_visible()
    cut_first_words(page, 3)
    page.keyboard.press("Control+z")
    expect(page.locator(".word.struck")).to_have_count(0)
    page.keyboard.press("Control+Shift+z")
    expect(page.locator(".word.struck")).to_have_text([word["text"].strip() for word in words])
    page.reload()
    page.get_by_role("button", name="Cut", exact=True).click()
    expect(page.locator(".word.struck")).to_have_count(3)
    expect(page.locator(".cut-length")).to_contain_text("2 parts")
    page.evaluate("time => (document.querySelector('.player video').currentTime = time)", words[0]["start"] - 0.3)
    page.evaluate(HEARD_WORDS)
    page.evaluate("document.querySelector('.player video').play()")
    until(page, "heardWords.includes('1:3')")
    assert not {"1:0", "1:1", "1:2"} & set(page.evaluate("heardWords"))
    (track,) = export(page)["tracks"]
    clips = [(clip["start"], clip["end"]) for clip in track["clips"]]
    assert clips[0][1] <= words[0]["start"] + 0.02
    assert clips[1][0] >= words[-1]["end"] - 0.06
    with av.open(str(downloaded(page, tmp_path / "cut.mp4"))) as film:
        rate = film.streams.video[0].average_rate
        frames = sum(1 for _ in film.decode(video=0))
    assert rate is not None
    assert frames == round(sum(end - start for start, end in clips) * float(rate))
    with page.expect_download() as handed:
        page.get_by_role("group", name="Hand over the cut").get_by_role("button", name="EDL").click()
    text = Path(handed.value.path()).read_text()
    assert text.count("\n001") + text.count("\n002") >= 2


@pytest.mark.long
def test_words_that_were_cut_are_not_said(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page], tmp_path: Path
) -> None:
    """The exported film is transcribed: what was struck out is gone, and its neighbours are whole."""
    page = open_page(dashboard, f"/#/jobs/{finished_job['id']}")
    expect(page.locator(".line .word").first).to_be_visible()
    cut_first_words(page, len(finished_job["segments"][1]["words"]))
    export(page)
    film = downloaded(page, tmp_path / "cut.mp4")
    heard = dashboard.submit("transcription", video_id=dashboard.upload(film))
    lines = " ".join(line["text"].strip() for line in dashboard.ended(heard["id"])["segments"]).lower()
    assert "learn about space" in finished_job["segments"][1]["text"].lower()
    assert "learn about space" not in lines
    assert "hello everyone and welcome to my channel. tesla will send a rocket to mars next year." in lines
