"""Writes files of a completed job into the export folder: what, under which names, and never over another file."""

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.core.export_setting_types import FIELDS, ExportFile
from app.core.file_names import file_name_of
from app.db.job_parts import JobParts
from app.jobs.record import Artifact, JobRecord
from app.jobs.transcripts import Line, as_recognised
from app.media import captions
from app.ports.blob_store import BlobStore
from app.service.transcript_documents import rendered_document

#: Names that are tried for a job's files, each with the next number.
MOST_NUMBERS = 1000
#: What file systems answer that have no hard links.
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


@dataclass(frozen=True, slots=True)
class Text:
    """A transcript in a format; `ending` is what `{ext}` stands for."""

    ending: str
    content: bytes

    def write(self, file: Path) -> None:
        """Write it to a new file."""
        file.write_bytes(self.content)

    def is_in(self, file: Path) -> bool:
        """Whether a file has this content."""
        return file.is_file() and file.stat().st_size == len(self.content) and file.read_bytes() == self.content


@dataclass(frozen=True, slots=True)
class Copy:
    """A file of the job."""

    ending: str
    artifact: Artifact
    blobs: BlobStore

    def write(self, file: Path) -> None:
        """Copy it to a new file. A link to the store would let editors change what is stored."""
        with self.blobs.local_copy(self.artifact.blob) as path:
            shutil.copyfile(path, file)

    def is_in(self, file: Path) -> bool:
        """Whether a file has this content."""
        blob = self.artifact.blob
        if not file.is_file() or file.stat().st_size != blob.size_bytes:
            return False
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest() == blob.sha256


def texts_of(parts: JobParts, wanted: Sequence[ExportFile]) -> list[Text]:
    """The transcript in the wanted formats, none if nothing is said. Takes a second for a long one."""
    lines = as_recognised(map(Line.model_validate_json, parts.segments))
    if not lines:
        return []
    plain: dict[str, Callable[[], str]] = {
        "txt": lambda: captions.txt(lines),
        "srt": lambda: captions.srt_of(lines),
        "vtt": lambda: captions.vtt_of(lines),
    }
    found = []
    for form in wanted:
        if form in plain:
            found.append(Text(form, plain[form]().encode()))
        elif form == "md" or form == "docx":
            found.append(Text(form, rendered_document(parts, form)))
    return found


def copies_of(artifacts: Sequence[Artifact], wanted: Sequence[ExportFile], blobs: BlobStore) -> list[Copy]:
    """The job's files of the wanted kinds; several of a kind are numbered."""
    found = []
    for kind in wanted:
        own = [artifact for artifact in artifacts if artifact.kind == kind]
        for number, artifact in enumerate(own, 1):
            name = "sound" if kind == "audio" else kind
            counted = f"{name}-{number}" if kind == "clip" or len(own) > 1 else name
            found.append(Copy(f"{counted}{Path(artifact.filename).suffix}", artifact, blobs))
    return found


def name_of(template: str, job: JobRecord, language: str | None, ending: str, number: int = 1) -> Path:
    """The name of a file in the folder; from the second `number` on with it, as in `Talk (2).txt`."""
    at = datetime.fromtimestamp((job.completed_ms or job.updated_ms) / 1000, UTC).astimezone()
    values = {
        "title": job.video_title or job.id,
        "date": f"{at:%Y-%m-%d}",
        "time": f"{at:%H%M%S}",
        "id": job.id,
        "type": job.job_type.value,
        "language": language or "und",
    }
    names = {field: file_name_of(value, FIELDS[field]) for field, value in values.items()}
    names["user"] = folder_of_user(job.user_id)
    counted = f" ({number})" if number > 1 else ""
    *folders, last = template.split("/")
    file = f"{last.removesuffix('.{ext}').format_map(names)}{counted}.{ending}"
    return Path(*(folder.format_map(names).strip() for folder in folders), file)


def folder_of_user(user_id: str | None) -> str:
    """What no other user's folder is called, also where case does not count; `all` without a user."""
    if user_id is None:
        return "all"
    name = file_name_of(user_id, FIELDS["user"])
    if name == user_id == user_id.casefold() and name != "all":
        return name
    mark = hashlib.sha256(user_id.encode()).hexdigest()[:8]
    return f"{file_name_of(user_id, FIELDS['user'] - len(mark) - 1)}-{mark}"


def export(folder: Path, items: Sequence[Text | Copy], named: Callable[[str, int], Path], job_id: str) -> list[Path]:
    """Write a job's files into the folder, all with the same number in their names; returns them.

    A file that is there stays: one with the same content, as after a crash, is this file, and for another one the next
    number is tried. Raises OSError.
    """
    if not folder.is_dir():
        raise FileNotFoundError(errno.ENOENT, "The folder is not there", str(folder))
    for number in range(1, MOST_NUMBERS + 1):
        targets = [(folder / named(item.ending, number), item) for item in items]
        if any(_is_taken(target, item) for target, item in targets):
            continue
        with suppress(FileExistsError):  # somebody has just taken the name
            for place, (target, item) in enumerate(targets):
                if not target.exists():
                    _make_folders(folder, target.parent)
                    put_new(target, item, f".{job_id}.{place}.part", folder.stat().st_mode & 0o666)
            return [target for target, _ in targets]
    raise FileExistsError(errno.EEXIST, f"All {MOST_NUMBERS} names are taken", str(folder))


def _is_taken(target: Path, item: Text | Copy) -> bool:
    return os.path.lexists(target) and not item.is_in(target)


def _make_folders(folder: Path, inner: Path) -> None:
    """Make the folders of a file, for those whom the whole is for: the server's own files are for it alone."""
    for path in reversed([inner, *inner.parents]):
        if path.is_relative_to(folder) and not path.exists():
            path.mkdir(exist_ok=True)
            path.chmod(folder.stat().st_mode & 0o2777)  # the group of a share, too


def put_new(target: Path, item: Text | Copy, part_name: str, mode: int) -> None:
    """Write a file beside its place and give it its name: nobody sees half of it. Raises FileExistsError, OSError."""
    part = target.with_name(part_name)
    part.unlink(missing_ok=True)  # of a run that was killed
    try:
        item.write(part)
        part.chmod(mode)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        try:
            os.link(part, target)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            target.open("xb").close()
            try:
                part.replace(target)
            except OSError:
                target.unlink(missing_ok=True)
                raise
    finally:
        part.unlink(missing_ok=True)
