"""`python main.py models`: what weights there are, fetching them, and seeing them work."""

import json
import sys
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Column, Table

from app.cli.configured_models import configured
from app.core.settings import Settings


def run_list(settings: Settings, *, as_json: bool) -> int:
    """Print what is configured and what is on disk."""
    from app.inference.shelf import list_models

    rows = list_models(configured(settings))
    if as_json:
        print(json.dumps([asdict(row) for row in rows], indent=2, default=str))
        return 0
    name = Column("name", overflow="fold")  # a name that is cut short cannot be fetched
    table = Table("", "kind", name, "on disk", "size", "revision", "licence", box=None, pad_edge=False)
    for row in rows:
        there = "yes" if row.present else ("fetch" if row.fetchable else "no")
        table.add_row(
            "*" if row.configured else "",
            row.kind.value,
            row.name,
            there,
            f"{row.size_bytes / 1e6:.1f} MB" if row.size_bytes else "",
            (row.revision or "")[:12],
            row.licence or "",
        )
    console = Console(soft_wrap=True, highlight=False, width=None if sys.stdout.isatty() else 160)
    console.print(table, soft_wrap=False)
    console.print(f"* configured. Weights are in {settings.models_dir}. Fetch one: python main.py models fetch NAME")
    return 0


def run_fetch(settings: Settings, name: str) -> int:
    """Fetch weights by name, with a progress bar. Raises JobFailure (`model_unavailable`, `disk_full`)."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    from app.inference.fetching import FetchProgress, fetch
    from app.inference.shelf import find

    wanted = find(configured(settings), name)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    for weights in wanted:
        with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
            task = bars.add_task(weights.name, total=None)

            def told(news: FetchProgress) -> None:
                bars.update(task, completed=news.done_bytes, total=news.total_bytes, description=news.file)  # noqa: B023

            fetched = fetch(weights, told, offline=settings.hf_hub_offline)
        print(f"{fetched.name}: {fetched.size_bytes / 1e6:.1f} MB in {fetched.path} (revision {fetched.revision})")
    return 0


def run_check(settings: Settings, *, as_json: bool) -> int:
    """Let each configured model work on a known input; exit code 1 when one does not."""
    from app.inference.check import check

    results: list[dict[str, Any]] = []
    for result in check(configured(settings)):
        results.append(asdict(result))
        if not as_json:
            mark = "ok  " if result.ok else "FAIL"
            print(f"{mark} {result.kind.value:10} {result.name}: {result.detail} ({result.seconds:.1f} s)", flush=True)
    if as_json:
        print(json.dumps(results, indent=2, default=str))
    return 0 if all(row["ok"] for row in results) else 1
