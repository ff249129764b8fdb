"""Makes the pictures and films of the documentation: `python -m tests.pictures [NAME …]`.

A server in a folder of its own processes the sample, and the tests' Chromium shows it: each view once, and two films of
ten seconds. What is seen there is what people get.
"""

import base64
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import imageio_ffmpeg
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.conftest import ARGUMENTS, WORD_BY_WORD, chromium_of
from tests.media import sample
from tests.server import Server
from tests.servers import Site

IMAGES = Path(__file__).parents[1] / "docs" / "images"
WINDOW, PHONE = {"width": 1360, "height": 860}, {"width": 390, "height": 844}
#: Of pictures and films: WebP's quality.
PICTURE_QUALITY, FILM_QUALITY = 85, 75
#: Of films: width in pixels, frames a second, length in seconds. What took longer is shown faster.
FILM_WIDTH, FILM_RATE, FILM_S = 960, 8, 10.0
#: A pause in which a viewer reads, milliseconds.
READ_MS = 900
TIMEOUT_MS, WITHIN_S = 120_000, 300


@dataclass(frozen=True, slots=True)
class Subject:
    """What the pictures show: a finished job, another one of the same video, and a share link of the first."""

    job_id: str
    other_id: str
    video_id: str
    share: str

    def path(self, pattern: str) -> str:
        """Where a view of it is."""
        return pattern.format(job=self.job_id, other=self.other_id, video=self.video_id, share=self.share)


@dataclass(frozen=True, slots=True)
class View:
    """A view to be seen at a path once `ready` is there; `act` is done before the picture is taken."""

    path: str
    ready: str
    act: Callable[[Page], None] = lambda _: None
    scheme: str = "light"
    phone: bool = False


def webp(source: list[str], shape: list[str], quality: int, encoder: str, file: Path) -> None:
    """Write a picture or a film as WebP."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-nostdin", "-loglevel", "error", *source, *shape]
    command += ["-c:v", encoder, "-quality", str(quality), "-compression_level", "6", str(file)]
    subprocess.run(command, check=True)


@contextmanager
def filmed(page: Page, file: Path) -> Iterator[None]:
    """Record what the page shows; the film has FILM_S seconds, however long that took."""
    session, frames = page.context.new_cdp_session(page), list[tuple[float, bytes]]()

    def shown(frame: dict[str, Any]) -> None:
        frames.append((frame["metadata"]["timestamp"], base64.b64decode(frame["data"])))
        session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    session.on("Page.screencastFrame", shown)
    session.send("Page.startScreencast", {"format": "jpeg", "quality": 92})
    yield
    page.wait_for_timeout(READ_MS)
    session.send("Page.stopScreencast")
    ends = [at for at, _ in frames[1:]] + [frames[-1][0] + READ_MS / 1000]
    speed = max(1.0, (ends[-1] - frames[0][0]) / FILM_S)
    with tempfile.TemporaryDirectory() as name:
        listed = []
        for n, ((at, data), end) in enumerate(zip(frames, ends, strict=True)):
            (Path(name) / f"{n}.jpg").write_bytes(data)
            listed += [f"file {n}.jpg", f"duration {(end - at) / speed:.4f}"]
        (Path(name) / "list").write_text("\n".join(listed))
        shape = ["-vf", f"fps={FILM_RATE},scale={FILM_WIDTH}:-2:flags=lanczos", "-loop", "0"]
        webp(["-f", "concat", "-i", f"{name}/list"], shape, FILM_QUALITY, "libwebp_anim", file)
    print(f"{file.name}: {speed:.1f} times as fast as it was", flush=True)


def film_live(page: Page) -> str:
    """A file is chosen, its transcript appears line by line, then what it means and its clips; the job's id."""
    page.goto("/#/new")
    expect(page.locator("#files")).to_be_attached()
    with filmed(page, IMAGES / "live.webp"):
        page.locator("#files").set_input_files(sample())
        expect(page.get_by_role("list", name="Chosen files")).to_contain_text("ready")
        page.wait_for_timeout(READ_MS)
        page.get_by_role("button", name="Start").click()
        expect(page.locator(".line").first).to_be_visible()
        expect(page.locator(".clip").first).to_be_visible()
        page.wait_for_timeout(READ_MS)
        page.locator("#clips").scroll_into_view_if_needed()
        page.wait_for_timeout(2 * READ_MS)
    return str(page.evaluate("location.hash")).rpartition("/")[2]


