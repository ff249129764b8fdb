"""A stage's tools without a server: its messages are recorded, its files are really stored."""

import importlib
import shutil
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from app.jobs.results import Blob, Result
from app.media.ffmpeg import find_ffmpeg
from app.stages.asides.aside import Aside, InputT, OutputT
from app.storage.blobs import BlobFolder

T = TypeVar("T")


@dataclass
class LocalTools:
    """`app.stages.tools.Tools` for tests. Use one per run of a stage; `folder` is the test's."""

    folder: Path
    progress: list[float] = field(default_factory=list)
    speeds: list[str] = field(default_factory=list)
    pieces: dict[int, Result] = field(default_factory=dict)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    logs: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    warm: dict[tuple[Hashable, ...], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.blobs = BlobFolder(self.folder / "blobs")
        self.work_dir.mkdir(parents=True, exist_ok=True)

    @property
    def work_dir(self) -> Path:
        return self.folder / "work"

    @property
    def ffmpeg(self) -> Path:
        return find_ffmpeg()

    def reached(self, fraction: float, *, speed: str | None = None) -> None:
        assert 0 <= fraction <= 1, fraction
        self.progress.append(fraction)
        if speed is not None:
            self.speeds.append(speed)

    def piece(self, index: int, piece: Result) -> None:
        """Record a piece; indexes must be consecutive, and a resumed stage may begin above 0."""
        assert not self.pieces or index == max(self.pieces) + 1, index
        self.pieces[index] = type(piece).model_validate_json(piece.model_dump_json())

    def commit(self, index: int, piece: Result) -> None:
        self.piece(index, piece)

    def keep(self, path: Path, suffix: str) -> Blob:
        return self.blobs.keep(path, suffix)

    def path_of(self, blob: Blob) -> Path:
        with self.blobs.local_copy(blob) as path:  # the file itself, so it stays
            return path

    def disconnect(self) -> None:
        """Nothing: the network is the test's."""

    def apart(self, aside: Aside[InputT, OutputT], params: InputT) -> OutputT:
        """Run it here."""
        module, _, name = aside.entry.partition(":")
        output = getattr(importlib.import_module(module), name)(params, self)
        assert isinstance(output, aside.output)
        return output

    def warn(self, code: str, message: str) -> None:
        self.warnings.append((code, message))

    def log(self, message: str, **fields: Any) -> None:
        self.logs.append((message, fields))

    def loaded(self, key: tuple[Hashable, ...], load: Callable[[], T]) -> T:
        if key not in self.warm:
            self.warm[key] = load()
        return self.warm[key]

    @property
    def warned(self) -> list[str]:
        """The codes of all warnings, in order."""
        return [code for code, _ in self.warnings]

    def stored(self, path: Path) -> Blob:
        """Store a copy of the file as a blob, as a stage's input; `path` stays."""
        copy = self.work_dir / f"copy-{path.name}"
        shutil.copyfile(path, copy)
        return self.keep(copy, path.suffix)
