"""The timeline of the media on a job's page: zoom, marks of clips, and the sound of jobs without a picture."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import until
from tests.media import MediaShelf
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

#: Whether the playhead is drawn inside the lanes.
PLAYHEAD_IN_VIEW = """(() => {
  const lanes = document.querySelector(".lane-scroll").getBoundingClientRect();
  const head = document.querySelector(".playhead").getBoundingClientRect();
  return head.height > 0 && head.left >= lanes.left - 2 && head.right <= lanes.right + 2;
})()"""
#: How many times nearer than the whole the timeline is.
SPAN = "document.querySelector('.lane-length').offsetWidth / document.querySelector('.lane-window').offsetWidth"


def heard_at(page: Page, seconds: float) -> None:
    """Put the player there, and wait until the page knows."""
    page.evaluate(f"document.querySelector('.player video').currentTime = {seconds}")
    expect(page.get_by_role("slider", name="Position")).to_have_attribute("aria-valuenow", str(int(seconds)))


def test_the_timeline_zooms_by_keys_buttons_and_the_wheel(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """Nearer and back; what is under the pointer stays there, and a click hits what it shows."""
    page = open_page(dashboard, f"/#/jobs/{finished_job['id']}")
    zoom, slider = page.get_by_role("group", name="Zoom of the timeline"), page.get_by_role("slider", name="Position")
    expect(slider).to_be_visible()
    page.keyboard.press("+")
    until(page, f"{SPAN} > 1.5")
    zoom.get_by_role("button", name="Zoom in").click()
    until(page, f"{SPAN} > 2.4")
    page.keyboard.press("-")
    page.keyboard.press("-")
    until(page, f"{SPAN} === 1")
    expect(zoom.get_by_role("button", name="Zoom out")).to_have_attribute("aria-disabled", "true")
    box = slider.bounding_box()
    assert box is not None
    middle = finished_job["video_duration"] * 0.75
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + 20)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -2000)
    page.keyboard.up("Control")
    until(page, f"{SPAN} > 10")
    page.mouse.down()
    page.mouse.up()
    until(page, f"Math.abs(document.querySelector('.player video').currentTime - {middle}) < 0.6")
    page.get_by_role("button", name="Show all", exact=True).click()
    until(page, f"{SPAN} === 1")


def test_the_playhead_is_kept_in_view_unless_somebody_looks_elsewhere(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """A seek brings the window along; scrolling away is not undone while it plays on."""
    page = open_page(dashboard, f"/#/jobs/{finished_job['id']}")
    expect(page.get_by_role("slider", name="Position")).to_be_visible()
    for _ in range(4):
        page.get_by_role("button", name="Zoom in").click()
    until(page, f"{SPAN} > 6")
    heard_at(page, 40)
    until(page, PLAYHEAD_IN_VIEW)
    page.evaluate("document.querySelector('.lane-scroll').scrollLeft = 0")
    until(page, f"!{PLAYHEAD_IN_VIEW}")
    page.evaluate("document.querySelector('.player video').currentTime = 40.4")
    until(page, "document.querySelector('.player video').seeking === false")
    assert page.evaluate("document.querySelector('.lane-scroll').scrollLeft") == 0
    heard_at(page, 60)
    until(page, PLAYHEAD_IN_VIEW)


def test_numbers_of_clips_can_be_read(dashboard: Server, open_page: Callable[..., Page]) -> None:
    """Also of the tenth and the hundredth, also where many clips lie close together: no mark covers another."""
    page = open_page(dashboard, "/?modules#/new")
    marks = page.evaluate("""async () => {
      const { render } = await import("preact");
      const { signal } = await import("@preact/signals");
      const { html } = await import("web/html.js");
      const { ClipsLane } = await import("web/views/job/clips_lane.js");
      const clip = (n) => ({ index: n, start: 100 + n, end: 102 + n, title: `Clip ${n}` });
      const clips = Array.from({ length: 12 }, (_, n) => clip(n));
      const all = [...clips, { index: 99, start: 3598, end: 3600, title: "The last" }];
      const place = document.body.appendChild(document.createElement("div"));
      place.style.width = "340px";
      const view = { from: 0, to: 3600, span: 3600 };
      render(html`<${ClipsLane} clips=${signal(all)} view=${view} width=${340} playback=${null} />`, place);
      return [...place.querySelectorAll("button")].map((mark) => {
        const { left, right, top, bottom } = mark.getBoundingClientRect();
        const edge = place.getBoundingClientRect();
        const fits = mark.scrollWidth <= mark.clientWidth && left >= edge.left && right <= edge.right;
        return { number: mark.innerText, left, right, top, bottom, fits };
      });
    }""")
    assert sorted(int(mark["number"]) for mark in marks) == [*range(1, 13), 100]
    assert [mark for mark in marks if not mark["fits"]] == []
    covered = [
        (one["number"], other["number"])
        for n, one in enumerate(marks)
        for other in marks[n + 1 :]
        if one["left"] < other["right"]
        and other["left"] < one["right"]
        and one["top"] < other["bottom"]
        and other["top"] < one["bottom"]
    ]
    assert covered == []


@pytest.mark.parametrize("job_type", ["audio_extraction", "transcription", "analysis", "full_processing"])
def test_a_recording_has_a_waveform_and_a_player(
    dashboard: Server, media: MediaShelf, open_page: Callable[..., Page], job_type: str
) -> None:
    """Whatever was asked for: the sound is seen and heard, and nothing is left empty for a picture."""
    job = dashboard.submit(job_type, video_id=dashboard.upload(media.m4a()))
    ended = dashboard.ended(job["id"])
    assert ended["status"] == "completed", ended["error"]
    assert [artifact["kind"] for artifact in ended["artifacts"]].count("waveform") == 1
    page = open_page(dashboard, f"/#/jobs/{job['id']}")
    expect(page.locator(".player audio")).to_be_visible()
    until(page, "document.querySelector('.waveform path')?.getAttribute('d')?.length > 500")
    expect(page.get_by_role("img", name="Waveform")).to_be_visible()
    expect(page.get_by_role("img", name="Storyboard")).to_have_count(0)
    wide = page.evaluate("document.querySelector('.lanes').offsetWidth / document.querySelector('.page').offsetWidth")
    assert wide > 0.9
    if job_type == "audio_extraction":
        expect(page.get_by_role("link", name="Download WAV")).to_have_attribute("href", audio_url(ended))


def audio_url(job: dict[str, Any]) -> str:
    """Where the extracted audio is."""
    url: str = next(artifact["url"] for artifact in job["artifacts"] if artifact["kind"] == "audio")
    return url


def test_the_waveform_is_drawn_by_its_own_times(dashboard: Server, open_page: Callable[..., Page]) -> None:
    """Sound that ends before the picture does is not stretched, and zooming in shows more of it, not wider bars."""
    page = open_page(dashboard, "/?modules#/new")
    told = page.evaluate("""async () => {
      const { outline } = await import("web/views/job/waveform_lane.js");
      const wave = { peaks: Array.from({ length: 200 }, (_, n) => (n === 199 ? 1 : 0.5)), rate: 20, loudest: 1 };
      const bars = (from, to) =>
        [...outline(wave, { from, to, span: to - from }).matchAll(/M([-\\d.]+) ([\\d.]+)/g)]
          .map(([, x, y]) => ({ at: from + (Number(x) / 280) * (to - from), height: 1 - Number(y) }));
      const loud = (all) => all.filter(({ height }) => height > 0.3);
      const [whole, near] = [bars(0, 20), bars(9, 10)];
      const last = Math.max(...loud(whole).map(({ at }) => at));
      return [last, whole.length, near.find(({ height }) => height > 0.9).at, near.length];
    }""")
    assert told[0] == pytest.approx(9.95, abs=0.1)
    assert told[1] == pytest.approx(280, abs=2)
    assert told[2] == pytest.approx(9.95, abs=0.01)
    assert told[3] == pytest.approx(20, abs=1)
