"""DATA_DIR, its folders and other targets that are somebody else's: nothing in them is touched."""

import os
import shutil
import sqlite3
import subprocess
import uuid
from pathlib import Path

import pytest

from tests.media import MediaShelf
from tests.server import Server

pytestmark = pytest.mark.slow

#: What somebody has in a folder that happens to be called work: also names that look a little like ours.
TREASURES = ("thesis.txt", "photos/cat.jpg", ".config", "fetch-notes/today", "upload.part", "clips-1/a", "a.part")
HASH = "ab" * 32
MARK = ".video-processing"


def _fill(folder: Path, names: tuple[str, ...] = TREASURES) -> dict[str, bytes]:
    """Put files there; what they hold."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return _held(folder)


def _held(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _refused(server: Server, *words: str | Path) -> None:
    """It does not start, and says why in one line."""
    code, said = server.refused()
    assert code == 2
    (line,) = said.strip().splitlines()
    for word in words:
        assert str(word) in line


@pytest.fixture(scope="module")
def _left(tmp_path_factory: pytest.TempPathFactory, media: MediaShelf) -> Path:
    """What a server that has finished a job and was killed has left."""
    with Server(tmp_path_factory.mktemp("left")) as server:
        job = server.submit("audio_extraction", video_id=server.upload(media.video()))
        assert server.ended(job["id"])["status"] == "completed"
        return server.folder


@pytest.fixture
def used(_left: Path, tmp_path: Path) -> Server:
    """A server that does not run at the moment, with folders of its own, a database, and a finished job."""
    return Server(shutil.copytree(_left, tmp_path / "server"))


@pytest.mark.parametrize("where", ["work", "blobs", "."])
def test_somebody_elses_folder_is_refused(tmp_path: Path, where: str) -> None:
    """Whatever it is called in there. Not one file is touched or added, and the database is not even made."""
    server = Server(tmp_path / "server")
    server.folder.mkdir()
    held = _fill(server.data_dir / where)
    _refused(server, "DATA_DIR", server.data_dir)
    assert _held(server.data_dir / where) == held
    assert not server.database.exists()


@pytest.mark.parametrize("name", ["work", "blobs"])
def test_a_link_into_somebody_elses_folder_is_refused(tmp_path: Path, name: str) -> None:
    """In a folder that is new."""
    server = Server(tmp_path / "server")
    server.data_dir.mkdir(parents=True)
    _refused_for_a_link(server, name, tmp_path / "theirs")


@pytest.mark.parametrize("name", ["work", "blobs"])
def test_a_new_link_into_somebody_elses_folder_is_refused(tmp_path: Path, used: Server, name: str) -> None:
    """Also where the folder has been ours for long."""
    (used.data_dir / name).rename(tmp_path / "old")
    _refused_for_a_link(used, name, tmp_path / "theirs")


def _refused_for_a_link(server: Server, name: str, theirs: Path) -> None:
    held = _fill(theirs)
    (server.data_dir / name).symlink_to(theirs)
    _refused(server, theirs, name)
    assert _held(theirs) == held


def test_two_servers_do_not_share_a_linked_work_folder(tmp_path: Path) -> None:
    """Each would sweep what the other is at. A link to an empty folder is fine, and stays so."""
    (tmp_path / "fast disk").mkdir()
    servers = [Server(tmp_path / name) for name in ("one", "other")]
    for server in servers:
        server.data_dir.mkdir(parents=True)
        (server.data_dir / "work").symlink_to(tmp_path / "fast disk")
    with servers[0]:
        pass
    with servers[0]:
        pass
    _refused(servers[1], tmp_path / "fast disk")


@pytest.mark.parametrize("noted", [True, False])
def test_an_installation_from_before_there_were_marks_goes_on(used: Server, noted: bool) -> None:
    """With the note that older releases made, or by its layout alone; what it had is there, and then it has a mark."""
    (used.data_dir / MARK).unlink()
    if not noted:
        (used.data_dir / "database-id").unlink()
    with used as server, server.client() as client:
        assert (server.data_dir / MARK).is_file()
        (job,) = client.get("/api/v1/jobs").json()["items"]
        (artifact,) = (each for each in server.job(job["id"])["artifacts"] if each["kind"] == "audio")
        assert client.get(artifact["url"]).status_code == 200


def test_only_names_of_ours_are_swept_and_links_are_not_followed(tmp_path: Path, used: Server) -> None:
    """In a folder of ours, too, somebody may have put something. The log says how much was removed."""
    work, blobs = used.data_dir / "work", used.data_dir / "blobs"
    theirs = _fill(tmp_path / "theirs")
    kept = _fill(work) | _fill(blobs, ("incoming-mail/letter", "incoming-mail.txt", "ab/readme", "sha256/x"))
    ours = [work / f"{stage}-{uuid.uuid4().hex}"[: 5 + 40] for stage in ("clips", "gone", "aside")]
    ours[0] = work / f"clips-{HASH}"[:40]
    for folder in ours[:2]:
        folder.mkdir()
        (folder / "half").write_text("half")
        (folder / "link").symlink_to(tmp_path / "theirs")
    ours[2].symlink_to(tmp_path / "theirs")
    (work / "uploads").mkdir(exist_ok=True)
    (work / "uploads" / f"{uuid.uuid4().hex}.part").write_text("half")
    (work / "uploads" / "holiday.mov").write_text("holiday")
    for old in (blobs / "ab" / HASH, blobs / "incoming-mail.txt", blobs / "ab" / "readme"):
        old.write_text("old")
        os.utime(old, (1, 1))
    (blobs / "ab" / f"{HASH[:-2]}cd").symlink_to(tmp_path / "theirs" / "thesis.txt")
    with used as server:
        assert [folder for folder in ours if os.path.lexists(folder)] == []
        assert _held(work / "uploads") == {"holiday.mov": b"holiday"}
        assert set(kept) <= set(_held(work)) | set(_held(blobs))
        assert not (blobs / "ab" / HASH).exists()
        assert _held(tmp_path / "theirs") == theirs
        assert "4 pieces of half-done work were removed" in server.log()
        assert "1 files (0.0 MB) that no job refers to were removed" in server.log()


def test_what_is_mounted_in_a_work_folder_is_left_alone(tmp_path: Path, used: Server) -> None:
    """A folder of ours, with another file system in it."""
    folder = used.data_dir / "work" / f"clips-{HASH}"[:40]
    (folder / "inner").mkdir(parents=True)
    held = _fill(tmp_path / "theirs")
    mounted = subprocess.run(
        ["mount", "--bind", tmp_path / "theirs", folder / "inner"], capture_output=True, text=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(mounted.stderr.strip())
    try:
        with used as server:
            assert _held(tmp_path / "theirs") == held
            assert "is mounted in it" in server.log()
    finally:
        subprocess.run(["umount", folder / "inner"], check=True)


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    """No table is added to it."""
    server = Server(tmp_path)
    with sqlite3.connect(server.database) as theirs:
        theirs.execute("CREATE TABLE jobs (title TEXT)")
        theirs.execute("CREATE TABLE alembic_version (version_num TEXT)")
        theirs.execute("INSERT INTO alembic_version VALUES ('0001')")
    theirs.close()
    before = server.database.read_bytes()
    _refused(server, "jobs.db")
    assert server.database.read_bytes() == before
