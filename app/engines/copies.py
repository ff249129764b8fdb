"""The copies of an engine's files in the object store, where the settings name one: made after a commit, or before."""

from collections.abc import Awaitable, Callable

from app.core.settings import Settings
from app.db.store import Store
from app.execution.new_files import NewFiles
from app.ports.blob_store import BlobStore
from app.storage.tiered_blobs import TieredBlobs
from app.upkeep.copying import Copier
from app.upkeep.first_copies import FirstCopies
from app.upkeep.own_folder import OwnFolder


def make_copier(settings: Settings, store: Store, blobs: BlobStore) -> Copier | None:
    """What makes the copies, not open yet; None if files are on this machine alone."""
    if not isinstance(blobs, TieredBlobs):
        return None
    return Copier(store, blobs, slots=settings.storage_slots, keeps_local=settings.storage_keep_local)


def make_own_folder(
    settings: Settings, store: Store, blobs: BlobStore, folder_id: str | None, sweep: Callable[[], Awaitable[None]]
) -> OwnFolder | None:
    """What looks after a folder that may be this machine's own, not open yet; None where it cannot be."""
    if folder_id is None or not isinstance(blobs, TieredBlobs):
        return None
    return OwnFolder(store, blobs, folder_id, cache_bytes=settings.storage_cache_bytes, sweep=sweep)


def make_new_files(
    settings: Settings, store: Store, blobs: BlobStore, copier: Copier | None, folder_id: str | None
) -> NewFiles:
    """The files of a process before they are recorded. `folder_id` is that of its DATA_DIR; None if it runs alone."""
    if copier is None or folder_id is None or not isinstance(blobs, TieredBlobs):
        return NewFiles(blobs)
    copies = FirstCopies(
        store,
        blobs,
        folder_id,
        lambda: copier.status().away is not None,
        at_once=settings.storage_slots,
        found_away=copier.look_soon,
    )
    return NewFiles(blobs, copies)
