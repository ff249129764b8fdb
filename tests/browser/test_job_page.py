"""The page of a job: play and seek, what came of it, cancelling, and a job that is not there."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, line_texts, until
from tests.media import MediaShelf
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

TIME = "document.querySelector('.player video, .player audio').currentTime"


def test_a_click_on_a_word_seeks_there_and_playing_marks_the_line(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """The third word of the fifth line is where the API says it is, and the line that is heard is marked."""
    page = open_page(dashboard, f"/#/jobs/{finished_job['id']}", paused=True)
    line = page.locator(".line").nth(4)
    word = finished_job["segments"][4]["words"][2]
    line.locator(".word").nth(2).click()
    until(page, f"{TIME} >= {word['start'] - 0.05}")
    expect(page.locator(".line.heard .word.heard")).to_have_count(1)
    assert page.evaluate(TIME) < word["start"] + 5
    later = finished_job["segments"][8]
    page.evaluate(f"document.querySelector('.player video').currentTime = {later['start'] + 0.05}")
    expect(page.locator(".line.heard")).to_have_attribute("data-line", "8")


def test_the_page_shows_everything_that_came_of_the_job(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """Transcript, captions, storyboard, waveform, sentiment, topics, keywords, clips and files are there."""
    page = open_page(dashboard, f"/#/jobs/{finished_job['id']}")
    expect(page.locator(".line")).to_have_count(len(finished_job["segments"]))
    assert line_texts(page) == [segment["text"].strip() for segment in finished_job["segments"]]
    expect(page.locator("track[kind=captions]")).to_have_attribute(
        "src", re.compile(rf"^/api/v1/jobs/{finished_job['id']}/transcript\?format=vtt&_=\d+$")
    )
    expect(page.get_by_role("img", name="Storyboard")).to_be_visible()
    until(page, "document.querySelector('.waveform path')?.getAttribute('d')?.length > 1000")
    for mood in page.get_by_role("img", name="Sentiment over time").locator("path").all():
        label, bars = str(mood.get_attribute("class")), str(mood.get_attribute("d")).count("M")
        assert bars == sum(one["label"] == label for one in finished_job["analysis_results"]["segment_sentiments"]) > 0
    expect(page.locator(".clip")).to_have_count(len(finished_job["generated_clips"]))
    files = page.get_by_role("region", name="Files").get_by_role("listitem")
    expect(files).to_have_count(len(finished_job["artifacts"]))
    for topic in finished_job["analysis_results"]["topics"]:
        expect(page.get_by_role("region", name="Meaning")).to_contain_text(topic)
    until(page, "document.querySelector('video').textTracks[0]?.cues?.length > 0")


def test_a_clip_plays_and_says_why_it_was_chosen(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """Playing a clip opens it with its reason and pauses the source; Escape closes it and gives the focus back."""
    clip = finished_job["generated_clips"][0]
    page = open_page(dashboard, f"/#/jobs/{finished_job['id']}")
    expect(page.locator(".clip-play").first).to_be_visible()
    page.evaluate("document.querySelector('.player video').play()")
    page.locator(".clip-play").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(clip["reason"])
    assert page.evaluate("document.querySelector('.player video').paused")
    until(page, "document.querySelector('.clip-dialog video').duration > 0")
    assert (
        abs(page.evaluate("document.querySelector('.clip-dialog video').duration") - (clip["end"] - clip["start"]))
        < 0.2
    )
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator(".clip-play").first).to_be_focused()


def test_all_files_come_as_one_zip(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page], tmp_path: Path
) -> None:
    """The link to the zip downloads an archive with every file of the job."""
    import zipfile

    page = open_page(dashboard, f"/#/jobs/{finished_job['id']}")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="All as zip", exact=True).click()
    waiting.value.save_as(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert len(archive.namelist()) == len(finished_job["artifacts"])


def test_keys_move_through_transcript_and_timeline(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """Without a mouse: down goes to the next line, enter plays it, right goes five seconds on."""
    page = open_page(dashboard, f"/#/jobs/{finished_job['id']}")
    page.locator(".line-time").first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".line-time").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    until(page, f"{TIME} >= {finished_job['segments'][1]['start'] - 0.05}")
    page.keyboard.press("k")
    until(page, "document.querySelector('.player video').paused")
    page.get_by_role("slider", name="Position").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    until(page, f"Math.abs({TIME} - 5) < 0.3")


def test_cancelling_mid_way_keeps_what_was_heard(
    dashboard: Server, long_sample: Path, open_page: Callable[..., Page]
) -> None:
    """Cancel while words appear: the page says cancelled, keeps the lines, and offers to go on."""
    job = dashboard.submit("transcription", video_id=dashboard.upload(long_sample))
    page = open_page(dashboard, f"/#/jobs/{job['id']}")
    expect(page.locator(".line").nth(2)).to_be_attached()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".job-head .state")).to_contain_text("Cancelled")
    told = dashboard.job(job["id"])
    assert told["status"] == "cancelled"
    expect(page.locator(".line")).to_have_count(len(told["segments"]))
    assert line_texts(page) == [segment["text"].strip() for segment in told["segments"]]
    expect(page.get_by_role("button", name="Retry")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)


def test_new_lines_stay_in_view_however_many_come_at_once(dashboard: Server, open_page: Callable[..., Page]) -> None:
    """Opened on forty lines it shows the last, also after a burst; who has scrolled up to read is left alone."""
    page = open_page(dashboard, "/#/new")
    page.evaluate("""async () => {
      const { render } = await import("preact");
      const { useEffect, useRef } = await import("preact/hooks");
      const { html } = await import("web/html.js");
      const { useFollowLive } = await import("web/views/job/follow_live.js");
      const place = document.body.appendChild(document.createElement("div"));
      function Lines({ count, live }) {
        const box = useRef(null);
        useFollowLive(box, count, live);
        useEffect(() => (window.drawn = count), [count]);
        return html`<div id="lines" ref=${box} style=${{ height: "200px", overflowY: "auto" }}>
          ${Array.from({ length: count }, (_, n) => html`<p key=${n} style=${{ height: "30px" }}>${n}</p>`)}
        </div>`;
      }
      window.lines = (count, live = true) => render(html`<${Lines} count=${count} live=${live} />`, place);
      window.below = () => {
        const box = document.getElementById("lines");
        return box.scrollHeight - box.scrollTop - box.clientHeight;
      };
    }""")
    page.evaluate("lines(40)")
    until(page, "window.drawn === 40 && below() < 2")
    page.evaluate("lines(80)")
    until(page, "window.drawn === 80 && below() < 2")
    page.evaluate("document.getElementById('lines').scrollTop = 300")
    page.evaluate("lines(100)")
    until(page, "window.drawn === 100")
    assert page.evaluate("document.getElementById('lines').scrollTop") == 300


def test_a_silent_video_shows_no_empty_parts(
    dashboard: Server, media: MediaShelf, open_page: Callable[..., Page]
) -> None:
    """Without a word there is neither a language nor a meaning; the clips are there."""
    job = dashboard.submit("full_processing", video_id=dashboard.upload(media.scenes_silent()))
    assert dashboard.ended(job["id"])["status"] == "completed"
    page = open_page(dashboard, f"/#/jobs/{job['id']}")
    expect(page.locator(".clip").first).to_be_visible()
    expect(page.get_by_text("No speech was heard.")).to_be_visible()
    expect(page.get_by_role("region", name="Meaning")).to_have_count(0)
    expect(page.locator(".job-meta")).not_to_contain_text("root")
    assert (
        page.evaluate("document.querySelector('.player').offsetWidth / document.querySelector('.page').offsetWidth")
        > 0.9
    )


def test_an_unknown_job_says_so(dashboard: Server, open_page: Callable[..., Page]) -> None:
    """A link to a job that is not there leads to a sentence, not to an endless wait."""
    page = open_page(dashboard, "/#/jobs/0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a")
    expect(page.get_by_role("heading", name="There is no such job")).to_be_visible()


def test_a_job_that_somebody_deletes_leaves_the_page(
    dashboard: Server, media: MediaShelf, open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """Also one that had ended, whose own socket is closed."""
    complaints.allowed.append("404")  # the player may be loading what is deleted
    job = dashboard.submit("audio_extraction", video_id=dashboard.upload(media.video()))
    dashboard.ended(job["id"])
    page = open_page(dashboard, f"/#/jobs/{job['id']}")
    expect(page.locator(".job-head .state")).to_contain_text("Completed")
    with dashboard.client() as client:
        assert client.delete(f"/api/v1/jobs/{job['id']}").status_code == 204
    expect(page.get_by_role("heading", name="This job was deleted")).to_be_visible()


def test_a_failed_job_says_what_to_do(
    dashboard: Server, open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """The failure's own words, advice for its code, and a button to retry."""
    job = dashboard.submit("transcription", url=f"{dashboard.base_url}/static/index.html", max_retries=0)
    dashboard.ended(job["id"])
    page = open_page(dashboard, f"/#/jobs/{job['id']}")
    trouble = page.get_by_role("alert").first
    expect(trouble).to_contain_text(dashboard.job(job["id"])["error"]["message"])
    expect(page.get_by_role("button", name="Retry")).to_be_visible()


