"""Removes unreferenced files of the store, and folders of unfinished work."""

import asyncio
import logging
from collections.abc import Collection
from pathlib import Path
from typing import Any

from app.core.removal import bytes_in
from app.db import clock_moves, deletion, flags, stage_log
from app.db.store import Store
from app.ports.blob_store import BlobStore
from app.storage.data_folder import DATABASE_ID, KEY_LENGTH, DataFolder
from app.upkeep.recovery import sweep_work

log = logging.getLogger(__name__)

#: Unreferenced files are left alone for this long, seconds, at the start and while stages run: a stage may
#: keep a file long before its output is recorded.
SWEEP_AGE_S, RUNNING_SWEEP_AGE_S = 3600.0, 86_400.0


class Sweeper:
    """Sweeps the files of one store and one DATA_DIR. `resumable` names the stages whose folders can be resumed."""

    def __init__(self, store: Store, blobs: BlobStore, folder: DataFolder, resumable: Collection[str]) -> None:
        self._store = store
        self._blobs = blobs
        self._folder = folder
        self._resumable = resumable

    async def at_start(self) -> None:
        """Before any job runs: remove work that cannot be resumed, and unreferenced files."""
        folders = await self._store.read(self._resumable_folders)
        if not await self._owns():
            return
        if swept := await asyncio.to_thread(sweep_work, self._folder.work, folders):
            log.info("%d pieces of half-done work were removed from %s", swept, self._folder.work)
        await self._sweep_files(SWEEP_AGE_S)

    async def while_running(self) -> None:
        """While jobs run: remove unreferenced files, and work that a process left which was killed."""
        await self._sweep_files(RUNNING_SWEEP_AGE_S)
        folders = await self._store.read(self._resumable_folders)
        if self._folder.lost() is None and await self._owns():
            swept = await asyncio.to_thread(sweep_work, self._folder.work, folders, older_than_s=RUNNING_SWEEP_AGE_S)
            if swept:
                log.info("%d pieces of half-done work that nothing goes on with were removed", swept)

    def partial_bytes(self, key: str) -> int:
        """The size of an unfinished download in the work folder of a stage key, bytes."""
        can_resume = key.rpartition("-")[0] in self._resumable
        return bytes_in(self._folder.work / key[:KEY_LENGTH]) if can_resume else 0

    def _resumable_folders(self, conn: Any) -> list[str]:
        return [key[:KEY_LENGTH] for key in stage_log.unfinished_keys(conn, self._resumable)]

    async def _sweep_files(self, older_than_s: float) -> None:
        if self._folder.lost() is None and await self._owns():
            ahead_ms = await self._store.read(clock_moves.ahead_ms, self._store.now_ms(), int(older_than_s * 1000))
            referenced = await self._store.read(deletion.referenced)
            swept = await asyncio.to_thread(self._blobs.sweep, referenced, older_than_s + ahead_ms / 1000)
            if swept.files:
                log.info("%d files (%.1f MB) that no job refers to were removed", swept.files, swept.size_bytes / 1e6)

    async def _owns(self) -> bool:
        """Whether the files belong to this database. Another database's files look unreferenced from here."""
        identity = await self._store.write(flags.identity)
        if await asyncio.to_thread(_noted, self._folder.path / DATABASE_ID, identity) == identity:
            return True
        log.warning(
            "%s was filled by another database, so nothing in it is swept. Give each database its own DATA_DIR; if "
            "that database is gone for good, delete the file database-id in it and start again.",
            self._folder.path,
        )
        return False


def _noted(note: Path, identity: str) -> str:
    """The identity of the database that the folder belongs to: the one in its note, or this one if it has none."""
    if not note.exists():
        note.write_text(identity)
    return note.read_text().strip()
