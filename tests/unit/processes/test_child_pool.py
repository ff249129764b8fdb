"""Children: spoken to, kept warm, and gone without a trace when they must be."""

import asyncio
import ctypes
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import uvloop

from app.core.errors import ErrorCode, JobFailure
from app.core.lifeline import PR_SET_CHILD_SUBREAPER
from app.jobs.results import holds_secret
from app.jobs.stage_messages import Log, Progress, StageWarning
from app.processes.child import Child
from app.processes.child_pool import KEPT_IDLE, ChildPool
from app.processes.messages import PieceMessage, StageOrder, WorkMessage
from app.processes.sandbox import Bounds
from app.stages.asides.playlist.contract import PlaylistInput
from app.stages.stage import ChildKind
from app.upkeep.recovery import kill_leftovers, processes_of


@asynccontextmanager
async def _hosts(mark: str, **options: Any) -> AsyncIterator[ChildPool]:
    given: dict[str, Any] = {"bounds": Bounds(nice=0), "idle_s": 60.0, "stall_s": 60.0} | options
    async with ChildPool(owner_tag=mark, **given) as hosts:
        yield hosts


@pytest.fixture
async def hosts(tmp_path: Path) -> AsyncIterator[ChildPool]:
    """A pool of real children."""
    async with _hosts(tmp_path.name) as pool:
        yield pool


async def _run(
    hosts: ChildPool,
    tmp_path: Path,
    stage: str,
    text: str = "",
    kind: ChildKind = ChildKind.MEDIA,
    once: bool = False,
) -> tuple[str, list[WorkMessage]]:
    received: list[WorkMessage] = []

    async def receive(message: WorkMessage) -> None:
        received.append(message)

    return (await hosts.run_order(kind, _order(tmp_path, stage, text), receive, once=once))["text"], received


def _order(tmp_path: Path, stage: str, text: str = "") -> StageOrder:
    return StageOrder(
        entry=f"tests.faulty_stages:{stage}",
        input_json=json.dumps({"text": text}),
        work_dir=str(tmp_path / "work"),
        blobs=str(tmp_path / "blobs"),
        ffmpeg="ffmpeg",
    )


async def test_everything_a_stage_says_arrives_in_order(hosts: ChildPool, tmp_path: Path) -> None:
    """Progress, log, warning and pieces, then the output."""
    output, received = await _run(hosts, tmp_path, "echo", "x")
    assert output == "X"
    assert received == [
        Progress(fraction=0.5, speed="2×"),
        Log(message="hello", fields={"answer": 42}),
        StageWarning(code="careful", message="just so"),
        PieceMessage(index=0, piece={"text": "a piece"}),
    ]


async def test_a_stage_waits_until_a_piece_is_committed(hosts: ChildPool, tmp_path: Path) -> None:
    """What it is about to do is not done before, and never if the commit fails."""
    sent, seen = tmp_path / "sent", list[bool]()

    async def receive(message: WorkMessage) -> None:
        assert isinstance(message, PieceMessage)
        assert message.confirm
        await asyncio.sleep(0.05)
        seen.append(sent.exists())

    async def refuse(_: WorkMessage) -> None:
        raise OSError("the disk is full")

    order = _order(tmp_path, "order", str(sent))
    with pytest.raises(OSError, match="full"):
        await hosts.run_order(ChildKind.REMOTE, order, refuse)
    assert not sent.exists()
    await hosts.run_order(ChildKind.REMOTE, order, receive)
    assert seen == [False, True]


async def test_what_libraries_print_does_not_disturb(hosts: ChildPool, tmp_path: Path) -> None:
    """Standard output belongs to the protocol, prints go elsewhere."""
    assert (await _run(hosts, tmp_path, "talk_on_stdout", "x"))[0] == "x"


async def test_megabytes_pass(hosts: ChildPool, tmp_path: Path) -> None:
    """A long transcript is one message."""
    output, _ = await _run(hosts, tmp_path, "large", "é" * 3000)
    assert len(output) == 3_000_000


async def test_a_speech_child_stays_warm_and_media_are_read_by_copies(hosts: ChildPool, tmp_path: Path) -> None:
    """Models are loaded once; what reads hostile media is a fresh copy of a process that has loaded the code."""
    warm = {(await _run(hosts, tmp_path, "pid", kind=ChildKind.ASR))[0] for _ in range(3)}
    copies = {(await _run(hosts, tmp_path, "pid"))[0] for _ in range(3)}
    assert (len(warm), len(copies), len(hosts.children())) == (1, 3, 2)
    assert not any(Path(f"/proc/{pid}").exists() for pid in copies)


