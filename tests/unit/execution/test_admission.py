"""Who may begin: hosts that want to be left alone, disks that are full."""

from pathlib import Path

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.db import flags, moves
from app.db.store import Store
from app.execution.admission import COOL_SPREAD_S, DISK_CHECK_MAX_S, DISK_CHECK_S, Gate, recheck_after_s
from tests.stages import REGISTRY
from tests.stores import new_job, open_store


async def _refusal(store: Store, tmp_path: Path, *, url: str, reserve_bytes: int = 0) -> JobFailure | None:
    job, _ = await store.write(moves.submit, new_job(url=url))
    try:
        await Gate(store, REGISTRY, data_dir=tmp_path, reserve_bytes=reserve_bytes).admit(job)
    except JobFailure as failure:
        return failure
    return None


async def test_all_jobs_of_a_cooling_host_wait_and_others_do_not(tmp_path: Path) -> None:
    """No retry is spent, and they do not all come back at the same instant."""
    async with open_store(tmp_path) as store:
        await store.write(flags.cool, "slow.example", store.now_ms() + 60_000)
        refused = [await _refusal(store, tmp_path, url="https://Slow.example/x.mp4") for _ in range(5)]
        assert await _refusal(store, tmp_path, url="https://quick.example/x.mp4") is None
    waits = [failure.retry_after_s for failure in refused if failure and not failure.counts]
    assert len(set(waits)) == 5
    assert all(59 < wait_s <= 60 + COOL_SPREAD_S for wait_s in waits if wait_s)


async def test_the_rest_of_a_cool_down_is_waited_out_and_little_more(tmp_path: Path) -> None:
    """Coming back one after another costs at most as much again as was left."""
    async with open_store(tmp_path, now_ms=lambda: 1_000) as store:
        await store.write(flags.cool, "slow.example", 3_000)
        refused = [await _refusal(store, tmp_path, url="https://slow.example/x.mp4") for _ in range(20)]
    assert all(failure and 2 <= (failure.retry_after_s or 0) <= 4 for failure in refused)


async def test_a_cool_down_ends_by_itself(tmp_path: Path) -> None:
    """Nobody has to take it back."""
    clock = [1_000]
    async with open_store(tmp_path, now_ms=lambda: clock[0]) as store:
        await store.write(flags.cool, "slow.example", 2_000)
        assert await _refusal(store, tmp_path, url="https://slow.example/x.mp4") is not None
        clock[0] = 2_000
        assert await _refusal(store, tmp_path, url="https://slow.example/x.mp4") is None


async def test_a_job_that_does_not_fit_the_disk_waits_and_says_why(tmp_path: Path) -> None:
    """With what to do about it; no retry is spent."""
    async with open_store(tmp_path) as store:
        failure = await _refusal(store, tmp_path, url="https://a.example/x", reserve_bytes=1 << 60)
    assert failure is not None
    assert (failure.code, failure.counts, failure.retry_after_s) == (ErrorCode.DISK_FULL, False, DISK_CHECK_S)
    assert "MAX_DATA_BYTES" in failure.message


@pytest.mark.parametrize(
    ("looks", "wait_s"),
    [(0, DISK_CHECK_S), (1, DISK_CHECK_S), (2, 2 * DISK_CHECK_S), (9, DISK_CHECK_MAX_S), (9999, 600.0)],
)
def test_looks_at_a_full_disk_become_rare(looks: int, wait_s: float) -> None:
    """Each look writes events to the disk that is full."""
    assert recheck_after_s(looks) == wait_s
