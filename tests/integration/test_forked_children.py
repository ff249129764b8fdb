"""What copied children are like: children, as if each had an interpreter of its own."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.processes.child import Child, start_child
from app.processes.messages import Failure, StageOrder, line_of, parse_child_message
from app.processes.reach import Reach
from app.processes.sandbox import Bounds
from app.stages.stage import ChildKind
from tests.forked_children import CHILD, REAL

#: Of /proc/PID/status: what a process is held to, and the signals that it blocks and ignores.
HELD = ("Umask", "SigBlk", "SigIgn", "CapPrm", "CapEff", "CapBnd", "NoNewPrivs", "Seccomp", "Threads")


async def _answered(child: Child, folder: Path) -> None:
    """Wait until it has answered an order, which it cannot run."""
    order = StageOrder(entry="nothing:run", input_json="{}", work_dir=str(folder / "work"), blobs="", ffmpeg="ffmpeg")
    stdin, stdout = child.process.stdin, child.process.stdout
    assert stdin is not None
    assert stdout is not None
    stdin.write(line_of(order))
    await stdin.drain()
    answer = parse_child_message(await stdout.readline())
    assert isinstance(answer, Failure)
    assert "No module named 'nothing'" in str(answer.traceback)


def _facts(pid: int) -> dict[str, Any]:
    proc = Path(f"/proc/{pid}")
    status = dict(line.split(":", 1) for line in (proc / "status").read_text().splitlines())
    command = (proc / "cmdline").read_bytes().decode().split("\0")
    environment = sorted((proc / "environ").read_bytes().decode().split("\0"))
    return {
        **{name: status[name].strip() for name in HELD},
        "command": command[:4],
        "birth": command[4],
        "environment": environment,
        "descriptors": sorted(int(path.name) for path in (proc / "fd").iterdir()),
        "session": os.getsid(pid) == os.getpgid(pid) == pid,
        "limits": (proc / "limits").read_text(),
        "oom": (proc / "oom_score_adj").read_text(),
        "nice": os.getpriority(os.PRIO_PROCESS, pid),
        "folder": (proc / "cwd").readlink(),
    }


@pytest.fixture
def interruptible() -> Iterator[None]:
    """As from a terminal: what a shell starts in the background ignores Ctrl-C, and so would its children."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("kind", [ChildKind.REMOTE, ChildKind.MEDIA])
async def test_a_copied_child_is_like_one_with_an_interpreter_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: ChildKind
) -> None:
    """Command line, environment, pipes, session, signals, limits, privileges; and it ends when it is killed."""
    program = (sys.executable, "-m", CHILD)
    reach = Reach(reads=("/usr", sys.prefix, sys.base_prefix, *filter(None, sys.path)), writes=(str(tmp_path),))
    facts = {}
    for real in (True, False):
        monkeypatch.setenv(REAL, "1") if real else monkeypatch.delenv(REAL)
        child = await start_child(program, kind, owner_tag="0123456789abcdef", bounds=Bounds(nice=1), reach=reach)
        try:
            await _answered(child, tmp_path)
            assert type(child.process).__module__ == ("asyncio.subprocess" if real else "tests.forked_children")
            facts[real] = _facts(child.pid)
        finally:
            await child.kill()
        assert child.process.returncode == -signal.SIGKILL
        assert not Path(f"/proc/{child.pid}").exists()
    assert facts[False] == facts[True]
    assert "VIDEO_JOBS_CHILD_OF=0123456789abcdef" in facts[False]["environment"]