async def test_a_child_that_received_a_secret_is_not_used_again(hosts: ChildPool, tmp_path: Path) -> None:
    """Its memory may still hold it, and the next stage reads media of somebody else."""
    await _run(hosts, tmp_path, "echo", once=True)
    assert hosts.children() == []
    with pytest.raises(JobFailure):
        await _run(hosts, tmp_path, "refuse", once=True)
    assert hosts.children() == []


def test_the_credentials_of_a_link_are_a_secret() -> None:
    """Fields that are never printed."""
    listed = PlaylistInput(url="https://example.org", limit=1, allow_private_networks=False)
    assert not holds_secret(listed)
    assert holds_secret(listed.model_copy(update={"credentials": "ann:secret"}))


async def test_a_copy_leaves_no_process_and_no_change_behind(hosts: ChildPool, tmp_path: Path) -> None:
    """Programs that a stage started and left, in a group of their own too, are gone with its output."""
    output, _ = await _run(hosts, tmp_path, "leave_programs")
    assert not any(Path(f"/proc/{pid}").exists() for pid in output.split())
    assert (await _run(hosts, tmp_path, "changed"))[0] == (await _run(hosts, tmp_path, "changed"))[0] == "once"
    assert len(hosts.children()) == 1


async def test_a_thread_that_a_copy_leaves_does_not_break_its_last_message(hosts: ChildPool, tmp_path: Path) -> None:
    """The copy ends between two lines of that thread, never within one."""
    for _ in range(3):
        assert (await _run(hosts, tmp_path, "leave_a_sender", "x"))[0] == "x"
    assert (await _run(hosts, tmp_path, "echo", "x"))[0] == "X"


@pytest.mark.parametrize(("kind", "kept"), [(ChildKind.ASR, KEPT_IDLE + 1), (ChildKind.MEDIA, KEPT_IDLE)])
async def test_every_loaded_model_is_kept_but_only_a_few_templates(
    hosts: ChildPool, tmp_path: Path, kind: ChildKind, kept: int
) -> None:
    """A model takes seconds to load, and its children are bounded by slots; code takes half of one."""
    folders = [tmp_path / str(number) for number in range(KEPT_IDLE + 1)]
    for folder in folders:
        folder.mkdir()
    await asyncio.gather(*(_run(hosts, folder, "nap", "0.1", kind=kind) for folder in folders))
    assert len(hosts.children()) == kept


async def test_an_idle_warm_child_is_ended_and_frees_its_memory(tmp_path: Path) -> None:
    """After MODEL_IDLE_SECONDS."""
    async with _hosts(tmp_path.name, idle_s=0.05) as hosts, asyncio.timeout(20):
        await _run(hosts, tmp_path, "pid", kind=ChildKind.ASR)
        while hosts.children():
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("stage", "code"),
    [
        ("segfault", ErrorCode.CRASHED),
        ("exit_at_once", ErrorCode.CRASHED),
        ("fill_disk", ErrorCode.DISK_FULL),
        ("refuse", ErrorCode.RATE_LIMITED),
        ("stumble", ErrorCode.INTERNAL),
    ],
)
async def test_each_way_to_fail_has_its_code(hosts: ChildPool, tmp_path: Path, stage: str, code: ErrorCode) -> None:
    """And the next stage runs as if nothing had been."""
    with pytest.raises(JobFailure) as failed:
        await _run(hosts, tmp_path, stage, kind=ChildKind.ASR)
    assert failed.value.code is code
    assert "secret" not in failed.value.message
    assert (await _run(hosts, tmp_path, "echo", "x", kind=ChildKind.ASR))[0] == "X"


