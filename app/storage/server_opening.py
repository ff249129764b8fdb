"""Opens the blob store of a server or worker by its settings. Children open theirs by its spec (`opening`)."""

from pathlib import Path

from app.core.settings import Settings
from app.ports.blob_store import BlobStore
from app.storage.blobs import BlobFolder
from app.storage.object_places import open_objects
from app.storage.tiered_blobs import TieredBlobs
from app.storage.transfers import Transfers

#: Files that are fetched back or looked for while copies are made, on top of STORAGE_SLOTS.
BESIDE_COPIES = 4


def open_server_blobs(settings: Settings, folder: Path) -> BlobStore:
    """The store whose files are in `folder` and, with STORAGE_URL, in the object store too.

    Reaches for nothing, but may load a library. Raises SettingsInvalid.
    """
    objects, local = open_objects(settings), BlobFolder(folder)
    if objects is None:
        return local
    return TieredBlobs(
        local,
        objects,
        Transfers(settings.storage_slots + BESIDE_COPIES),
        reserve_bytes=settings.disk_reserve_bytes,
        link_s=settings.storage_link_seconds,
        shared=settings.engine == "celery",
    )
