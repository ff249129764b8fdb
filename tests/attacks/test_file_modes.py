"""Other users of the machine: whatever the server makes is closed to them."""

import contextlib
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.media import MediaShelf
from tests.server import ROOT, Server

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


@pytest.fixture
def generous() -> object:
    """The umask that most systems have, or a careless one."""
    before = os.umask(0o000)
    yield
    os.umask(before)


def _worked(server: Server, media: MediaShelf) -> str:
    """A finished job with every kind of file; its id."""
    options = {"max_clips": 1, "clip_duration": 4, "audio_format": "mp3"}
    job = server.submit("full_processing", video_id=server.upload(media.talk_of(seconds=9)), options=options)
    assert server.ended(job["id"])["status"] == "completed"
    return str(job["id"])


@pytest.mark.usefixtures("generous")
def test_nothing_that_is_made_is_open_to_others(tmp_path: Path, media: MediaShelf) -> None:
    """Database and its logs, locks, uploads, clips, what is being worked on, and backups."""
    server = Server(tmp_path / "server")
    server.folder.mkdir(mode=0o700)
    server.log_file.touch(mode=0o600)
    with server:
        _worked(server, media)
        running = server.submit("transcription", video_id=server.upload(media.talk()))
        while not server.job(running["id"])["segments"]:
            assert server.alive()
        assert _open_to_others(server.folder) == []
        environment = os.environ | {"DATABASE_URL": f"sqlite:///{server.database}", "DATA_DIR": str(server.data_dir)}
        copy = server.folder / "copies" / "copy.db"
        subprocess.run(
            [sys.executable, ROOT / "main.py", "backup", copy], cwd=server.folder, env=environment, check=True
        )
        assert copy.exists()
        assert _open_to_others(server.folder) == []


@pytest.mark.usefixtures("generous")
def test_what_an_older_release_left_open_is_closed_at_the_start(tmp_path: Path, media: MediaShelf) -> None:
    """Once; what is not ours keeps its rights, and the job's files are served as before."""
    server = Server(tmp_path / "server")
    server.folder.mkdir(mode=0o700)
    with server:
        job_id = _worked(server, media)
        server.kill()
        for path in [server.data_dir, *server.data_dir.rglob("*"), *server.folder.glob("jobs.db*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        (server.folder / "notes.txt").write_text("theirs")
        server.start()
        theirs = {f"server/{name} 666" for name in ("notes.txt", "server.log")}
        assert set(_open_to_others(server.folder)) == theirs
        with server.client() as client:
            for artifact in server.job(job_id)["artifacts"]:
                assert client.get(artifact["url"]).status_code == 200


@pytest.mark.usefixtures("generous")
def test_a_folder_that_holds_more_than_ours_is_not_closed_as_a_whole(tmp_path: Path) -> None:
    """Somebody may serve other things from it; only what is ours in it is closed."""
    server = Server(tmp_path / "server")
    server.folder.mkdir(mode=0o700)
    with server:
        server.kill()
        (server.data_dir / "public").mkdir(mode=0o755)
        (server.data_dir / "public" / "page.html").touch(mode=0o600)  # an empty folder is nobody's
        server.data_dir.chmod(0o755)
        (server.data_dir / "work").chmod(0o755)
        server.start()
        open_ = [line for line in _open_to_others(server.folder) if "data" in line]
        assert open_ == ["server/data 755", "server/data/public 755"]
