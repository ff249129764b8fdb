"""What a job's page says of the job itself: its order, its times, its failure, and the way through the page."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import until
from tests.browser.test_looks import NARROW
from tests.media import MediaShelf
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

LINK = "http://127.0.0.1:9/films/a-long-way/to/My%20talk.mp4?token=0123456789&part=2"


def test_the_order_of_a_job_can_be_seen_whole(dashboard: Server, open_page: Callable[..., Page]) -> None:
    """Link and id, both to copy, options in words with the defaults marked, user, metadata, and the job as JSON."""
    job = dashboard.submit(
        "clip_generation",
        url=LINK,
        max_retries=0,
        options={"clip_duration": 12, "language": "de"},
        metadata={"series": "Talks"},
        user_id="ann",
    )
    dashboard.ended(job["id"])
    page = open_page(dashboard, f"/#/jobs/{job['id']}", permissions=["clipboard-read", "clipboard-write"])
    details = page.locator(".details")
    expect(details.locator("summary")).to_contain_text("German, 12 s clips")
    details.locator("summary").click()
    order = page.get_by_role("region", name="Order")
    expect(order.get_by_role("link", name=LINK)).to_be_visible()
    expect(order).to_contain_text(job["id"])
    expect(order).to_contain_text("ann")
    for name, text in (("Copy the link", LINK), ("Copy the id", job["id"])):
        order.get_by_role("button", name=name).click()
        expect(order.get_by_role("button", name="Copied").first).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == text
    options = page.get_by_role("region", name="Options")
    expect(options.locator(".chosen")).to_have_text(["LanguageGerman", "Length12 s"])
    expect(options.locator(".standard", has_text="Overlap")).to_have_text("Overlap2 s default")
    expect(page.get_by_role("region", name="Metadata")).to_contain_text("Talks")
    with page.context.expect_page() as opened:
        order.get_by_role("link", name="job as JSON").click()
    assert job["id"] in opened.value.content()
    page.reload()
    expect(page.get_by_role("region", name="Order")).to_be_visible()


def test_details_name_the_models_that_made_the_results(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """Of the transcript as of the meaning."""
    page = open_page(dashboard, f"/#/jobs/{finished_job['id']}")
    page.locator(".details summary").click()
    made = page.get_by_role("region", name="Made by")
    expect(made).to_contain_text("transcriptdemo")
    for model in finished_job["analysis_results"]["models"].values():
        expect(made).to_contain_text(model)


@pytest.mark.parametrize("width", [390, 820])
def test_a_phone_goes_from_section_to_section(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page], width: int
) -> None:
    """A bar that stays in view leads to every section; the page is no longer than five windows of a phone."""
    page = open_page(dashboard, f"/#/jobs/{finished_job['id']}", viewport=NARROW | {"width": width})
    bar = page.get_by_role("navigation", name="Sections of this page")
    expect(bar.get_by_role("button")).to_have_text(
        ["Player", "Transcript", "Clips", "Meaning", "Files", "Stages", "Log"]
    )
    expect(page.locator(".clip img").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight") < 5 * NARROW["height"]
    for name in ("Meaning", "Transcript", "Log", "Player"):
        bar.get_by_role("button", name=name).click()
        expect(page.locator(f"#{name.lower()}")).to_be_in_viewport()
        expect(page.locator(f"#{name.lower()}")).to_be_focused()
        expect(bar.get_by_role("button", name=name)).to_have_attribute("aria-current", "true")
        expect(bar).to_be_in_viewport(ratio=1)
        until(
            page,
            f"document.getElementById('{name.lower()}').getBoundingClientRect().top"
            " >= document.querySelector('.jumps').getBoundingClientRect().bottom",
        )


def test_a_page_that_is_scrolled_by_hand_is_not_moved(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """The bar of sections tells the new one, and scrolls itself alone."""
    page = open_page(dashboard, f"/#/jobs/{finished_job['id']}", viewport=NARROW)
    bar = page.get_by_role("navigation", name="Sections of this page")
    expect(page.locator(".clip img").first).to_be_visible()
    for name in ("Files", "Clips"):
        top = page.evaluate(
            f"Math.round(document.getElementById('{name.lower()}').getBoundingClientRect().top + scrollY - 200)"
        )
        page.evaluate(f"scrollTo(0, {top})")
        expect(bar.get_by_role("button", name=name)).to_have_attribute("aria-current", "true")
        expect(bar.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
        assert page.evaluate("Math.round(scrollY)") == top


def test_a_phone_shows_some_clips_and_the_rest_when_asked(dashboard: Server, open_page: Callable[..., Page]) -> None:
    """Four, and a button for all; on a wide screen all at once."""
    page = open_page(dashboard, "/?modules#/new", viewport=NARROW)
    page.evaluate("""async () => {
      const { render } = await import("preact");
      const { signal } = await import("@preact/signals");
      const { html } = await import("web/html.js");
      const { Clips } = await import("web/views/job/clips.js");
      const about = { title: "A clip", reason: "", score: 0.5, url: "", thumbnail_url: null };
      const clips = signal(Array.from({ length: 10 }, (_, n) => ({ ...about, index: n, start: n, end: n + 1 })));
      const place = document.getElementById("app");
      render(null, place);
      render(html`<${Clips} job=${{ id: "j" }} clips=${clips} playback=${null} />`, place);
    }""")
    expect(page.locator(".clip:visible")).to_have_count(4)
    page.get_by_role("button", name="Show all 10 clips").click()
    expect(page.locator(".clip:visible")).to_have_count(10)
    page.set_viewport_size({"width": 1360, "height": 860})
    expect(page.locator(".clip:visible")).to_have_count(10)
    expect(page.locator(".clip-number").nth(9)).to_have_text("10")


def test_without_speech_no_language_is_told(
    dashboard: Server, media: MediaShelf, open_page: Callable[..., Page]
) -> None:
    """Also where one was asked for: nobody spoke it."""
    job = dashboard.submit("transcription", video_id=dashboard.upload(media.wav()), options={"language": "en"})
    ended = dashboard.ended(job["id"])
    assert (ended["status"], ended["segments"]) == ("completed", [])
    page = open_page(dashboard, f"/#/jobs/{job['id']}")
    expect(page.get_by_text("No speech was heard.")).to_be_visible()
    expect(page.locator(".job-meta")).not_to_contain_text("English")


def test_only_what_has_ended_can_be_deleted(dashboard: Server, open_page: Callable[..., Page]) -> None:
    """A job that waits has no such button; it appears with the end."""
    job = dashboard.submit("transcription", url=LINK, run_at="2099-01-01T00:00:00Z")
    page = open_page(dashboard, f"/#/jobs/{job['id']}")
    expect(page.get_by_role("button", name="Cancel")).to_be_visible()
    expect(page.get_by_role("button", name="Delete")).to_have_count(0)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Delete")).to_be_visible()
    expect(page.get_by_text("It ended before it began.")).to_have_count(0)
    expect(page.get_by_text("what was finished is kept")).to_have_count(0)


def test_a_failure_has_one_advice(dashboard: Server, open_page: Callable[..., Page]) -> None:
    """The server's own; the page adds none of its own beside it."""
    job = dashboard.submit("transcription", url=f"{dashboard.base_url}/static/index.html", max_retries=0)
    message = dashboard.ended(job["id"])["error"]["message"]
    page = open_page(dashboard, f"/#/jobs/{job['id']}")
    trouble = page.get_by_role("alert").first
    expect(trouble.locator("p")).to_have_text([message, "unsupported_media"])
