"""The page with keys: made and revoked on it, and a page for each that offers only what its key allows."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, until
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

#: What changes something, wherever it is.
CHANGES = (
    *("New job", "Pause", "Drain", "Analyse", "Create", "Add", "Delete", "Cancel", "Retry", "Put first", "Edit"),
    "New job on it",
)


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server without a key. Request it before `open_page`: its pages are closed first then."""
    with Server(tmp_path_factory.mktemp("keys")) as running:
        yield running


def made(page: Page, name: str, **choices: str) -> str:
    """Make a key on the page about the system; returns what is shown once."""
    card = page.locator("#keys")
    card.get_by_role("button", name="Create").click()
    card.get_by_label("Name").fill(name)
    if "scope" in choices:
        card.get_by_label("Allows").select_option(choices["scope"])
        card.get_by_label("User").fill(choices.get("user", ""))
    card.get_by_role("button", name="Create").click()
    expect(card.get_by_role("status")).to_contain_text(f"“{name}”")
    key = card.get_by_role("status").locator("code").inner_text()
    card.get_by_role("button", name="I have stored it").click()
    expect(card.locator(".api-key", has_text=name)).to_contain_text(key[:12])
    expect(card.get_by_role("status")).to_have_count(0)
    assert key not in page.content()
    return key


def signed_in(page: Page, key: str) -> None:
    """Sign in."""
    page.get_by_label("API key").fill(key)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".link-dot.live")).to_be_attached()  # a narrow window shows it only while updates are not live


def offered(page: Page) -> list[str]:
    """What the view that is shown offers to change."""
    found = [*page.get_by_role("button").all(), *page.get_by_role("link").all()]
    names = [one.get_attribute("aria-label") or one.inner_text().strip() for one in found]
    return [name.partition(":")[0] for name in names if name.partition(":")[0] in CHANGES]


def test_each_page_offers_what_its_key_allows(
    server: Server, open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """No view requests what is refused: the browser would complain of a 403. A revoked key signs out."""
    complaints.allowed += ["401", "WebSocket connection to"]
    admin = open_page(server, "/#/system")
    boss = {"X-API-Key": made(admin, "boss")}
    expect(admin.locator("#access")).to_contain_text("boss")
    screen, ann = made(admin, "screen", scope="read"), made(admin, "ann", scope="write", user="ann")
    with server.client() as client:
        link: dict[str, Any] = {"url": "http://127.0.0.1:9/a.mp4"}
        job = client.post("/api/v1/jobs", json=link | {"user_id": "bea"}, headers=boss).json()
        video = client.post("/api/v1/videos", json=link, headers=boss).json()
        assert client.post("/api/v1/jobs", json=link, headers={"X-API-Key": ann}).status_code == 201

    reader = open_page(server, "/#/", viewport={"width": 390, "height": 844})
    signed_in(reader, screen)
    views = {"/#/": ".job-row", f"/#/jobs/{job['id']}": ".job-head", "/#/videos": ".video-card"}
    views |= {f"/#/videos/{video['video_id']}": ".job-head", "/#/system": "#access", "/#/new": ".empty"}
    views |= {f"/#/jobs/{job['id']}/edit": ".empty"}
    for path, ready in views.items():
        reader.goto(path)
        expect(reader.locator(ready).first).to_be_visible()
        assert offered(reader) == [], path
        until(reader, "document.documentElement.scrollWidth <= innerWidth")
    assert reader.locator("input[type=checkbox]").count() == 0

    user = open_page(server, "/#/")
    signed_in(user, ann)
    expect(user.locator(".job-row")).to_have_count(1)
    assert "New job" in offered(user)
    expect(user.get_by_role("button", name="Cancel: a")).to_be_visible()
    assert not {"Pause", "Drain"} & set(offered(user))
    user.goto(f"/#/jobs/{job['id']}")
    expect(user.get_by_text("There is no such job")).to_be_visible()
    user.goto("/#/system")
    expect(user.locator("#access")).to_contain_text("what belongs to ann")
    expect(user.locator(".figure").first).to_contain_text("1")
    expect(user.locator("#settings, #machine, #connections, #keys")).to_have_count(0)

    admin.get_by_role("button", name="Revoke ann").click()
    admin.get_by_role("button", name="Revoke", exact=True).click()
    expect(user.get_by_label("API key")).to_be_visible()
    expect(admin.locator(".api-keys summary")).to_have_text("1 revoked or expired")