def film_work(page: Page, subject: Subject, starts: list[float]) -> None:
    """What was said is searched, played, chosen, and becomes a clip; `starts` are those of the lines."""
    page.goto(subject.path("/#/jobs/{job}"))
    expect(page.locator(".line .word").first).to_be_visible()
    with filmed(page, IMAGES / "work.webp"):
        page.keyboard.press("Control+k")
        page.keyboard.type("saturn", delay=90)
        expect(page.locator(".found-line[aria-selected=true]")).to_be_visible()
        page.wait_for_timeout(READ_MS)
        page.keyboard.press("Enter")
        index = page.locator(".line.heard").get_attribute("data-line")
        line = page.locator(f".line[data-line='{index}']")
        page.wait_for_timeout(2 * READ_MS)
        page.keyboard.press("k")
        page.evaluate("start => (document.querySelector('.player video').currentTime = start)", starts[int(index or 0)])
        line.locator(".line-time").focus()
        for _ in range(line.locator(".word").count()):
            page.keyboard.press("Shift+ArrowRight", delay=40)
        expect(page.locator(".chosen-words")).to_be_visible()
        page.wait_for_timeout(READ_MS)
        page.get_by_role("link", name="Make a clip").press("Enter")
        page.get_by_role("radio", name="9:16").check()
        page.wait_for_timeout(READ_MS)
        page.get_by_role("checkbox", name="Captions").check()
        expect(page.locator(".burned")).to_be_visible()
        page.wait_for_timeout(READ_MS)
        page.get_by_role("button", name="Play the clip").click()
        page.wait_for_timeout(3 * READ_MS)


def palette(page: Page) -> None:
    """Search everything."""
    page.keyboard.press("Control+k")
    page.keyboard.type("the")
    expect(page.locator(".found-line").first).to_be_visible()


def portrait(page: Page) -> None:
    """A clip in the shape of a phone, with captions."""
    page.get_by_role("radio", name="9:16").check()
    page.get_by_role("checkbox", name="Captions").check()
    page.evaluate("document.querySelector('.player video').currentTime = 18")
    expect(page.locator(".burned")).to_be_visible()


def cut(page: Page) -> None:
    """Words struck out."""
    page.get_by_role("button", name="Cut", exact=True).click()
    page.locator(".transcript-lines").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Delete")
    expect(page.locator(".word.struck")).to_have_count(4)


def edit(page: Page) -> None:
    """Three scenes in an order of their own; the second is chosen."""
    for n in (3, 2, 7):
        page.get_by_role("button", name=f"Add Scene {n}", exact=True).click()
    page.locator(".block button").nth(1).click()


def log(page: Page) -> None:
    """What became of the entries of a feed."""
    page.get_by_role("button", name="Log").first.click()
    expect(page.get_by_role("list", name="Log of Talks of the week")).to_be_visible()


def lines(page: Page) -> None:
    """A line at the playhead."""
    page.evaluate("document.querySelector('video').currentTime = 13")
    expect(page.locator(".line.heard")).to_be_visible()


VIEWS: dict[str, View] = {
    "queue": View("/#/", ".job-row"),
    "new": View("/#/new", "#links"),
    "job": View("/#/jobs/{job}", ".clip img", lines),
    "job-dark": View("/#/jobs/{job}", ".clip img", lines, scheme="dark"),
    "job-phone": View("/#/jobs/{job}", ".clip img", phone=True),
    "palette": View("/#/jobs/{job}", ".clip img", palette),
    "cut": View("/#/jobs/{job}", ".line .word", cut),
    "clip": View("/#/jobs/{job}/clip?start=16&end=25", ".crop-grip, .player video", portrait),
    "edit": View("/#/jobs/{job}/edit", ".part, [role=tablist]", edit),
    "compare": View("/#/compare?a={job}&b={other}", ".compare-rows"),
    "library": View("/#/videos", "main img"),
    "video": View("/#/videos/{video}", ".video-jobs li"),
    "feeds": View("/#/feeds", ".feed", log),
    "share": View("{share}", ".line .word", lines),
    "system": View("/#/system", ".figure"),
}
FILMS = ("live", "work")


