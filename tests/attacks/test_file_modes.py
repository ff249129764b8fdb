"""Other users of the machine: whatever the server makes is closed to them."""

import contextlib
import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forked_python import ROOT
from tests.media import MediaShelf
from tests.server import Server

pytestmark = pytest.mark.slow


def _open_to_others(folder: Path) -> list[str]:
    """What others may read, write, enter or list, the folder itself included. Links have no rights of their own."""
    found = []
    for path in (folder, *folder.rglob("*")):
        with contextlib.suppress(FileNotFoundError):  # the server is at work
            info = path.lstat()
            if not stat.S_ISLNK(info.st_mode) and info.st_mode & 0o077:
                found.append(f"{path.relative_to(folder.parent)} {info.st_mode & 0o777:o}")
    return sorted(found)


@pytest.fixture(scope="module", autouse=True)
def _generous() -> Iterator[None]:
    """The umask that most systems have, or a careless one."""
    before = os.umask(0o000)
    yield
    os.umask(before)


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory, media: MediaShelf) -> Iterator[Server]:
    """A server with a finished job with every kind of file."""
    server = Server(tmp_path_factory.mktemp("worked") / "server")
    server.folder.mkdir(mode=0o700)
    server.log_file.touch(mode=0o600)
    with server:
        options = {"max_clips": 1, "clip_duration": 4, "audio_format": "mp3"}
        job = server.submit("full_processing", video_id=server.upload(media.talk_of(seconds=9)), options=options)
        assert server.ended(job["id"])["status"] == "completed"
        yield server


def test_nothing_that_is_made_is_open_to_others(worked: Server, media: MediaShelf) -> None:
    """Database and its logs, locks, uploads, clips, what is being worked on, and backups."""
    running = worked.submit("transcription", video_id=worked.upload(media.talk()))
    while not worked.job(running["id"])["segments"]:
        assert worked.alive()
        time.sleep(0.02)
    assert _open_to_others(worked.folder) == []
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{worked.database}", "DATA_DIR": str(worked.data_dir)}
    copy = worked.folder / "copies" / "copy.db"
    subprocess.run([sys.executable, ROOT / "main.py", "backup", copy], cwd=worked.folder, env=environment, check=True)
    assert copy.exists()
    assert _open_to_others(worked.folder) == []


def test_what_an_older_release_left_open_is_closed_at_the_start(worked: Server) -> None:
    """Once; what is not ours keeps its rights, and the job's files are served as before."""
    worked.kill()
    for path in [worked.data_dir, *worked.data_dir.rglob("*"), *worked.folder.glob("jobs.db*"), worked.log_file]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    (worked.folder / "notes.txt").write_text("theirs")
    worked.start()
    assert set(_open_to_others(worked.folder)) == {"server/notes.txt 666", "server/server.log 644"}
    with worked.client() as client:
        (job,) = client.get("/api/v1/jobs", params={"job_type": "full_processing"}).json()["items"]
        for artifact in worked.job(job["id"])["artifacts"]:
            assert client.get(artifact["url"]).status_code == 200


def test_a_folder_that_holds_more_than_ours_is_not_closed_as_a_whole(worked: Server) -> None:
    """Somebody may serve other things from it; only what is ours in it is closed."""
    worked.kill()
    (worked.data_dir / "public").mkdir(mode=0o755)
    (worked.data_dir / "public" / "page.html").touch(mode=0o600)  # an empty folder is nobody's
    worked.data_dir.chmod(0o755)
    (worked.data_dir / "work").chmod(0o755)
    worked.start()
    open_ = [line for line in _open_to_others(worked.folder) if "data" in line]
    assert open_ == ["server/data 755", "server/data/public 755"]
