"""Parses `STORAGE_URL`, the place of the object store, and opens the store of a place.

The libraries are loaded when a store is opened, so a server without one never loads them.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from app.core.errors import SettingsInvalid
from app.core.settings import Settings
from app.ports.object_store import ObjectStore


@dataclass(frozen=True, slots=True)
class ObjectPlace:
    """`scheme` is s3, gs, az or file; `bucket` a bucket or container, empty for a folder, whose path is `prefix`."""

    scheme: str
    bucket: str
    prefix: str

    def __str__(self) -> str:
        return f"{self.scheme}://{self.bucket}{f'/{self.prefix}' if self.bucket and self.prefix else self.prefix}"


def place_of(url: str) -> ObjectPlace:
    """Parse a URL that the settings have checked."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if parts.scheme == "file":
        return ObjectPlace("file", "", str(Path(path)))
    return ObjectPlace(parts.scheme, parts.netloc, re.sub("/+", "/", path).strip("/"))


def name_of_place(settings: Settings) -> str:
    """The place of the store that the settings name, with its endpoint if it has one; "" if they name none."""
    if not settings.object_store_url:
        return ""
    place = place_of(settings.object_store_url)
    endpoint = settings.s3_endpoint_url if place.scheme == "s3" else None
    return f"{place} at {endpoint}" if endpoint else str(place)


def open_objects(settings: Settings) -> ObjectStore | None:
    """Open the store that the settings name, without reaching for it; None if they name none. Raises SettingsInvalid.

    What opens it loads the library: call it where that may take a second.
    """
    if not settings.object_store_url:
        if settings.cloud_storage_enabled:
            raise SettingsInvalid("CLOUD_STORAGE_ENABLED: needs the bucket's name in GCS_BUCKET_NAME, or STORAGE_URL")
        return None
    place = place_of(settings.object_store_url)
    if place.scheme == "file" and Path(place.prefix).is_relative_to(settings.data_dir):
        raise SettingsInvalid("STORAGE_URL: must be a folder outside of DATA_DIR")
    if place.scheme == "gs":
        try:
            from app.storage.google_objects import open_google
        except ImportError as error:
            raise SettingsInvalid("STORAGE_URL: gs:// needs `pip install -r requirements-gcs.txt`") from error
        return open_google(place, settings)
    from app.storage.obstore_objects import open_obstore

    return open_obstore(place, settings)
