"""Lets exported texts follow the corrections of their transcript, in the same files; those that people changed stay.

What is about to be written is stored before, so that after a crash a file is known to be ours. A file that people have
changed is theirs: the corrected text is put beside it, and that file follows from then on. One that they have moved or
deleted is not made again.
"""

import errno
import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from app.db.exported_files import ExportedFile
from app.service.export_files import MOST_NUMBERS, Text, put_new

#: What the names of files end with that were put beside one that people have changed.
_MARK: Final = re.compile(r" \(corrected(?: \d+)?\)$")


@dataclass(frozen=True, slots=True)
class Renewal:
    """A text that has changed. `begun` is what is stored before it is written, `beside` the changed file, if any."""

    text: Text
    begun: ExportedFile
    beside: str | None = None

    @property
    def done(self) -> ExportedFile:
        """What is stored once it is written."""
        return ExportedFile(self.begun.ending, self.begun.path, self.begun.writing or "")


def planned(folder: Path, files: Sequence[ExportedFile], texts: Sequence[Text]) -> list[Renewal]:
    """What is to be written so that the exported files have these texts. Reads the files."""
    of_ending = {text.ending: text for text in texts}
    found = [_planned(folder, file, of_ending[file.ending]) for file in files if file.ending in of_ending]
    return [one for one in found if one is not None]


def _planned(folder: Path, file: ExportedFile, text: Text) -> Renewal | None:
    wanted = hashlib.sha256(text.content).hexdigest()
    target = folder / file.path
    if not os.path.lexists(target):
        return None if file.sha256 else Renewal(text, ExportedFile(file.ending, file.path, "", wanted))
    there = _digest(target)
    if there == wanted:
        ours = file.sha256 == wanted and file.writing is None
        return None if ours else Renewal(text, ExportedFile(file.ending, file.path, wanted, wanted))
    if there is not None and there in (file.sha256, file.writing):
        return Renewal(text, ExportedFile(file.ending, file.path, there, wanted))
    return Renewal(text, ExportedFile(file.ending, _beside(folder, file), "", wanted), beside=file.path)


def write(folder: Path, renewals: Sequence[Renewal], job_id: str) -> None:
    """Write the texts; nobody sees half of one. Raises OSError, also for a file that is changed at this moment."""
    for place, one in enumerate(renewals):
        target = folder / one.begun.path
        part_name = f".{job_id}.{place}.part"
        if not one.begun.sha256:
            put_new(target, one.text, part_name, folder.stat().st_mode & 0o666)
        elif one.begun.sha256 != one.begun.writing:
            _replace(target, one, target.with_name(part_name))


def _replace(target: Path, renewal: Renewal, part: Path) -> None:
    try:
        renewal.text.write(part)
        part.chmod(target.stat().st_mode & 0o777)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        if _digest(target) != renewal.begun.sha256:
            raise FileExistsError(errno.EEXIST, "The file was changed at this moment", str(target))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _digest(path: Path) -> str | None:
    """The hash of a file; None for what is no file of its own."""
    if path.is_symlink() or not path.is_file():
        return None
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _beside(folder: Path, file: ExportedFile) -> str:
    """A free name beside a file: `Talk (corrected).md`. Raises OSError if there is none."""
    path = PurePosixPath(file.path)
    stem = _MARK.sub("", path.name.removesuffix(f".{file.ending}"))
    for number in range(1, MOST_NUMBERS + 1):
        counted = f" {number}" if number > 1 else ""
        name = path.with_name(f"{stem} (corrected{counted}).{file.ending}")
        if not os.path.lexists(folder / name):
            return name.as_posix()
    raise FileExistsError(errno.EEXIST, f"All {MOST_NUMBERS} names are taken", str(folder))
