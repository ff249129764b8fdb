"""Claims DATA_DIR for one database and distinguishes own files from foreign ones, which are never touched.

A folder is ours if it has our mark, a file with a reserved name. It gets the mark if it is empty, or was filled by a
release without marks. Any other folder is refused: a server that removes unfinished work must not run on a folder that
was configured by mistake. Inside it, only names that match our patterns are removed.
"""

import json
import os
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.errors import FolderForeign, FolderUnusable
from app.core.linking import name_unless_taken
from app.core.private import OTHERS, tighten
from app.core.sealing import KEY_FILE
from app.core.settings import Settings
from app.storage.blobs import is_blob_name
from app.storage.life_sign import STOPPING

#: The file with the folder's id.
MARK = ".video-processing"
NOTE = "The video processing server keeps its files here and removes some of them by itself. Leave this file alone."
#: Folders of stages' work and of finished files; in the work folder, of uploads in progress, and of those that come in
#: several requests.
WORK, BLOBS, UPLOADS, PARTIAL_UPLOADS = "work", "blobs", "uploads", "partial-uploads"
#: The file with the id of the database that the folder belongs to; older releases wrote it too.
DATABASE_ID = "database-id"
LOCK = "server.lock"
#: The log of the demo's server, and of many services; never removed.
LOG = "server.log"
#: The file with the address of the server that runs, for commands on this machine; the log of a server that a command
#: has started, and its key while it runs.
ADDRESS, COMMAND_LOG, COMMAND_KEY = "server.url", "command.log", "command.key"
#: What `models tune` has measured.
TUNING = "tuning.json"
#: Names in the work folder: of a stage's work (the first 40 characters of its key), of work to be removed, of work
#: without a job; and of uploads in progress.
WORK_NAME = re.compile(r"[a-z_]{2,20}-[0-9a-f]+|(?:gone|aside)-[0-9a-f]{32}")
KEY_LENGTH = 40
#: What the name of a stage's work is followed by in that of its output, until that is recorded.
ENDED = ".ended"
UPLOAD_NAME = re.compile(r"[0-9a-f]{32}\.part")


def is_work_name(name: str) -> bool:
    """Whether the name is one of ours in the work folder."""
    if UPLOAD_NAME.fullmatch(name):
        return True
    if name.endswith(ENDED) and len(name) != KEY_LENGTH + len(ENDED):
        return False
    name = name.removesuffix(ENDED)
    return WORK_NAME.fullmatch(name) is not None and len(name) in (KEY_LENGTH, len("gone-") + 32, len("aside-") + 32)


