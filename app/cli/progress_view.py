"""Shows the progress of a job that a command follows.

On a terminal: one live line per stage; elsewhere: plain lines, one per event.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

MARKS = {"completed": "✓", "failed": "✗", "cancelled": "–", "running": "…", "processing": "…"}


class ProgressView:
    """Shows how far a job is, as its messages arrive."""

    def __init__(self, *, to_stderr: bool = False, console: Console | None = None) -> None:
        self._console = console or Console(stderr=to_stderr, highlight=False, soft_wrap=True)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[note]}"),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._whole: TaskID = self._progress.add_task("all", total=100, note="")
        self._stages: dict[str, TaskID] = {}
        self._began = time.monotonic()

    def print_line(self, line: str) -> None:
        """Print a line."""
        self._console.print(Text(line))

    @contextmanager
    def following(self) -> Iterator[None]:
        """Keep the progress bars live for the block."""
        self._began = time.monotonic()
        self._progress.reset(self._whole)
        with self._progress:
            yield

    def show_message(self, message: dict[str, Any]) -> None:
        """Show one message of the job's socket."""
        data = message.get("data") or {}
        match message["type"]:
            case "initial_status" | "job_update":
                self._update(data)
            case "log" if data.get("level") in ("warning", "error"):
                self.line(f"{data['level']}: {data.get('message', '')}", "yellow")
            case "error":
                self.line(f"error: {data.get('message', data)}", "red")

    def _update(self, data: dict[str, Any]) -> None:
        eta = data.get("eta_seconds")
        self._progress.update(
            self._whole, completed=data.get("progress") or 0, note=f"about {eta:.0f} s left" if eta else ""
        )
        for stage in stages_shown(data):
            self._stage(stage["name"], stage["status"], stage)
        if data.get("stage") and data.get("stage_status"):
            self._stage(data["stage"], data["stage_status"], data, of_stage=False)

    def _stage(self, name: str, status: str, facts: dict[str, Any], *, of_stage: bool = True) -> None:
        """Show a stage. `facts` are the stage's own, or (not `of_stage`) the job's, whose progress differs."""
        known = name in self._stages
        if not known:
            if status == "pending":
                return
            self._stages[name] = self._progress.add_task(name, total=100, note="")
        task = self._progress.tasks[self._progress.task_ids.index(self._stages[name])]
        before = task.fields.get("status", "")
        note = "taken from the record" if facts.get("cached") else ""
        if status == "completed":
            self._progress.update(task.id, completed=100, status=status, note=note or MARKS["completed"])
        elif of_stage and facts.get("progress"):
            self._progress.update(task.id, completed=facts["progress"], status=status, note=facts.get("speed") or "")
        else:
            self._progress.update(task.id, status=status)
        if status != before and not self._console.is_terminal:
            seconds = (
                f" in {facts['seconds']:.1f} s" if status == "completed" and facts.get("seconds") and not note else ""
            )
            done = self._progress.tasks[self._progress.task_ids.index(self._whole)].completed
            self.print_line(
                f"[{time.monotonic() - self._began:5.1f} s {done:3.0f} %] {name}: {status}{seconds}"
                f"{f' ({note})' if note else ''}"
            )

    def line(self, text: str, style: str) -> None:
        """Print a line in a style above the bars."""
        self._progress.console.print(Text(text, style=style))


def stages_shown(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The stages in a message: a job lists all of them, progress maps the running ones by name."""
    show_message = data.get("stages") or []
    if isinstance(show_message, dict):
        return [{"name": name, "status": "running", **facts} for name, facts in show_message.items()]
    return list(show_message)


def clock(seconds: float) -> str:
    """`1:05.3` for 65.3."""
    minutes, rest = divmod(round(seconds, 1), 60)
    return f"{minutes:.0f}:{rest:04.1f}"
