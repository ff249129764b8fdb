"""Implements `python main.py demo`: processes the shipped sample with the shipped models, offline.

It starts a real server in a separate process, and then only uses the public API: upload, create, follow, read. Its data
are kept (in `DATA_DIR/demo` unless DATA_DIR is set), so the clips can be watched later, and a second run reuses the
finished stages of the first.
"""

import json
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from app.cli.demo_view import DemoView
from app.cli.server_process import PROJECT_DIR, ServerProcess
from app.client.api_client import ApiClient
from app.core.errors import AppError, SettingsInvalid
from app.core.settings import Settings

SAMPLE = PROJECT_DIR / "models" / "demo" / "sample.mp4"
OPTIONS = {"clip_duration": 15, "max_clips": 4}


class SampleMissing(AppError):
    """The sample is missing; the checkout is incomplete."""


def run_demo(settings: Settings, *, leave: bool, as_json: bool) -> int:
    """Run the demo; returns the exit code. Unless `leave`, the server keeps running until Ctrl-C."""
    if not SAMPLE.is_file():
        raise SampleMissing(f"{SAMPLE} is missing: the demo needs the models/ folder of the project")
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # shells start background jobs with SIGINT ignored
    settings = place_of(settings)
    environment = environment_of(settings)
    view = DemoView(to_stderr=as_json)
    with ServerProcess(settings, environment, settings.data_dir / "server.log") as server:
        view.print_line(f"server at {server.address}, data in {settings.data_dir}")
        client = ApiClient(server.address, settings.api_key.get_secret_value())
        job = process(client, view)
        clips = save_clips(client, job, settings.data_dir / "clips" / job["id"])
        view.show(job, clips, server.address)
        if as_json:
            print(json.dumps(job, indent=2, ensure_ascii=False), flush=True)
        if not leave:
            view.print_line(f"dashboard: {server.address}/#/jobs/{job['id']}   Ctrl-C ends the server")
            try:
                server.wait()
            except KeyboardInterrupt:
                view.print_line("stopping")
    return 0 if job["status"] == "completed" else 1


def place_of(settings: Settings) -> Settings:
    """The settings with a separate folder, database and port for the demo, unless they are set."""
    chosen: dict[str, Any] = {}
    if "data_dir" not in settings.model_fields_set:
        chosen["data_dir"] = settings.data_dir / "demo"
    if "port" not in settings.model_fields_set:
        chosen["port"] = 0
    if "database_url" not in settings.model_fields_set:
        chosen["database_url"] = f"sqlite:///{chosen.get('data_dir', settings.data_dir)}/video_processing.db"
    placed = settings.model_copy(update=chosen)
    try:
        placed.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsInvalid(f"DATA_DIR: cannot make {placed.data_dir} ({error.strerror})") from error
    return placed


def environment_of(settings: Settings) -> dict[str, str]:
    """The environment of the demo's server: shipped models, no requests to the model hub, local hosts allowed."""
    return {
        "WHISPER_MODEL": "demo",
        "SENTIMENT_MODEL": "demo",
        "SPACY_MODEL": "demo",
        "HF_HUB_OFFLINE": "1",
        "DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "ALLOWED_HOSTS": ",".join(dict.fromkeys((*settings.allowed_hosts, "127.0.0.1", "localhost", "[::1]"))),
        "PYTHONUNBUFFERED": "1",
    }


def process(client: ApiClient, view: DemoView) -> dict[str, Any]:
    """Upload the sample, run the job and show its messages in `view`. Returns the finished job."""
    video_id = client.upload(SAMPLE)
    job = client.create_job({"video_id": video_id, "job_type": "full_processing", "options": OPTIONS})
    view.print_line(f"job {job['id']}: full_processing of {SAMPLE.name}")
    with view.following():
        for message in client.follow(job["id"]):
            view.show_message(message)
    return client.get(f"/api/v1/jobs/{job['id']}")


def save_clips(client: ApiClient, job: dict[str, Any], folder: Path) -> list[Path]:
    """Download the job's clips to `folder`, so that they can be watched without the server."""
    files = []
    for number, clip in enumerate(job.get("generated_clips") or [], start=1):
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"clip-{number}.mp4"
        client.save(clip["url"], file)
        files.append(file)
    return files


def _end(_number: int, _frame: FrameType | None) -> NoReturn:
    """Exit at SIGTERM as at Ctrl-C: the server is stopped on the way out."""
    sys.exit(143)
