"""Files that a child reads: on this machine before it begins, or the job waits."""

import errno
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import Blob
from app.ports.object_store import StoreAway
from app.ports.stage_executor import StageTask
from app.processes.child_executor import ChildExecutor
from app.processes.child_pool import ChildPool
from app.processes.held_files import held
from app.processes.workplace import Workplace
from app.storage.blobs import BlobFolder
from tests.contracts.executor_stages import STAGES, Given

BLOB = Blob(sha256="0" * 64, size_bytes=1)


class Failing(BlobFolder):
    """A store that fetches nothing back, for a reason."""

    def __init__(self, error: OSError) -> None:
        super().__init__(Path("/nowhere"))
        self._error = error

    @asynccontextmanager
    async def held(self, blobs: Callable[[], Iterable[Blob]]) -> AsyncIterator[None]:
        """See `BlobStore`."""
        assert list(blobs()) == [BLOB]
        raise self._error
        yield


@pytest.mark.parametrize(
    ("error", "code", "counts"),
    [
        (StoreAway("is away"), ErrorCode.SOURCE_UNAVAILABLE, False),
        (FileNotFoundError(BLOB.sha256), ErrorCode.SOURCE_UNAVAILABLE, True),
        (OSError(errno.ENOSPC, "full"), ErrorCode.DISK_FULL, False),
    ],
)
async def test_a_file_that_cannot_be_fetched_lets_the_job_wait(error: OSError, code: ErrorCode, counts: bool) -> None:
    """A store that is away and a full disk spend no retry; a file that is lost does: its stage runs again."""
    with pytest.raises(JobFailure) as failed:
        async with held(Failing(error), lambda: [BLOB]):
            pytest.fail("the child would read nothing")
    assert (failed.value.code, failed.value.counts, failed.value.retryable) == (code, counts, True)


async def test_other_errors_and_those_of_the_child_are_as_they_are() -> None:
    """They are no waiting."""
    with pytest.raises(PermissionError):
        async with held(Failing(PermissionError("no")), lambda: [BLOB]):
            pytest.fail("nothing is readable")
    with pytest.raises(FileNotFoundError, match="of the child"):
        async with held(BlobFolder(Path("/nowhere")), lambda: [BLOB]):
            raise FileNotFoundError("of the child")


class FullDisk:
    """A pool of children that finds no room for an order's files."""

    async def run_order(self, *_: object, **__: object) -> dict[str, object]:
        """See `ChildPool`."""
        raise OSError(errno.ENOSPC, "No space left on device")


async def test_a_disk_without_room_for_an_orders_files_lets_the_job_wait(tmp_path: Path) -> None:
    """It is no fault of ours, and spends no retry."""
    place = Workplace(BlobFolder(tmp_path / "blobs"), tmp_path / "work", "ffmpeg")
    executor = ChildExecutor(cast(ChildPool, FullDisk()), place, STAGES)
    with pytest.raises(JobFailure) as failed:
        await executor.execute(StageTask("keep", Given(text="x").model_dump_json(), "keep-1"), ignored)
    assert (failed.value.code, failed.value.counts, failed.value.retryable) == (ErrorCode.DISK_FULL, False, True)


async def ignored(_: object) -> None:
    """Only the failure is of interest."""
