"""What a key, a turn of the wheel or a step of the zoom costs the page, with 1,000 jobs and a recording of three hours.

For each input the CPU time of the page's script is taken by the browser's own count, and what it needs for styles and
layout besides. A frame at 60 Hz has 16.7 ms for all of it; the aim is that script takes half of that at most.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import CDPSession, Page, expect, sync_playwright

from app.db.line_index import line_num
from benchmarks.frame.figure import Figure, of_runs
from benchmarks.frame.pairs import quantile
from benchmarks.frame.population import multiply
from benchmarks.frame.server import running
from benchmarks.scale import one_job
from benchmarks.search import Language
from tests.browser.conftest import ARGUMENTS, chromium_of

JOBS, LINES, LINE_S = 1_000, 3_000, 3.6
AIM_MS = 8.0
#: Inputs of a kind, and how long each is given to finish what it has begun, milliseconds.
INPUTS, REST_MS = 24, 120
#: What a mouse's wheel scrolls by each of its notches.
NOTCH_PX = 120
TYPED = "the quick brown fox jumps"

Input = Callable[[int], None]


def run() -> Iterator[Figure]:
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        job_id = populate(folder)
        with running(folder, RETENTION_DAYS="0") as server, sync_playwright() as playwright:
            path = chromium_of(playwright)
            if path is None:
                raise SystemExit("no Chromium here")
            browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
            page = browser.new_page(base_url=server.address, viewport={"width": 1360, "height": 860})
            counted = page.context.new_cdp_session(page)
            counted.send("Performance.enable", {"timeDomain": "threadTicks"})
            for what, prepare in WAYS.items():
                made = prepare(page, job_id)
                page.wait_for_timeout(500)
                script, rest = measured(page, counted, made)
                note = f"median {quantile(script, 0.5):.1f} ms; styles and layout {quantile(rest, 0.5):.1f} ms"
                yield of_runs(f"{what}: script, p95", [quantile(script, 0.95)], "ms", aim=AIM_MS, note=note)
            browser.close()


def populate(folder: Path) -> str:
    """Make 1,000 jobs in the folder, the newest with a transcript of three hours; its id."""
    one_job(folder)
    database = folder / "jobs.db"
    language = Language()
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        job_id, key = db.execute("SELECT job_id, key FROM job_stages WHERE name = 'transcribe'").fetchone()
        (num,) = db.execute("SELECT num FROM searched_transcripts WHERE key = ?", (key,)).fetchone()
        lines = [said(language, index) for index in range(LINES)]
        db.execute("DELETE FROM pieces WHERE key = ?", (key,))
        db.execute("DELETE FROM searched_lines")
        multiply(database, JOBS)
        pieces = [(key, index, json.dumps(line)) for index, line in enumerate(lines)]
        db.executemany("INSERT INTO pieces (key, idx, piece) VALUES (?, ?, ?)", pieces)
        words = [(line_num(num, index), line["text"].lower().strip(".")) for index, line in enumerate(lines)]
        db.executemany("INSERT INTO searched_lines (num, words) VALUES (?, ?)", words)
        db.execute("UPDATE jobs SET video_duration = ? WHERE id = ?", (LINES * LINE_S, job_id))
        db.execute("UPDATE job_stages SET published = ? WHERE job_id = ? AND name = 'transcribe'", (LINES, job_id))
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return str(job_id)


def said(language: Language, index: int) -> dict[str, object]:
    """A line with its words, as Whisper's are."""
    words, start_s = language.line().split(), index * LINE_S
    each = (LINE_S - 0.4) / len(words)
    timed = [
        {"start_s": start_s + n * each, "end_s": start_s + (n + 0.9) * each, "text": f" {word}", "probability": 0.9}
        for n, word in enumerate(words)
    ]
    text = " ".join(words)
    return {"start_s": start_s, "end_s": start_s + LINE_S - 0.4, "text": text, "confidence": 0.9, "words": timed}


