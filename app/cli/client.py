"""Implements `python main.py client …`: the jobs of a server, here or elsewhere.

Standard output has what was asked for; progress and errors go to standard error.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn
from rich.table import Table
from rich.text import Text

from app.api.v1.schemas.jobs import Job, JobSummary
from app.cli.home_server import running_server
from app.cli.progress_view import ProgressView, clock
from app.cli.run import DONE, FAILED, INTERRUPTED, REFUSED, SourceMissing
from app.cli.run_options import ArgumentInvalid, is_link
from app.cli.run_outputs import Format, OutputExists, put
from app.client import Client
from app.client.client import Document, clips_of
from app.core.errors import AppError
from app.core.settings import Settings
from app.jobs.states import JobState
from app.text.scripts import one_line

_ID = re.compile(r"[0-9A-Fa-f-]{36}")


class NoServer(AppError):
    """No server is named, and none runs here."""


@dataclass(frozen=True)
class Place:
    """The server that is named, with its key; empty where it is that of this machine."""

    server: str
    key: str
    settings: Callable[[], Settings]

    def client(self) -> Client:
        """A client of it. Raises NoServer, ServerLost or DatabaseInUse."""
        if self.server:
            return Client(self.server, self.key)
        found = running_server(self.settings())
        if found is None:
            raise NoServer("no server runs here; start one (python main.py), or name one with --server or SERVER_URL")
        return Client(found.address, self.key or found.api_key)


@contextmanager
def _ending() -> Iterator[list[int]]:
    """A block whose exit code is in the list that it is given; what is refused ends it with a line."""
    code = [DONE]
    try:
        yield code
    except KeyboardInterrupt:
        code[0] = INTERRUPTED
    except (AppError, OSError) as error:
        print(f"error: {getattr(error, 'detail', error)}", file=sys.stderr)
        code[0] = REFUSED


def create(
    place: Place,
    source: str,
    job_type: str,
    options: dict[str, Any],
    priority: int,
    *,
    follow: bool,
    as_json: bool,
) -> int:
    """Create a job of a file, a link or a video id; returns the exit code."""
    with _ending() as code:
        client = place.client()
        order: dict[str, Any] = {"job_type": job_type, "options": options, "priority": priority}
        if is_link(source):
            job = client.create_job(url=source, **order)
        elif Path(source).is_file():
            with _sending(Path(source)) as sent:
                job = client.create_job(file=source, sent=sent, **order)
        elif _ID.fullmatch(source):
            job = client.create_job(video_id=source, **order)
        else:
            raise SourceMissing(f"{source} is no file here, no link that begins with http:// or https://, and no id")
        if follow:
            print(f"job {job.id}", file=sys.stderr)  # for whoever ends this before it
            job = _followed(client, job.id)
            code[0] = _code(job)
        _show_job(job, as_json=as_json)
    return code[0]


def watch(place: Place, job_id: str, *, as_json: bool) -> int:
    """Show the progress of a job until it has ended; returns the exit code. Ctrl-C does not cancel the job."""
    with _ending() as code:
        client = place.client()
        job = _followed(client, job_id)
        _show_job(job, as_json=as_json)
        code[0] = _code(job)
    return code[0]


def show_jobs(place: Place, *, as_json: bool, **query: Any) -> int:
    """List jobs; returns the exit code."""
    with _ending() as code:
        page = place.client().jobs(**query)
        if as_json:
            _print_json(page)
            return code[0]
        table = Table("id", "state", "%", "type", "video", box=None, pad_edge=False)
        for job in page.items:
            name = one_line(job.video_title or job.youtube_url or job.prompt or job.video_id or "", 60)
            table.add_row(job.id, job.status, f"{job.progress:.0f}", job.job_type, Text(name))
        _out().print(table)
        print(f"{len(page.items)} of {page.total}", file=sys.stderr)
    return code[0]


def act(place: Place, verb: str, job_id: str, *, as_json: bool) -> int:
    """Read, cancel, retry or delete a job; returns the exit code."""
    with _ending() as code:
        client = place.client()
        if verb == "delete":
            client.delete(job_id)
            return code[0]
        job = {"get": client.job, "cancel": client.cancel, "retry": client.retry}[verb](job_id)
        _show_job(job, as_json=as_json)
    return code[0]


def transcript(place: Place, job_id: str, form: Format, output: Path | None, *, overwrite: bool) -> int:
    """Print a transcript, or write it; returns the exit code."""
    with _ending() as code:
        if form is Format.DOCX and output is None:
            raise ArgumentInvalid("--format docx: name a file with --output")
        client = place.client()
        if form is Format.JSON:
            content = _json(client.transcript(job_id)).encode()
        else:
            content = client.transcript_document(job_id, cast(Document, form.value))
        if output is None:
            text = content.decode()
            print(text, end="" if text.endswith("\n") else "\n")
        else:
            _check_free(output, overwrite=overwrite)
            put(output, lambda part: part.write_bytes(content))
    return code[0]


def clips(place: Place, job_id: str, output: Path | None, *, overwrite: bool, as_json: bool) -> int:
    """List the clips of a job, and download them to a folder; returns the exit code."""
    with _ending() as code:
        client = place.client()
        job = client.job(job_id)
        files: list[str | None] = [None] * len(job.generated_clips)
        if output is not None:
            files = [*_downloaded(client, job, output, overwrite=overwrite)]
        rows = zip(job.generated_clips, files, strict=True)
        if as_json:
            print(json.dumps([clip.model_dump(mode="json") | {"file": file} for clip, file in rows], indent=2))
            return code[0]
        for clip, file in rows:
            line = f"{clock(clip.start)}–{clock(clip.end)}  {clip.score:.2f}  {one_line(clip.title, 80)}"
            _out().print(Text(f"{line}{f'  {file}' if file else ''}"))
    return code[0]


def search(place: Place, words: str, limit: int, offset: int, *, as_json: bool) -> int:
    """Search what was said; returns the exit code: 1 if nothing is found, as other programs that search."""
    with _ending() as code:
        page = place.client().search(words, limit=limit, offset=offset)
        code[0] = DONE if page.items else FAILED
        if as_json:
            _print_json(page)
            return code[0]
        for item in page.items:
            line = Text(f"{item.job_id} {clock(item.start)}  ")
            snippet = Text(one_line(item.snippet, 1000))
            for begin, end in item.highlights:
                snippet.stylize("bold", begin, end)
            _out().print(line.append_text(snippet))
    return code[0]


def _followed(client: Client, job_id: str) -> Job:
    view = ProgressView(to_stderr=True)
    with view.following():
        return client.wait(job_id, on_message=view.show_message)


def _code(job: JobSummary) -> int:
    return DONE if job.status is JobState.COMPLETED else FAILED


def _show_job(job: Job, *, as_json: bool) -> None:
    if as_json:
        _print_json(job)
        return
    rows = {
        "id": job.id,
        "state": f"{job.status} ({job.progress:.0f} %)" if job.status is JobState.PROCESSING else job.status,
        "type": job.job_type,
        "video": job.video_title or job.youtube_url or job.video_id or job.prompt,
        "language": job.language,
        "transcript": job.transcript and f"{len(job.transcript)} characters: client transcript {job.id}",
        "clips": job.generated_clips and f"{len(job.generated_clips)}: client clips {job.id}",
        "error": job.error and f"{job.error.code}: {job.error.message}",
        **{f"warning {number}": warning.message for number, warning in enumerate(job.warnings, start=1)},
    }
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in rows.items():
        if value:
            table.add_row(name, Text(one_line(str(value), 1000)))
    _out().print(table)


def _downloaded(client: Client, job: Job, folder: Path, *, overwrite: bool) -> Sequence[str]:
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for clip, artifact in clips_of(job):
        # A name of a server is no path.
        file = folder / (Path(artifact.filename.replace("\\", "/")).name or f"clip {clip.index + 1}")
        _check_free(file, overwrite=overwrite)
        put(file, lambda part, clip=clip: client.download(clip, part))  # type: ignore[misc]
        found.append(str(file))
    return found


def _check_free(file: Path, *, overwrite: bool) -> None:
    if not overwrite and file.exists():
        raise OutputExists(f"{file} exists; --overwrite replaces it")


@contextmanager
def _sending(file: Path) -> Iterator[Callable[[int], object]]:
    """Show how much of a file is sent; yields what receives the sizes of its parts."""
    console = Console(stderr=True)
    columns = (TextColumn("sending {task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(one_line(file.name, 40), total=file.stat().st_size)
        yield lambda size: progress.advance(task, size)


def _out() -> Console:
    return Console(highlight=False, soft_wrap=True)


def _json(model: BaseModel) -> str:
    return json.dumps(model.model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n"


def _print_json(model: BaseModel) -> None:
    print(_json(model), end="")
