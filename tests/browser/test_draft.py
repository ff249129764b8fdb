"""A new job that is not started yet: it outlives the form, takes what is pasted and dropped, and is never just lost."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.conftest import Complaints, until
from tests.media import MediaShelf, sample
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

LINK = "https://example.org/films/talk.mp4"
#: Slower than any test waits for the sample, and fast enough to get on.
SLOW_BYTES_A_SECOND = 40_000
PASTE = """([where, text, file]) => {
  const clipboardData = new DataTransfer();
  if (text) clipboardData.setData("text/plain", text);
  if (file) clipboardData.items.add(new File(["no film"], file, { type: "video/mp4" }));
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  return document.querySelector(where).dispatchEvent(event);
}"""
DROP_LINK = """([where, link]) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.setData("text/uri-list", link);
  const tell = (kind) => document.querySelector(where).dispatchEvent(
    new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
  return ["dragover", "drop"].map(tell).some(Boolean);
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose queue is paused and empty."""
    with Server(tmp_path_factory.mktemp("draft")) as running:
        with running.client() as client:
            client.post("/api/v1/queue/pause").raise_for_status()
        yield running


class Line:
    """How fast a page can send. The conditions end with the session that set them, so it is kept."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("Network.enable")

    def slow(self) -> None:
        """Send so slowly that it is seen."""
        self._set(SLOW_BYTES_A_SECOND)

    def fast(self) -> None:
        """Send as fast as it can."""
        self._set(-1)

    def _set(self, bytes_a_second: int) -> None:
        conditions = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_a_second}
        self._session.send("Network.emulateNetworkConditions", conditions)


def test_links_and_uploads_outlive_the_form(server: Server, open_page: Callable[..., Page]) -> None:
    """Go to the queue and come back: the link is as it was typed, the file got on meanwhile, and both become jobs."""
    page = open_page(server, "/#/new")
    line = Line(page)
    line.slow()
    page.get_by_label("Links").fill(LINK)
    page.locator("#files").set_input_files(sample())
    expect(page.get_by_role("progressbar", name="Upload of sample.mp4")).to_be_visible()
    page.get_by_role("link", name="Queue").click()
    dock = page.get_by_role("complementary", name="Uploads")
    expect(dock).to_contain_text("Sending 1 file")
    until(page, "document.querySelector('.upload-dock progress').value > 0")
    line.fast()
    expect(dock).to_contain_text("1 file ready to start")
    dock.get_by_role("link").click()
    expect(page.get_by_label("Links")).to_have_value(LINK)
    expect(page.get_by_role("list", name="Chosen files")).to_contain_text("1:18, ready")
    page.get_by_role("button", name="Start 2 jobs").click()
    expect(page.locator(".toast")).to_contain_text("2 jobs queued")
    page.goto("/#/new")
    expect(page.get_by_label("Links")).to_have_value("")
    expect(page.get_by_role("list", name="Chosen files").get_by_role("listitem")).to_have_count(0)


def test_who_leaves_after_start_is_not_called_back(server: Server, open_page: Callable[..., Page]) -> None:
    """The job is made when its file has arrived; the view that was gone to stays, and says so."""
    page = open_page(server, "/#/new")
    line = Line(page)
    line.slow()
    page.locator("#files").set_input_files(sample())
    page.get_by_role("button", name="Start").click()
    page.get_by_role("link", name="System").click()
    expect(page.locator("h1")).to_have_text("System")
    line.fast()
    expect(page.locator(".toast")).to_contain_text("“sample” is queued")
    expect(page.locator("h1")).to_have_text("System")
    expect(page.get_by_role("complementary", name="Uploads")).to_have_count(0)


