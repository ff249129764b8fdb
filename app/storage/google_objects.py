"""Object stores of Google Cloud, by its own SDK, which finds credentials as its documentation says.

`STORAGE_EMULATOR_HOST` of the environment names another endpoint, as for everything of that SDK.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from google.api_core.exceptions import GoogleAPIError, NotFound
from google.auth.exceptions import GoogleAuthError
from google.cloud.storage import Blob, Bucket, Client
from google.cloud.storage.retry import DEFAULT_RETRY
from google.resumable_media import InvalidResponse
from requests import RequestException

from app.core.settings import Settings
from app.ports.object_store import ObjectStore, StoreAway
from app.storage.object_places import ObjectPlace
from app.storage.object_types import PART_BYTES, media_type_of, object_type

#: Seconds to connect, and between two parts of an answer.
TIMEOUT_S = (5, 60)
#: A request is repeated for so long, seconds, before the store counts as away.
RETRY = DEFAULT_RETRY.with_timeout(3)
#: The most characters of an error that operators are shown.
REASON_LENGTH = 300


class GoogleObjects:
    """An `ObjectStore` in a bucket of Google Cloud Storage."""

    def __init__(self, opened: Callable[[], Bucket], prefix: str, place: str) -> None:
        self._opened = opened
        self._opening = threading.Lock()
        self._found: Bucket | None = None
        self._prefix = f"{prefix}/" if prefix else ""
        self._place = place

    @property
    def place(self) -> str:
        """See `ObjectStore.place`."""
        return self._place

    def check(self, *, used: bool) -> None:
        """See `ObjectStore.check`: lists an object."""
        with _translated(missing=StoreAway):
            next(iter(self._listed(most=1)), None)

    def mark(self) -> str:
        """See `ObjectStore.mark`: a bucket needs none."""
        return ""

    def expect(self, mark: str) -> None:
        """See `ObjectStore.expect`."""

    def put(self, name: str, parts: Iterable[bytes], size_bytes: int, suffix: str) -> None:
        """See `ObjectStore.put`: an upload that ends early is given up and leaves no object."""
        with _translated(missing=StoreAway):
            blob = self._blob(name)
            blob.content_disposition = object_type(suffix)["Content-Disposition"]
        if size_bytes <= PART_BYTES:
            content = b"".join(parts)
            with _translated(missing=StoreAway):
                blob.upload_from_string(content, media_type_of(suffix), timeout=TIMEOUT_S, retry=RETRY)
            return
        with _translated(missing=StoreAway):
            upload = blob.open(
                "wb", chunk_size=PART_BYTES, content_type=media_type_of(suffix), timeout=TIMEOUT_S, retry=RETRY
            )
        try:
            for part in parts:
                with _translated(missing=StoreAway):
                    upload.write(part)
        except Exception:
            with suppress(StoreAway), _translated(missing=StoreAway):
                upload.terminate()
            raise
        with _translated(missing=StoreAway):
            upload.close()

    def get(self, name: str) -> Iterator[bytes]:
        """See `ObjectStore.get`: in ranges, so that each request is short."""
        size_bytes = self.size_of(name)
        if size_bytes is None:
            raise FileNotFoundError(name)
        for start in range(0, size_bytes, PART_BYTES):
            with _translated():
                part = self._blob(name).download_as_bytes(
                    start=start, end=min(start + PART_BYTES, size_bytes) - 1, timeout=TIMEOUT_S, retry=RETRY
                )
            yield part

    def size_of(self, name: str) -> int | None:
        """See `ObjectStore.size_of`."""
        with _translated():
            found = self._bucket().get_blob(self._prefix + name, timeout=TIMEOUT_S, retry=RETRY)
        return None if found is None else int(found.size)

    def delete(self, name: str) -> None:
        """See `ObjectStore.delete`."""
        with suppress(FileNotFoundError), _translated():
            self._blob(name).delete(timeout=TIMEOUT_S, retry=RETRY)

    def names(self) -> Iterator[str]:
        """See `ObjectStore.names`."""
        with _translated(missing=StoreAway):
            for blob in self._listed():
                yield str(blob.name)[len(self._prefix) :]

    def link(self, name: str, expires_s: int) -> str | None:
        """See `ObjectStore.link`: signed with the key of a service account, where that is what it has."""
        with _translated():
            blob = self._blob(name)
        try:
            return str(blob.generate_signed_url(version="v4", expiration=timedelta(seconds=expires_s)))
        except AttributeError:
            return None  # credentials without a private key

    def _bucket(self) -> Bucket:
        """The bucket, with a client that is made at its first use: without credentials there is none."""
        with self._opening:
            if self._found is None:
                self._found = self._opened()
            return self._found

    def _blob(self, name: str) -> Blob:
        return self._bucket().blob(self._prefix + name)

    def _listed(self, most: int | None = None) -> Iterable[Blob]:
        found: Iterable[Blob] = self._bucket().list_blobs(
            prefix=self._prefix, max_results=most, timeout=TIMEOUT_S, retry=RETRY
        )
        return found


def open_google(place: ObjectPlace, settings: Settings) -> ObjectStore:
    """The store of a place on Google Cloud."""

    def opened() -> Bucket:
        project = {"project": settings.gcp_project_id} if settings.gcp_project_id else {}
        file = settings.google_application_credentials
        client = Client.from_service_account_json(file, **project) if file else Client(**project)
        return client.bucket(place.bucket)

    return GoogleObjects(opened, place.prefix, str(place))


@contextmanager
def _translated(*, missing: type[OSError] = FileNotFoundError) -> Iterator[None]:
    """Turn the SDK's errors into ours; `missing` is raised where there is no object, or no bucket."""
    try:
        yield
    except NotFound as error:
        raise missing(_reason(error)) from error
    except (GoogleAPIError, GoogleAuthError, InvalidResponse, RequestException, OSError, ValueError) as error:
        raise StoreAway(_reason(error)) from error


def _reason(error: Exception) -> str:
    return str(error).partition("\n")[0][:REASON_LENGTH]
