"""Stores uploads that come in several requests, until they are complete: the bytes so far, and a note beside them.

The size of the file is the offset, so it is never more than what is stored, whatever process was killed when.
"""

import fcntl
import logging
import os
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import BaseModel, ValidationError

from app.core.linking import link_or_copy

log = logging.getLogger(__name__)

PART, NOTE, DRAFT = ".part", ".json", ".new"
NAME = re.compile(r"[0-9a-f]{32}\.(?:part|json|new)")


class UploadNote(BaseModel, frozen=True):
    """What the client stated when it began an upload. `metadata` is its header, as it was sent."""

    id: str
    size_bytes: int
    filename: str
    user_id: str | None
    metadata: str


@dataclass(frozen=True, slots=True)
class PartialUpload:
    """An upload that is not a video yet: its note, the bytes that are stored, and when the last ones were."""

    note: UploadNote
    offset: int
    changed_s: float

    @property
    def lacking(self) -> int:
        """The bytes that are not here yet."""
        return self.note.size_bytes - self.offset


class OpenPart:
    """The file of an upload, open to append; no other process has it open meanwhile."""

    def __init__(self, path: Path) -> None:
        """Raises FileNotFoundError, or BlockingIOError while another request has it."""
        self._path = path
        self._lock = threading.Lock()
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC), "ab", 0)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(self._file.fileno()).st_nlink == 0:  # deleted while it was being opened
                raise FileNotFoundError(path)
        except OSError:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.close()

    @property
    def size(self) -> int:
        """The bytes that are stored."""
        return os.fstat(self._file.fileno()).st_size

    def append(self, data: bytes) -> None:
        """Append bytes; if the disk is full only some of them are. Raises OSError, and ValueError once it is closed."""
        with self._lock:
            left = memoryview(data)
            while left:
                left = left[self._file.write(left) :]

    def close(self) -> None:
        """Close it, after an `append` that still writes in another thread."""
        with self._lock:
            self._file.close()


class UploadParts:
    """The uploads of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, note: UploadNote) -> None:
        """Begin an upload."""
        self._folder.mkdir(exist_ok=True)
        part, draft, stated = (self._path(note.id, ending) for ending in (PART, DRAFT, NOTE))
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        draft.write_text(note.model_dump_json(), encoding="utf-8")
        draft.replace(stated)

    def find(self, upload_id: str) -> PartialUpload | None:
        """An upload by its id; None if it is not here."""
        try:
            note = UploadNote.model_validate_json(self._path(upload_id, NOTE).read_bytes())
            state = self._path(upload_id, PART).stat()
        except FileNotFoundError:
            return None
        except ValidationError:
            log.warning("the note of the upload %s cannot be read", upload_id)
            return None
        return PartialUpload(note, state.st_size, state.st_mtime)

    def all(self) -> list[PartialUpload]:
        """Every upload."""
        named = (self.find(path.stem) for path in self._files() if path.suffix == NOTE)
        return [one for one in named if one is not None]

    def open(self, upload_id: str) -> OpenPart:
        """Open an upload to append. Raises FileNotFoundError, or BlockingIOError while another request has it."""
        return OpenPart(self._path(upload_id, PART))

    def copy(self, upload_id: str, path: Path) -> None:
        """Give the bytes of an upload a second name, so that they stay if what is done with them fails."""
        path.parent.mkdir(exist_ok=True)
        link_or_copy(self._path(upload_id, PART), path)

    def remove(self, upload_id: str) -> None:
        """Delete an upload."""
        for ending in (NOTE, PART, DRAFT):
            self._path(upload_id, ending).unlink(missing_ok=True)

    def expire(self, older_than_s: float) -> int:
        """Delete uploads that no byte has come to for so long; returns how many."""
        before_s = time.time() - older_than_s
        names = {path.stem for path in self._files()}
        old = [name for name in names if self._changed_s(name) < before_s]
        for name in old:
            self.remove(name)
        return len(old)

    def _changed_s(self, name: str) -> float:
        found = 0.0
        for ending in (NOTE, PART, DRAFT):
            try:
                found = max(found, self._path(name, ending).stat().st_mtime)
            except FileNotFoundError:
                continue
        return found

    def _files(self) -> Iterator[Path]:
        if self._folder.is_dir() and not self._folder.is_symlink():
            yield from (path for path in self._folder.iterdir() if NAME.fullmatch(path.name))

    def _path(self, upload_id: str, ending: str) -> Path:
        return self._folder / f"{upload_id.replace('-', '')}{ending}"
