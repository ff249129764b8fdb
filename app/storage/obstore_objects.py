"""Object stores by obstore: S3 and what speaks its protocol, Azure's containers, and folders.

What the settings do not have (roles, profiles of a machine, endpoints by other names) the library reads from the
environment, by the names in its documentation.
"""

import os
import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import obstore
from obstore.exceptions import BaseError
from obstore.store import AzureStore, LocalStore, S3Store

from app.core.linking import name_unless_taken
from app.core.settings import Settings
from app.ports.object_store import ObjectStore, StoreAway
from app.storage.object_places import ObjectPlace
from app.storage.object_types import PART_BYTES, object_type

#: A request, which carries one part of an object at most, is given up after so long, seconds.
TIMEOUT_S = 90
#: Parts of one object that are sent at once.
PARTS_AT_ONCE = 2
#: S3 and Azure take 10,000 and 50,000 parts of an object.
MOST_PARTS = 9000
#: A request is repeated so often, in so many seconds, before the store counts as away.
RETRIES, RETRIES_S = 2, 10
#: Names of the environment by which the library takes an endpoint, where the settings name none.
ENDPOINTS = {
    "s3": ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT"),
    "az": ("AZURE_STORAGE_ENDPOINT", "AZURE_ENDPOINT"),
}
#: The most characters of an error that operators are shown.
REASON_LENGTH = 300
#: The file that shows that a folder is the one that was used before, and no empty place to mount it.
MARK = ".video-processing-objects"


