"""A job runs again with other options: the form has its source and options, and says what is in the record."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_looks import violations
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


def test_what_is_changed_is_marked_and_what_is_recorded_is_free(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """It follows the options; the choice for other new jobs stays what it was; the job is made as it is shown."""
    page = open_page(dashboard, f"/#/jobs/{finished_job['id']}")
    page.get_by_role("button", name="Run again with…").click()
    cost = page.get_by_role("region", name="The job that runs again")
    expect(cost.locator("li.free", has_text="Fetch")).to_be_visible()
    expect(page.locator(".option.differs")).to_have_count(0)
    assert violations(page) == []
    page.locator("#option-language").select_option("de")
    expect(page.locator(".option.differs")).to_contain_text("It was")
    expect(cost.locator("li", has_text="Transcribe")).to_contain_text(re.compile("second| s|min"))
    page.get_by_role("button", name="Reset 1 option").click()
    expect(page.locator(".option.differs")).to_have_count(0)
    page.locator("input[value=audio_extraction]").check()
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".job-head .state")).to_have_text("Completed")
    made = dashboard.job(page.url.rpartition("/")[2])
    assert (made["video_id"], made["job_type"]) == (finished_job["video_id"], "audio_extraction")
    page.goto(f"/#/compare?a={finished_job['id']}&b={made['id']}")
    expect(page.get_by_role("region", name="Options").get_by_role("row", name="Kind of job")).to_contain_text("Audio")
    expect(page.get_by_role("region", name="Transcript").locator("mark").first).to_be_visible()
    assert violations(page) == []
    page.goto("/#/new")
    expect(page.get_by_role("heading", level=1)).to_have_text("New job")
    expect(page.locator("input[value=full_processing]")).to_be_checked()
    with dashboard.client() as client:
        client.delete(f"/api/v1/jobs/{made['id']}").raise_for_status()
