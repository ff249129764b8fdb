"""What the copies of the tests' template are like: programs, as if each had an interpreter of its own."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.forked_python import Process
from tests.programs import TEMPLATE

#: Describes itself, and ends as a program does: its threads and its last wishes are awaited.
PROGRAM = """
import atexit, json, os, sys, threading
atexit.register(lambda: print("last"))
thread = threading.Thread(target=lambda: (threading.main_thread().join(), print("thread")))
thread.start()
umask = os.umask(0)
file_descriptors = sorted(map(int, os.listdir("/proc/self/fd")))[:-1]
print(json.dumps([sys.argv[1:], os.getcwd(), os.environ["WORD"], "PATH" in os.environ, umask, file_descriptors,
                  os.getsid(0) == os.getpid(), __name__, sys.stdin.read()]), flush=True)
sys.exit(3)
"""


def _start(folder: Path, source: str, *arguments: str, real: bool = False) -> tuple[Process, Path]:
    program, log = folder / "program.py", folder / "log"
    program.write_text(source)
    with log.open("wb") as file:
        command = [sys.executable, str(program), *arguments]
        env = {"WORD": "ä"} | {name: value for name, value in os.environ.items() if name != "PATH"}
        return TEMPLATE.start(command, cwd=folder, env=env, log=file.fileno(), real=real), log


@pytest.mark.parametrize("real", [False, True])
def test_a_copy_is_like_a_program_with_an_interpreter_of_its_own(tmp_path: Path, real: bool) -> None:
    """Arguments, folder, environment, umask, descriptors, session, threads, last wishes, exit code."""
    before = os.umask(0o027)
    try:
        process, log = _start(tmp_path, PROGRAM, "one", "two words", real=real)
    finally:
        os.umask(before)
    assert process.wait(60) == 3
    assert process.poll() == 3
    described, *rest = log.read_text().splitlines()
    assert json.loads(described) == [
        *(["one", "two words"], str(tmp_path), "ä", False, 0o027),
        *([0, 1, 2], True, "__main__", ""),
    ]
    assert rest == ["thread", "last"]


def test_a_copy_ends_by_a_signal(tmp_path: Path) -> None:
    """And is waited for as long as it is asked."""
    process, _ = _start(tmp_path, "import time\ntime.sleep(60)")
    assert process.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.01)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == -signal.SIGTERM
    process.kill()  # which does nothing any more
    assert not Path(f"/proc/{process.pid}").exists()
