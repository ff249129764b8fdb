"""The copies of an engine's files in the object store, where the settings name one."""

from app.core.settings import Settings
from app.db.store import Store
from app.ports.blob_store import BlobStore
from app.storage.tiered_blobs import TieredBlobs
from app.upkeep.copying import Copier


def make_copier(settings: Settings, store: Store, blobs: BlobStore) -> Copier | None:
    """What makes the copies, not open yet; None if files are on this machine alone."""
    if not isinstance(blobs, TieredBlobs):
        return None
    return Copier(store, blobs, slots=settings.storage_slots, keeps_local=settings.storage_keep_local)
