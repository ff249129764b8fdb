"""Engines that share a database and the store of files, each with a work folder of its own."""

import json
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from app.storage.data_folder import BLOBS, MARK
from tests.engines import Engine, engine_in

#: Long enough for a renewal to come late on a busy machine, short enough to wait for.
LEASE_S = 4


def shared_engine(folder: Path, database_url: str) -> AbstractAsyncContextManager[Engine]:
    """An engine on `folder`, whose neighbours keep their files in the same place."""
    data, blobs = folder / "data", folder.parent / "common"
    data.mkdir(parents=True, exist_ok=True)
    blobs.mkdir(exist_ok=True)
    (data / MARK).write_text(json.dumps({"id": "of-all-engines-here", "note": ""}))
    if not (data / BLOBS).is_symlink():
        (data / BLOBS).symlink_to(blobs)
    return engine_in(folder, shared=True, database_url=database_url, lease_seconds=LEASE_S)
