"""Keeps a stored file on this machine while a request is served."""

import asyncio
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
            raise storage_away("The file is in it alone, and cannot be fetched", error) from error
        yield


async def exists(blobs: BlobStore, blob: Blob) -> bool:
    """Whether a blob exists, here or elsewhere. Raises Unavailable if that cannot be known just now."""
    try:
        return await asyncio.to_thread(blobs.exists, blob)
    except OSError as error:
        raise storage_away("Whether it has the file cannot be known", error) from error


def storage_away(what: str, error: OSError) -> Unavailable:
    """The refusal of a request that needs the object store while that is away."""
    log.warning("a request is refused, as the object store is away: %s", error)
    message = f"The object store cannot be reached just now. {what}."
    return Unavailable(message, retry_after_s=AGAIN_S, code="storage_away")
