"""What a child does to itself, done for real in a process of its own."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.processes.sandbox import MARK, OOM_SCORE_ADJUSTMENT, environment_for

CONFINED = """
import json, os, resource, signal, subprocess, sys
from app.processes.sandbox import Bounds, confine
before = os.nice(0)
bounds = Bounds(nice=3, memory_bytes=1 << 32, data_bytes=1 << 31, file_bytes=1 << 20, open_files=64)
confine(bounds, server_pid=int(sys.argv[1]))
print(json.dumps({
    "nice": os.nice(0) - before,
    "limits": [resource.getrlimit(kind)[1] for kind in (
        resource.RLIMIT_AS, resource.RLIMIT_DATA, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE, resource.RLIMIT_CORE)],
    "deaf": [
        int(line.split()[1], 16)
        for line in subprocess.run(["cat", "/proc/self/status"], capture_output=True, text=True).stdout.splitlines()
        if line.startswith("SigBlk")
    ],
}))
"""


def _confined(server_pid: int) -> str:
    done = subprocess.run(
        [sys.executable, "-c", CONFINED, str(server_pid)], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


def test_limits_hold_and_cannot_be_raised_again() -> None:
    """Hard limits, lower priority, no core files; deaf to Ctrl-C and to a stop, as is all that it starts."""
    told = json.loads(_confined(os.getpid()))
    deaf = sum(1 << number - 1 for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM))
    assert told == {"nice": min(3, 19 - os.nice(0)), "limits": [1 << 32, 1 << 31, 1 << 20, 64, 0], "deaf": [deaf]}


def test_a_child_whose_server_is_gone_ends_at_once() -> None:
    """It was started a moment too late."""
    assert _confined(server_pid=1 << 22) == ""


ENDED_FIRST = """
import subprocess, sys
from app.processes.sandbox import Bounds, confine
confine(Bounds(), server_pid=int(sys.argv[1]))
subprocess.run(["cat", "/proc/self/oom_score_adj"], check=True)
"""


def test_the_kernel_ends_a_child_before_the_server() -> None:
    """When the machine is short of memory; also what the child starts, such as ffmpeg."""
    command = [sys.executable, "-c", ENDED_FIRST, str(os.getpid())]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert int(done.stdout) == OOM_SCORE_ADJUSTMENT > int(Path("/proc/self/oom_score_adj").read_text())


def test_only_names_on_the_list_reach_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """Secrets have other names."""
    for name in ("API_KEY", "DATABASE_URL", "AWS_SECRET_ACCESS_KEY", "HF_TOKEN", "LC_ALL", "HF_HOME", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "x")
    given, connected = environment_for("mark", network=False), environment_for("mark", network=True)
    assert connected.keys() - given.keys() == {"HTTPS_PROXY"}
    assert given[MARK] == "mark"
    assert {"LC_ALL", "HF_HOME", "PATH"} <= given.keys()
    assert not {"API_KEY", "DATABASE_URL", "AWS_SECRET_ACCESS_KEY", "HF_TOKEN"} & given.keys()


def test_no_library_reports_home(tmp_path: Path) -> None:
    """Merely loading onnxruntime would note the machine in the home folder, to be sent with the next report."""
    environment = environment_for("mark", network=False) | {"HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", "import onnxruntime"], env=environment, check=True, timeout=60)
    assert list(tmp_path.iterdir()) == []


CAPPED = """
import resource, sys
from app.processes.sandbox import allow_cpu
if sys.argv[1]:
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1])))
allow_cpu(100)
print(*resource.getrlimit(resource.RLIMIT_CPU))
"""


@pytest.mark.parametrize(("before", "after"), [("", ["101", "-1"]), ("50", ["50", "50"])])
def test_only_the_soft_limit_on_processor_time_moves(before: str, after: list[str]) -> None:
    """Whole seconds, counted from what was used; a hard limit of the server's own stays."""
    command = [sys.executable, "-c", CAPPED, before]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == after
