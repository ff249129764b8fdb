"""The folders and tools of stages on this machine."""

import asyncio
import uuid
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.core.removal import remove_tree
from app.jobs.results import Result
from app.ports.blob_store import BlobStore
from app.processes.messages import StageOrder
from app.processes.order_reach import Reaches
from app.processes.reach import Reach
from app.stages.asides.aside import Aside, InputT, OutputT
from app.stages.stage import AnyStage
from app.storage.data_folder import ENDED


@dataclass(frozen=True, slots=True)
class Workplace:
    """Folders and tools of every child; children open `blobs` by its spec.

    `lost` returns why the folders are no longer those that the server opened; None if they are. `reaches` works out
    what each order may reach; None: whatever the server may.
    """

    blobs: BlobStore
    work_dir: Path
    ffmpeg: str
    lost: Callable[[], str | None] = lambda: None
    reaches: Reaches | None = None

    def folder_of(self, key: str) -> Path:
        """The work folder of a stage key."""
        return self.work_dir / key[:40]

    def ended_file(self, key: str) -> Path:
        """The file with the output of a stage key that has ended and is not recorded yet."""
        return self.work_dir / f"{key[:40]}{ENDED}"

    def order(self, entry: str, input_json: str, folder: Path, reach: Reach | None = None) -> StageOrder:
        """The order for a child to run `entry` in `folder`, and to reach nothing beyond `reach`."""
        return StageOrder(
            entry=entry,
            input_json=input_json,
            work_dir=str(folder),
            blobs=self.blobs.spec,
            ffmpeg=self.ffmpeg,
            reach=reach,
        )

    def reach_of_stage(self, stage: AnyStage, params: Result, folder: Path) -> Reach | None:
        """What a stage with this input may reach. Reads the disk."""
        if self.reaches is None:
            return None
        return self.reaches.of_stage(stage, params, folder=folder, store=self.blobs.spec)

    def reach_of_aside(self, aside: Aside[InputT, OutputT], params: InputT, folder: Path) -> Reach | None:
        """What an aside with this input may reach."""
        if self.reaches is None:
            return None
        return self.reaches.of_aside(aside, params, folder=folder, store=self.blobs.spec)

    async def discard(self, keys: Collection[str]) -> None:
        """Remove work folders, and outputs that are not recorded.

        Folders are renamed at once, so that a stage that begins meanwhile gets a new one.
        """
        for key in keys:
            self.ended_file(key).unlink(missing_ok=True)
            doomed = self.work_dir / f"gone-{uuid.uuid4().hex}"
            with suppress(FileNotFoundError):  # there is none, or another process removes it
                self.folder_of(key).rename(doomed)
                await asyncio.to_thread(remove_tree, doomed)

    def passing_folder(self) -> Path:
        """A work folder for one run, with a name that no other run has on any machine."""
        return self.work_dir / f"aside-{uuid.uuid4().hex}"
