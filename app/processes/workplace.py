"""The folders and tools of stages on this machine."""

import asyncio
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from app.core.removal import remove_tree
from app.ports.blob_store import BlobStore
from app.processes.messages import StageOrder


@dataclass(frozen=True, slots=True)
class Workplace:
    """Folders and tools of every child; children open `blobs` by its spec.

    `lost` returns why the folders are no longer those that the server opened; None if they are.
    """

    blobs: BlobStore
    work_dir: Path
    ffmpeg: str
    lost: Callable[[], str | None] = lambda: None

    def folder_of(self, key: str) -> Path:
        """The work folder of a stage key."""
        return self.work_dir / key[:40]

    def order(self, entry: str, input_json: str, folder: Path) -> StageOrder:
        """The order for a child to run `entry` in `folder`."""
        return StageOrder(
            entry=entry,
            input_json=input_json,
            work_dir=str(folder),
            blobs=self.blobs.spec,
            ffmpeg=self.ffmpeg,
        )

    async def discard(self, keys: Collection[str]) -> None:
        """Remove work folders. They are renamed at once, so that a stage that begins meanwhile gets a new one."""
        folders = [folder for key in keys if (folder := self.folder_of(key)).is_dir()]
        doomed = [folder.rename(folder.with_name(f"gone-{uuid.uuid4().hex}")) for folder in folders]
        for folder in doomed:
            await asyncio.to_thread(remove_tree, folder)
