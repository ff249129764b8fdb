"""The doctor's examination of the export folder."""

import os
from collections.abc import Iterator
from pathlib import Path

from app.cli.findings import Finding, Grade
from app.core.settings import Settings

NAME = "export folder"


def export_folder(settings: Settings) -> Iterator[Finding]:
    """Whether files of jobs can be written into it. Nothing without EXPORT_DIR."""
    if not settings.export_dir:
        return
    folder = Path(settings.export_dir)
    if folder.resolve().is_relative_to(settings.data_dir.resolve()):
        yield Finding(NAME, Grade.MISSING, f"{folder} is in DATA_DIR", "name a folder outside of it as EXPORT_DIR")
    elif not folder.is_dir():
        yield Finding(NAME, Grade.MISSING, f"{folder} is not there", "make or mount it; the files of jobs wait for it")
    elif not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Finding(NAME, Grade.MISSING, f"{folder} cannot be written", "let this user write there")
    else:
        yield Finding(NAME, Grade.OK, f"{', '.join(settings.export_files)} of each job go to {folder}")
