"""Removing a folder: all that is ours in it, and nothing that it leads to."""

from pathlib import Path

import pytest

from app.core import removal
from app.core.removal import mounted_in, remove_tree


def test_links_are_unlinked_and_not_followed(tmp_path: Path) -> None:
    """In the folder, and in its place."""
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "a").touch()
    (tmp_path / "ours" / "deep").mkdir(parents=True)
    (tmp_path / "ours" / "deep" / "link").symlink_to(tmp_path / "theirs")
    (tmp_path / "link").symlink_to(tmp_path / "theirs")
    assert remove_tree(tmp_path / "ours")
    assert remove_tree(tmp_path / "link")
    assert remove_tree(tmp_path / "never there")
    assert [str(path.relative_to(tmp_path)) for path in sorted(tmp_path.rglob("*"))] == ["theirs", "theirs/a"]


def test_a_folder_with_something_mounted_in_it_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the kernel tells of it, also with spaces in the name."""
    folder = tmp_path / "our work"
    (folder / "disk").mkdir(parents=True)
    told = str(folder / "disk").replace(" ", "\\040")
    (tmp_path / "mountinfo").write_text(f"36 35 98:0 / / rw - ext4 /dev/root rw\n37 36 98:1 / {told} rw - ext4 x rw\n")
    monkeypatch.setattr(removal, "MOUNTS", tmp_path / "mountinfo")
    assert mounted_in(folder) == [folder / "disk"]
    assert mounted_in(tmp_path / "our") == []
    assert not remove_tree(folder)
    assert (folder / "disk").is_dir()
