"""The database or DATA_DIR is taken away under a running server: nothing is acknowledged that would not last."""

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.media import MediaShelf
from tests.server import Server

pytestmark = pytest.mark.slow
LINK = {"url": "http://127.0.0.1:9/a.mp4", "job_type": "audio_extraction"}
#: A server of which nobody wants anything looks every five seconds.
NOTICED_WITHIN_S = 30.0


def _database(server: Server) -> list[Path]:
    return [server.database, *(Path(f"{server.database}{end}") for end in ("-wal", "-shm"))]


def _remove_all(server: Server) -> None:
    for file in _database(server):
        file.unlink(missing_ok=True)


def _remove_database(server: Server) -> None:
    server.database.unlink()


def _replace_by_a_copy(server: Server) -> None:
    with closing(sqlite3.connect(server.database)) as live, closing(sqlite3.connect(server.folder / "copy")) as copy:
        live.backup(copy)
    (server.folder / "copy").replace(server.database)


def _replace_by_rubbish(server: Server) -> None:
    (server.folder / "rubbish").write_text("no database")
    (server.folder / "rubbish").replace(server.database)


def _paused(server: Server) -> httpx.Client:
    with server.client() as client:
        client.post("/api/v1/jobs/queue/pause").raise_for_status()
    return server.client()


@pytest.mark.parametrize("attack", [_remove_all, _remove_database, _replace_by_a_copy, _replace_by_rubbish])
def test_a_database_that_is_away_takes_nothing(tmp_path: Path, attack: Callable[[Server], None]) -> None:
    """Readiness says so at once, a create and every other change is 503 and says what to do."""
    with Server(tmp_path) as server, _paused(server) as client:
        job = client.post("/api/v1/jobs", json=LINK).raise_for_status().json()
        assert client.get("/health/ready").status_code == 200
        attack(server)
        ready = client.get("/health/ready")
        assert (ready.status_code, ready.json()["components"]["database"]["status"]) == (503, "down")
        assert server.database.name in ready.json()["components"]["database"]["detail"]
        for answer in (
            client.post("/api/v1/jobs", json=LINK),
            client.patch(f"/api/v1/jobs/{job['id']}", json={"priority": 9}),
            client.post(f"/api/v1/jobs/{job['id']}/cancel"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (503, "storage_failed")
            assert int(answer.headers["retry-after"]) > 0
        assert client.get("/health").status_code == 503


@pytest.mark.parametrize("asked", [True, False])
def test_a_log_that_is_removed_takes_nothing_acknowledged_with_it(tmp_path: Path, asked: bool) -> None:
    """What it held is put into the database, also where nobody wants a change; the next kill finds all of it."""
    with Server(tmp_path) as server, _paused(server) as client:
        job = client.post("/api/v1/jobs", json=LINK).raise_for_status().json()
        Path(f"{server.database}-wal").unlink()
        if asked:
            assert client.post("/api/v1/jobs", json=LINK).json()["code"] == "storage_failed"
        assert client.get("/health/ready").status_code == 503
        deadline = time.monotonic() + NOTICED_WITHIN_S
        while "nothing acknowledged is lost" not in server.log():
            assert time.monotonic() < deadline, server.log()
            time.sleep(0.05)
        server.kill()
        server.start()
        assert server.job(job["id"])["status"] == "queued"
        assert client.get("/health/ready").status_code == 200
        assert client.post("/api/v1/jobs", json=LINK).status_code == 201


def test_a_database_that_comes_back_is_used_again(tmp_path: Path) -> None:
    """Its folder was moved away for a moment: nothing is lost, nobody has to start anything."""
    apart = Server(tmp_path)
    apart.database = tmp_path / "db" / "jobs.db"
    with apart as server, _paused(server) as client:
        first = client.post("/api/v1/jobs", json=LINK).raise_for_status().json()
        (tmp_path / "db").rename(tmp_path / "away")
        assert client.post("/api/v1/jobs", json=LINK).json()["code"] == "storage_failed"
        assert client.get("/health/ready").status_code == 503
        (tmp_path / "away").rename(tmp_path / "db")
        second = client.post("/api/v1/jobs", json=LINK).raise_for_status().json()
        assert client.get("/health/ready").status_code == 200
        server.kill()
        server.start()
        assert [server.job(job["id"])["status"] for job in (first, second)] == ["queued", "queued"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose data folder is where it belongs before and after each test."""
    with Server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.mark.parametrize("replaced", [False, True])
def test_a_data_folder_that_is_away_takes_nothing(server: Server, media: MediaShelf, replaced: bool) -> None:
    """Uploads and jobs are refused; nothing is made in its place; when it is back all goes on."""
    with _paused(server) as client:
        video = server.upload(media.video())
        form = "mp3" if replaced else "wav"  # so that each has something to do
        order = {"video_id": video, "job_type": "audio_extraction", "options": {"audio_format": form}}
        away = server.folder / "away"
        server.data_dir.rename(away)
        if replaced:
            server.data_dir.mkdir()
        ready = client.get("/health/ready")
        assert (ready.status_code, ready.json()["components"]["disk"]["status"]) == (503, "down")
        assert "DATA_DIR" in ready.json()["components"]["disk"]["detail"]
        upload = client.post(
            "/api/v1/videos", content=media.video().read_bytes(), headers={"Content-Type": "video/mp4"}
        )
        for answer in (client.post("/api/v1/jobs", json=order), upload):
            assert (answer.status_code, answer.json()["code"]) == (503, "storage_failed"), answer.text
        assert list(server.data_dir.iterdir()) == [] if replaced else not server.data_dir.exists()
        if replaced:
            shutil.rmtree(server.data_dir)
        away.rename(server.data_dir)
        client.post("/api/v1/jobs/queue/resume").raise_for_status()
        job = client.post("/api/v1/jobs", json=order).raise_for_status().json()
        assert server.ended(job["id"])["status"] == "completed"


def test_a_job_waits_for_a_data_folder_that_is_away(server: Server, media: MediaShelf) -> None:
    """It costs no retry, and the folder is not made anew beneath it."""
    away = server.folder / "away"
    with _paused(server) as client:
        job = server.submit("audio_extraction", video_id=server.upload(media.video(seconds=3)))
        server.data_dir.rename(away)
        client.post("/api/v1/jobs/queue/resume").raise_for_status()
        deadline = time.monotonic() + NOTICED_WITHIN_S
        while (now := server.job(job["id"]))["status"] != "pending":
            assert time.monotonic() < deadline, now
            time.sleep(0.05)
        assert (now["error"]["code"], now["error"]["retryable"]) == ("disk_full", True)
        assert "DATA_DIR" in now["error"]["message"]
        assert not server.data_dir.exists()
        away.rename(server.data_dir)