def podcast(site: Site) -> str:
    """A podcast of three parts."""
    items = "".join(
        f"<item><title>Part {n}</title><guid>{n}</guid><pubDate>{n:02d} Nov 2026 10:00:00 +0000</pubDate>"
        f"<enclosure url='{site.add_file(f'/part-{n}.mp4', sample())}' type='video/mp4'/></item>"
        for n in range(3, 0, -1)
    )
    body = f"<rss version='2.0'><channel><title>Talks of the week</title>{items}</channel></rss>"
    return site.add("/podcast.xml", body=body.encode())


def prepared(server: Server, site: Site, job_id: str) -> Subject:
    """Beside the job: another one of its video, a feed, a link to share it."""
    video_id = server.ended(job_id, within_s=WITHIN_S)["video_id"]
    other = server.submit("analysis", video_id=video_id, options={"language": "en", "hotwords": ["Saturn", "Lisbon"]})
    server.ended(other["id"], within_s=WITHIN_S)
    with server.client() as client:
        feed = {"url": podcast(site), "name": "Talks of the week", "job_type": "transcription", "last": 2}
        client.post("/api/v1/feeds", json=feed).raise_for_status()
        while len(client.get("/api/v1/jobs", params={"status": "completed"}).json()["items"]) < 4:
            time.sleep(1)  # both new parts of the podcast too
        client.patch(f"/api/v1/videos/{video_id}", json={"tags": ["sample", "talks"]}).raise_for_status()
        shared = client.post("/api/v1/shares", json={"job_id": job_id}).raise_for_status().json()
    return Subject(job_id, other["id"], video_id, shared["url"].removeprefix(server.base_url))


def take(browser: Browser, server: Server, name: str, subject: Subject) -> None:
    """Take the picture of a view."""
    view = VIEWS[name]
    context = browser.new_context(
        base_url=server.base_url,
        viewport=PHONE if view.phone else WINDOW,
        color_scheme="dark" if view.scheme == "dark" else "light",
        device_scale_factor=2 if view.phone else 1,
        locale="en-GB",
    )
    context.set_default_timeout(TIMEOUT_MS)
    page = context.new_page()
    page.goto(subject.path(view.path))
    expect(page.locator(view.ready).first).to_be_visible()
    view.act(page)
    page.wait_for_timeout(2 * READ_MS)  # pictures in it are loaded, movements have ended
    with tempfile.NamedTemporaryFile(suffix=".png") as shot:
        page.screenshot(path=shot.name)
        webp(["-i", shot.name], [], PICTURE_QUALITY, "libwebp", IMAGES / f"{name}.webp")
    context.close()


def main(names: list[str]) -> int:
    """Make the named pictures and films, or all."""
    wanted = names or [*FILMS, *VIEWS]
    expect.set_options(timeout=TIMEOUT_MS)
    with (
        tempfile.TemporaryDirectory() as folder,
        Site() as site,
        Server(Path(folder), **WORD_BY_WORD) as server,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=chromium_of(driver), args=list(ARGUMENTS))
        page = browser.new_page(base_url=server.base_url, viewport=WINDOW, locale="en-GB")
        page.set_default_timeout(TIMEOUT_MS)
        if "live" in wanted:
            job_id = film_live(page)
        else:
            job_id = server.submit("full_processing", video_id=server.upload(sample()))["id"]
        subject = prepared(server, site, job_id)
        if "work" in wanted:
            film_work(page, subject, [line["start"] + 0.02 for line in server.job(job_id)["segments"]])
        for name in [name for name in wanted if name in VIEWS]:
            take(browser, server, name, subject)
            print(name, flush=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
