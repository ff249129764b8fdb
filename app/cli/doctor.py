"""Implements `python main.py doctor`: reports what is missing and how to fix it."""

import json
from collections.abc import Iterator
from dataclasses import asdict

from rich.console import Console
from rich.text import Text

from app.cli.export_finding import export_folder
from app.cli.film_services_finding import film_services
from app.cli.findings import EXAMINATIONS, Finding, Grade
from app.cli.machines_finding import machines
from app.cli.media_servers_finding import media_servers
from app.cli.notify_finding import notices
from app.cli.sandbox_finding import sandbox
from app.cli.storage_finding import storage
from app.cli.trace_finding import traces
from app.core.settings import Settings

STYLES = {Grade.OK: "green", Grade.WARNING: "yellow", Grade.MISSING: "red"}


def run_doctor(settings: Settings, *, as_json: bool, notify: bool = False) -> int:
    """Run all examinations and print the findings; returns exit code 1 if something needed is missing.

    `notify`: the services that notify people are sent a line.
    """
    found = []
    console = Console(soft_wrap=True, highlight=False)
    for finding in examine(settings, notify=notify):
        found.append(finding)
        if not as_json:
            _show(console, finding)
    if as_json:
        print(json.dumps([asdict(finding) for finding in found], indent=2, ensure_ascii=False))
    return 1 if any(finding.grade is Grade.MISSING for finding in found) else 0


def examine(settings: Settings, *, notify: bool = False) -> Iterator[Finding]:
    """Yield every finding. Takes some seconds: libraries are loaded to read their versions."""
    for examination in (*EXAMINATIONS, machines, sandbox, storage, film_services, media_servers, export_folder):
        yield from examination(settings)
    yield from notices(settings, send=notify)
    yield from traces(settings)


def _show(console: Console, finding: Finding) -> None:
    console.print(Text.assemble((f"{finding.grade:8}", STYLES[finding.grade]), f"{finding.name:20} {finding.detail}"))
    if finding.remedy:
        console.print(f"{'':28} → {finding.remedy}", style="bold")
