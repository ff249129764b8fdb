"""Keeps the files that a child reads on this machine while it works, and says where there is no room for them."""

import errno
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import Blob
from app.ports.blob_store import BlobStore
from app.ports.object_store import StoreAway

#: The wait before a file is fetched again from a store that is away, or onto a full disk, seconds.
AGAIN_S = 30.0
NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def room_on_disk() -> Iterator[None]:
    """Raise JobFailure `disk_full`, without spending a retry, where the block finds the disk full."""
    try:
        yield
    except OSError as error:
        if error.errno not in NO_SPACE:
            raise
        message = "The disk is full. Free some space; the job goes on by itself."
        raise JobFailure(ErrorCode.DISK_FULL, message, retry_after_s=AGAIN_S, counts=False) from error


@asynccontextmanager
async def held(store: BlobStore, blobs: Callable[[], Iterable[Blob]]) -> AsyncIterator[None]:
    """Keep blobs on this machine for the block; they are fetched before it. Raises JobFailure if that fails."""
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(store.held(blobs))
        except StoreAway as error:
            message = f"A file of the job is only in STORAGE_URL, which cannot be reached: {error}. The job goes on by "
            message += "itself when it is back."
            raise JobFailure(
                ErrorCode.SOURCE_UNAVAILABLE, message, retryable=True, retry_after_s=AGAIN_S, counts=False
            ) from error
        except FileNotFoundError as error:
            message = "A file of the job is lost, here and in STORAGE_URL; what made it is done again."
            raise JobFailure(ErrorCode.SOURCE_UNAVAILABLE, message, retryable=True, retry_after_s=1.0) from error
        except OSError as error:
            if error.errno not in NO_SPACE:
                raise
            message = (
                "The disk has no room for a file that is fetched back from STORAGE_URL. The job goes on by itself "
            )
            message += "when there is room."
            raise JobFailure(ErrorCode.DISK_FULL, message, retry_after_s=AGAIN_S, counts=False) from error
        yield
