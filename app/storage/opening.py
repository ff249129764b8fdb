"""Opens the blob store of a spec, in the server and in its children, and names what opening it reaches on the disk."""

from collections.abc import Iterable
from pathlib import Path

from app.jobs.results import Blob
from app.ports.blob_store import BlobStore
from app.storage.blobs import BlobFolder


def open_blobs(spec: str, *, lists: bool = True) -> BlobStore:
    """The store that `spec` names: today the path of a folder. Creates nothing; see `BlobStore.spec`.

    Unless `lists`, for a process that must not list the store's files: then `keep` leaves it to the caller to make the
    new file's name survive a power cut (`sync_names`).
    """
    return BlobFolder(Path(spec), lists=lists)


def sync_names(spec: str, blobs: Iterable[Blob]) -> None:
    """Make the names of blobs survive a power cut. Raises OSError, also if one has never been in the store."""
    BlobFolder(Path(spec)).sync_names(blobs)


def files_of(spec: str, blobs: Iterable[Blob]) -> tuple[str, ...]:
    """The paths of blobs in the store, whether they exist or not."""
    folder = BlobFolder(Path(spec))
    return tuple(dict.fromkeys(str(folder.path_of(blob)) for blob in blobs))


def folder_of(spec: str) -> tuple[str, str]:
    """The paths of the store's folder, and of the file in it that `keep` locks, which is created if it is missing."""
    return spec, str(BlobFolder(Path(spec)).lock_file())
