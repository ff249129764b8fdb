"""A SIGKILL of the kernel's for lack of memory is told from any other."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.processes import oom_kills
from app.processes.child_pool import ChildPool
from app.processes.messages import StageOrder
from app.processes.oom_kills import MOUNTS, KillCount, count_for, kills_in
from app.processes.sandbox import Bounds
from app.stages.stage import ChildKind

SEVEN = "low 0\nhigh 0\nmax 40\noom 2\noom_kill 7\noom_group_kill 0\n"


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in place of /proc and /sys/fs/cgroup, with this process in the group `a/b`."""
    process = tmp_path / "proc" / str(os.getpid())
    process.mkdir(parents=True)
    (process / "cgroup").write_text("4:memory:/old\n0::/a/b\n")
    (tmp_path / "proc" / "vmstat").write_text("nr_free_pages 5\noom_kill 3\n")
    monkeypatch.setattr(oom_kills, "PROC", tmp_path / "proc")
    monkeypatch.setattr(oom_kills, "CGROUPS", tmp_path / "groups")
    return tmp_path


@pytest.mark.parametrize("mount", MOUNTS)
def test_the_group_s_own_count_is_taken_where_there_is_one(kernel: Path, mount: str) -> None:
    """Wherever version 2 is mounted; `oom` and `oom_group_kill` are other things."""
    events = kernel / "groups" / mount / "a" / "b" / "memory.events"
    events.parent.mkdir(parents=True)
    events.write_text(SEVEN)
    before = count_for(os.getpid())
    assert (before.source.resolve(), before.kills, before.grown()) == (events.resolve(), 7, False)
    events.write_text(SEVEN.replace("oom_kill 7", "oom_kill 8"))
    assert before.grown()


def test_else_the_machine_s(kernel: Path) -> None:
    """Also for a process that is gone."""
    assert count_for(os.getpid()) == KillCount(kernel / "proc" / "vmstat", 3)
    assert count_for(1 << 22) == KillCount(kernel / "proc" / "vmstat", 3)


def test_a_system_that_does_not_tell_is_no_evidence(kernel: Path) -> None:
    """Nothing is guessed."""
    (kernel / "proc" / "vmstat").write_text("nr_free_pages 5\n")
    before = count_for(os.getpid())
    assert (before.kills, before.grown()) == (None, False)
    assert kills_in(kernel / "nowhere") is None


def test_this_system_tells() -> None:
    """Linux has counted since 4.13."""
    if not Path("/proc/vmstat").exists():
        pytest.skip("this system has no /proc")
    assert count_for(os.getpid()).kills is not None


def _order(tmp_path: Path, stage: str, text: str = "") -> StageOrder:
    return StageOrder(
        entry=f"tests.faulty_stages:{stage}",
        input_json=json.dumps({"text": text}),
        work_dir=str(tmp_path / "work"),
        blobs=str(tmp_path / "blobs"),
        ffmpeg="ffmpeg",
    )


def _own_group() -> str:
    """The group of version 2 that this process and its children are in."""
    table = Path("/proc/self/cgroup")
    lines = table.read_text().splitlines() if table.exists() else []
    groups = [line.removeprefix("0::/") for line in lines if line.startswith("0::/")]
    return groups[0] if groups else pytest.skip("no control groups of version 2")


async def _ignored(_: object) -> None:
    return


@pytest.mark.parametrize(("counted", "code"), [(True, ErrorCode.OUT_OF_MEMORY), (False, ErrorCode.CRASHED)])
async def test_a_killed_child_is_told_by_what_the_kernel_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counted: bool, code: ErrorCode
) -> None:
    """Out of memory if there was a kill more while the stage ran; else it died, and nobody knows of what."""
    group = _own_group()
    events = tmp_path / "groups" / group / "memory.events"
    events.parent.mkdir(parents=True)
    events.write_text(SEVEN)
    monkeypatch.setattr(oom_kills, "CGROUPS", tmp_path / "groups")
    async with ChildPool(owner_tag=tmp_path.name, bounds=Bounds(nice=0), idle_s=60, stall_s=60) as hosts:
        with pytest.raises(JobFailure) as failed:
            await hosts.run_order(
                ChildKind.ASR, _order(tmp_path, "be_killed", str(events) if counted else ""), _ignored
            )
        assert hosts.children() == []
    assert (failed.value.code, failed.value.retryable) == (code, True)


@pytest.fixture
def small_group() -> Iterator[Path]:
    """A control group of its own with 256 MiB and no swap."""
    group = Path("/sys/fs/cgroup") / f"video-jobs-test-{os.getpid()}"
    if os.getuid() != 0 or not (group.parent / "cgroup.controllers").exists():
        pytest.skip("needs root and control groups of version 2")
    try:
        group.mkdir()
    except OSError as error:
        pytest.skip(f"control groups cannot be made here: {error}")
    try:
        if not (group / "memory.max").exists():
            pytest.skip("control groups have no memory controller here")
        (group / "memory.max").write_text(str(256 << 20))
        if (group / "memory.swap.max").exists():
            (group / "memory.swap.max").write_text("0")
        yield group
    finally:
        group.rmdir()


async def test_the_kernel_s_own_kill_is_out_of_memory(small_group: Path, tmp_path: Path) -> None:
    """For real: a child in a small control group fills its memory. The next child works."""
    async with ChildPool(owner_tag=tmp_path.name, bounds=Bounds(nice=0), idle_s=60, stall_s=60) as hosts:
        await hosts.run_order(ChildKind.ASR, _order(tmp_path, "echo"), _ignored)
        (small_group / "cgroup.procs").write_text(str(hosts.children()[0].pid))
        with pytest.raises(JobFailure) as failed:
            await hosts.run_order(ChildKind.ASR, _order(tmp_path, "fill_memory"), _ignored)
        assert failed.value.code is ErrorCode.OUT_OF_MEMORY
        assert (await hosts.run_order(ChildKind.ASR, _order(tmp_path, "echo", "x"), _ignored))["text"] == "X"
