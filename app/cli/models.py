"""Implements `python main.py models`: lists, fetches and checks weights."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn
from rich.table import Column, Table

from app.core.settings import Settings
from app.inference.model_catalog import ModelRow, find, list_models
from app.stages.registry import Registry


def run_list(settings: Settings, *, as_json: bool) -> int:
    """Print the weights that are configured and those on disk."""
    rows = list_models(Registry.discovered().configured_models(settings))
    if as_json:
        print(json.dumps([asdict(row) for row in rows], indent=2, default=str))
        return 0
    console = Console(soft_wrap=True, highlight=False, width=None if sys.stdout.isatty() else 160)
    table = _table(rows)
    if console.measure(table, options=console.options.update_width(1000)).maximum <= console.width:
        console.print(table, soft_wrap=False)
    else:
        console.print("\n".join(_lines(rows)), soft_wrap=True)
    console.print(
        f"* configured. Weights are in {settings.models_dir}. Fetch one: python main.py models fetch NAME",
        soft_wrap=False,
    )
    return 0


def _table(rows: list[ModelRow]) -> Table:
    """A table with one line for each; nothing is wrapped or cut, because a partial name cannot be fetched."""
    headings = ("", "kind", "name", "on disk", "size", "revision", "licence")
    table = Table(*(Column(heading, no_wrap=True) for heading in headings), box=None, pad_edge=False)
    for row in rows:
        there = "yes" if row.present else "no"
        revision, licence = (row.revision or "")[:12], row.licence or ""
        table.add_row("*" if row.configured else "", row.kind.value, row.name, there, _size(row), revision, licence)
    return table


def _lines(rows: list[ModelRow]) -> Iterator[str]:
    """Yield two short lines for each, for terminals that are too narrow for the table."""
    for row in rows:
        yield f"{'*' if row.configured else ' '} {row.name}"
        there = "on disk" if row.present else "not on disk"
        yield f"    {', '.join(filter(None, (row.kind.value, there, _size(row), row.licence)))}"


def _size(row: ModelRow) -> str:
    """The size on disk, or that of the download."""
    if row.present:
        return _bytes(row.size_bytes)
    if row.package is not None:
        return f"pip install {row.package}"
    if not row.fetchable:
        return "cannot be fetched"
    return f"fetch {_bytes(row.download_bytes)}" if row.download_bytes else "fetch"


def _bytes(count: int) -> str:
    if count >= 1e9:
        return f"{count / 1e9:.1f} GB"
    return f"{count / 1e6:.1f} MB" if count < 10e6 else f"{count / 1e6:.0f} MB"


def run_fetch(settings: Settings, name: str) -> int:
    """Fetch weights by name, with a progress bar. Raises JobFailure (`model_unavailable`, `disk_full`)."""
    from app.inference.fetching import FetchProgress, fetch

    wanted = find(Registry.discovered().configured_models(settings), name)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    for weights in wanted:
        with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
            task = bars.add_task(weights.name, total=None)

            def show_progress(progress: FetchProgress) -> None:
                bars.update(task, completed=progress.done_bytes, total=progress.total_bytes, description=progress.file)  # noqa: B023

            fetched = fetch(weights, show_progress, offline=settings.hf_hub_offline)
        print(f"{fetched.name}: {fetched.size_bytes / 1e6:.1f} MB in {fetched.path} (revision {fetched.revision})")
    return 0


def run_check(settings: Settings, *, as_json: bool) -> int:
    """Run each configured model on a known input; returns exit code 1 if one fails that jobs do not do without."""
    from app.inference.check import check

    results: list[dict[str, Any]] = []
    for result in check(Registry.discovered().configured_models(settings)):
        results.append(asdict(result))
        if not as_json:
            mark = "ok  " if result.ok else ("none" if result.skipped else "FAIL")
            print(f"{mark} {result.kind.value:10} {result.name}: {result.detail} ({result.seconds:.1f} s)", flush=True)
    if as_json:
        print(json.dumps(results, indent=2, default=str))
    return 0 if all(row["ok"] or row["skipped"] for row in results) else 1