def test_closing_the_tab_asks_while_a_file_is_on_its_way(server: Server, open_page: Callable[..., Page]) -> None:
    """The browser's own question; without an upload the tab closes at once, and a reload keeps what was typed."""
    questions: list[str] = []

    def stay(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.dismiss()

    page = open_page(server, "/#/new")
    page.on("dialog", stay)
    page.get_by_label("Links").press_sequentially(LINK)
    page.reload()
    expect(page.get_by_label("Links")).to_have_value(LINK)
    assert questions == []
    line = Line(page)
    line.slow()
    page.locator("#files").set_input_files(sample())
    page.get_by_role("link", name="Queue").click()
    expect(page.get_by_role("complementary", name="Uploads")).to_contain_text("Sending")
    with page.expect_event("dialog"):
        page.close(run_before_unload=True)
    assert questions == ["beforeunload"]
    line.fast()
    expect(page.get_by_role("complementary", name="Uploads")).to_contain_text("ready to start")
    page.reload()
    expect(page.get_by_role("complementary", name="Uploads")).to_contain_text("1 file ready to start")
    assert questions == ["beforeunload"]


def test_start_leaves_refused_files_listed_with_their_reason(
    server: Server, media: MediaShelf, open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """Others start; what the server did not take stays, so that nobody believes it was."""
    complaints.allowed += ["415"]
    page = open_page(server, "/#/new")
    page.locator("#files").set_input_files([sample(), media.html()])
    page.get_by_role("button", name="Start 2 jobs").click()
    expect(page.locator(".toast")).to_contain_text("“sample” is queued")
    files = page.get_by_role("list", name="Chosen files")
    expect(files.get_by_role("listitem")).to_have_count(1)
    expect(files).to_contain_text("page.mp4")
    expect(files.get_by_role("alert")).to_contain_text("no video or audio")
    expect(page.locator(".submit-bar")).to_contain_text("1 job queued, 1 refused")
    page.get_by_role("button", name="Start").click()
    expect(page.locator("#links-problem")).to_contain_text("refused")


def test_two_files_after_each_other_are_two_jobs(server: Server, talk: Path, open_page: Callable[..., Page]) -> None:
    """With the same choices and no link; the second is not taken for the first sent again."""
    page = open_page(server, "/#/new")
    shown = set()
    for file in (sample(), talk):
        page.goto("/#/new")
        page.locator("#files").set_input_files(file)
        expect(page.get_by_role("list", name="Chosen files")).to_contain_text("ready")
        page.get_by_role("button", name="Start").click()
        expect(page.locator(".job-head .state")).to_contain_text("Queued")
        shown.add(page.url)
    assert len(shown) == 2


@pytest.mark.parametrize("path", ["/", "/#/system", "/#/new"])
def test_a_link_is_pasted_anywhere(path: str, server: Server, open_page: Callable[..., Page]) -> None:
    """The form opens with it, below what was typed there before."""
    page = open_page(server, "/#/new")
    page.get_by_label("Links").fill("https://example.org/first.mp4")
    page.goto(path)
    expect(page.locator("h1")).to_be_visible()
    page.evaluate(PASTE, ["h1", f"Look at this: {LINK}", ""])
    expect(page.get_by_label("Links")).to_have_value(f"https://example.org/first.mp4\n{LINK}")
    assert page.url.endswith("/#/new")


def test_a_file_is_pasted_and_a_link_is_dropped(
    server: Server, open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """As with files that are dropped and links that are pasted; the browser goes nowhere."""
    complaints.allowed += ["415"]
    page = open_page(server, "/")
    expect(page.locator("h1")).to_be_visible()
    assert not page.evaluate(DROP_LINK, ["h1", f"# a comment\r\n{LINK}\r\n"])
    expect(page.get_by_label("Links")).to_have_value(LINK)
    page.goto("/#/")
    page.evaluate(PASTE, ["h1", "", "film.mp4"])
    expect(page.get_by_role("list", name="Chosen files")).to_contain_text("film.mp4")


def test_what_is_no_link_is_told_and_a_field_takes_its_own(server: Server, open_page: Callable[..., Page]) -> None:
    """Pasting words on the queue says that there is no link in them; in the search field they are searched for."""
    page = open_page(server, "/")
    expect(page.locator("h1")).to_be_visible()
    page.evaluate(PASTE, ["h1", "just words", ""])
    expect(page.locator(".toast.bad")).to_contain_text("no http(s) link")
    assert page.evaluate(PASTE, ["#queue-search", LINK, ""]), "the field was not left to paste by itself"
    expect(page.locator("h1")).to_have_text("Queue")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Server]:
    """A server without a job. Request it before `open_page`: its pages are closed first then."""
    with Server(tmp_path) as running:
        yield running


def test_an_empty_queue_has_a_place_to_paste(empty: Server, open_page: Callable[..., Page]) -> None:
    """Where a phone has no other: a field that takes the link, pasted or typed."""
    page = open_page(empty, "/", viewport={"width": 390, "height": 844})
    field = page.get_by_role("searchbox", name="Link", exact=True)
    expect(field).to_be_visible()
    page.evaluate(PASTE, [".paste-field input", LINK, ""])
    expect(page.get_by_label("Links")).to_have_value(LINK)
    page.goto("/#/")
    field.fill("https://example.org/second.mp4")
    field.press("Enter")
    expect(page.get_by_label("Links")).to_have_value(f"{LINK}\nhttps://example.org/second.mp4")
