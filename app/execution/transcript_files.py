"""Writes the files of a transcript that people have corrected, as the stage writes those of what it recognised."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from app.execution.new_files import NewFiles, Ready
from app.jobs.record import Artifact
from app.jobs.results import Chapter, Segment
from app.jobs.transcripts import Line, as_recognised
from app.ports.blob_store import BlobStore
from app.stages import chapter_files

#: The contents of the files of a transcript, by their suffixes.
Render = Callable[[Sequence[Segment]], Mapping[str, str]]


class TranscriptFiles:
    """Keeps files in `blobs`; they are written in `folder` before."""

    def __init__(self, blobs: BlobStore, folder: Path, render: Render, files: NewFiles | None = None) -> None:
        self._blobs = blobs
        self._files = files or NewFiles(blobs)
        self._folder = folder
        self._render = render

    async def ready(self, files: Sequence[Artifact]) -> Ready:
        """The files for the transaction that refers to them. Raises as `NewFiles.ready`."""
        return await self._files.ready([file.blob for file in files])

    def written(self, lines: Sequence[Line], files: Sequence[Artifact]) -> list[Artifact]:
        """The files, by their suffixes, with these lines as their content. Blocks. Raises OSError."""
        if not files:
            return []
        contents = self._render(as_recognised(lines))
        self._folder.mkdir(exist_ok=True)
        return [self._kept(file, contents[file.blob.suffix]) for file in files if file.blob.suffix in contents]

    def with_chapters(self, chapters: Sequence[Chapter], files: Sequence[Artifact]) -> list[Artifact]:
        """Files of chapters, with these as their content. Blocks. Raises OSError."""
        contents = chapter_files.contents_of(chapters)
        self._folder.mkdir(exist_ok=True)
        return [self._kept(file, contents[file.blob.suffix]) for file in files if file.blob.suffix in contents]

    def _kept(self, file: Artifact, text: str) -> Artifact:
        path = self._folder / f"{uuid.uuid4().hex}.part"
        try:
            path.write_text(text, encoding="utf-8")
            return replace(file, blob=self._blobs.keep(path, file.blob.suffix))
        finally:
            path.unlink(missing_ok=True)
