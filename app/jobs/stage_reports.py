"""What a worker reports of a stage that it runs for jobs of other processes: how it stands, and lines for their logs.

Reports are not stored, and one may be lost. So each says all that its receivers need to show and to limit the work;
only a lost log line stays lost. What decides is in the database: pieces, output, failure.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from app.jobs.stage_messages import Log, LogValue

#: Time between two reports of work in progress, seconds, and the longest time without one.
REPORT_EVERY_S, REPORT_AT_LEAST_S = 0.2, 2.0
#: Without a report for so long, the work has been interrupted, seconds.
SILENT_S = 10.0
#: Bytes of the log lines of one report, and of one line: a notification of the database has 8,000.
LINES_BYTES, LINE_BYTES = 5000, 2000


@dataclass(frozen=True, slots=True)
class ReportedLine:
    """A line for the jobs' logs."""

    message: str
    fields: Mapping[str, LogValue]

    @classmethod
    def of(cls, log: Log) -> "ReportedLine":
        """The line of a stage's message, cut to a size that a report can have."""
        line = cls(log.message, log.fields)
        if line.size_bytes > LINE_BYTES:
            line = cls(log.message, {})
        if line.size_bytes > LINE_BYTES:
            line = cls(log.message[: LINE_BYTES // 12] + "…", {})  # a character is up to 12 bytes of JSON
        return line

    @property
    def size_bytes(self) -> int:
        """Its size in a report."""
        return len(json.dumps(asdict(self)))


@dataclass(frozen=True, slots=True)
class StageReport:
    """How one run of a stage stands. `run` names the run, `worked_s` is the time since it got its slot.

    `resumed`: a part of the work was done before. `alive`: it was seen to work since the report before. `rested`: it
    has released its slot, so this is the last report. `waits`: it works not just now, as its files are being copied.
    """

    run: str
    worked_s: float
    resumed: bool
    alive: bool = False
    fraction: float | None = None
    speed: str | None = None
    lines: Sequence[ReportedLine] = ()
    rested: bool = False
    waits: bool = False

    def form(self) -> dict[str, Any]:
        """The report as JSON."""
        return asdict(self)

    @classmethod
    def of(cls, form: Mapping[str, Any]) -> "StageReport":
        """The report of a JSON form."""
        lines = tuple(ReportedLine(**line) for line in form["lines"])
        return cls(**{**form, "lines": lines})
