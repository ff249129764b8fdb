"""A real Chromium against a real server: what a person sees, with real media and the shipped models."""

import fcntl
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, expect, sync_playwright

from tests.media import sample
from tests.server import Server

SCREENSHOTS = Path(__file__).parents[2] / "screenshots"
INSTALL = "no Chromium here; install one: `playwright install --with-deps chromium`, or `apt-get install chromium`"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--autoplay-policy=no-user-gesture-required",
)
PATIENCE_MS = 45_000
#: Words appear one window after the other, as they do with the larger models.
WORD_BY_WORD = {"WHISPER_BATCH_SIZE": "1"}
#: The first film that plays is paused where it begins, so that what is heard there stays marked; `played` is true then.
PAUSED_ONCE = """
window.played = false;
const pauseOnce = ({ target }) => { target.pause(); window.played = true; };
document.addEventListener("playing", pauseOnce, { capture: true, once: true });
"""
#: What the browser itself says while the server is away; scripts cannot keep it from saying so.
OUTAGE = (
    "ERR_CONNECTION_REFUSED",
    "ERR_CONNECTION_RESET",
    "ERR_CONTENT_LENGTH_MISMATCH",
    "ERR_EMPTY_RESPONSE",
    "ERR_INTERNET_DISCONNECTED",
    "WebSocket connection to",
)

expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test here that fails is run once more, and the report lists it; no other test of the project is."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.flaky(reruns=1))


def chromium_of(playwright: Playwright) -> str | None:
    """The Chromium to run: the one named by CHROMIUM_PATH, the system's, or Playwright's own.

    One without windows first: it takes a third of the CPU.
    """
    own = playwright.chromium.executable_path
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = [os.environ.get("CHROMIUM_PATH"), *map(shutil.which, names), own if Path(own).exists() else None]
    return next(filter(None, found), None)


@pytest.fixture(scope="session", autouse=True)
def chromium() -> str:
    """The browser to run; without one, every test here is skipped before it starts anything."""
    with sync_playwright() as playwright:
        path = chromium_of(playwright)
    if path is None:
        pytest.skip(INSTALL)
    return path


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for the tests of a module; it ends with them, because its event loop would disturb others."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield running
        running.close()


class Complaints:
    """What the page complains of: console errors and exceptions. `allowed` parts of texts are expected by the test."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.allowed: list[str] = []

    def watch(self, page: Page) -> None:
        """Note what this page complains of."""
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.told.append(f"exception: {error}"))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.told.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    @property
    def unexpected(self) -> list[str]:
        return [text for text in self.told if not any(part in text for part in self.allowed)]


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Fails the test at its end when a page complained of something unexpected."""
    heard = Complaints()
    yield heard
    assert heard.unexpected == []


@pytest.fixture
def open_page(browser: Browser, complaints: Complaints) -> Iterator[Callable[..., Page]]:
    """Opens a path of a server in a fresh profile: `open_page(server, "/#/new", color_scheme="dark")`.

    `paused=True` pauses the first film that plays, where it begins.
    """
    contexts: list[BrowserContext] = []

    def opened(server: Server, path: str = "/", *, paused: bool = False, **profile: Any) -> Page:
        context = browser.new_context(
            base_url=server.base_url,
            **({"viewport": {"width": 1360, "height": 860}, "locale": "en-GB"} | profile),
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        complaints.watch(page)
        if paused:
            page.add_init_script(PAUSED_ONCE)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a server that has fully processed the sample. The first process of the tests makes it for all."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "recorded"
    with (shared / "recorded.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            made = tmp_path_factory.mktemp("recording")
            with Server(made, **WORD_BY_WORD) as server:
                options = {"clip_duration": 8, "max_clips": 4, "audio_format": "mp3"}
                job = server.submit("full_processing", video_id=server.upload(sample()), options=options)
                ended = server.ended(job["id"])
                assert ended["status"] == "completed", ended["error"]
                assert server.terminate() == 0
            made.rename(folder)
    return folder


@pytest.fixture(scope="session")
def dashboard(recorded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that the tests share; each makes its own jobs. One that is finished is there."""
    folder = tmp_path_factory.mktemp("dashboard")
    shutil.copytree(recorded, folder, dirs_exist_ok=True)
    with Server(folder, **WORD_BY_WORD) as running:
        yield running


@pytest.fixture(scope="session")
def finished_job(dashboard: Server) -> dict[str, Any]:
    """The sample, fully processed: transcript, analysis, clips, audio."""
    with dashboard.client() as client:
        page = client.get("/api/v1/jobs", params={"job_type": "full_processing", "sort": "created_at"})
    return dashboard.job(page.raise_for_status().json()["items"][0]["id"])


@pytest.fixture(scope="session")
def long_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's speech twice, without picture: long enough to interrupt its transcription."""
    path = tmp_path_factory.mktemp("long") / "long.m4a"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-loglevel", "error", "-stream_loop", "1", "-i", sample()]
    subprocess.run([*command, "-vn", "-c:a", "copy", path], check=True)
    return path


@pytest.fixture(scope="session")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The beginning of the sample: enough for one clip."""
    path = tmp_path_factory.mktemp("short") / "short.mp4"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-loglevel", "error", "-t", "18", "-i", sample()]
    subprocess.run([*command, "-c", "copy", path], check=True)
    return path


@pytest.fixture(scope="session")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first part of the sample, as a file of its own that no other test has had transcribed."""
    path = tmp_path_factory.mktemp("talk") / "talk.mp4"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-loglevel", "error", "-t", "45", "-i", sample()]
    subprocess.run([*command, "-c", "copy", path], check=True)
    return path


def until(page: Page, expression: str, *, within_s: float = 30) -> None:
    """Wait until a JavaScript expression is true.

    Asked again and again from here: the page's policy forbids the evaluation that Playwright's own polling needs.
    """
    deadline = time.monotonic() + within_s
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"not within {within_s:g} s: {expression}"
        page.wait_for_timeout(50)


def line_texts(page: Page) -> list[str]:
    """The transcript as the page shows it, line by line."""
    texts: list[str] = page.eval_on_selector_all(".line p", "lines => lines.map(line => line.innerText.trim())")
    return texts
