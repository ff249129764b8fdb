"""Jobs that take the server down, and jobs that only happen to be at work when it goes down."""

import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests.media import MediaShelf
from tests.server import Server
from tests.servers import Route, Site

pytestmark = pytest.mark.slow
PATIENCE_S = 90.0
#: What a server that was asked to end leaves in DATA_DIR.
STOPPING = "stopping"
#: Deaths of a job with nothing new after which it is given up.
TOO_MANY = 3


def _held(site: Site, path: str, media: Path) -> Route:
    """A download that begins, and stays where it is until its gate is opened."""
    site.add_file(path, media, gate=threading.Event())
    return site.routes[path]


def _submit(server: Server, site: Site, path: str) -> str:
    return str(server.submit("audio_extraction", url=site.url(path), max_retries=1)["id"])


def _until(server: Server, job_id: str, **wanted: Any) -> dict[str, Any]:
    """The job once the stage `fetch` has this status, or the job has; or once it has failed."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        job = server.job(job_id)
        stage = {"stage": job["stages"][0]["status"], "status": job["status"]}
        if all(stage[name] == value for name, value in wanted.items()) or job["status"] == "failed":
            return job
        time.sleep(0.05)
    raise AssertionError(f"{job_id} is not {wanted}: {job}\n{server.log()}")


def test_a_job_that_takes_the_server_down_is_given_up(tmp_path: Path, site: Site, media: MediaShelf) -> None:
    """After three deaths at the same stage with nothing new; the one that was at work beside it each time is not."""
    _held(site, "/deadly.mp4", media.talk())
    beside = _held(site, "/beside.mp4", media.video(seconds=3))
    with Server(tmp_path) as server:
        poison, innocent = _submit(server, site, "/deadly.mp4"), _submit(server, site, "/beside.mp4")
        for _ in range(2):
            for job_id in (poison, innocent):
                assert _until(server, job_id, stage="running")["status"] == "processing"
            server.kill()
            server.start()
        told = server.job(poison)
        assert (told["status"], told["error"]["code"], told["error"]["retryable"]) == ("pending", "crashed", True)
        # From here on one of the two is at work at a time; the deadly one goes first and does it again.
        assert _until(server, poison, stage="running")["status"] == "processing"
        assert server.job(innocent)["stages"][0]["status"] != "running"
        server.kill()
        server.start()
        failed = server.job(poison)
        assert (failed["status"], failed["attempt"]) == ("failed", 3)
        assert (failed["error"]["code"], failed["error"]["stage"]) == ("crashed", "fetch")
        assert "3 times in a row" in failed["error"]["message"]
        assert beside.gate is not None
        beside.gate.set()
        assert server.ended(innocent)["status"] == "completed"
        with server.client() as client:  # by hand it may be tried again, from the beginning of the count
            assert client.post(f"/api/v1/jobs/{poison}/retry").json()["status"] in ("queued", "processing")


@pytest.mark.long
def test_a_download_that_grows_between_deaths_goes_on(tmp_path: Path, site: Site, media: MediaShelf) -> None:
    """A few more kilobytes each time are enough."""
    _held(site, "/long.mp4", media.talk())
    with Server(tmp_path) as server:
        job_id = _submit(server, site, "/long.mp4")
        for death in range(TOO_MANY):
            deadline = time.monotonic() + PATIENCE_S
            while _downloaded(server) <= death * 16_000:
                assert time.monotonic() < deadline, server.log()
                time.sleep(0.02)
            assert _until(server, job_id, stage="running")["status"] == "processing"
            server.kill()
            server.start()
        gate = site.routes["/long.mp4"].gate
        assert gate is not None
        gate.set()
        assert server.ended(job_id)["status"] == "completed"


def _downloaded(server: Server) -> int:
    work = server.data_dir / "work"
    return sum(path.stat().st_size for path in work.glob("fetch-*/*") if path.is_file())


@pytest.mark.parametrize("killed_in_grace", [False, True])
def test_restarts_in_order_are_no_deaths(tmp_path: Path, site: Site, media: MediaShelf, killed_in_grace: bool) -> None:
    """SIGTERM, also where whoever sent it had no patience."""
    _held(site, "/long.mp4", media.talk())
    with Server(tmp_path, SHUTDOWN_GRACE="60" if killed_in_grace else "0") as server:
        job_id = _submit(server, site, "/long.mp4")
        for _ in range(TOO_MANY):
            assert _until(server, job_id, stage="running")["status"] == "processing"
            if killed_in_grace:
                _asked_and_killed(server)
            else:
                server.terminate()
            server.start()
        assert server.job(job_id)["status"] in ("queued", "processing")


def _asked_and_killed(server: Server) -> None:
    """It has begun to stop, and is killed before it has ended."""
    note = server.data_dir / STOPPING
    os.kill(server.pid, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE_S
    while not note.exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    server.kill()


@pytest.mark.long
def test_a_transcription_that_gets_on_goes_on_however_often(tmp_path: Path, media: MediaShelf) -> None:
    """Killed after each new line: of deaths with nothing new, as many would be too many."""
    with Server(tmp_path, WHISPER_BATCH_SIZE="1") as server:
        job_id = server.submit("transcription", video_id=server.upload(media.talk_of(seconds=40)))["id"]
        lines = kills = 0
        while (job := server.job(job_id))["status"] != "completed":
            assert job["status"] in ("queued", "processing"), job["error"]
            if len(job["segments"]) > lines and kills < TOO_MANY:
                server.kill()
                server.start()
                lines = len(server.job(job_id)["segments"])  # one more may have been committed before the kill
                kills += 1
            time.sleep(0.02)
        assert kills == TOO_MANY
