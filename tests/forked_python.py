"""Starts Python programs in copies of a process that has imported the server already: a second less for each start.

What runs is the program itself, with arguments, environment, folder, umask, output and a session of its own; only the
imports are not repeated, and /proc shows the template's command line and environment in place of the program's.
`TEST_REAL_STARTS=1` gives each program an interpreter of its own instead.
"""

import atexit
import contextlib
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NoReturn, Protocol

ROOT = Path(__file__).resolve().parents[1]
#: Variables that the interpreter or the C library reads at its start: who sets them otherwise gets a real start.
READ_AT_START: Final = ("COVERAGE_", "LANG", "LC_", "LD_", "MALLOC_", "PYTHON", "TZ")
ORDER_BYTES: Final = 100_000


class Process(Protocol):
    """What the tests use of `subprocess.Popen`."""

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | Any: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, sig: int, /) -> None: ...
    def kill(self) -> None: ...


class Copy:
    """A program in a copy of the template. Its parent, a copy too, sends its process id and its exit code."""

    def __init__(self, parent: socket.socket) -> None:
        self._parent = parent
        self._lines = parent.makefile("rb")
        self.pid = int(self._lines.readline())
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        if self.returncode is None and select.select([self._parent], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end; returns the exit code. Raises subprocess.TimeoutExpired."""
        if self.returncode is None:
            if not select.select([self._parent], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
            self.returncode = int(self._lines.readline())
            self._lines.close()
            self._parent.close()
        return self.returncode

    def send_signal(self, sig: int, /) -> None:
        """Send it a signal unless it has ended."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, sig)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


class Template:
    """The process that is copied. It starts with the first program."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._environment: dict[str, str] = {}

    def start(
        self, command: Sequence[str], *, cwd: Path, env: Mapping[str, str], log: int, real: bool = False
    ) -> Process:
        """Start a Python program, given as `python FILE …` or `python -m MODULE …`, that writes to `log`.

        `real`: in an interpreter of its own.
        """
        if self._process is None:
            self._open()
        if real or not self._serves(command, env):
            none = subprocess.DEVNULL
            return subprocess.Popen(
                list(command), cwd=cwd, env=env, stdin=none, stdout=log, stderr=log, start_new_session=True
            )
        ours, theirs = socket.socketpair()
        order = {"arguments": list(command[1:]), "cwd": str(cwd), "env": dict(env), "umask": _umask()}
        with theirs:
            socket.send_fds(self._control, [json.dumps(order).encode()], [theirs.fileno(), log])
        return Copy(ours)

    def close(self) -> None:
        """End it; programs that still run go on."""
        if self._process is not None:
            self._control.close()
            self._process.terminate()  # a copy of this process may hold the other end open
            self._process.wait()
            self._process = None

    def _open(self) -> None:
        self._environment = dict(os.environ)
        self._control, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.forked_python"],
                cwd=ROOT,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )

    def _serves(self, command: Sequence[str], env: Mapping[str, str]) -> bool:
        if command[0] != sys.executable or "TEST_REAL_STARTS" in os.environ:
            return False
        changed = (name for name, _ in set(env.items()) ^ set(self._environment.items()))
        return "COVERAGE_PROCESS_CONFIG" not in env and not any(name.startswith(READ_AT_START) for name in changed)


def _umask() -> int:
    """This process's umask, read without a change of it: other threads may be making files."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("Umask:"))
    return int(line.split()[1], 8)


def _serve_orders(control: socket.socket) -> Callable[[], object]:
    """Copy this process for each order. Returns in the copy that is to be a program; ends when the tests end."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the parents of programs need no wait
    while True:
        message, fds, _, _ = socket.recv_fds(control, ORDER_BYTES, 2)
        if not message:
            sys.exit()
        if os.fork() == 0:
            control.close()
            return _program_of(json.loads(message), *fds)
        for fd in fds:
            os.close(fd)


def _program_of(order: dict[str, Any], report: int, log: int) -> Callable[[], object]:
    """Copy this process once more. The copy returns the program; this one sends how it goes, and ends with it."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    pid = os.fork()
    if pid:
        os.close(log)
        os.write(report, f"{pid}\n".encode())
        _, status = os.waitpid(pid, 0)
        with contextlib.suppress(BrokenPipeError):
            os.write(report, f"{os.waitstatus_to_exitcode(status)}\n".encode())
        os._exit(0)
    os.setsid()
    os.chdir(order["cwd"])
    os.umask(order["umask"])
    os.environ.clear()
    os.environ.update(order["env"])
    nothing = os.open(os.devnull, os.O_RDONLY)
    for fd, number in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(fd, number)
    os.closerange(3, max(report, log, nothing) + 1)
    first, *rest = order["arguments"]
    if first == "-m":
        sys.argv = rest
        return partial(runpy.run_module, rest[0], run_name="__main__", alter_sys=True)
    sys.argv = [first, *rest]
    return partial(runpy.run_path, first, run_name="__main__")


def _run(program: Callable[[], object]) -> NoReturn:
    """Run the program to its end, as an interpreter does, but for the last wishes of libraries.

    Those of the template's libraries would wait for threads that it alone had; the program has not even loaded them.
    """
    code, interrupted = 0, False
    try:
        program()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1 if end.code else 0
        if code == 1 and not isinstance(end.code, int):
            print(end.code, file=sys.stderr)
    except BaseException as error:
        sys.excepthook(*sys.exc_info())
        code, interrupted = 1, isinstance(error, KeyboardInterrupt)
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    if interrupted:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    os._exit(code & 0xFF)


if __name__ == "__main__":
    import app.cli.serve
    import app.db.upgrade  # noqa: F401 -- they are here to be copied
    from tests.forked_children import copy_children, import_stages

    import_stages()
    copy_children(openmp=True)
    assert threading.active_count() == 1  # others would not be copied, with whatever locks they hold
    _run(_serve_orders(socket.socket(fileno=os.dup(0))))
