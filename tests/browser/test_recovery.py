"""The server goes away under the open page and comes back: nothing is missing and nothing doubled."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OUTAGE, WORD_BY_WORD, Complaints, line_texts
from tests.media import MediaShelf
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

#: Event types that the log shows; the others are shown elsewhere.
LOGGED = {"job_update", "log", "clip_ready", "error"}


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Server]:
    """A server that a test may kill."""
    with Server(tmp_path, **WORD_BY_WORD) as running:
        yield running


def shown_log(page: Page) -> list[int]:
    """Numbers of the events in the page's log."""
    numbers: list[int] = page.eval_on_selector_all(
        ".log-lines li", "lines => lines.map(line => Number(line.dataset.seq))"
    )
    return numbers


def test_a_killed_and_restarted_server_costs_nothing(
    mortal: Server, talk: Path, open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """Kill -9 while words appear, start again: a banner meanwhile, then the rest of the words, each line once."""
    complaints.allowed += OUTAGE
    job = mortal.submit("transcription", video_id=mortal.upload(talk))
    page = open_page(mortal, f"/#/jobs/{job['id']}")
    expect(page.locator(".line").nth(3)).to_be_attached()
    mortal.kill()
    banner = page.get_by_text("Connection lost.")
    expect(banner).to_be_visible()
    before = line_texts(page)
    expect(page.locator(".standing")).to_contain_text("as of the last message")
    assert "100 %" not in page.locator(".standing").inner_text()
    mortal.start()
    expect(banner).to_have_count(0)
    expect(page.locator(".job-head .state")).to_contain_text("Completed", timeout=150_000)
    told = mortal.job(job["id"])
    texts = line_texts(page)
    assert texts == [segment["text"].strip() for segment in told["segments"]]
    assert texts[: len(before)] == before
    assert shown_log(page) == [event["seq"] for event in mortal.events(job["id"]) if event["type"] in LOGGED]


def test_the_list_shows_the_truth_after_an_outage(
    mortal: Server, open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """What was made or changed while the page could not hear is there when it hears again."""
    complaints.allowed += OUTAGE
    with mortal.client() as client:
        client.post("/api/v1/queue/pause").raise_for_status()
    waiting = mortal.submit("transcription", url="https://example.org/a.mp4")
    page = open_page(mortal, "/?modules")  # so that its socket can be reached below
    row = page.locator(f"[data-id='{waiting['id']}']")
    expect(row).to_contain_text("in the queue")
    page.context.set_offline(True)
    cut_sockets(page)
    expect(page.get_by_text("Connection lost.")).to_be_visible()
    with mortal.client() as client:
        client.post(f"/api/v1/jobs/{waiting['id']}/cancel").raise_for_status()
    other = mortal.submit("analysis", url="https://example.org/b.mp4")
    page.context.set_offline(False)
    expect(row).to_contain_text("Cancelled")
    expect(page.locator(f"[data-id='{other['id']}']")).to_be_visible()
    expect(page.get_by_text("Connection lost.")).to_have_count(0)


def test_while_the_server_is_away_nothing_is_offered_that_cannot_be_done(
    mortal: Server, media: MediaShelf, open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """Delete and retry wait for its return, and then work."""
    complaints.allowed += OUTAGE
    job = mortal.submit("transcription", video_id=mortal.upload(media.video_only()), max_retries=0)
    mortal.ended(job["id"])
    page = open_page(mortal, f"/#/jobs/{job['id']}")
    delete = page.get_by_role("button", name="Delete")
    expect(delete).to_be_enabled()
    mortal.kill()
    expect(delete).to_be_disabled()
    delete.click(force=True)
    expect(page.get_by_role("dialog")).to_have_count(0)
    mortal.start()
    expect(delete).to_be_enabled()


def cut_sockets(page: Page) -> None:
    """Offline mode leaves open sockets alone; a router that forgets them does not."""
    page.evaluate("async () => (await import('/static/model/broadcast.js')).broadcast.restart()")


@pytest.mark.long
def test_a_retried_job_starts_again_below_a_hundred(
    mortal: Server, long_sample: Path, open_page: Callable[..., Page]
) -> None:
    """Cancelled, then retried by somebody else: the open page follows again, from where it was."""
    job = mortal.submit("transcription", video_id=mortal.upload(long_sample))
    page = open_page(mortal, f"/#/jobs/{job['id']}")
    expect(page.locator(".line").nth(1)).to_be_attached()
    with mortal.client() as client:
        client.post(f"/api/v1/jobs/{job['id']}/cancel").raise_for_status()
        expect(page.locator(".job-head .state")).to_contain_text("Cancelled")
        client.post(f"/api/v1/jobs/{job['id']}/retry").raise_for_status()
    expect(page.locator(".job-head .state")).to_contain_text("Completed", timeout=150_000)
    told: dict[str, Any] = mortal.job(job["id"])
    assert line_texts(page) == [segment["text"].strip() for segment in told["segments"]]
    expect(page.locator(".job-head")).to_contain_text("attempt 2")
