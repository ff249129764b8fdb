"""Opens the blob store of a spec, in the server and in its children."""

from pathlib import Path

from app.ports.blob_store import BlobStore
from app.storage.blobs import BlobFolder


def open_blobs(spec: str) -> BlobStore:
    """The store that `spec` names: today the path of a folder. Creates nothing; see `BlobStore.spec`."""
    return BlobFolder(Path(spec))
