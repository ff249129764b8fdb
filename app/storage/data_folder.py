"""DATA_DIR: what is ours in it, and that nothing else is ever touched.

A folder is ours when it carries our mark, a file with a name of its own. It gets the mark when it is empty, or when it
was filled by a release that made no marks. Any other folder is refused: a server that sweeps half-done work must not
be let loose on a folder that somebody named by mistake. Inside it, only names of our own pattern are swept.
"""

import json
import os
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.errors import FolderForeign, FolderUnusable
from app.core.private import OTHERS, tighten
from app.core.sealing import KEY_FILE
from app.core.settings import Settings
from app.storage.blobs import is_blob_name
from app.storage.life_sign import STOPPING

#: The file that says whose folder it is.
MARK = ".video-processing"
NOTE = "The video processing server keeps its files here and removes some of them by itself. Leave this file alone."
#: Where stages work and uploads are received, and where finished files are.
WORK, BLOBS, UPLOADS = "work", "blobs", "uploads"
#: The note of an older release, and of this one, about the database that the folder belongs to.
DATABASE_ID = "database-id"
LOCK = "server.lock"
#: Where the demo, and many a service, has its server's log; never swept.
LOG = "server.log"
#: Names in the work folder: of a stage's work (the first 40 characters of its key), of work to be removed, of work that
#: belongs to no job; and of half-received uploads.
WORK_NAME = re.compile(r"[a-z_]{2,20}-[0-9a-f]+|(?:gone|aside)-[0-9a-f]{32}")
KEY_LENGTH = 40
UPLOAD_NAME = re.compile(r"[0-9a-f]{32}\.part")


def is_work_name(name: str) -> bool:
    """Whether something of that name in the work folder was made by us."""
    if UPLOAD_NAME.fullmatch(name):
        return True
    return WORK_NAME.fullmatch(name) is not None and len(name) in (KEY_LENGTH, len("gone-") + 32, len("aside-") + 32)


class DataFolder:
    """The data folder of one server. `lost` says whether it is still the one that was opened."""

    def __init__(self, settings: Settings) -> None:
        self.path = settings.data_dir
        self.work = self.path / WORK
        self.blobs = self.path / BLOBS
        self._known = {WORK, BLOBS, LOCK, LOG, DATABASE_ID, STOPPING, KEY_FILE, *_configured_in(settings)}
        self._handle: int | None = None

    def check(self) -> None:
        """Raises FolderForeign when it holds what is not ours. Changes nothing."""
        marked = id_of(self.path)
        if marked is None and (stranger := self._stranger()) is not None:
            raise FolderForeign(*stranger)
        for folder, ours in ((self.work, self._in_work), (self.blobs, is_blob_name)):
            if folder.is_symlink() and folder.is_dir():
                _check_linked(folder, marked, ours)

    def claim(self) -> str:
        """Make it ours; returns the id that it has. Raises FolderForeign, or FolderUnusable."""
        self.check()
        try:
            marked = id_of(self.path) or _marked(self.path, uuid.uuid4().hex)
            for folder in (self.work, self.blobs):
                folder.mkdir(parents=True, exist_ok=True)
                if folder.is_symlink() and id_of(folder) is None:
                    _marked(folder, marked)
        except OSError as error:
            raise FolderUnusable(self.path, error) from error
        return marked

    def _stranger(self) -> tuple[Path, str] | None:
        """Where without a mark something is not ours, and what; None if a release that made no marks filled it, or
        nobody did."""
        if _noted(self.path):
            return None
        for folder, ours in ((self.path, self._is_known), (self.work, self._in_work), (self.blobs, is_blob_name)):
            stranger = None if folder.is_symlink() and folder != self.path else _foreign(folder, ours)
            if stranger is not None:
                return folder, stranger
        return None

    def _is_known(self, name: str) -> bool:
        return name in self._known

    @staticmethod
    def _in_work(name: str) -> bool:
        return name == UPLOADS or is_work_name(name)

    def tighten(self) -> int:
        """Take others' rights from what is ours in it, and from itself if nothing else is in it; returns how many."""
        alone = () if _foreign(self.path, self._is_known) else (self.path,)
        own = (self.path / name for name in (MARK, LOCK, DATABASE_ID, STOPPING))
        return tighten([*alone, *own, *_below(self.work), *_below(self.blobs)])

    @contextmanager
    def held(self) -> Iterator[None]:
        """For as long as the block lasts, `lost` compares with the folder as it was at its begin."""
        self._handle = os.open(self.path, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            yield
        finally:
            os.close(self._handle)
            self._handle = None

    def lost(self) -> str | None:
        """Why this is not the folder any more that the server opened; None while all is well. Costs two calls."""
        if self._handle is None:
            return None
        try:
            now, then = self.path.stat(), os.fstat(self._handle)
        except OSError as error:
            return f"DATA_DIR is gone ({error.strerror})"
        same = (now.st_dev, now.st_ino) == (then.st_dev, then.st_ino)
        return None if same else "DATA_DIR was replaced by another folder"


def _configured_in(settings: Settings) -> Iterator[str]:
    """Names in DATA_DIR that other settings put there: the database, the models."""
    folder = settings.data_dir.resolve()
    database = settings.database_path
    for path in (settings.models_dir, database):
        if path is not None and folder in path.resolve().parents:
            yield path.resolve().relative_to(folder).parts[0]
    if database is not None and database.resolve().parent == folder:
        for ending in ("-wal", "-shm", "-journal", ".lock"):
            yield f"{database.resolve().name}{ending}"


def _foreign(folder: Path, ours: Callable[[str], bool]) -> str | None:
    """A name in the folder that is not ours. Hidden files, what file systems put there and empty folders are nobody's,
    and a folder that is a server's own (as the demo's in `data`) is no stranger."""
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
    except OSError:  # somebody else's, and closed to us
        return False


def _noted(folder: Path) -> bool:
    """Whether it has the note that releases without marks made."""
    note = folder / DATABASE_ID
    try:
        return not note.is_symlink() and bool(re.fullmatch(r"[0-9a-f]{32}\s*", note.read_text(errors="replace")[:40]))
    except OSError:
        return False


def _check_linked(link: Path, marked: str | None, ours: Callable[[str], bool]) -> None:
    """A link may lead to another disk, not into somebody's folder."""
    target, other = link.resolve(), id_of(link)
    if other is not None and other != marked:
        raise FolderForeign(target, MARK, link=link)
    stranger = _foreign(target, ours) if other is None else None
    if stranger is not None:
        raise FolderForeign(target, stranger, link=link)


def id_of(folder: Path) -> str | None:
    """The id in the folder's mark; None when it has none."""
    mark = folder / MARK
    try:
        if mark.is_symlink():
            return None
        return str(json.loads(mark.read_text(encoding="utf-8"))["id"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _marked(folder: Path, owner: str) -> str:
    """Put the mark into the folder, complete from the first instant that its name exists."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{MARK}-{uuid.uuid4().hex}"
    fresh.write_text(json.dumps({"id": owner, "note": NOTE}) + "\n", encoding="utf-8")
    fresh.replace(folder / MARK)
    return owner


def _below(folder: Path) -> Iterator[Path]:
    """The folder and all that is in it, if others can look into it; links in it are not followed."""
    folder = folder.resolve()
    if not folder.stat().st_mode & OTHERS:
        return
    yield folder
    for at, folders, files in os.walk(folder):
        for name in (*folders, *files):
            yield Path(at, name)