def test_clips_are_handed_over_to_other_editors(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page], tmp_path: Path
) -> None:
    """Each format is a button; the file names the film and every clip."""
    page = open_page(dashboard, f"/#/jobs/{finished_job['id']}")
    group = page.get_by_role("group", name="Hand over the clips to another editor")
    with page.expect_download() as waiting:
        group.get_by_role("button", name="EDL").click()
    assert waiting.value.suggested_filename.endswith(" clips.edl")
    waiting.value.save_as(tmp_path / "clips.edl")
    lines = (tmp_path / "clips.edl").read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line[:3].isdigit()]) == len(finished_job["generated_clips"])
    names = {line for line in lines if line.startswith("* FROM CLIP NAME: ")}
    assert len(names) == 1


def test_an_operation_shows_its_new_file_and_what_it_changed(
    dashboard: Server, open_page: Callable[..., Page], media: MediaShelf
) -> None:
    """It plays, can be downloaded, and its figures stand below it; there is no empty transcript."""
    job = dashboard.submit(
        "media_operation",
        video_id=dashboard.upload(media.talk_of(seconds=8)),
        options={"operation": "normalize_loudness", "operation_options": {"loudness_target_lufs": -18}},
    )
    ended = dashboard.ended(job["id"])
    assert ended["status"] == "completed", ended["error"]
    page = open_page(dashboard, f"/#/jobs/{job['id']}")
    result = page.get_by_role("region", name="Normalize loudness")
    expect(result.locator("div", has_text="Loudness before")).to_contain_text("LUFS")
    expect(result.locator("div", has=page.get_by_text("Loudness", exact=True))).to_contain_text(
        re.compile(r"-1[78]\.\d LUFS")
    )
    video = result.locator("video")
    expect(video).to_have_js_property("readyState", 4)
    assert video.evaluate("video => video.duration") == pytest.approx(8, abs=0.5)
    with page.expect_download() as download:
        result.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename.endswith(" loudness.mp4")
    expect(page.get_by_role("region", name="Transcript")).to_have_count(0)
