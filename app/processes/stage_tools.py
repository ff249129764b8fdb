"""The child's side of `stages.tools.Tools`: every report of a stage becomes a message to the server."""

import errno
import os
import threading
import time
from collections.abc import Callable, Hashable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

from app.core.linking import link_or_copy
from app.jobs.results import Blob, Result
from app.jobs.stage_messages import Log, Progress, StageWarning
from app.ports.blob_store import BlobStore
from app.processes.apart import run_apart
from app.processes.messages import PieceMessage, StageOrder, WorkMessage
from app.stages.asides.aside import Aside, InputT, OutputT

T = TypeVar("T")
#: Progress is sent at most this often, seconds; the server shows no more than five a second.
PROGRESS_EVERY_S = 0.2


class WarmModels:
    """Values that are slow to load (models), kept from one stage to the next: the latest of each kind."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[tuple[Hashable, ...], Any]] = {}

    def loaded(self, key: tuple[Hashable, ...], load: Callable[[], T]) -> T:
        """The value under `key`, loaded if it is missing.

        `key[0]` is its kind: another value of the kind is released first.
        """
        known = self._kept.get(key[0])
        if known is not None and known[0] == key:
            value: T = known[1]
            return value
        self._kept.pop(key[0], None)
        fresh = load()
        self._kept[key[0]] = (key, fresh)
        return fresh


class ChildTools:
    """The tools that the stage function receives. `send` writes one message; it blocks while the server is busy.

    Local copies of blobs are registered on `copies`, which the caller closes when the stage has ended. `inputs` are
    the paths of the order's files by their names in the store; without them they are read in the store. With them, the
    store cannot be read, so what the stage keeps stays readable in its work folder. `confirmed` waits until the server
    has committed the piece of a number. `disconnect` refuses this process the network from then on. `order` is what an
    aside is run for (`apart`).
    """

    def __init__(
        self,
        *,
        work_dir: Path,
        ffmpeg: Path,
        blobs: BlobStore,
        copies: ExitStack,
        warm_models: WarmModels,
        send: Callable[[WorkMessage], None],
        confirmed: Callable[[int], None],
        inputs: Mapping[str, str] | None = None,
        disconnect: Callable[[], None] = lambda: None,
        order: StageOrder | None = None,
    ) -> None:
        self.work_dir = work_dir
        self.ffmpeg = ffmpeg
        self._blobs = blobs
        self._inputs = inputs
        self._disconnect = disconnect
        self._order = order
        self._kept_count = 0
        self._copies = copies
        self._paths: dict[Blob, Path] = {}
        self._copying = threading.Lock()
        self._warm_models = warm_models
        self._send = send
        self._confirmed = confirmed
        self._sent_at = 0.0

    def reached(self, fraction: float, *, speed: str | None = None) -> None:
        """See `Tools.reached`; of calls in quick succession only some are sent."""
        now = time.monotonic()
        if now - self._sent_at >= PROGRESS_EVERY_S:
            self._sent_at = now
            self._send(Progress(fraction=min(1.0, max(0.0, fraction)), speed=speed))

    def piece(self, index: int, piece: Result) -> None:
        """See `Tools.piece`."""
        self._send(PieceMessage(index=index, piece=piece.model_dump(mode="json")))

    def commit(self, index: int, piece: Result) -> None:
        """See `Tools.commit`."""
        self._send(PieceMessage(index=index, piece=piece.model_dump(mode="json"), confirm=True))
        self._confirmed(index)

    def keep(self, path: Path, suffix: str) -> Blob:
        """See `Tools.keep`."""
        if self._inputs is None:
            return self._blobs.keep(path, suffix)
        with self._copying:
            self._kept_count += 1
            stays = self.work_dir / "kept" / f"{os.getpid()}-{self._kept_count}{suffix}"
            stays.parent.mkdir(exist_ok=True)
        link_or_copy(path, stays)
        blob = self._blobs.keep(path, suffix)
        with self._copying:
            self._paths[blob] = stays
        return blob

    def path_of(self, blob: Blob) -> Path:
        """See `Tools.path_of`; a blob is copied once per stage."""
        with self._copying:
            if blob not in self._paths:
                self._paths[blob] = self._opened(blob)
            return self._paths[blob]

    def _opened(self, blob: Blob) -> Path:
        if self._inputs is None:
            return self._copies.enter_context(self._blobs.local_copy(blob))
        name = f"{blob.sha256}{blob.suffix}"
        if name not in self._inputs:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
        return Path(self._inputs[name])

    def loaded(self, key: tuple[Hashable, ...], load: Callable[[], T]) -> T:
        """See `Tools.loaded`."""
        return self._warm_models.loaded(key, load)

    def disconnect(self) -> None:
        """See `Tools.disconnect`."""
        self._disconnect()

    def apart(self, aside: Aside[InputT, OutputT], params: InputT) -> OutputT:
        """See `Tools.apart`."""
        assert self._order is not None
        return run_apart(self._order, aside, params)

    def warn(self, code: str, message: str) -> None:
        """See `Tools.warn`."""
        self._send(StageWarning(code=code, message=message))

    def log(self, message: str, **fields: Any) -> None:
        """See `Tools.log`."""
        self._send(Log(message=message, fields=fields))
