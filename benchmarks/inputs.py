"""What a key, a turn of the wheel or a step of the zoom costs the page, with 1,000 jobs and a recording of three hours.

For each input the CPU time of the page's script is taken by the browser's own count, and what it needs for styles and
layout besides. A frame at 60 Hz has 16.7 ms for all of it; the aim is that script takes half of that at most.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import CDPSession, Page, sync_playwright

from benchmarks._recording import populate, with_link
from benchmarks._ways import WAYS, Way
from benchmarks.frame.figure import Figure
from benchmarks.frame.pairs import quantile
from benchmarks.scale import server_of
from tests.browser.conftest import ARGUMENTS, chromium_of

AIM_MS = 8.0
#: A view is quiet when it works less than this share of such a time; so often it is looked at.
QUIET_MS, QUIET_SHARE, SETTLING = 400, 0.05, 50


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
            for what, prepare in WAYS.items():
                way = prepare(page, recording)
                settle(page, counted)
                yield figure(what, *measured(page, counted, way))
            browser.close()


def figure(what: str, script: list[float], rest: list[float]) -> Figure:
    """The figure of some inputs, milliseconds of script, and of styles and layout."""
    median, worst = quantile(script, 0.5), max(script)
    note = f"p50 {median:.1f} ms, worst {worst:.1f} ms; styles and layout, p50 {quantile(rest, 0.5):.1f} ms"
    return Figure(f"{what}: script, p95", quantile(script, 0.95), "ms", AIM_MS, note=note)


def measured(page: Page, counted: CDPSession, way: Way) -> tuple[list[float], list[float]]:
    """Milliseconds of script, and of styles and layout, of each input."""
    script, rest = [], []
    for n in range(way.inputs):
        way.before(n)
        before = totals(counted)
        way.make(n)
        page.wait_for_timeout(way.rest_ms)
        after = totals(counted)
        script.append((after["ScriptDuration"] - before["ScriptDuration"]) * 1e3)
        others = ("LayoutDuration", "RecalcStyleDuration")
        rest.append(sum(after[name] - before[name] for name in others) * 1e3)
    return script, rest


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
