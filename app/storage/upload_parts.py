"""Stores uploads that come in several requests, until they are complete: the bytes so far, and a note beside them.

The size of the file is the offset, so it is never more than what is stored, whatever process was killed when.
"""

import fcntl
import logging
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import BaseModel, ValidationError

from app.core.linking import link_or_copy

log = logging.getLogger(__name__)

PART, NOTE, DRAFT = ".part", ".json", ".new"
NAME = re.compile(r"[0-9a-f]{32}\.(?:part|json|new)")


class UploadNote(BaseModel, frozen=True):
    """What the client stated when it began an upload. `metadata` is its header, as it was sent.

    `begun_by`: the user or the key that began it, else the user whose it is; "" without any.
    """

    id: str
    size_bytes: int
    filename: str
    user_id: str | None
    metadata: str
    begun_by: str = ""


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
    """The file of an upload, open to append; no other process has it open meanwhile.

    Its note is what is locked: the file itself cannot be opened to write once the store, which may have it under a
    second name, has made it read-only; and network file systems lock only what is open to write.
    """

    def __init__(self, path: Path, note: Path) -> None:
        """Raises FileNotFoundError, or BlockingIOError while another request has it."""
        self._path = path
        self._lock = threading.Lock()
        self._file: FileIO | None = None
        self._held = _opened(note, os.O_RDWR)
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(self._held.fileno()).st_nlink == 0:  # deleted while it was being opened
                raise FileNotFoundError(path)
        except OSError:
            self._held.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.close()

    @property
    def size(self) -> int:
        """The bytes that are stored."""
        return self._path.stat().st_size

    def append(self, data: bytes) -> None:
        """Append bytes; if the disk is full only some of them are. Raises OSError, and ValueError once it is closed."""
        with self._lock:
            if self._held.closed:
                raise ValueError("the upload is closed")
            if self._file is None:
                self._file = _opened(self._path, os.O_WRONLY | os.O_APPEND)
            left = memoryview(data)
            while left:
                left = left[self._file.write(left) :]

    def close(self) -> None:
        """Close it, after an `append` that still writes in another thread."""
        with self._lock:
            if self._file is not None:
                self._file.close()
            self._held.close()


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
        return OpenPart(self._path(upload_id, PART), self._path(upload_id, NOTE))

    def copy(self, upload_id: str, path: Path) -> None:
        """Give the bytes of an upload a second name, so that they stay if what is done with them fails."""
        path.parent.mkdir(exist_ok=True)
        link_or_copy(self._path(upload_id, PART), path)

    def remove(self, upload_id: str) -> None:
        """Delete an upload."""
        for ending in (NOTE, PART, DRAFT):
            self._path(upload_id, ending).unlink(missing_ok=True)

    def expire(self, older_than_s: float, *, empty_s: float) -> int:
        """Delete uploads that no byte has come to for so long, `empty_s` if none ever has; returns how many.

        Those that are open stay.
        """
        now_s = time.time()

        def is_old(name: str) -> bool:
            states = self._states(name)
            age_s = now_s - max((state.st_mtime for state in states.values()), default=now_s)
            return age_s > (older_than_s if PART in states and states[PART].st_size else empty_s)

        return sum(self._remove_if(name, is_old) for name in {path.stem for path in self._files()} if is_old(name))

    def _remove_if(self, name: str, is_old: Callable[[str], bool]) -> bool:
        try:
            with self.open(name):
                if not is_old(name):  # a byte has come meanwhile
                    return False
                self.remove(name)
        except BlockingIOError:
            return False
        except FileNotFoundError:  # without a note it is no upload
            self.remove(name)
        return True

    def _states(self, name: str) -> dict[str, os.stat_result]:
        found = {}
        for ending in (NOTE, PART, DRAFT):
            with suppress(FileNotFoundError):
                found[ending] = self._path(name, ending).stat()
        return found

    def _files(self) -> Iterator[Path]:
        if self._folder.is_dir() and not self._folder.is_symlink():
            yield from (path for path in self._folder.iterdir() if NAME.fullmatch(path.name))

    def _path(self, upload_id: str, ending: str) -> Path:
        return self._folder / f"{upload_id.replace('-', '')}{ending}"


def _opened(path: Path, how: int) -> FileIO:
    return FileIO(os.open(path, how | os.O_NOFOLLOW | os.O_CLOEXEC), "ab" if how & os.O_APPEND else "rb+")
