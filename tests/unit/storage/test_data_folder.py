"""Whose folder DATA_DIR is."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import Mock

import pytest

from app.core.errors import FolderForeign, FolderUnusable
from app.core.settings import load_settings
from app.storage.data_folder import MARK, DataFolder, id_of, is_work_name


def _folder(path: Path, **settings: object) -> DataFolder:
    return DataFolder(load_settings(data_dir=path, **settings))


def test_an_empty_folder_becomes_ours_and_stays_so(tmp_path: Path) -> None:
    """One that is not there is made. What is put into it later changes nothing."""
    folder = _folder(tmp_path / "data")
    owner = folder.claim()
    (tmp_path / "data" / "notes.txt").touch()
    assert folder.claim() == owner == id_of(tmp_path / "data")


def test_of_several_machines_that_claim_a_folder_at_once_one_names_it(tmp_path: Path) -> None:
    """All go on with that name. Where the file system has no links it is renamed."""
    for folder in (tmp_path / "links", tmp_path / "none"):
        with ThreadPoolExecutor(8) as pool, pytest.MonkeyPatch.context() as patch:
            if folder.name == "none":
                patch.setattr(os, "link", Mock(side_effect=PermissionError))
                _folder(folder).claim()
            found = set(pool.map(DataFolder.claim, [_folder(folder) for _ in range(8)]))
        assert found == {id_of(folder)}
        assert not [path for path in folder.iterdir() if path.name.startswith(f"{MARK}-")]


@pytest.mark.parametrize("name", [".gitkeep", ".DS_Store", "lost+found", "server.log"])
def test_what_file_systems_and_tools_leave_in_an_empty_folder_is_no_stranger(tmp_path: Path, name: str) -> None:
    """A fresh disk, a folder under version control, the log into which the demo's server writes from the beginning."""
    (tmp_path / name).touch()
    assert _folder(tmp_path).claim()


def test_what_other_settings_put_there_is_no_stranger(tmp_path: Path) -> None:
    """As in the container: the database is in DATA_DIR. Its name is allowed for, not any database's."""
    for name in ("jobs.db", "jobs.db-wal", "jobs.db-shm", "jobs.db.lock"):
        (tmp_path / name).touch()
    (tmp_path / "weights" / "hub").mkdir(parents=True)
    mine = {"database_url": f"sqlite:///{tmp_path}/jobs.db", "models_dir": tmp_path / "weights" / "hub"}
    with pytest.raises(FolderForeign, match=r"jobs\.db"):
        _folder(tmp_path).claim()
    assert _folder(tmp_path, **mine).claim()


@pytest.mark.parametrize("old", [True, False])
def test_a_servers_folder_inside_is_no_stranger(tmp_path: Path, old: bool) -> None:
    """The demo keeps its own in `data/demo`; also one from before there were marks, and one that is still empty."""
    (tmp_path / "demo" / "work").mkdir(parents=True)
    (tmp_path / "empty").mkdir()
    if old:
        (tmp_path / "demo" / "database-id").write_text("0" * 32)
    else:
        _folder(tmp_path / "demo").claim()
    assert _folder(tmp_path).claim()
    assert (tmp_path / "demo").is_dir()


@pytest.mark.parametrize("name", ["a.txt", "work/a.txt", "blobs/a.txt", "work/uploads.zip"])
def test_a_strangers_file_is_named(tmp_path: Path, name: str) -> None:
    """And its folder; nothing is made."""
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).touch()
    with pytest.raises(FolderForeign, match=f"{(tmp_path / name).parent} holds .* as {(tmp_path / name).name}"):
        _folder(tmp_path).claim()
    assert not (tmp_path / MARK).exists()


def test_a_mark_that_is_a_link_or_broken_marks_nothing(tmp_path: Path) -> None:
    """Somebody may want to lead the server on; a mark that was half-written is made anew."""
    (tmp_path / "a.txt").touch()
    (tmp_path / "other").mkdir()
    _folder(tmp_path / "other").claim()
    (tmp_path / MARK).symlink_to(tmp_path / "other" / MARK)
    with pytest.raises(FolderForeign):
        _folder(tmp_path).claim()
    (tmp_path / "other" / MARK).write_text("")
    assert _folder(tmp_path / "other").claim()


def test_a_folder_that_cannot_be_written_is_said_to_be_so(tmp_path: Path) -> None:
    """A file where a folder should be."""
    (tmp_path / "data").touch()
    with pytest.raises(FolderUnusable):
        _folder(tmp_path / "data").claim()


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        (f"transcribe-{'0' * 64}"[:40], True),
        (f"gone-{'0' * 32}", True),
        (f"aside-{'0' * 32}", True),
        (f"transcribe-{'0' * 29}.ended", True),
        (f"aside-{'0' * 32}.ended", False),
        (f"{'0' * 32}.part", True),
        ("fetch-1", False),
        ("fetch-", False),
        (f"fetch-{'0' * 64}", False),
        (f"{'0' * 31}.part", False),
        ("upload.part", False),
        (f"gone-{'0' * 32}.txt", False),
    ],
)
def test_names_in_the_work_folder(name: str, ours: bool) -> None:
    """Only what has the very form of ours is swept."""
    assert is_work_name(name) is ours


def test_a_folder_that_is_away_or_another_one_is_noticed(tmp_path: Path) -> None:
    """And forgotten when it is back."""
    folder = _folder(tmp_path / "data")
    folder.claim()
    with folder.held():
        assert folder.lost() is None
        (tmp_path / "data").rename(tmp_path / "away")
        assert "gone" in (folder.lost() or "")
        (tmp_path / "data").mkdir()
        assert "replaced" in (folder.lost() or "")
        (tmp_path / "data").rmdir()
        (tmp_path / "away").rename(tmp_path / "data")
        assert folder.lost() is None
