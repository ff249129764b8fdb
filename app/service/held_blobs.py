"""Keeps a stored file on this machine while a request is served."""

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from app.core.errors import NotFound, Unavailable
from app.jobs.results import Blob
from app.ports.blob_store import BlobStore

log = logging.getLogger(__name__)

#: The `Retry-After` while the object store is away, seconds.
AGAIN_S = 30


@asynccontextmanager
async def held_blob(blobs: BlobStore, blob: Blob) -> AsyncIterator[None]:
    """Hold a blob for the block. Raises NotFound, or Unavailable if it cannot be fetched back just now."""
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(blobs.held(lambda: [blob]))
        except FileNotFoundError:
            raise NotFound("The file is not here any more.") from None
        except OSError as error:
            log.warning("a file cannot be fetched back: %s", error)
            message = "The file is in the object store alone, and cannot be fetched from there just now."
            raise Unavailable(message, retry_after_s=AGAIN_S, code="storage_away") from error
        yield
