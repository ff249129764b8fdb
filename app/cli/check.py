"""Implements `python main.py check`: what could be wrong with one video, as a report and as an exit code.

It starts a real server in a separate process on a free port of this machine, with a data folder of its own that is
removed afterwards: neither a running server nor its database is touched, and nothing of the video is kept. The models
are those of the settings.
"""

import fcntl
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import Any, Final, NoReturn

from app.cli.check_view import CheckView
from app.cli.server_process import ServerProcess
from app.client.api_client import ApiClient
from app.core.errors import AppError, ErrorCode, SettingsInvalid
from app.core.settings import Settings
from app.jobs.findings import SEVERITIES, at_least
from app.jobs.options import JobType
from app.storage.data_folder import LOG, TUNING
from app.text.scripts import one_line

#: Errors of ours, of which the log has the details, and how many of its lines are shown.
FAULTS, LOG_LINES = (ErrorCode.INTERNAL, ErrorCode.CRASHED), 20
PREFIX: Final = "check-"
PASSED, FOUND, FAILED, INTERRUPTED = 0, 1, 2, 130
#: Fields of the job that a report has.
REPORTED: Final = ("status", "video_title", "video_duration", "findings", "media_metadata", "warnings", "error")


class FailOn(StrEnum):
    """From which severity on a finding makes the exit code 1."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"
    NEVER = "never"


class SourceMissing(AppError):
    """The file to check is not there."""


def run_check_of(settings: Settings, source: str, *, fail_on: FailOn, as_json: bool) -> int:
    """Check a file or a link; returns the exit code: 0 passed, 1 findings of that severity, 2 could not be checked."""
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # shells start background jobs with SIGINT ignored
    view = CheckView()
    try:
        job = _checked(settings, source, view)
    except KeyboardInterrupt:
        return INTERRUPTED
    except AppError as error:
        print(f"error: {error}", file=sys.stderr)
        return FAILED
    code = exit_code(job, fail_on)
    if as_json:
        print(json.dumps(report_of(job, source, code), indent=2, ensure_ascii=False), flush=True)
    else:
        view.show(job)
    return code


def exit_code(job: dict[str, Any], fail_on: FailOn) -> int:
    """The exit code for a finished job."""
    if job["status"] != "completed":
        return FAILED
    if fail_on is FailOn.NEVER:
        return PASSED
    least = next(severity for severity in SEVERITIES if severity == fail_on.value)
    return FOUND if any(at_least(each["severity"], least) for each in job.get("findings") or []) else PASSED


def report_of(job: dict[str, Any], source: str, code: int) -> dict[str, Any]:
    """The report as JSON: without the transcript, which may contain what the findings mask."""
    shown = job.get("youtube_url") or Path(source).name
    return {"source": shown, "passed": code == PASSED, **{name: job.get(name) for name in REPORTED}}


def _checked(settings: Settings, source: str, view: CheckView) -> dict[str, Any]:
    """Run the job on a server of its own; returns the finished job. Raises AppError."""
    link = source.lower().startswith(("http://", "https://"))
    file = Path(source)
    if not link and not file.is_file():
        raise SourceMissing(f"{source} is no file here, and no link that begins with http:// or https://")
    with place_of(settings) as placed, ServerProcess(placed, environment_of(placed), placed.data_dir / LOG) as server:
        client = ApiClient(server.address, settings.api_key.get_secret_value())
        origin = {"url": source} if link else {"video_id": client.upload(file)}
        job = client.create_job({**origin, "job_type": JobType.VIDEO_ANALYSIS.value, "max_retries": 0})
        with view.following():
            for message in client.follow(job["id"]):
                view.show_message(message)
        job = client.get(f"/api/v1/jobs/{job['id']}")
        if (job.get("error") or {}).get("code") in FAULTS:  # the log goes with the folder
            for line in (placed.data_dir / LOG).read_text(encoding="utf-8", errors="replace").splitlines()[-LOG_LINES:]:
                view.print_line(one_line(line, 1000))
        return job


@contextmanager
def place_of(settings: Settings) -> Iterator[Settings]:
    """The settings with a fresh folder in DATA_DIR, a database in it, and a free port of this machine.

    The folder is removed at the end. What `models tune` has measured is taken along. Raises SettingsInvalid.
    """
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        _remove_left(settings.data_dir)
        folder, lock = _locked_folder(settings.data_dir)
    except OSError as error:
        raise SettingsInvalid(f"DATA_DIR: cannot make a folder in {settings.data_dir} ({error.strerror})") from error
    try:
        tuning = settings.data_dir / TUNING
        if tuning.is_file():
            shutil.copyfile(tuning, folder / TUNING)
        database_url = f"sqlite:///{folder}/video_processing.db"
        yield settings.model_copy(
            update={"data_dir": folder, "database_url": database_url, "host": "127.0.0.1", "port": 0}
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _locked_folder(parent: Path) -> tuple[Path, int]:
    """Make a folder and lock it for this process, so that no other check takes it for one that was left."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
        try:
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:  # another check, which begins now, was faster
            continue
        fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.is_dir():
            return folder, lock
        os.close(lock)


def _remove_left(parent: Path) -> None:
    """Remove the folders of checks that were killed."""
    for folder in parent.glob(f"{PREFIX}*"):
        try:
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except (FileNotFoundError, NotADirectoryError):
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        except BlockingIOError:  # a check that runs
            continue
        finally:
            os.close(lock)


def environment_of(settings: Settings) -> dict[str, str]:
    """The environment of the server: its own place, reached from this machine whatever hosts are allowed."""
    return {
        "DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "HOST": settings.host,
        "ALLOWED_HOSTS": ",".join(dict.fromkeys((*settings.allowed_hosts, "127.0.0.1", "localhost", "[::1]"))),
    }


def _end(_number: int, _frame: FrameType | None) -> NoReturn:
    """Exit at SIGTERM as at Ctrl-C: the server is stopped and the folder removed on the way out."""
    sys.exit(143)
