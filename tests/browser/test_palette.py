"""One field for everything: actions, titles, and every line that was said."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SCREENSHOTS, until
from tests.browser.test_looks import NARROW, violations
from tests.server import Server

#: Ctrl K and two letters before anything is drawn, as on a busy machine.
TYPED_AHEAD = """() => {
  for (const [key, ctrlKey] of [["k", true], ["s", false], ["a", false]])
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, ctrlKey, bubbles: true, cancelable: true }));
}"""

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


def test_actions_titles_and_moments_by_keys_alone(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """Ctrl K prefers actions, `/` what is said; hits are moments that play; what was used comes first."""
    page = open_page(dashboard, "/", paused=True, color_scheme="light")
    expect(page.locator(".job-row").first).to_be_visible()
    field = page.get_by_role("dialog").get_by_role("combobox")
    chosen = page.locator("[aria-selected=true]")
    page.evaluate(TYPED_AHEAD)
    expect(field).to_be_focused()
    page.keyboard.type("turn")
    expect(field).to_have_value("saturn")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("/")
    page.keyboard.type("the")
    expect(chosen).to_have_class("found-line")
    assert violations(page) == []
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / "palette.png")
    page.keyboard.press("ArrowDown")
    words = (chosen.locator(".found-text").text_content() or "").strip()
    page.keyboard.press("Enter")
    until(page, "location.hash.includes('?t=')")
    until(page, "played")
    expect(page.locator(".line.heard")).to_contain_text(words)
    page.keyboard.press("Control+k")
    field.fill("")
    expect(page.get_by_role("group", name="Recently used").get_by_role("option")).to_contain_text(words)
    expect(page.get_by_role("group", name="This job")).to_contain_text("Download SRT")
    field.fill("find in")
    page.keyboard.press("Enter")
    expect(page.get_by_role("searchbox", name="Find in the transcript")).to_be_focused()
    page.keyboard.press("Control+k")
    field.fill("sample")
    expect(page.get_by_role("group", name="Jobs and videos").get_by_role("option").first).to_contain_text("sample")
    field.fill("colours dark")
    page.keyboard.press("Enter")
    until(page, "document.documentElement.dataset.theme === 'dark'")
    page.keyboard.press("Control+k")
    page.set_viewport_size(NARROW)
    until(page, "document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_have_count(0)
