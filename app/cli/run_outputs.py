"""The files that `run` and `watch` write: beside the source, or in one folder."""

import json
import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from glob import escape
from pathlib import Path
from typing import Any

from app.client.api_client import ApiClient
from app.core.errors import AppError
from app.core.file_names import file_name_of
from app.jobs.options import JobType


class Format(StrEnum):
    """What can be written of a transcript; `json` is the whole finished job."""

    TXT = "txt"
    SRT = "srt"
    VTT = "vtt"
    JSON = "json"
    MD = "md"
    DOCX = "docx"


class OutputExists(AppError):
    """A file of that name is there, and is not to be replaced."""


@dataclass(frozen=True)
class Outputs:
    """Where the results of one source go. `stem` is None until a link's title is known."""

    folder: Path
    stem: str | None
    formats: Sequence[Format]
    overwrite: bool = False

    def existing(self) -> list[Path]:
        """The files with its transcripts or sound that are there already."""
        if self.stem is None:
            return []
        texts = [file for each in self.formats if (file := self._file(self.stem, each.value)).exists()]
        return texts + sorted(self.folder.glob(f"{escape(self.stem)}.sound.*"))

    def check(self) -> None:
        """Raise OutputExists if something would be replaced that is not to be."""
        if not self.overwrite and (found := self.existing()):
            raise OutputExists(f"{found[0]} exists; --overwrite replaces it, --output names another folder")

    def write(self, client: ApiClient, job: dict[str, Any]) -> list[Path]:
        """Save what a finished job has made; returns the files. Raises OutputExists or OSError."""
        stem = self.stem or file_name_of(job.get("video_title") or job["id"])
        whole = Outputs(self.folder, stem, self.formats if job.get("transcript") is not None else (), self.overwrite)
        whole.check()
        self.folder.mkdir(parents=True, exist_ok=True)
        written = []
        for each in whole.formats:
            file = self._file(stem, each.value)
            put(file, partial(_save_transcript, client, job, each))
            written.append(file)
        files = {artifact["id"]: artifact for artifact in job.get("artifacts") or []}
        for number, clip in enumerate(job.get("generated_clips") or [], start=1):
            written.append(self._saved(client, files[clip["artifact_id"]], stem, f"clip-{number}"))
        if job["job_type"] == JobType.AUDIO_EXTRACTION:
            sounds = (artifact for artifact in files.values() if artifact["media_type"].startswith("audio/"))
            written.extend(self._saved(client, artifact, stem, "sound") for artifact in sounds)
        return written

    def _saved(self, client: ApiClient, artifact: dict[str, Any], stem: str, what: str) -> Path:
        """Save one of the job's own files."""
        file = self._file(stem, f"{what}{Path(artifact['filename']).suffix}")
        if not self.overwrite and file.exists():
            raise OutputExists(f"{file} exists; --overwrite replaces it, --output names another folder")
        put(file, lambda part: client.save(artifact["url"], part))
        return file

    def _file(self, stem: str, ending: str) -> Path:
        return self.folder / f"{stem}.{ending}"


def put(file: Path, write: Callable[[Path], object]) -> None:
    """Write a file beside its place and move it there: nobody sees half of it."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        write(part)
        part.chmod(0o666 & ~_umask())
        part.replace(file)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def _save_transcript(client: ApiClient, job: dict[str, Any], form: Format, file: Path) -> None:
    if form is Format.JSON:
        file.write_text(json.dumps(job, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    else:
        client.save(f"/api/v1/jobs/{job['id']}/transcript?format={form.value}", file)


def _umask() -> int:
    umask = os.umask(0o077)
    os.umask(umask)
    return umask
