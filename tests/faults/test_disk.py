"""A disk that is full, for real: a small tmpfs. Jobs wait with their reason, requests are refused, nothing is lost."""

import os
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.db.backup import BackupFailed, backup, damage
from tests.media import MediaShelf
from tests.server import Server
from tests.servers import Site

pytestmark = pytest.mark.slow


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 16 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)], capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        pytest.skip(f"no tmpfs can be mounted here: {made.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def _fill(folder: Path, *, leave: int) -> Path:
    """A file that takes all but `leave` bytes."""
    ballast = folder / "ballast"
    free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
    ballast.write_bytes(b"\0" * max(0, free - leave))
    return ballast


def test_a_stage_that_fills_the_disk_waits_and_goes_on_when_there_is_room(
    tmp_path: Path, small_disk: Path, media: MediaShelf, site: Site
) -> None:
    """`disk_full`, told with what to do; when the disk is free again the job completes by itself."""
    film = media.talk()
    link = site.add_file("/talk.mp4", film)
    server = Server(tmp_path, RETRY_BASE_DELAY="0.5", MAX_RETRIES="50")
    server.data_dir = small_disk / "data"
    with server:
        ballast = _fill(small_disk, leave=film.stat().st_size // 2)
        job = server.submit("audio_extraction", url=link, options={"audio_format": "wav"})
        deadline = time.monotonic() + 60
        while not (error := server.job(job["id"])["error"]):
            assert time.monotonic() < deadline, server.log()
            time.sleep(0.05)
        assert error["code"] == "disk_full"
        ballast.unlink()
        assert server.ended(job["id"])["status"] == "completed"


def test_what_does_not_fit_waits_before_it_fills_the_disk(
    tmp_path: Path, small_disk: Path, media: MediaShelf, site: Site
) -> None:
    """A download whose size is told, and what is made of one once its length is known; no retry is spent on it.

    The disk is left to the neighbour, which finishes.
    """
    large = tmp_path / "large.mp4"
    large.write_bytes(media.video().read_bytes() + b"\0" * 20_000_000)
    links = {
        "needs about 20 MB of disk": site.add_file("/large.mp4", large),
        "needs about 19 MB of free disk": site.add_file("/long.mp4", media.video(seconds=100, size="32x18", fps="1")),
    }
    server = Server(tmp_path, MAX_RETRIES="0")
    server.data_dir = small_disk / "data"
    with server:
        for reason, link in links.items():
            job_id = server.submit("audio_extraction", url=link, options={"audio_format": "wav"})["id"]
            deadline = time.monotonic() + 60
            while (job := server.job(job_id))["status"] != "pending":
                assert job["status"] != "failed", job["error"]
                assert time.monotonic() < deadline
                time.sleep(0.05)
            assert (job["error"]["code"], reason in job["error"]["message"]) == ("disk_full", True), job["error"]
        free = os.statvfs(small_disk)
        assert free.f_bavail * free.f_frsize > 12e6
        neighbour = server.submit("audio_extraction", url=site.add_file("/small.mp4", media.video()))
        assert server.ended(neighbour["id"])["status"] == "completed"


def test_a_database_that_cannot_grow_refuses_and_recovers(tmp_path: Path, small_disk: Path, media: MediaShelf) -> None:
    """503 with Retry-After while the disk is full; no acknowledged job is lost."""
    server = Server(small_disk)
    server.data_dir = tmp_path / "data"
    with server:
        video = server.upload(media.video())
        kept = server.submit("audio_extraction", video_id=video)
        assert server.ended(kept["id"])["status"] == "completed"
        ballast = _fill(small_disk, leave=0)
        with server.client() as client:
            body = {"job_type": "audio_extraction", "video_id": video, "metadata": {"x": "y" * 10_000}}
            answers = [client.post("/api/v1/jobs", json=body) for _ in range(40)]
            refused = [answer for answer in answers if answer.status_code == 503]
            assert refused, "the disk was not full after all"
            assert "retry-after" in refused[0].headers
            assert refused[0].json()["code"] == "storage_failed"
            ballast.unlink()
            accepted = [answer.json()["id"] for answer in answers if answer.status_code == 201]
        for job_id in [*accepted, server.submit("audio_extraction", video_id=video)["id"]]:
            assert server.ended(job_id)["status"] == "completed"


def test_an_upload_that_fills_the_disk_is_refused_and_leaves_nothing(tmp_path: Path, small_disk: Path) -> None:
    """Its length was not told, or others came in meanwhile: 503 `disk_full`, not a fault."""
    server = Server(tmp_path)
    server.data_dir = small_disk / "data"
    with server, server.client() as client:
        answer = client.post(
            "/api/v1/videos",
            content=(b"\0" * 1_000_000 for _ in range(40)),
            headers={"Content-Type": "video/mp4"},
        )
        assert (answer.status_code, answer.json()["code"]) == (503, "disk_full")
        assert "retry-after" in answer.headers
        assert list((server.data_dir / "work" / "uploads").iterdir()) == []
        assert "Traceback" not in server.log()


def test_a_backup_that_does_not_fit_leaves_nothing(tmp_path: Path, small_disk: Path) -> None:
    """Neither half a copy nor its journal; the database is as it was."""
    source = tmp_path / "jobs.db"
    with closing(sqlite3.connect(source)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE ballast (content BLOB)")
        database.executemany("INSERT INTO ballast VALUES (zeroblob(1000000))", [()] * 20)
        database.commit()
    with pytest.raises(BackupFailed, match="full"):
        backup(source, small_disk / "copy.db")
    assert list(small_disk.iterdir()) == []
    assert damage(source) is None
