"""Implements `python main.py run`: files and links in; transcripts, subtitles and clips out, without a server to start.

The work is done by the server of this installation: the one that runs, else one that this command starts and ends. Its
record is the same, so what was finished before is not done again, and a job that is interrupted continues when the
command is repeated.
"""

import json
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Any, NoReturn

from app.cli.home_server import home_server
from app.cli.run_options import Wish, is_link
from app.cli.run_outputs import OutputExists
from app.cli.run_view import RunView
from app.client.api_client import ApiClient, ApiRefused, ServerLost, server_at
from app.core.errors import AppError
from app.core.settings import Settings
from app.media.recording_files import is_recording

DONE, FAILED, REFUSED, INTERRUPTED = 0, 1, 2, 130
#: Sources that are sent and followed at once; how many jobs run at once is the server's MAX_CONCURRENT_JOBS.
AT_ONCE = 4
#: How often a server that is gone is replaced, while this command waits for its jobs.
SERVERS = 3


class SourceMissing(AppError):
    """A file to process is not there."""


@dataclass
class Ended:
    """How a source ended."""

    source: str
    job: dict[str, Any] | None = None
    files: list[Path] = field(default_factory=list)
    error: str | None = None
    skipped: bool = False

    @property
    def is_good(self) -> bool:
        return self.error is None

    def row(self) -> dict[str, Any]:
        """The source as JSON: its files, and the job as the API shows it."""
        return {
            "source": self.source,
            "files": [str(file) for file in self.files],
            "error": self.error,
            "job": self.job,
        }


def run_sources(settings: Settings, sources: Sequence[str], wish: Wish, *, server: str | None, as_json: bool) -> int:
    """Process files, links and folders; returns the exit code: 0 all done, 1 some failed, 2 nothing was begun."""
    with interruptible():
        view = RunView()
        try:
            wanted = expanded(sources)
            check_outputs(wanted, wish)
            with view.shown():
                ended = Run(settings, wish, view, server).process(wanted)
        except KeyboardInterrupt:
            return INTERRUPTED
        except AppError as error:
            print(f"error: {error}", file=sys.stderr)
            return REFUSED
    if as_json:
        print(json.dumps([each.row() for each in ended], indent=2, ensure_ascii=False), flush=True)
    return DONE if all(each.is_good for each in ended) else FAILED


def expanded(sources: Sequence[str]) -> list[str]:
    """The sources, each once, with the recordings of folders in place of the folders. Raises SourceMissing."""
    found: list[str] = []
    for source in sources:
        if is_link(source):
            found.append(source)
        elif Path(source).is_dir():
            inside = sorted(file for file in Path(source).iterdir() if is_recording(file))
            if not inside:
                raise SourceMissing(f"{source} has no recordings")
            found.extend(str(file) for file in inside)
        elif Path(source).is_file():
            found.append(source)
        else:
            raise SourceMissing(f"{source} is no file here, and no link that begins with http:// or https://")
    return list(dict.fromkeys(found))


def check_outputs(sources: Sequence[str], wish: Wish) -> None:
    """Raise OutputExists if a file would be replaced that is not to be, or two sources would have the same files."""
    places: dict[Path, str] = {}
    for source in sources:
        outputs = wish.outputs_of(source)
        outputs.check()
        if outputs.stem is not None:
            place = (outputs.folder / outputs.stem).absolute()
            if place in places:
                raise OutputExists(f"{places[place]} and {source} would have the same files; run them one by one")
            places[place] = source


class Run:
    """Processes sources on one server; replaces the server if it ends meanwhile."""

    def __init__(self, settings: Settings, wish: Wish, view: RunView, server: str | None = None) -> None:
        self._settings = settings
        self._wish = wish
        self._view = view
        self._server = server
        self._client: ApiClient | None = None
        self._jobs: dict[str, str] = {}
        self._stopped = Event()

    @contextmanager
    def client(self) -> Iterator[ApiClient]:
        """A client of the server, for the block. Raises ApiRefused if the one that was named does not answer.

        In a block in this one it is the same server, unless that has ended.
        """
        if self._client is not None and self._client.is_healthy():
            yield self._client
            return
        if self._server is None:
            with home_server(self._settings) as client:
                before, self._client = self._client, client
                try:
                    yield client
                finally:
                    self._client = before
            return
        yield server_at(self._server, self._settings.api_key.get_secret_value())

    def process(self, sources: Sequence[str]) -> list[Ended]:
        """Process the sources, several at once; returns how each ended, in their order."""
        self._jobs.clear()  # of files that may have changed since
        ended: dict[str, Ended] = {}
        for last in (*(False,) * (SERVERS - 1), True):
            left = [source for source in sources if source not in ended]
            with self.client() as client:
                ended.update({each.source: each for each in self._all(client, left, last=last) if each is not None})
            if len(ended) == len(sources):
                break
        return [ended[source] for source in sources]

    def _all(self, client: ApiClient, sources: Sequence[str], *, last: bool) -> list[Ended | None]:
        pool = ThreadPoolExecutor(AT_ONCE)
        try:
            return list(pool.map(lambda source: self._one(client, source, last=last), sources))
        except BaseException:
            self._stopped.set()
            self._cancel(client)
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _one(self, client: ApiClient, source: str, *, last: bool) -> Ended | None:
        """Process one source; None if the server was lost, and another one may continue."""
        if self._stopped.is_set():
            return None
        ended = Ended(source)
        try:
            ended.job = self._finished(client, source)
            if ended.job["status"] != "completed":
                error = ended.job.get("error") or {}
                ended.error = f"{ended.job['status']}: {error.get('message') or error.get('code') or ''}".strip(": ")
            else:
                ended.files = self._wish.outputs_of(source).write(client, ended.job)
        except (ServerLost, ConnectionError, HTTPException) as error:
            if not last and self._server is None:
                return None
            ended.error = str(error)
        except ApiRefused as error:
            ended.error = error.detail
        except (AppError, OSError) as error:
            ended.error = str(error)
        if not self._stopped.is_set():
            note = ended.error or f"{len(ended.files)} files"
            self._view.end(source, note, failed=not ended.is_good, files=ended.files)
        return ended

    def _finished(self, client: ApiClient, source: str) -> dict[str, Any]:
        """The finished job of a source."""
        job_id = self._jobs.get(source)
        if job_id is None:
            self._view.begin(source, "sending" if not is_link(source) else "waiting")
            sent = None if is_link(source) else client.upload(Path(source), self._stopped)
            origin = {"url": source} if sent is None else {"video_id": sent}
            order = {**origin, "job_type": self._wish.job_type.value, "priority": self._wish.priority}
            job_id = self._jobs[source] = client.create_job({**order, "options": dict(self._wish.options)})["id"]
            if self._stopped.is_set():  # too late for the others' cancel
                client.post(f"/api/v1/jobs/{job_id}/cancel")
        for message in client.follow(job_id):
            if self._stopped.is_set():
                break
            self._view.show_message(source, message)
        return client.get(f"/api/v1/jobs/{job_id}")

    def _cancel(self, client: ApiClient) -> None:
        """Cancel what this command began; what is finished of it is in the record for the next time."""
        for job_id in list(self._jobs.values()):
            with suppress(ApiRefused, OSError):  # finished already, or the server is gone
                client.post(f"/api/v1/jobs/{job_id}/cancel")


@contextmanager
def interruptible() -> Iterator[None]:
    """End in order at Ctrl-C and SIGTERM, also where a script put the command into the background."""
    before = signal.signal(signal.SIGTERM, _end), signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])


def _end(_number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(143)
