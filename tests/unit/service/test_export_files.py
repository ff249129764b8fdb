"""Files of jobs in a folder of other people: where they go, and what happens if something is there."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from app.service import export_files
from app.service.export_files import Text, export, folder_of_user

ITEMS = [Text("txt", b"Hello."), Text("srt", b"1\n")]


def named(ending: str, number: int) -> Path:
    return Path("talks", f"Talk{f' ({number})' if number > 1 else ''}.{ending}")


def exported(folder: Path, items: list[Text] = ITEMS) -> list[str]:
    return [file.name for file in export(folder, items, named, "job-1")]


def everything(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_files_of_others_stay_and_ones_own_are_not_written_twice(tmp_path: Path) -> None:
    """All files of a job have the same number; a run after a crash finds what is there."""
    assert exported(tmp_path) == ["Talk.txt", "Talk.srt"]
    inode = (tmp_path / "talks" / "Talk.txt").stat().st_ino
    (tmp_path / "talks" / "Talk.srt").unlink()
    assert exported(tmp_path) == ["Talk.txt", "Talk.srt"]
    assert (tmp_path / "talks" / "Talk.txt").stat().st_ino == inode
    assert exported(tmp_path, [Text("txt", b"Other."), Text("vtt", b"x")]) == ["Talk (2).txt", "Talk (2).vtt"]
    assert everything(tmp_path) == {
        "Talk.txt": b"Hello.",
        "Talk.srt": b"1\n",
        "Talk (2).txt": b"Other.",
        "Talk (2).vtt": b"x",
    }


def test_files_are_for_those_whom_the_folder_is_for(tmp_path: Path) -> None:
    """The server's own are for it alone, and other programs would not read what it exports."""
    tmp_path.chmod(0o750)
    before = os.umask(0o077)
    try:
        exported(tmp_path)
    finally:
        os.umask(before)
    modes = [path.stat().st_mode & 0o777 for path in (tmp_path / "talks", tmp_path / "talks" / "Talk.txt")]
    assert modes == [0o750, 0o640]


def test_new_folders_keep_the_group_of_a_share(tmp_path: Path) -> None:
    """Files in them are of the group that may read the whole."""
    tmp_path.chmod(0o2770)
    exported(tmp_path)
    assert (tmp_path / "talks").stat().st_mode & 0o7777 == 0o2770


def test_no_two_users_share_a_folder() -> None:
    """Whatever their names have in common for a file system; plain names stay as they are."""
    idp = "https://idp.example.com/realms/company/users/"
    users = ["ann", "Ann", "a/b", "a b", "all", None, f"{idp}1234", f"{idp}5678", "x" * 60, "x" * 61]
    folders = list(map(folder_of_user, users))
    assert len({folder.casefold() for folder in folders}) == len(users)
    assert (folders[0], folders[5]) == ("ann", "all")
    assert max(len(folder.encode()) for folder in folders) <= 40


def test_a_name_that_is_taken_at_the_last_moment_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking before writing is not enough; nor is a link that leads nowhere a free name."""
    link = os.link

    def raced(part: Path, target: Path) -> None:
        if target.name == "Talk.srt":
            target.write_bytes(b"theirs")
        link(part, target)

    monkeypatch.setattr(os, "link", raced)
    assert exported(tmp_path) == ["Talk (2).txt", "Talk (2).srt"]
    assert everything(tmp_path)["Talk.srt"] == b"theirs"
    monkeypatch.undo()
    (tmp_path / "talks" / "Talk (3).txt").symlink_to(tmp_path / "nowhere")
    assert exported(tmp_path, [Text("txt", b"3")]) == ["Talk (4).txt"]


def test_a_file_system_without_links_is_as_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shares of Windows and sticks; a file that is there stays as well."""

    def refused(*_: Any) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    assert exported(tmp_path) == exported(tmp_path) == ["Talk.txt", "Talk.srt"]
    assert exported(tmp_path, [Text("txt", b"Other.")]) == ["Talk (2).txt"]
    assert len(everything(tmp_path)) == 3


def test_a_failure_leaves_no_half_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk; and a folder that is away is not made anew below an empty mount point."""

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        exported(tmp_path)
    assert everything(tmp_path) == {}
    monkeypatch.undo()
    with pytest.raises(FileNotFoundError, match="The folder is not there"):
        exported(tmp_path / "away")
    monkeypatch.setattr(export_files, "MOST_NUMBERS", 1)
    (tmp_path / "talks" / "Talk.txt").write_bytes(b"theirs")
    with pytest.raises(FileExistsError, match="names are taken"):
        exported(tmp_path)
