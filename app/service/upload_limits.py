"""Refuses files that are too large, or that the disk has no room for."""

import errno

from app.core.errors import TooLarge, Unavailable
from app.service.intake import Intake

#: Error numbers by which the system reports that the disk, or our quota of it, is full.
NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})
#: Bytes that are buffered before a write, and between two checks of the free disk space.
WRITE_BYTES = 1 << 20
CHECK_BYTES = 64 << 20


def too_large(limit: int) -> TooLarge:
    """The refusal of a file above `limit` bytes."""
    return TooLarge(f"The file is larger than the {limit} bytes that this server takes.")


async def check_disk_space(intake: Intake, size_bytes: int) -> None:
    """Raise Unavailable if the disk has no room for that many more bytes."""
    if not await intake.has_disk_space(size_bytes):
        raise disk_full()


def disk_full() -> Unavailable:
    """The refusal of a file that the disk has no room for."""
    return Unavailable("The server's disk is full.", retry_after_s=60, code="disk_full")


def refusal_of(error: OSError) -> Exception:
    """The refusal of a full disk; any other error as it is."""
    return disk_full() if error.errno in NO_SPACE else error