def measured(page: Page, counted: CDPSession, made: Input) -> tuple[list[float], list[float]]:
    """Milliseconds of script, and of styles and layout, of each input."""
    script, rest = [], []
    for n in range(INPUTS):
        before = totals(counted)
        made(n)
        page.wait_for_timeout(REST_MS)
        after = totals(counted)
        script.append((after["ScriptDuration"] - before["ScriptDuration"]) * 1e3)
        others = ("LayoutDuration", "RecalcStyleDuration")
        rest.append(sum(after[name] - before[name] for name in others) * 1e3)
    return script, rest


def totals(counted: CDPSession) -> dict[str, float]:
    """What the browser has counted, by name."""
    return {one["name"]: one["value"] for one in counted.send("Performance.getMetrics")["metrics"]}


def on_job(page: Page, job_id: str) -> None:
    """Open the recording of three hours, with all its lines."""
    page.keyboard.up("Control")
    page.goto("about:blank")
    page.goto(f"/#/jobs/{job_id}")
    expect(page.locator(f'.line[data-line="{LINES - 1}"]')).to_be_attached(timeout=60_000)


def on_queue(page: Page, _: str) -> None:
    """Open the list of jobs."""
    page.keyboard.up("Control")
    page.goto("about:blank")
    page.goto("/#/")
    expect(page.locator(".job-row").first).to_be_visible(timeout=60_000)


def typing(page: Page) -> Input:
    """Type a letter each time."""
    return lambda n: page.keyboard.type(TYPED[n % len(TYPED)])


def finding(page: Page, job_id: str) -> Input:
    on_job(page, job_id)
    page.locator("#transcript-find").focus()
    return typing(page)


def correcting(page: Page, job_id: str) -> Input:
    on_job(page, job_id)
    page.locator('.line[data-line="3"] .line-time').focus()
    page.keyboard.press("F2")
    expect(page.locator(".line-editor textarea")).to_be_focused()
    return typing(page)


def turning_lines(page: Page, job_id: str) -> Input:
    on_job(page, job_id)
    page.locator(".transcript-lines").hover()
    return lambda n: page.mouse.wheel(0, NOTCH_PX)


def stepping(page: Page, job_id: str) -> Input:
    on_job(page, job_id)
    page.locator('.line[data-line="3"] .line-time').focus()
    return lambda n: page.keyboard.press("ArrowDown")


def zooming(page: Page, job_id: str) -> Input:
    on_job(page, job_id)
    page.locator(".lane-scroll").hover()
    page.keyboard.down("Control")
    return lambda n: page.mouse.wheel(0, -80 if n % 2 else -160)


def playing(page: Page, job_id: str) -> Input:
    on_job(page, job_id)
    places = page.locator(".transcript-lines .line p").evaluate_all(
        "lines => lines.slice(0, 12).map(line => line.getBoundingClientRect()).map(({x, y}) => [x + 12, y + 8])"
    )
    return lambda n: page.mouse.click(*places[n % len(places)])


def turning_jobs(page: Page, job_id: str) -> Input:
    on_queue(page, job_id)
    page.locator(".job-row").first.hover()
    return lambda n: page.mouse.wheel(0, NOTCH_PX)


def filtering(page: Page, job_id: str) -> Input:
    on_queue(page, job_id)
    page.locator("#queue-search").focus()
    return typing(page)


def searching(page: Page, job_id: str) -> Input:
    on_queue(page, job_id)
    page.keyboard.press("Control+k")
    expect(page.locator("dialog[open] input")).to_be_focused()
    return typing(page)


WAYS: dict[str, Callable[[Page, str], Input]] = {
    "a letter in a line that is corrected": correcting,
    "a letter to find in the transcript": finding,
    "the transcript scrolls": turning_lines,
    "the next line by its key": stepping,
    "a word is pressed, and plays so long": playing,
    "a step of the timeline's zoom": zooming,
    "the queue scrolls": turning_jobs,
    "a letter to find in the queue": filtering,
    "a letter to search everything": searching,
}
