"""The watch over real children: who is ended, what is said, and who is left alone."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.jobs.stage_messages import Progress
from app.processes.child_pool import ChildPool
from app.processes.hang_detector import HangDetector
from app.processes.messages import StageOrder, WorkMessage
from app.processes.proc_activity import can_sample
from app.processes.sandbox import Bounds
from app.stages.stage import ChildKind
from app.upkeep.recovery import processes_of

pytestmark = pytest.mark.skipif(not can_sample(), reason="this system has no /proc")

LIMIT_S = 1.0
#: So many signs of life, six within a limit, show that the limit has passed.
SIGNS_BEYOND_LIMIT = 9


@pytest.fixture
async def hosts(tmp_path: Path) -> AsyncIterator[ChildPool]:
    """A pool of real children that are watched; silence alone ends none of them."""
    async with (
        ChildPool(owner_tag=tmp_path.name, bounds=Bounds(nice=0), idle_s=60, stall_s=3600) as pool,
        HangDetector(pool.children, limit_s=LIMIT_S),
        asyncio.timeout(60),
    ):
        yield pool


def _order(tmp_path: Path, stage: str, text: str = "") -> StageOrder:
    return StageOrder(
        entry=f"tests.faulty_stages:{stage}",
        input_json=json.dumps({"text": text}),
        work_dir=str(tmp_path / "work"),
        blobs=str(tmp_path / "blobs"),
        ffmpeg="ffmpeg",
    )


async def _ignored(_: WorkMessage) -> None:
    return


@pytest.mark.parametrize("stage", ["hang", "wait_on_pipe", "wait_on_lock"])
async def test_a_stage_that_hangs_is_ended_and_may_be_tried_again(hosts: ChildPool, tmp_path: Path, stage: str) -> None:
    """Long before the limit on silence; with everything that it started."""
    with pytest.raises(JobFailure) as failed:
        await hosts.run_order(
            ChildKind.MEDIA, _order(tmp_path, stage, str(tmp_path / "pids")), _ignored, may_sleep=False
        )
    assert (failed.value.code, failed.value.retryable) == (ErrorCode.TIMEOUT, True)
    assert failed.value.message.startswith("The step hung: for 1 s it used no processor")
    assert "STAGE_HEARTBEAT" in failed.value.message
    assert processes_of(tmp_path.name) == []


@pytest.mark.parametrize("may_sleep", [True, False])
async def test_a_stopped_child_is_ended_whatever_it_runs(hosts: ChildPool, tmp_path: Path, may_sleep: bool) -> None:
    """Also a download: nothing that it may wait for would wake it. The next order works."""
    running = asyncio.create_task(
        hosts.run_order(ChildKind.ASR, _order(tmp_path, "spin", "600"), _ignored, may_sleep=may_sleep)
    )
    while not hosts.children():
        await asyncio.sleep(0.01)
    os.kill(hosts.children()[0].pid, signal.SIGSTOP)
    with pytest.raises(JobFailure) as failed:
        await running
    assert (failed.value.code, failed.value.retryable) == (ErrorCode.TIMEOUT, True)
    assert failed.value.message == "The process of this step was stopped for 1 s, so it was ended (STAGE_HEARTBEAT)."
    assert (await hosts.run_order(ChildKind.ASR, _order(tmp_path, "echo", "x"), _ignored))["text"] == "X"


@pytest.mark.parametrize("stage", ["spin_in_c", "nap"])
async def test_a_stage_that_says_nothing_and_lives_is_left_alone(hosts: ChildPool, tmp_path: Path, stage: str) -> None:
    """One that holds the interpreter in C for several times the limit, and one that asks again and again."""
    output = await hosts.run_order(
        ChildKind.MEDIA, _order(tmp_path, stage, str(3 * LIMIT_S)), _ignored, may_sleep=False
    )
    assert output["text"]


async def test_a_stage_that_waits_for_its_ffmpeg_lives_while_that_does(hosts: ChildPool, tmp_path: Path) -> None:
    """And its signs of life are passed on though it says nothing."""
    signs, order = asyncio.Semaphore(0), _order(tmp_path, "encode_for_ever")
    running = asyncio.create_task(
        hosts.run_order(ChildKind.MEDIA, order, _ignored, may_sleep=False, lives=signs.release)
    )
    for _ in range(SIGNS_BEYOND_LIMIT):
        await signs.acquire()
    assert not running.done()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_stage_that_waits_for_strangers_may_sleep(hosts: ChildPool, tmp_path: Path) -> None:
    """Its sockets have time limits of their own."""
    asleep = asyncio.create_task(
        hosts.run_order(ChildKind.MEDIA, _order(tmp_path, "wait_on_pipe"), _ignored, may_sleep=True)
    )
    signs, order = asyncio.Semaphore(0), _order(tmp_path, "encode_for_ever")
    beside = asyncio.create_task(hosts.run_order(ChildKind.MEDIA, order, _ignored, lives=signs.release))
    for _ in range(SIGNS_BEYOND_LIMIT):
        await signs.acquire()
    assert not asleep.done()
    for task in (asleep, beside):
        task.cancel()
    await asyncio.gather(asleep, beside, return_exceptions=True)


async def test_a_child_that_waits_for_the_server_is_not_hung(hosts: ChildPool, tmp_path: Path) -> None:
    """It has said everything and the server is busy with its first word, for several times the limit."""

    async def busy(message: WorkMessage) -> None:
        if isinstance(message, Progress):
            await asyncio.sleep(3 * LIMIT_S)

    output = await hosts.run_order(ChildKind.MEDIA, _order(tmp_path, "echo", "x"), busy, may_sleep=False)
    assert output["text"] == "X"


async def test_without_a_limit_nobody_is_ended(tmp_path: Path) -> None:
    """Only the limit on silence is left."""
    async with (
        ChildPool(owner_tag=tmp_path.name, bounds=Bounds(nice=0), idle_s=60, stall_s=1.5) as hosts,
        HangDetector(hosts.children, limit_s=0),
    ):
        with pytest.raises(JobFailure, match="STAGE_STALL_TIMEOUT"):
            await hosts.run_order(ChildKind.MEDIA, _order(tmp_path, "wait_on_pipe"), _ignored, may_sleep=False)
