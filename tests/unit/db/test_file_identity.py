"""Whether the files under the database's names are those that are open."""

from pathlib import Path

import pytest

from app.db.file_identity import DatabaseFiles, DatabaseLost


@pytest.fixture
def files(tmp_path: Path) -> DatabaseFiles:
    """Three files, noted."""
    for end in ("", "-wal", "-shm"):
        (tmp_path / f"jobs.db{end}").write_text(end)
    noted = DatabaseFiles(tmp_path / "jobs.db")
    noted.note()
    return noted


@pytest.mark.parametrize("name", ["jobs.db", "jobs.db-wal", "jobs.db-shm"])
def test_a_file_that_is_gone_or_replaced_is_named(files: DatabaseFiles, tmp_path: Path, name: str) -> None:
    """Writing to it is no replacement, moving it back ends it."""
    (tmp_path / name).write_text("more")
    files.check()
    (tmp_path / name).rename(tmp_path / "away")
    with pytest.raises(DatabaseLost, match=f"{name} is gone"):
        files.check()
    (tmp_path / name).write_text("other")
    with pytest.raises(DatabaseLost, match=f"{name} was replaced"):
        files.check()
    (tmp_path / "away").replace(tmp_path / name)
    files.check()


def test_a_log_that_never_was_is_not_missed(tmp_path: Path) -> None:
    """A file system on which SQLite cannot have one."""
    (tmp_path / "jobs.db").touch()
    files = DatabaseFiles(tmp_path / "jobs.db")
    files.note()
    (tmp_path / "jobs.db-wal").touch()
    assert files.lost() is None


def test_only_a_log_that_nobody_replaced_may_still_be_saved(files: DatabaseFiles, tmp_path: Path) -> None:
    """Whoever opened the database meanwhile may have written to it."""
    assert not files.log_is_all_that_is_gone()
    (tmp_path / "jobs.db-wal").unlink()
    assert files.log_is_all_that_is_gone()
    (tmp_path / "jobs.db-wal").touch()
    (tmp_path / "filler").touch()  # so that the number of the removed file is not given again
    (tmp_path / "jobs.db-shm").unlink()
    (tmp_path / "jobs.db-shm").write_text("another")
    assert not files.log_is_all_that_is_gone()
    (tmp_path / "jobs.db").unlink()
    assert not files.log_is_all_that_is_gone()
