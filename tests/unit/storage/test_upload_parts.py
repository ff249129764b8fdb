"""Files of unfinished uploads, as a user other than root has them: who may read what is a matter of its mode there."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage.blobs import BlobFolder
from app.storage.upload_parts import UploadNote, UploadParts

UPLOAD = UploadNote(
    id="0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a", size_bytes=4, filename="a.mp4", user_id=None, metadata=""
)


@pytest.fixture
def unprivileged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder, which is the working one: a user without rights may not see those above it."""
    monkeypatch.chdir(tmp_path)
    if os.geteuid() != 0:
        yield Path()
        return
    os.chown(tmp_path, 65534, 65534)
    os.seteuid(65534)
    try:
        yield Path()
    finally:
        os.seteuid(0)


def test_an_upload_that_the_store_has_too_is_still_usable(unprivileged: Path) -> None:
    """So it is where the server was killed, or the video refused, after the store has made the file read-only."""
    parts, blobs = UploadParts(unprivileged / "parts"), BlobFolder(unprivileged / "blobs")
    parts.add(UPLOAD)
    with parts.open(UPLOAD.id) as part:
        part.append(b"film")
    parts.copy(UPLOAD.id, unprivileged / "uploads" / "draft")
    blob = blobs.keep(unprivileged / "uploads" / "draft", ".mp4")
    for _ in range(2):
        with parts.open(UPLOAD.id) as part:
            assert part.size == 4
            with pytest.raises(BlockingIOError):
                parts.open(UPLOAD.id)
            parts.copy(UPLOAD.id, unprivileged / "uploads" / "draft")
        assert blobs.keep(unprivileged / "uploads" / "draft", ".mp4") == blob
    parts.remove(UPLOAD.id)
    assert list((unprivileged / "parts").iterdir()) == []
    assert blobs.path_of(blob).read_bytes() == b"film"
