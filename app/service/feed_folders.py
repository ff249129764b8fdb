"""Finds what feeds of folders have, and copies a file of one, without following links out of it. Reads the disk."""

import hashlib
import os
import shutil
import stat
from pathlib import Path

from app.core.errors import InvalidRequest, TooLarge
from app.core.settings import Settings
from app.jobs.feeds import FeedKind, Found, Listing
from app.media.file_extensions import title_of_file
from app.media.recording_files import Shape, recordings_below

#: Most recordings of a folder.
MOST_FILES = 20_000


class FileChanged(Exception):
    """The file is not, or no longer, the one that was found."""


class FeedFolders:
    """The folders that feeds may take recordings from: those of FEED_FOLDERS, and below them."""

    def __init__(self, settings: Settings) -> None:
        self._roots = [Path(folder).resolve() for folder in settings.feed_folders]
        own = (str(settings.data_dir), settings.export_dir)
        self._own = [Path(folder).resolve() for folder in own if folder]
        self.on = bool(self._roots)

    def checked(self, text: str) -> Path:
        """The folder that a client names. Raises InvalidRequest for one that feeds may not take from."""
        if not self.on:
            raise _refused("This server takes from no folder: FEED_FOLDERS names none.")
        if "\0" in text or not text.startswith("/"):
            raise _refused("The folder must be a whole path of the server, such as /srv/recordings.")
        folder = Path(text).resolve()
        if not any(folder.is_relative_to(root) for root in self._roots):
            raise _refused("The folder is in none of FEED_FOLDERS.")
        try:
            is_there = folder.is_dir()
        except OSError:  # of a name that is too long
            is_there = False
        if not is_there:
            raise _refused("There is no such folder on the server.")
        if any(folder.is_relative_to(own) or own.is_relative_to(folder) for own in self._own):
            raise _refused("The server writes its own files in this folder or below it, and would take these.")
        return folder

    def listing(self, text: str) -> Listing:
        """The recordings of a folder, oldest first.

        Raises as `checked`, also for a folder with too many, and OSError for one that cannot be read.
        """
        folder = self.checked(text)
        with os.scandir(folder):  # else it would seem to be empty
            pass
        files: list[tuple[int, Found]] = []
        for path, shape in recordings_below(folder):
            place = path.relative_to(folder).as_posix()
            if path.is_symlink() or not _is_text(place):
                continue
            if len(files) >= MOST_FILES:
                raise _refused(f"The folder has more than {MOST_FILES} recordings. Choose one below it.")
            files.append((shape[1], Found(key_of(place, shape), place, title_of_file(path.name))))
        files.sort(key=lambda one: (one[0], one[1].place))
        return Listing(FeedKind.FOLDER, folder.name, [found for _, found in files])

    def copy(self, text: str, place: str, key: str, target: Path, *, limit: int) -> int:
        """Copy a file of a folder; returns its size, bytes.

        Raises FileChanged if it is not the one that `key` was made of, TooLarge, or OSError.
        """
        folder = self.checked(text)
        handle = os.open(folder / place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(handle, "rb") as source:
            where = (folder / place).resolve()
            if not where.is_relative_to(folder) or not os.path.samestat(os.fstat(handle), where.stat()):
                raise FileChanged
            if not stat.S_ISREG(os.fstat(handle).st_mode) or key_of(place, _shape(handle)) != key:
                raise FileChanged
            size_bytes = os.fstat(handle).st_size
            if size_bytes > limit:
                raise TooLarge(f"The file is larger than the {limit} bytes that this server takes.")
            with target.open("xb") as copy:
                shutil.copyfileobj(source, copy, 1 << 20)
            if key_of(place, _shape(handle)) != key:
                raise FileChanged
        return size_bytes


def key_of(place: str, shape: Shape) -> str:
    """What names a file for a feed: its path, size and time. A file that has changed is another one."""
    return hashlib.sha256(f"{place}\n{shape[0]}\n{shape[1]}".encode()).hexdigest()


def _is_text(name: str) -> bool:
    """Whether a name can be stored: one of bytes that are no text cannot."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shape(handle: int) -> Shape:
    found = os.fstat(handle)
    return found.st_size, found.st_mtime_ns


def _refused(why: str) -> InvalidRequest:
    return InvalidRequest(why, errors=[{"loc": ["body", "folder"], "msg": why}])
