"""Shows the demo's progress while its job runs, with the growing transcript, then the results."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from app.cli.progress_view import MARKS, ProgressView, clock


class DemoView(ProgressView):
    """Shows a job's messages as they arrive."""

    def show_message(self, message: dict[str, Any]) -> None:
        """Show one message of the job's socket."""
        data = message.get("data") or {}
        match message["type"]:
            case "transcript_segment":
                self.line(f"{clock(data['start'])}  {data['text']}", "cyan")
            case "clip_ready":
                clip = data.get("clip", data)
                self.line(f"clip {clock(clip['start'])}–{clock(clip['end'])}  {clip.get('title', '')}", "green")
            case _:
                super().show_message(message)

    def show(self, job: dict[str, Any], clips: Sequence[Path], address: str) -> None:
        """Show the finished job: transcript, analysis, and clips with their locations."""
        self.print_line("")
        if job["status"] != "completed":
            error = job.get("error") or {}
            self.line(f"{job['status']} in {error.get('stage')}: {error.get('code')}: {error.get('message')}", "red")
            return
        self._heading("Transcript")
        self.print_line(job.get("transcript") or "(nothing was said)")
        self._meaning(job.get("analysis_results") or {})
        self._heading("Clips")
        for clip, file in zip(job.get("generated_clips") or [], clips, strict=True):
            self.print_line(
                f"{clock(clip['start'])}–{clock(clip['end'])}  {clip['title']}  (score {clip['score']:.2f})"
            )
            self.print_line(f"    {clip.get('reason') or ''}")
            self.print_line(f"    {file}")
            self.print_line(f"    {address}{clip['url']}")
        self._heading("Stages")
        self._console.print(stage_table(job))

    def _meaning(self, found: dict[str, Any]) -> None:
        scores = ", ".join(f"{name} {score:.2f}" for name, score in (found.get("sentiment_scores") or {}).items())
        self._heading("Meaning")
        self.print_line(f"mood      {found.get('sentiment')} ({scores})")
        self.print_line(f"topics    {' · '.join(found.get('topics') or [])}")
        self.print_line(f"keywords  {', '.join(keyword['text'] for keyword in found.get('keywords') or [])}")
        models = found.get("models") or {}
        self.print_line(f"made by   {', '.join(f'{part}: {model}' for part, model in models.items())}")

    def _heading(self, text: str) -> None:
        self.print_line("")
        self._console.print(Text(text, style="bold"))


def stage_table(job: dict[str, Any]) -> Table:
    """How long each stage took."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for stage in job.get("stages") or []:
        seconds = "cached" if stage.get("cached") else f"{stage.get('seconds') or 0:.1f} s"
        table.add_row(MARKS.get(stage["status"], stage["status"]), stage["name"], seconds)
    return table
