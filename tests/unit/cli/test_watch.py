"""Which recordings of a folder are taken, and when."""

import os
from pathlib import Path

import pytest

from app.cli.run_options import RunType, Wish
from app.cli.watch import Arrivals, FolderMissing, watch_folder
from app.core.settings import load_settings


def arrivals(folder: Path) -> Arrivals:
    return Arrivals(folder, lambda file: file.with_suffix(".srt").exists())


def test_a_recording_is_taken_once_it_has_stopped_to_grow(tmp_path: Path) -> None:
    """Copies over a network grow for minutes."""
    watched, film = arrivals(tmp_path), tmp_path / "film.mp4"
    assert watched.poll() == []
    film.write_bytes(b"1")
    assert watched.poll() == []
    assert watched.growing
    film.write_bytes(b"12")
    assert watched.poll() == []
    assert watched.poll() == [film]
    assert not watched.growing
    assert watched.poll() == []


def test_one_that_changed_is_taken_again(tmp_path: Path) -> None:
    """A recording that failed was perhaps not whole."""
    watched, film = arrivals(tmp_path), tmp_path / "film.mp4"
    film.write_bytes(b"1")
    watched.poll()
    assert watched.poll() == [film]
    film.write_bytes(b"123")
    watched.poll()
    assert watched.poll() == [film]


def test_results_and_other_files_are_skipped_and_the_oldest_comes_first(tmp_path: Path) -> None:
    """In folders of the folder too, but not in hidden ones."""
    (tmp_path / "in").mkdir()
    (tmp_path / ".trash").mkdir()
    for number, name in enumerate(["b.mp4", "in/a.wav", "done.mkv", "done.srt", "b.clip-1.mp4", ".trash/x.mp4"]):
        (tmp_path / name).write_text(name)
        os.utime(tmp_path / name, (1000 - number, 1000 - number))
    watched = arrivals(tmp_path)
    watched.poll()
    assert watched.poll() == [tmp_path / "in" / "a.wav", tmp_path / "b.mp4"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Before a server is started."""
    with pytest.raises(FolderMissing, match="nothing is no folder"):
        watch_folder(
            load_settings(), tmp_path / "nothing", Wish(RunType.TRANSCRIPTION), every_s=1, once=True, server=None
        )
