"""Shows a check: progress on standard error, and the findings, with what was not checked, on standard output."""

from collections import Counter
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.cli.progress_view import ProgressView, clock
from app.jobs.findings import SEVERITIES
from app.text.scripts import one_line

STYLES: Final = {"critical": "bold red", "warning": "yellow", "info": "cyan"}
#: Longest text of a finding that is shown.
MOST_TEXT: Final = 300


class CheckView(ProgressView):
    """Shows how far the check is, and no transcript: logs of pipelines are no place for what people say."""

    def __init__(self, *, console: Console | None = None, output: Console | None = None) -> None:
        super().__init__(to_stderr=True, console=console)
        self._output = output or Console(highlight=False, soft_wrap=True)

    def show(self, job: dict[str, Any]) -> None:
        """Show the findings in order of time, or why there are none."""
        if job["status"] != "completed":
            error = job.get("error") or {}
            self.line(f"{job['status']} in {error.get('stage')}: {error.get('code')}: {error.get('message')}", "red")
            return
        found = job.get("findings") or []
        if found and self._output.is_terminal:
            self._output.print(_table(found), soft_wrap=False)
        else:
            for finding in found:
                self._output.print(Text(_plain(finding)))
        for warning in job.get("warnings") or []:
            self._output.print(Text(f"note      {_shown(warning.get('message'))}", style="dim"))
        self._output.print(Text(summary(found), style="bold"))


def summary(found: list[dict[str, Any]]) -> str:
    """How many findings there are of each severity, in words."""
    counts = Counter(finding["severity"] for finding in found)
    parts = [f"{counts[severity]} {severity}" for severity in reversed(SEVERITIES) if counts[severity]]
    return f"{len(found)} finding{'s' if len(found) != 1 else ''}: {', '.join(parts)}" if found else "no findings"


def span_of(finding: dict[str, Any]) -> str:
    """Where in the film a finding is."""
    start, end = finding.get("start"), finding.get("end")
    if start is None:
        return "whole"
    return clock(start) if end is None or end - start < 0.1 else f"{clock(start)}–{clock(end)}"


def _table(found: list[dict[str, Any]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("time", "severity", "rule", "finding"):
        table.add_column(name, no_wrap=name != "finding")
    for finding in found:
        severity = Text(finding["severity"], style=STYLES.get(finding["severity"], ""))
        table.add_row(span_of(finding), severity, Text(_shown(finding["rule"])), Text(_words(finding)))
    return table


def _plain(finding: dict[str, Any]) -> str:
    return f"{span_of(finding):<15}  {finding['severity']:<8}  {_shown(finding['rule']):<16}  {_words(finding)}"


def _words(finding: dict[str, Any]) -> str:
    """The message, with its evidence unless the message contains it."""
    message, evidence = _shown(finding.get("message")), _shown(finding.get("evidence"))
    return f"{message} ({evidence})" if evidence and evidence not in message else message


def _shown(text: str | None) -> str:
    """One line without control characters: rules and words on screen are not ours."""
    return one_line(text or "", MOST_TEXT)