class ObstoreObjects:
    """An `ObjectStore` over one of obstore's. `opened` returns it; `typed`: it keeps media types and signs URLs."""

    def __init__(self, opened: Callable[[], Any], place: str, *, typed: bool = True) -> None:
        self._opened = opened
        self._place = place
        self._typed = typed

    @property
    def place(self) -> str:
        """See `ObjectStore.place`."""
        return self._place

    def check(self, *, used: bool) -> None:
        """See `ObjectStore.check`: lists an object."""
        with self._store(missing=StoreAway) as store:
            next(iter(obstore.list(store, chunk_size=1)), None)

    def mark(self) -> str:
        """See `ObjectStore.mark`: a bucket needs none."""
        return ""

    def expect(self, mark: str) -> None:
        """See `ObjectStore.expect`."""

    def put(self, name: str, parts: Iterable[bytes], size_bytes: int, suffix: str) -> None:
        """See `ObjectStore.put`: large objects in parts, of which none is visible before the last one."""
        options: dict[str, Any] = {"attributes": object_type(suffix)} if self._typed else {}
        if size_bytes <= PART_BYTES:
            content = b"".join(parts)
            with self._store(missing=StoreAway) as store:
                obstore.put(store, name, content, use_multipart=False, **options)
            return
        watched = Watched(parts)
        with self._store(watched, missing=StoreAway) as store:
            obstore.put(
                store,
                name,
                watched,
                use_multipart=True,
                chunk_size=max(PART_BYTES, -(-size_bytes // MOST_PARTS)),
                max_concurrency=PARTS_AT_ONCE,
                **options,
            )

    def get(self, name: str) -> Iterator[bytes]:
        """See `ObjectStore.get`: in ranges, so that each request is short."""
        size_bytes = self.size_of(name)
        if size_bytes is None:
            raise FileNotFoundError(name)
        for start in range(0, size_bytes, PART_BYTES):
            with self._store() as store:
                part = bytes(obstore.get_range(store, name, start=start, length=min(PART_BYTES, size_bytes - start)))
            yield part

    def size_of(self, name: str) -> int | None:
        """See `ObjectStore.size_of`."""
        with suppress(FileNotFoundError), self._store() as store:
            return int(obstore.head(store, name)["size"])
        return None

    def delete(self, name: str) -> None:
        """See `ObjectStore.delete`."""
        with suppress(FileNotFoundError), self._store() as store:
            obstore.delete(store, name)

    def names(self) -> Iterator[str]:
        """See `ObjectStore.names`."""
        with self._store(missing=StoreAway) as store:
            for page in obstore.list(store):
                yield from (str(one["path"]) for one in page)

    def link(self, name: str, expires_s: int) -> str | None:
        """See `ObjectStore.link`."""
        if not self._typed:
            return None
        with self._store() as store:
            return str(obstore.sign(store, "GET", name, timedelta(seconds=expires_s)))

    @contextmanager
    def _store(self, watched: "Watched | None" = None, *, missing: type[OSError] = FileNotFoundError) -> Iterator[Any]:
        """The library's store, whose errors become ours; an error of the parts that it read is raised itself.

        `missing` is raised where there is no object, or no bucket.
        """
        try:
            yield self._opened()
        except StoreAway:
            raise
        except FileNotFoundError as error:  # of the library too
            raise missing(_reason(error)) from error
        except (BaseError, ValueError, OSError) as error:
            if watched is not None and watched.error is not None:
                raise watched.error from None
            raise StoreAway(_reason(error)) from error


class FolderObjects(ObstoreObjects):
    """Objects in a folder, such as one of a file server that is mounted.

    A mount that is gone leaves an empty folder, which would take all copies again, or one that was used for a while in
    its place; so the folder has a mark with an id. Older releases left the mark empty.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(self._marked, f"file://{folder}", typed=False)
        self._folder = folder
        self._expected: str | None = None

    def _marked(self) -> LocalStore:
        self.check(used=True)
        return LocalStore(self._folder)

    def check(self, *, used: bool) -> None:
        """See `ObjectStore.check`: creates the folder, but not one that was used."""
        mark = self._folder / MARK
        try:
            if not used and not mark.exists():
                self._create(mark)
            found = mark.read_text(errors="replace")
        except OSError as error:
            raise StoreAway(f"{mark} cannot be read ({error.strerror}); is its disk mounted?") from error
        if self._expected not in (None, found):
            raise StoreAway(
                f"{self._folder} is not the folder that was used before; is its disk mounted? If it is to take the "
                f"place of that one, {MARK} in it must contain “{self._expected}”"
            )

    def _create(self, mark: Path) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        fresh = mark.with_name(f"{MARK}-{uuid.uuid4().hex}")
        fresh.write_text(uuid.uuid4().hex)
        name_unless_taken(fresh, mark)

    def mark(self) -> str:
        """See `ObjectStore.mark`."""
        self.check(used=True)
        try:
            return (self._folder / MARK).read_text(errors="replace")
        except OSError as error:
            raise StoreAway(_reason(error)) from error

    def expect(self, mark: str) -> None:
        """See `ObjectStore.expect`."""
        self._expected = mark

    def put(self, name: str, parts: Iterable[bytes], size_bytes: int, suffix: str) -> None:
        """See `ObjectStore.put`: on disk when this returns."""
        super().put(name, parts, size_bytes, suffix)
        with (self._folder / name).open("rb") as file:
            os.fsync(file.fileno())

    def names(self) -> Iterator[str]:
        """See `ObjectStore.names`."""
        return (name for name in super().names() if not name.startswith(MARK))


class Watched(Iterator[bytes]):
    """Parts for the library, which raises an error of its own for theirs: this keeps theirs."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = iter(parts)
        self.error: Exception | None = None

    def __next__(self) -> bytes:
        try:
            return next(self._parts)
        except StopIteration:
            raise
        except Exception as error:
            self.error = error
            raise


def open_obstore(place: ObjectPlace, settings: Settings) -> ObjectStore:
    """The store of a place on S3, on Azure or in a folder."""
    if place.scheme == "file":
        return FolderObjects(Path(place.prefix))
    options: dict[str, Any] = {
        "prefix": place.prefix or None,
        "client_options": _client_options(settings.s3_endpoint_url if place.scheme == "s3" else "", place.scheme),
        "retry_config": {"max_retries": RETRIES, "retry_timeout": timedelta(seconds=RETRIES_S)},
    }
    if place.scheme == "s3":
        given = {
            "endpoint": settings.s3_endpoint_url,
            "access_key_id": settings.aws_access_key_id,
            "secret_access_key": settings.aws_secret_access_key.get_secret_value(),
            "session_token": settings.aws_session_token.get_secret_value(),
            "region": settings.aws_region,
        }
        return ObstoreObjects(partial(S3Store, place.bucket, **options, **_named(given)), str(place))
    given = {
        "account_name": settings.azure_storage_account_name,
        "account_key": settings.azure_storage_account_key.get_secret_value(),
    }
    return ObstoreObjects(partial(AzureStore, place.bucket, **options, **_named(given)), str(place))


def _named(given: Mapping[str, str]) -> dict[str, Any]:
    """The values that the settings have; the library finds the others itself."""
    return {name: value for name, value in given.items() if value}


def _client_options(endpoint: str, scheme: str) -> dict[str, Any]:
    """Options of its HTTP client: a plain endpoint is allowed if it is named."""
    named = endpoint or next(filter(None, map(os.environ.get, ENDPOINTS[scheme])), "")
    return {"timeout": timedelta(seconds=TIMEOUT_S), "allow_http": named.startswith("http://")}


def _reason(error: Exception) -> str:
    """What the library says is wrong, without the answer's markup, and the code in that."""
    text = str(error)
    code = re.search(r"<Code>(\w+)</Code>", text)
    line = text.partition("\n")[0].partition(": <")[0][:REASON_LENGTH]
    return f"{line} ({code[1]})" if code else line
