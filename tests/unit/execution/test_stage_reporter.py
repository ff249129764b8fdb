"""What is reported of work for others: everything that limits and shows it, in the size of a notification."""

import asyncio
import json
import time
from pathlib import Path

from app.db.announcements import MOST_BYTES
from app.execution.single_flight import Alive, Began, GoesOn, Rested, Waits
from app.execution.stage_reporter import StageReporter
from app.jobs.changes import JobChange, StageReported
from app.jobs.stage_messages import Log, Progress
from app.jobs.stage_reports import ReportedLine, StageReport
from tests.stores import open_store


async def test_notices_of_a_flight_become_few_reports(tmp_path: Path) -> None:
    """The newest progress and all lines; the last one says that the work has ended."""
    async with open_store(tmp_path) as store:
        reports: list[StageReport] = []

        def follow(changes: list[JobChange]) -> None:
            reports.extend(change.report for change in changes if isinstance(change, StageReported))

        store.follow_changes(follow)  # type: ignore[arg-type]
        async with StageReporter(store, "fetch-1") as reporter:
            reporter.receive(Progress(fraction=0.1))
            assert reports == []  # it has no slot yet
            reporter.receive(Began(time.monotonic() - 5.0, True))
            async with asyncio.timeout(20):
                while not reports:
                    await asyncio.sleep(0.01)
            for percent in range(100):
                reporter.receive(Progress(fraction=percent / 100, speed=f"{percent}×"))
            for number in range(20):
                reporter.receive(Log(message=f"line {number}", fields={"n": number}))
            reporter.receive(Alive())
            reporter.receive(Waits())
            async with asyncio.timeout(20):
                while not reports[-1].waits:
                    await asyncio.sleep(0.01)
            reporter.receive(GoesOn())
            reporter.receive(Rested())
    assert len({report.run for report in reports}) == 1
    assert all(report.resumed and report.worked_s >= 5.0 for report in reports)
    assert [line.message for report in reports for line in report.lines] == [f"line {n}" for n in range(20)]
    (last,) = [report for report in reports if report.alive]
    assert (reports[-1].rested, last.fraction, last.speed) == (True, 0.99, "99×")
    assert len(reports) <= 4
    assert not reports[-1].waits


def test_a_report_fits_into_a_notification_and_comes_back_as_it_was() -> None:
    """Whatever a stage logs; of a line that is too long the beginning stays."""
    short = ReportedLine.of(Log(message="Loading", fields={"model": "demo", "share": 0.5, "local": True}))
    assert short == ReportedLine("Loading", {"model": "demo", "share": 0.5, "local": True})
    long = ReportedLine.of(Log(message="語" * 3000, fields={"text": "x" * 9000}))
    assert long.message.startswith("語" * 100)
    assert long.fields == {}
    report = StageReport("r" * 32, 12.5, False, True, 0.25, "3.1 MB/s", (short, long), rested=True)
    form = json.dumps(report.form())
    assert len(form) < MOST_BYTES
    assert StageReport.of(json.loads(form)) == report