async def test_a_fault_is_in_the_log_with_its_traceback(
    hosts: ChildPool, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The failure's message says that it is there."""
    with pytest.raises(JobFailure, match="The server's log has the details"):
        await _run(hosts, tmp_path, "stumble")
    (line,) = (record for record in caplog.records if record.levelname == "ERROR")
    assert "ZeroDivisionError: a secret detail" in line.__dict__["exception"]
    assert "in stumble" in line.__dict__["exception"]


async def test_what_the_other_side_asked_for_crosses_the_border(hosts: ChildPool, tmp_path: Path) -> None:
    """Retry-After and the host arrive with the failure."""
    with pytest.raises(JobFailure) as failed:
        await _run(hosts, tmp_path, "refuse")
    assert (failed.value.retry_after_s, failed.value.host) == (7.0, "example.org")


@pytest.mark.parametrize("bounds", [Bounds(nice=0, memory_bytes=1 << 30), Bounds(nice=0, data_bytes=1 << 30)])
async def test_memory_beyond_the_limit_is_out_of_memory(tmp_path: Path, bounds: Bounds) -> None:
    """The limit is the kernel's, the sentence is ours."""
    async with _hosts(tmp_path.name, bounds=bounds) as hosts:
        with pytest.raises(JobFailure) as failed:
            await _run(hosts, tmp_path, "eat_memory")
    assert failed.value.code is ErrorCode.OUT_OF_MEMORY


async def test_a_stage_that_falls_silent_is_ended(tmp_path: Path) -> None:
    """It may pass, so it is tried again; nothing of it is left."""
    async with _hosts(tmp_path.name, stall_s=1.5) as hosts:
        with pytest.raises(JobFailure) as failed:
            await _run(hosts, tmp_path, "hang", str(tmp_path / "pids"))
        assert (failed.value.code, failed.value.retryable) == (ErrorCode.TIMEOUT, True)
        assert processes_of(tmp_path.name) == []


async def _hanging(hosts: ChildPool, tmp_path: Path, stage: str) -> asyncio.Task[Any]:
    """A task that runs a stage which has started a grandchild by now."""
    task = asyncio.create_task(_run(hosts, tmp_path, stage, str(tmp_path / "pids")))
    while not (tmp_path / "pids").exists() or len((tmp_path / "pids").read_text().split()) < 2:
        await asyncio.sleep(0.01)
    return task


@pytest.mark.parametrize("stage", ["hang", "deaf"])
async def test_cancelling_leaves_no_process(hosts: ChildPool, tmp_path: Path, stage: str) -> None:
    """Child and grandchild are gone when the cancelled call returns."""
    task = await _hanging(hosts, tmp_path, stage)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert processes_of(tmp_path.name) == []
    assert hosts.children() == []


async def test_a_server_without_an_init_keeps_no_zombies(hosts: ChildPool, tmp_path: Path) -> None:
    """In a container it is the first process, so that the copy and its programs become its own."""
    prctl = ctypes.CDLL(None).prctl
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    try:
        task = await _hanging(hosts, tmp_path, "hang")
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        pids = (tmp_path / "pids").read_text().split()
        assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
    finally:
        prctl(PR_SET_CHILD_SUBREAPER, 0)


async def test_closing_the_pool_leaves_no_process(tmp_path: Path) -> None:
    """Whatever still runs."""
    async with _hosts(tmp_path.name) as hosts:
        await _run(hosts, tmp_path, "echo", kind=ChildKind.ASR)
        task = await _hanging(hosts, tmp_path, "deaf")
    await asyncio.gather(task, return_exceptions=True)
    assert processes_of(tmp_path.name) == []


async def test_a_cancel_while_the_child_starts_loses_no_process(hosts: ChildPool, tmp_path: Path) -> None:
    """At any instant of the start."""
    for turns in range(12):
        task = asyncio.create_task(_run(hosts, tmp_path, "echo"))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert hosts.children() == []
    assert processes_of(tmp_path.name) == []


async def test_a_restart_finds_and_kills_what_a_killed_server_left(hosts: ChildPool, tmp_path: Path) -> None:
    """By the mark in their environment, grandchildren included."""
    task = await _hanging(hosts, tmp_path, "deaf")
    assert await asyncio.to_thread(kill_leftovers, tmp_path.name) == 3  # the child, its copy, what that started
    assert processes_of(tmp_path.name) == []
    with pytest.raises(JobFailure):
        await task


async def test_no_secret_and_no_descriptor_reaches_a_child(
    hosts: ChildPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what is on the list."""
    monkeypatch.setenv("API_KEY", "secret")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    descriptor = os.open(tmp_path, os.O_RDONLY)
    os.set_inheritable(descriptor, True)
    try:
        output, _ = await _run(hosts, tmp_path, "environment")
    finally:
        os.close(descriptor)
    seen = output.split()
    assert not {"API_KEY", "AWS_SECRET_ACCESS_KEY"} & set(seen)
    assert sum(word == "fd" for word in seen) <= 7  # one to the child of which it is a copy


async def test_a_child_that_does_not_even_take_its_order_is_ended(tmp_path: Path) -> None:
    """The limit on silence begins with the order, however long it is."""
    program = (sys.executable, "-c", "import threading; threading.Event().wait()")
    async with _hosts(tmp_path.name, stall_s=0.5, program=program) as hosts, asyncio.timeout(30):
        with pytest.raises(JobFailure) as failed:
            await _run(hosts, tmp_path, "echo", "x" * 5_000_000)
        assert failed.value.code is ErrorCode.TIMEOUT
        assert hosts.children() == []


def test_a_child_that_is_dead_before_its_order_comes_has_crashed(tmp_path: Path) -> None:
    """On the event loop that serves, which does not let anybody write to a pipe that is closed."""

    async def run_often() -> None:
        async with _hosts(tmp_path.name, program=(sys.executable, "-c", "")) as hosts, asyncio.timeout(60):
            start = hosts._start

            async def started_and_dead(kind: ChildKind, *given: Any) -> Child:
                child = await start(kind, *given)
                await child.process.wait()
                return child

            hosts._start = started_and_dead  # type: ignore[method-assign]
            for _ in range(5):
                with pytest.raises(JobFailure) as failed:
                    await _run(hosts, tmp_path, "echo", "x")
                assert failed.value.code is ErrorCode.CRASHED

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(run_often())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
async def test_a_child_that_is_told_to_stop_as_it_starts_costs_no_try(tmp_path: Path, number: signal.Signals) -> None:
    """Before it can leave such signals to the server; whoever sends them wants the server to stop, as a rule."""
    code = f"import os, signal; signal.signal({number:d}, signal.SIG_DFL); os.kill(os.getpid(), {number:d})"
    async with _hosts(tmp_path.name, program=(sys.executable, "-c", code)) as hosts, asyncio.timeout(30):
        with pytest.raises(JobFailure) as failed:
            await _run(hosts, tmp_path, "echo", "x")
    assert (failed.value.code, failed.value.counts, failed.value.retry_after_s) == (ErrorCode.CRASHED, False, 1.0)


async def test_a_child_that_ran_out_of_memory_is_replaced(tmp_path: Path) -> None:
    """What it holds is the memory that was missing; the next attempt begins with none of it."""
    async with _hosts(tmp_path.name, bounds=Bounds(nice=0, memory_bytes=1 << 30)) as hosts:
        before, _ = await _run(hosts, tmp_path, "pid", kind=ChildKind.ASR)
        with pytest.raises(JobFailure):
            await _run(hosts, tmp_path, "eat_memory", kind=ChildKind.ASR)
        assert hosts.children() == []
        after, _ = await _run(hosts, tmp_path, "pid", kind=ChildKind.ASR)
    assert before != after


async def test_many_cancels_lose_no_process_either(hosts: ChildPool, tmp_path: Path) -> None:
    """Some frameworks cancel again and again until the task has ended."""
    task = asyncio.create_task(_run(hosts, tmp_path, "deaf", str(tmp_path / "pids")))
    await asyncio.sleep(0)
    while not task.done():
        task.cancel()
        await asyncio.sleep(0.001)
    assert hosts.children() == []
    assert processes_of(tmp_path.name) == []


@pytest.mark.parametrize("stage", ["spin", "spin_in_c", "encode_for_ever"])
async def test_processor_time_beyond_the_bound_is_a_timeout(tmp_path: Path, stage: str) -> None:
    """Of the child itself and of a program that it started; the message says what setting. The next order works."""
    async with _hosts(tmp_path.name, bounds=Bounds(nice=0, cpu_seconds=1)) as hosts, asyncio.timeout(60):
        with pytest.raises(JobFailure) as failed:
            await _run(hosts, tmp_path, stage, "600", kind=ChildKind.ASR)
        assert (failed.value.code, failed.value.retryable) == (ErrorCode.TIMEOUT, False)
        assert "CHILD_CPU_SECONDS" in failed.value.message
        assert (await _run(hosts, tmp_path, "echo", "x", kind=ChildKind.ASR))[0] == "X"


async def test_a_warm_child_gets_the_bound_anew_with_each_order(tmp_path: Path) -> None:
    """What earlier stages used does not count."""
    async with _hosts(tmp_path.name, bounds=Bounds(nice=0, cpu_seconds=2)) as hosts, asyncio.timeout(60):
        pids = {(await _run(hosts, tmp_path, "spin", "1.2", kind=ChildKind.ASR))[0] for _ in range(2)}
    assert len(pids) == 1
