"""The page about the server: what figures are of, every setting whole, ways to the API, the name of the operator."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, until
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

NAME = 'Radio <Archive> & "Sons"'
ORIGINS = [f"https://a-rather-long-name-{n}.department.example.org" for n in range(6)]
#: Settings whose name or value is not shown whole: it reaches out of its row, or its row out of the list.
CUT_OFF = """[...document.querySelectorAll(".settings-list > div")].flatMap((row) => {
  const list = row.parentElement;
  const whole = (part) => part.scrollWidth <= part.clientWidth + 1 && part.scrollHeight <= part.clientHeight + 1;
  const fits = [list, row, ...row.children].every(whole);
  return fits ? [] : [row.textContent];
})"""


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a name of its own and a setting that is long."""
    with Server(tmp_path_factory.mktemp("named"), APP_NAME=NAME, ALLOWED_ORIGINS=",".join(ORIGINS)) as running:
        yield running


@pytest.mark.parametrize("width", [320, 390, 820, 1400])
def test_no_setting_is_cut_off(named: Server, open_page: Callable[..., Page], width: int) -> None:
    """All of them are in the page with their whole values, however narrow it is; nothing scrolls within it."""
    with named.client() as client:
        settings = client.get("/api/v1/system").json()["settings"]
    page = open_page(named, "/#/system", viewport={"width": width, "height": 844})
    rows = page.locator(".settings-list > div")
    expect(rows).to_have_count(len(settings))
    assert page.evaluate(CUT_OFF) == []
    until(page, "document.documentElement.scrollWidth <= innerWidth")
    expect(rows.filter(has_text="ALLOWED_ORIGINS")).to_contain_text(ORIGINS[-1])
    page.get_by_label("Find a setting").fill("whisper model")
    expect(rows).to_have_text(["WHISPER_MODELdemo"])


def test_a_phone_jumps_to_the_parts_of_a_long_page(named: Server, open_page: Callable[..., Page]) -> None:
    """The jumps stay in sight, and each brings its part below them and the focus to it."""
    page = open_page(named, "/#/system", viewport={"width": 390, "height": 844})
    jumps = page.get_by_role("navigation", name="Sections of this page")
    expect(page.locator(".settings-list")).to_be_visible()
    for words in jumps.get_by_role("button").all_inner_texts():
        jumps.get_by_role("button", name=words).click()
        part = page.locator(f"#{words.lower()}")
        expect(part).to_be_focused()
        expect(jumps).to_be_in_viewport(ratio=1)
        top, bottom = (place.evaluate("part => part.getBoundingClientRect().toJSON()") for place in (part, jumps))
        assert top["top"] >= bottom["bottom"]
        expect(part.locator("h2, .figure").first).to_be_in_viewport()


def test_providers_can_be_tested_and_telemetry_is_drawn(dashboard: Server, open_page: Callable[..., Page]) -> None:
    """Each provider with how it fares and its price; those that are set up have a test; figures as lines."""
    page = open_page(dashboard, "/#/")
    measured = [{"value": 0.002 * n, "tags": {}, "ts": f"2026-01-01T00:0{n}:00.000Z"} for n in range(1, 5)]
    page.route("**/api/v1/telemetry?*", lambda route: route.fulfill(json={"items": measured[::-1]}))
    page.goto("/#/system")
    rows = page.locator("#providers .provider")
    expect(rows).to_have_count(4)
    expect(rows.filter(has_text="Runway")).to_contain_text("not set up")
    expect(rows.filter(has_text="Demo")).to_contain_text("free")
    rows.get_by_role("button").click()  # of the only one that is set up
    expect(rows.filter(has_text="Demo").get_by_role("status")).to_contain_text("It answered in")
    telemetry = page.get_by_role("region", name="Telemetry")
    telemetry.get_by_label("Figure").select_option("database_read_seconds")
    expect(telemetry.locator("path.curve")).to_have_attribute("d", re.compile(r"^M[^M]+L[^M]+L[^M]+L[^M]+$"))
    expect(telemetry.locator(".plot-scale")).to_contain_text("8 ms")


def test_medians_say_of_how_many_jobs_they_are(
    named: Server, dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """Of those that did work, as the server counts them; those that took all from the record are left out."""
    page = open_page(named, "/#/system")
    run = page.locator(".figure", has_text="Run, median")
    expect(run).to_contain_text("of no job yet")
    again = {name: finished_job[name] for name in ("video_id", "options")}
    assert dashboard.ended(dashboard.submit("full_processing", **again)["id"])["status"] == "completed"

    def counted() -> tuple[int, int]:
        with dashboard.client() as client:
            told = client.get("/api/v1/statistics").json()
        return told["run_seconds"]["count"], told["cached_jobs"]

    before = counted()
    assert min(before) >= 1
    page = open_page(dashboard, "/#/system")
    run = page.locator(".figure", has_text="Run, median")
    expect(run).to_contain_text("from the record left out")
    shown = [int(n) for n in re.findall(r"(\d+) jobs?\b", run.inner_text())]
    after = counted()  # jobs of other tests may still end
    assert all(least <= number <= most for least, number, most in zip(before, shown, after, strict=True))


def test_the_name_of_the_operator_is_shown(named: Server, open_page: Callable[..., Page]) -> None:
    """In the bar and in the titles, letter by letter, whatever is in it; also in the pages of the API."""
    page = open_page(named, "/")
    expect(page.locator(".brand")).to_have_text(NAME)
    expect(page).to_have_title(f"Queue · {NAME}")
    page.goto("/?modules")
    expect(page).to_have_title(f"Queue · {NAME}")
    page.goto("/docs")
    expect(page).to_have_title(f"{NAME}: API")


@pytest.mark.parametrize(
    ("name", "shows"),
    [("Try it", "/docs"), pytest.param("Read it", "/redoc", marks=pytest.mark.long), ("OpenAPI", "/openapi.json")],
)
def test_the_api_is_linked_and_asks_no_other_host(
    name: str, shows: str, named: Server, open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """From the page about the system; its pages load nothing from elsewhere, and try to load nothing."""
    page = open_page(named, "/#/system")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("#api").get_by_role("link", name=name).click()
    page.wait_for_load_state("networkidle")
    expect(page).to_have_url(f"{named.base_url}{shows}")
    if shows != "/openapi.json":
        expect(page.get_by_text("/api/v1/jobs/bulk").first).to_be_visible()
    assert [url for url in asked if not url.startswith((named.base_url, "data:", "blob:"))] == []
    assert complaints.unexpected == []
