"""What the server does with what apps share with the page, where the page's worker has not taken it."""

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.asgi import App, app_in

pytestmark = pytest.mark.asyncio(loop_scope="module")
#: As a browser says it of an app's share, and of a form in a page of another site.
SHARE = {"Origin": "null", "Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
FOREIGN = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[App]:
    """An application with a key, below a proxy's prefix."""
    async with app_in(tmp_path_factory.mktemp("incoming"), api_key="a key of some length", root_path="/v") as running:
        yield running


@pytest.mark.parametrize("headers", [SHARE, FOREIGN, {}])
async def test_words_are_passed_on_to_the_page(app: App, headers: dict[str, str]) -> None:
    """Without a key, which the page asks for; it is no more than following a link with these words."""
    form = {"shared_title": (None, "Talk"), "shared_text": (None, "https://a.example/b?c=d&e"), "more": (None, "x")}
    answer = await app.http.post("/v/incoming/", files=form, headers=headers)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/v/?shared_title=Talk&shared_text=https%3A%2F%2Fa.example%2Fb%3Fc%3Dd%26e"


@pytest.mark.parametrize("size", [10, 100_000])
async def test_a_file_is_not_taken_and_a_page_says_so(app: App, size: int) -> None:
    """Another site's page could have sent it; nothing is stored."""
    answer = await app.http.post("/incoming", files={"shared_files": ("a.mp4", b"x" * size)}, headers=SHARE)
    assert answer.status_code == 413
    assert answer.headers["content-type"].startswith("text/html")
    assert "share the file again" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert not any((app.settings.data_dir / "work").glob("**/*.part"))


async def test_other_requests_there_get_pages_too(app: App) -> None:
    """What is no form, a reload of the address, and other methods."""
    answer = await app.http.post("/incoming", json={}, headers=SHARE)
    assert (answer.status_code, answer.headers["content-type"]) == (415, "text/html; charset=utf-8")
    answer = await app.http.get("/v/incoming", headers=SHARE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/v/")
    assert (await app.http.delete("/incoming", headers=FOREIGN)).status_code in (403, 405)


async def test_the_manifest_names_the_place_and_the_worker_is_served(app: App) -> None:
    """Revalidated each time, so that browsers find a new one."""
    target = json.loads((await app.http.get("/static/manifest.webmanifest")).text)["share_target"]
    assert (target["action"], target["method"], target["enctype"]) == ("../incoming", "POST", "multipart/form-data")
    assert target["params"]["files"] == [{"name": "shared_files", "accept": ["video/*", "audio/*"]}]
    worker = await app.http.get("/v/incoming_worker.js")
    assert worker.headers["content-type"].startswith("text/javascript")
    assert worker.headers["cache-control"] == "no-cache"
