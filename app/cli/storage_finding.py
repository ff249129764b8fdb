"""The doctor's examination of the object store: it writes, reads and deletes one object."""

import os
import time
import uuid
from collections.abc import Iterator

from app.cli.findings import Finding, Grade
from app.core.errors import SettingsInvalid
from app.core.settings import Settings
from app.ports.object_store import ObjectStore
from app.storage.object_places import open_objects

NAME = "object store"
REMEDY = "check STORAGE_URL, the credentials and the bucket's rights; until then files stay on this machine alone"


def storage(settings: Settings) -> Iterator[Finding]:
    try:
        store = open_objects(settings)
    except SettingsInvalid as error:
        yield Finding(NAME, Grade.MISSING, str(error), "correct the setting")
        return
    if store is None:
        return
    began = time.perf_counter()
    try:
        good = _returns_what_it_took(store)
    except OSError as error:
        yield Finding(NAME, Grade.WARNING, f"{store.place}: {error}", REMEDY)
        return
    took_ms = (time.perf_counter() - began) * 1000
    yield Finding(
        NAME,
        Grade.OK if good else Grade.MISSING,
        f"{store.place} takes, returns and deletes an object, {took_ms:.0f} ms"
        if good
        else f"{store.place} does not return what it took, or does not delete it",
        "" if good else REMEDY,
    )


def _returns_what_it_took(store: ObjectStore) -> bool:
    """Try one object. Raises StoreAway."""
    name, content = f"doctor-{uuid.uuid4().hex}", os.urandom(64)
    store.check(used=False)
    store.put(name, [content], len(content), ".bin")
    try:
        returned = b"".join(store.get(name))
    finally:
        store.delete(name)
    return returned == content and store.size_of(name) is None
