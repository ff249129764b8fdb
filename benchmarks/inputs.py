"""What a key, a turn of the wheel or a step of the zoom costs the page, with 1,000 jobs and a recording of three hours.

For each input the CPU time of the page's script is taken by the browser's own count, and what it needs for styles and
layout besides. A frame at 60 Hz has 16.7 ms for all of it; the aim is that script takes half of that at most. Meanwhile
the page counts its frames: how many came in time, beside those of an empty page that is scrolled and typed into.
"""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import CDPSession, Page, sync_playwright

from benchmarks._recording import populate, with_link
from benchmarks._ways import NOTCH_PX, TYPED, WAYS, Way
from benchmarks.frame.figure import Figure
from benchmarks.frame.pairs import quantile
from benchmarks.scale import server_of
from tests.browser.conftest import ARGUMENTS, chromium_of

AIM_MS = 8.0
#: A view is quiet when it works less than this share of such a time; so often it is looked at.
QUIET_MS, QUIET_SHARE, SETTLING = 400, 0.05, 50
#: A frame is in time that comes within one and a half times 1/60 s: the next one would come at two times.
IN_TIME_MS = 25.0
BEGIN_FRAMES = """() => {
  const times = (window.frameTimes = []);
  const next = (now) => times === window.frameTimes && (times.push(now), requestAnimationFrame(next));
  requestAnimationFrame(next);
}"""
END_FRAMES = "() => { const times = window.frameTimes; window.frameTimes = null; return times; }"
#: A page with a field and a thousand plain lines.
EMPTY = "<input><div style='height: 400px; overflow: auto'>" + "<p>A line.</p>" * 1000 + "</div>"


def run() -> Iterator[Figure]:
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        made = populate(folder)
        with server_of(folder) as server, sync_playwright() as playwright:
            path = chromium_of(playwright)
            if path is None:
                raise SystemExit("no Chromium here")
            recording = with_link(server, made)
            browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
            page = browser.new_page(base_url=server.address, viewport={"width": 1360, "height": 860})
            counted = page.context.new_cdp_session(page)
            counted.send("Performance.enable", {"timeDomain": "threadTicks"})
            gaps = list[float]()
            for what, prepare in WAYS.items():
                way = prepare(page, recording)
                settle(page, counted)
                script, rest, between = measured(page, counted, way)
                gaps += between
                yield figure(what, script, rest, between)
            peer = empty_page(page, counted)
            yield Figure(
                "frames in time while all of this is done",
                100 * in_time(gaps) / in_time(peer),
                "%",
                note=f"of an empty page's: {in_time(gaps):.1%} of {len(gaps)} here, {in_time(peer):.1%} there",
            )
            browser.close()


def figure(what: str, script: list[float], rest: list[float], gaps: list[float]) -> Figure:
    """The figure of some inputs: milliseconds of script, of styles and layout, and between frames."""
    median, worst = quantile(script, 0.5), max(script)
    note = f"p50 {median:.1f} ms, worst {worst:.1f} ms; styles and layout, p50 {quantile(rest, 0.5):.1f} ms"
    note += f"; {in_time(gaps):.0%} of {len(gaps)} frames in time"
    return Figure(f"{what}: script, p95", quantile(script, 0.95), "ms", AIM_MS, note=note)


def in_time(gaps: list[float]) -> float:
    """The share of frames that came in time."""
    return sum(gap <= IN_TIME_MS for gap in gaps) / len(gaps)


def empty_page(page: Page, counted: CDPSession) -> list[float]:
    """Milliseconds between the frames of a page without script, in which is scrolled and typed."""
    gaps = list[float]()
    for selector, make in (
        ("div", lambda _: page.mouse.wheel(0, NOTCH_PX)),
        ("input", lambda n: page.keyboard.type(TYPED[n % len(TYPED)])),
    ):
        page.goto("about:blank")
        page.set_content(EMPTY)
        page.locator(selector).first.hover()
        page.locator("input").focus()
        gaps += measured(page, counted, Way(make))[2]
    return gaps


def measured(page: Page, counted: CDPSession, way: Way) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds of script, and of styles and layout, of each input; and those between the frames meanwhile."""
    script, rest, gaps = [], [], []
    for n in range(way.inputs):
        way.before(n)
        page.evaluate(BEGIN_FRAMES)
        before = totals(counted)
        way.make(n)
        page.wait_for_timeout(way.rest_ms)
        after = totals(counted)
        gaps += [later - one for one, later in pairwise(page.evaluate(END_FRAMES))]
        script.append((after["ScriptDuration"] - before["ScriptDuration"]) * 1e3)
        others = ("LayoutDuration", "RecalcStyleDuration")
        rest.append(sum(after[name] - before[name] for name in others) * 1e3)
    return script, rest, gaps


def settle(page: Page, counted: CDPSession) -> None:
    """Wait until a view that was just opened has done what it does by itself."""
    for _ in range(SETTLING):
        before = totals(counted)["TaskDuration"]
        page.wait_for_timeout(QUIET_MS)
        if (totals(counted)["TaskDuration"] - before) * 1e3 < QUIET_MS * QUIET_SHARE:
            return


def totals(counted: CDPSession) -> dict[str, float]:
    """What the browser has counted, by name."""
    return {one["name"]: one["value"] for one in counted.send("Performance.getMetrics")["metrics"]}
