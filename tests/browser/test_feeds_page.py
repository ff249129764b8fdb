"""Feeds and presets in the browser: what would be taken is seen before, what was taken after."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints
from tests.server import Server
from tests.servers import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


def podcast(site: Site, count: int) -> str:
    """A podcast with so many episodes, the newest first."""
    items = "".join(
        f"<item><title>Part {n}</title><guid>{n}</guid><pubDate>{n:02d} Jan 2024 10:00:00 +0000</pubDate>"
        f"<enclosure url='{site.url(f'/{n}.mp3')}' type='audio/mpeg'/></item>"
        for n in range(count, 0, -1)
    )
    body = f"<rss version='2.0'><channel><title>Talks of the week</title>{items}</channel></rss>"
    return site.add("/podcast.xml", body=body.encode())


def test_a_podcast_is_looked_into_added_paused_changed_and_deleted(
    dashboard: Server, site: Site, open_page: Callable[..., Page]
) -> None:
    """By the keyboard, from its link on; the log has what became of each entry, and one that was left out is taken."""
    page = open_page(dashboard, "/#/feeds")
    page.get_by_role("button", name="New feed").press("Enter")
    expect(page.get_by_label("Link or folder")).to_be_focused()
    page.keyboard.type(podcast(site, 3))
    found = page.get_by_role("region", name="What is there")
    expect(found).to_contain_text("Talks of the week")
    expect(found.get_by_role("listitem")).to_have_count(3)
    expect(found).to_contain_text("no job yet")
    page.get_by_label("Also of what is there").fill("1")
    expect(found.locator(".taken")).to_contain_text("Part 3, becomes a job")
    page.locator("input[value=audio_extraction]").check()
    page.get_by_role("button", name="Add feed").click()
    feed = page.get_by_role("article", name="Talks of the week")
    expect(feed).to_contain_text("Podcast")
    expect(page.get_by_role("button", name="New feed")).to_be_focused()
    feed.get_by_role("button", name="Log").click()
    log = page.get_by_role("list", name="Log of Talks of the week")
    expect(log.get_by_role("listitem")).to_have_count(3)
    expect(log.get_by_role("link")).to_have_text("Part 3")
    feed.get_by_role("button", name="Take Part 1").click()
    expect(log.get_by_role("link", name="Part 1")).to_be_visible(timeout=20_000)
    feed.get_by_role("button", name="Pause").click()
    expect(feed).to_contain_text("paused")
    feed.get_by_role("button", name="Resume").click()
    expect(feed).to_contain_text("next in")
    feed.get_by_role("button", name="Change Talks of the week").click()
    page.get_by_label("Name", exact=True).fill("Weekly")
    page.get_by_label("Checked").select_option(label="every day at")
    page.get_by_role("button", name="Save").click()
    feed = page.get_by_role("article", name="Weekly")
    expect(feed).to_contain_text("every day at 03:30")
    feed.get_by_role("button", name="Delete Weekly").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", name="No feeds yet")).to_be_visible()


def test_a_link_that_leads_nowhere_says_so_before_it_is_added(
    dashboard: Server, site: Site, open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """In the place where its entries would be; without a link nothing is sent."""
    complaints.allowed += ["422"]
    page = open_page(dashboard, "/#/feeds")
    page.get_by_role("button", name="New feed").click()
    page.get_by_role("button", name="Add feed").click()
    expect(page.get_by_role("alert").filter(has_text="Paste the link")).to_be_visible()
    page.get_by_label("Link or folder").fill(site.url("/nothing.xml"))
    expect(page.get_by_role("region", name="What is there")).to_contain_text("404")
    page.get_by_label("Link or folder").fill("/etc")
    expect(page.get_by_role("region", name="What is there")).to_contain_text("FEED_FOLDERS")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="New feed")).to_be_focused()


def test_options_are_saved_as_a_preset_chosen_and_taken_back(dashboard: Server, open_page: Callable[..., Page]) -> None:
    """Choosing one fills the form in; Undo brings back what stood there."""
    page = open_page(dashboard, "/#/new")
    page.locator("input[value=transcription]").check()
    page.locator(".options summary").click()
    page.get_by_label("Times of words").uncheck()
    page.get_by_role("button", name="Save these options as…").click()
    page.get_by_label("Name of the preset").fill("Words alone")
    page.keyboard.press("Enter")
    preset = page.get_by_label("Preset", exact=True)
    expect(preset.locator("option:checked")).to_have_text("Words alone")
    page.locator("input[value=clip_generation]").check()
    preset.select_option(label="None")
    preset.select_option(label="Words alone")
    expect(page.locator("input[value=transcription]")).to_be_checked()
    expect(page.get_by_label("Times of words")).not_to_be_checked()
    page.get_by_role("button", name="Undo: the options of before").click()
    expect(page.locator("input[value=clip_generation]")).to_be_checked()
    preset.select_option(label="Words alone")
    page.get_by_role("button", name="Delete the preset Words alone").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(preset.locator("option")).to_have_text(["None yet"])