class DataFolder:
    """The data folder of one server. `lost` checks whether it is still the one that was opened."""

    def __init__(self, settings: Settings) -> None:
        self.path = settings.data_dir
        self.work = self.path / WORK
        self.blobs = self.path / BLOBS
        self._known = {
            WORK,
            BLOBS,
            LOCK,
            LOG,
            ADDRESS,
            COMMAND_LOG,
            COMMAND_KEY,
            DATABASE_ID,
            STOPPING,
            KEY_FILE,
            TUNING,
        }
        self._known.update(_configured_in(settings))
        self._handle: int | None = None

    def check(self) -> None:
        """Raise FolderForeign if it contains foreign files. Changes nothing."""
        marked = id_of(self.path)
        if marked is None and (foreign := self._first_foreign()) is not None:
            raise FolderForeign(*foreign)
        for folder, ours in ((self.work, self._in_work), (self.blobs, is_blob_name)):
            if folder.is_symlink() and folder.is_dir():
                _check_linked(folder, marked, ours)

    def claim(self) -> str:
        """Mark the folder as ours; returns its id. Raises FolderForeign or FolderUnusable."""
        self.check()
        try:
            marked = id_of(self.path) or _marked(self.path)
            for folder in (self.work, self.blobs):
                folder.mkdir(parents=True, exist_ok=True)
                if folder.is_symlink() and id_of(folder) is None:
                    _marked(folder, owner=marked)
        except OSError as error:
            raise FolderUnusable(self.path, error) from error
        return marked

    def _first_foreign(self) -> tuple[Path, str] | None:
        """The first foreign name in a folder without a mark, with its folder; None if there is none.

        A folder that a release without marks filled is ours.
        """
        if _noted(self.path):
            return None
        for folder, ours in ((self.path, self._is_known), (self.work, self._in_work), (self.blobs, is_blob_name)):
            foreign = None if folder.is_symlink() and folder != self.path else _foreign(folder, ours)
            if foreign is not None:
                return folder, foreign
        return None

    def _is_known(self, name: str) -> bool:
        return name in self._known

    @staticmethod
    def _in_work(name: str) -> bool:
        return name in (UPLOADS, PARTIAL_UPLOADS) or is_work_name(name)

    def tighten(self) -> int:
        """Restrict our files to the user, and the folder itself without foreign files; returns how many changed."""
        alone = () if _foreign(self.path, self._is_known) else (self.path,)
        own = (self.path / name for name in (MARK, LOCK, ADDRESS, COMMAND_LOG, COMMAND_KEY, DATABASE_ID, STOPPING))
        return tighten([*alone, *own, *_below(self.work), *_below(self.blobs)])

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder open for the block, so that `lost` can compare with it."""
        self._handle = os.open(self.path, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            yield
        finally:
            os.close(self._handle)
            self._handle = None

    def lost(self) -> str | None:
        """The reason why the folder is no longer the one that was opened; None if it is. Costs two system calls."""
        if self._handle is None:
            return None
        try:
            now, then = self.path.stat(), os.fstat(self._handle)
        except OSError as error:
            return f"DATA_DIR is gone ({error.strerror})"
        same = (now.st_dev, now.st_ino) == (then.st_dev, then.st_ino)
        return None if same else "DATA_DIR was replaced by another folder"


def _configured_in(settings: Settings) -> Iterator[str]:
    """Yield names in DATA_DIR of other settings: the database, the models."""
    folder = settings.data_dir.resolve()
    database = settings.database_path
    for path in (settings.models_dir, database):
        if path is not None and folder in path.resolve().parents:
            yield path.resolve().relative_to(folder).parts[0]
    if database is not None and database.resolve().parent == folder:
        for ending in ("-wal", "-shm", "-journal", ".lock"):
            yield f"{database.resolve().name}{ending}"


def _foreign(folder: Path, ours: Callable[[str], bool]) -> str | None:
    """The first foreign name in the folder; None if there is none.

    Hidden files, `lost+found`, empty folders and other servers' data folders (the demo's in `data`) do not count.
    """
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if not _harmless(entry))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise FolderUnusable(folder, error) from error
    return next((name for name in names if not ours(name)), None)


def _harmless(entry: os.DirEntry[str]) -> bool:
    if entry.name[0] == "." or entry.name == "lost+found":
        return True
    if not entry.is_dir(follow_symlinks=False):
        return False
    folder = Path(entry.path)
    try:
        return id_of(folder) is not None or _noted(folder) or not any(folder.iterdir())
    except OSError:  # another user's, not readable
        return False


def _noted(folder: Path) -> bool:
    """Whether the folder has the database id that releases without marks wrote."""
    note = folder / DATABASE_ID
    try:
        return not note.is_symlink() and bool(re.fullmatch(r"[0-9a-f]{32}\s*", note.read_text(errors="replace")[:40]))
    except OSError:
        return False


def _check_linked(link: Path, marked: str | None, ours: Callable[[str], bool]) -> None:
    """Refuse a link into a foreign folder; a link to another disk is allowed."""
    target, other = link.resolve(), id_of(link)
    if other is not None and other != marked:
        raise FolderForeign(target, MARK, link=link)
    foreign = _foreign(target, ours) if other is None else None
    if foreign is not None:
        raise FolderForeign(target, foreign, link=link)


def id_of(folder: Path) -> str | None:
    """The id in the folder's mark; None if there is none."""
    mark = folder / MARK
    try:
        if mark.is_symlink():
            return None
        return str(json.loads(mark.read_text(encoding="utf-8"))["id"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _marked(folder: Path, owner: str | None = None) -> str:
    """Write the mark, with a new id if there is no `owner`; returns the id that it has.

    Machines that share the folder may do so at the same time. What is no mark of ours is replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    owner = owner or uuid.uuid4().hex
    fresh, mark = folder / f"{MARK}-{uuid.uuid4().hex}", folder / MARK
    fresh.write_text(json.dumps({"id": owner, "note": NOTE}) + "\n", encoding="utf-8")
    if os.path.lexists(mark) and id_of(folder) is None:
        fresh.replace(mark)
    else:
        name_unless_taken(fresh, mark)
    return id_of(folder) or owner


def _below(folder: Path) -> Iterator[Path]:
    """Yield the folder and its content if others can read it; links in it are not followed."""
    folder = folder.resolve()
    if not folder.stat().st_mode & OTHERS:
        return
    yield folder
    for at, folders, files in os.walk(folder):
        for name in (*folders, *files):
            yield Path(at, name)
