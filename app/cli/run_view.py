"""Shows several sources that are processed at once: a bar for each on a terminal, else plain lines. Standard error."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from app.cli.progress_view import MARKS, stages_shown
from app.text.scripts import one_line

#: Longest name of a source that a bar has, characters.
MOST_NAME = 32


class RunView:
    """How far each source is. Its methods may be called from several threads."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True, highlight=False, soft_wrap=True)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[note]}"),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._tasks: dict[str, TaskID] = {}
        self._stages: dict[str, list[str]] = {}
        self._lock = Lock()

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Keep the bars live for the block."""
        with self._progress:
            yield

    def begin(self, source: str, note: str) -> None:
        """Show a source that is begun."""
        with self._lock:
            name = shortened(source)
            self._tasks[source] = self._progress.add_task(name, total=100, note=note)
            self._plain(source, note)

    def show_message(self, source: str, message: dict[str, Any]) -> None:
        """Show one message of the socket of a source's job."""
        data = message.get("data") or {}
        with self._lock:
            match message["type"]:
                case "initial_status" | "job_update":
                    self._update(source, data)
                case "log" if data.get("level") in ("warning", "error"):
                    self._line(source, f"{data['level']}: {data.get('message', '')}", "yellow")

    def end(self, source: str, note: str, *, failed: bool = False, files: Sequence[Path] = ()) -> None:
        """Show how a source ended, and the files that were written."""
        with self._lock:
            mark = MARKS["failed" if failed else "completed"]
            if source in self._tasks:
                done = {} if failed else {"completed": 100}
                self._progress.update(self._tasks[source], note=f"{mark} {note}", **done)  # type: ignore[arg-type]
            if failed or not self._console.is_terminal:
                self._line(source, f"{mark} {note}", "red" if failed else "green")
            for file in files:
                self._progress.console.print(Text(f"  {file}", style="dim"))

    def line(self, text: str) -> None:
        """Print a line."""
        with self._lock:
            self._progress.console.print(Text(text))

    def _update(self, source: str, data: dict[str, Any]) -> None:
        running = [stage["name"] for stage in stages_shown(data) if stage["status"] in ("running", "processing")]
        stage = data.get("stage") or (running[0] if running else "")
        eta = data.get("eta_seconds")
        note = f"{stage or data.get('status', '')}{f', about {eta:.0f} s left' if eta else ''}"
        self._progress.update(self._tasks[source], completed=data.get("progress") or 0, note=note)
        known = self._stages.setdefault(source, [])
        if stage and stage not in known:
            known.append(stage)
            self._plain(source, f"{stage} ({data.get('progress') or 0:.0f} %)")

    def _plain(self, source: str, text: str) -> None:
        if not self._console.is_terminal:
            self._line(source, text, "")

    def _line(self, source: str, text: str, style: str) -> None:
        self._progress.console.print(Text(f"{shortened(source)}: {one_line(text, 1000)}", style=style))


def shortened(source: str) -> str:
    """The last part of a path or link, in one line."""
    name = one_line(source.rstrip("/").rpartition("/")[2] or source, 1000)
    return name if len(name) <= MOST_NAME else f"{name[: MOST_NAME - 1]}…"
