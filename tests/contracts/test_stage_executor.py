"""The contract of `StageExecutor`, held by real children and by threads."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.jobs.stage_messages import Log, Piece, Progress, StageMessage, StageWarning
from app.ports.stage_executor import StageExecutor, StageTask
from app.processes.child_executor import ChildExecutor
from app.processes.child_pool import ChildPool
from app.processes.hang_detector import HangDetector
from app.processes.sandbox import Bounds
from app.processes.workplace import Workplace
from app.storage.blobs import BlobFolder
from app.upkeep.recovery import processes_of
from tests.contracts.executor_stages import STAGES, Given, Made, Part, is_locked
from tests.contracts.thread_executor import ThreadExecutor

KEY = "k-1"


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    """Folders of the test."""
    (tmp_path / "work").mkdir()
    return Workplace(BlobFolder(tmp_path / "blobs"), tmp_path / "work", "ffmpeg")


@pytest.fixture(params=["children", "threads"])
async def executor(request: pytest.FixtureRequest, place: Workplace, tmp_path: Path) -> AsyncIterator[StageExecutor]:
    """Each implementation."""
    async with asyncio.timeout(60):
        if request.param == "threads":
            yield ThreadExecutor(place, STAGES)
            return
        async with (
            ChildPool(owner_tag=tmp_path.name, bounds=Bounds(nice=0), idle_s=60, stall_s=60) as pool,
            HangDetector(pool.children, limit_s=0.6),
        ):
            yield ChildExecutor(pool, place, STAGES)
            assert sorted(processes_of(tmp_path.name)) == sorted(child.pid for child in pool.children())


class Inbox:
    """Receives messages."""

    def __init__(self) -> None:
        self.messages: list[StageMessage] = []
        self.arrived = asyncio.Event()

    async def receive(self, message: StageMessage) -> None:
        """See `Receive`."""
        self.messages.append(message)
        self.arrived.set()


def _task(stage: str, key: str = KEY, **given: Any) -> StageTask:
    return StageTask(stage, Given(**given).model_dump_json(), key)


async def test_messages_come_in_order_and_then_the_output(executor: StageExecutor) -> None:
    """All of them as what the stage sent."""
    inbox = Inbox()
    output = await executor.execute(_task("echo", text="x"), inbox.receive)
    assert output == Made(text="X")
    assert inbox.messages == [
        Progress(fraction=0.5, speed="2×"),
        Log(message="hello", fields={"answer": 42}),
        StageWarning(code="careful", message="just so"),
        Piece(0, Part(text="a piece")),
    ]


async def test_a_slow_receiver_gets_every_message_one_at_a_time(executor: StageExecutor) -> None:
    """The stage waits; the output comes after the last of them."""
    inside, received = 0, list[StageMessage]()

    async def receive(message: StageMessage) -> None:
        nonlocal inside
        inside += 1
        assert inside == 1
        for _ in range(3):
            await asyncio.sleep(0)
        received.append(message)
        inside -= 1

    await executor.execute(_task("count", number=300), receive)
    assert received == [Piece(index, Part(text=str(index))) for index in range(300)]


async def test_a_failure_of_the_stage_is_raised_as_it_is(executor: StageExecutor) -> None:
    """With all that the server decides by."""
    with pytest.raises(JobFailure) as failed:
        await executor.execute(_task("refuse"), Inbox().receive)
    failure = failed.value
    assert (failure.code, failure.message, failure.retryable) == (ErrorCode.RATE_LIMITED, "Slow down.", False)
    assert (failure.retry_after_s, failure.host, failure.counts) == (7.0, "a.example", False)


async def test_a_fault_is_internal_and_its_details_are_in_the_log(
    executor: StageExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    """Clients see the message."""
    with pytest.raises(JobFailure) as failed:
        await executor.execute(_task("stumble"), Inbox().receive)
    assert failed.value.code is ErrorCode.INTERNAL
    assert "secret" not in failed.value.message
    logged = [f"{record.exc_text}{record.__dict__.get('exception')}" for record in caplog.records]
    assert any("a secret detail" in text for text in logged)


async def test_nothing_works_any_more_after_a_cancel(executor: StageExecutor, tmp_path: Path) -> None:
    """When the cancelled call returns: no process, no thread, no file, and no message later."""
    inbox, lock = Inbox(), tmp_path / "lock"
    running = asyncio.create_task(executor.execute(_task("tick", text=str(lock)), inbox.receive))
    await inbox.arrived.wait()
    assert is_locked(lock)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert not is_locked(lock)
    assert list((tmp_path / "work").iterdir()) == []
    received = len(inbox.messages)
    await executor.execute(_task("echo"), Inbox().receive)
    assert len(inbox.messages) == received


async def test_many_cancels_are_one(executor: StageExecutor, tmp_path: Path) -> None:
    """Some frameworks cancel again and again until the task has ended."""
    inbox, lock = Inbox(), tmp_path / "lock"
    running = asyncio.create_task(executor.execute(_task("tick", text=str(lock)), inbox.receive))
    await inbox.arrived.wait()
    while not running.done():
        running.cancel()
        await asyncio.sleep(0)
    assert running.cancelled()
    assert not is_locked(lock)
    assert list((tmp_path / "work").iterdir()) == []


async def test_what_the_receiver_raises_ends_the_stage(executor: StageExecutor, tmp_path: Path) -> None:
    """The database does not take a piece, say."""
    lock = tmp_path / "lock"

    async def receive(_: StageMessage) -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        await executor.execute(_task("tick", text=str(lock)), receive)
    assert not is_locked(lock)


async def test_tasks_run_side_by_side(executor: StageExecutor, tmp_path: Path) -> None:
    """Each waits for the other one."""
    (tmp_path / "meeting").mkdir()
    tasks = [_task("meet", key, text=str(tmp_path / "meeting"), number=2) for key in ("k-1", "k-2")]
    assert await asyncio.gather(*(executor.execute(task, Inbox().receive) for task in tasks)) == [Made(), Made()]


async def test_a_stage_that_works_in_silence_is_seen_to_be_alive(executor: StageExecutor, tmp_path: Path) -> None:
    """Again and again; the last of three signs lets it end."""
    signs, end = 0, tmp_path / "end"

    def alive() -> None:
        nonlocal signs
        signs += 1
        if signs == 3:
            end.touch()

    assert await executor.execute(_task("compute", text=str(end)), Inbox().receive, alive=alive) == Made()
    assert signs >= 3


async def test_what_is_kept_stays_and_what_is_left_does_not(executor: StageExecutor, place: Workplace) -> None:
    """Also for the next task of the key: it begins with an empty folder."""
    for text in ("one", "two"):
        output = await executor.execute(_task("keep", text=text), Inbox().receive)
        assert isinstance(output, Made)
        assert output.text == ""
        assert output.blob is not None
        with place.blobs.local_copy(output.blob) as path:
            assert path.read_text() == text
        assert not await executor.can_resume(_task("keep"))
    assert list(place.work_dir.iterdir()) == []


async def test_a_resumable_stage_goes_on_with_what_it_left(executor: StageExecutor) -> None:
    """Under its own key alone, and until that is discarded."""
    first, other = _task("resume", text="half"), _task("resume", "k-2", text="other")
    for task in (first, other):
        assert not await executor.can_resume(task)
        with pytest.raises(JobFailure):
            await executor.execute(task, Inbox().receive)
        assert await executor.can_resume(task)
    assert await executor.execute(first, Inbox().receive) == Made(text="half")
    await executor.discard([other.key, "k-unknown"])
    assert not await executor.can_resume(other)
    with pytest.raises(JobFailure):
        await executor.execute(other, Inbox().receive)
