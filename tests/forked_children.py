"""Starts the children of a server as copies of the server: a second less for each than with an interpreter of its own.

A child is the product's `app.processes.child_main` with its own arguments, environment, session, signals, limits and
pipes, and /proc shows its own command line and environment; only the imports are not repeated, and the memory of its
parent is still there. So tests of what a child can read, and of its start, set REAL; with a bound on
the address space, which a copy would have used up, and where /proc cannot be changed, starts are real too.
`TEST_REAL_STARTS=1` makes all of them so.
"""

import asyncio
import contextlib
import contextvars
import ctypes
import gc
import importlib
import json
import logging
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import threading
import warnings
from asyncio import StreamReader, StreamReaderProtocol, StreamWriter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, NoReturn

CHILD: Final = "app.processes.child_main"
APART: Final = "apart_main.py"  #: starts a child for an order of a child
#: Variables of the environment that give each child an interpreter of its own: for a test, and for all.
REAL: Final = "TEST_REAL_CHILDREN"
REAL_STARTS: Final = "TEST_REAL_STARTS"
#: Kinds whose libraries use OpenMP, which does not bear a copy of a process that has used it.
WITH_OPENMP: Final = frozenset({"speech", "vision"})
_PR_SET_MM, _MAP, _MAP_SIZE = 35, 14, 15
_LIBC = ctypes.CDLL(None, use_errno=True)
_LIBC.sbrk.restype = ctypes.c_void_p


class _Map(ctypes.Structure):
    """Where the kernel looks for parts of a process: `struct prctl_mm_map`."""

    _fields_ = (
        *((name, ctypes.c_uint64) for name in ("start_code", "end_code", "start_data", "end_data", "start_brk", "brk")),
        *((name, ctypes.c_uint64) for name in ("start_stack", "arg_start", "arg_end", "env_start", "env_end", "auxv")),
        ("auxv_size", ctypes.c_uint32),
        ("exe_fd", ctypes.c_uint32),
    )


@dataclass(frozen=True, slots=True)
class Start:
    """What a child is started with: its command line, environment and session, its ends of pipes as 0, 1 and 2 (or
    None for those of its parent), and what is called first.
    """

    command: Sequence[str]
    environment: Mapping[str, str]
    pipes: tuple[int | None, int | None, int | None]
    before: Callable[[], object] | None
    new_session: bool = False


class Copy:
    """A copied child, as `asyncio.subprocess.Process` is one that was started."""

    def __init__(self, pid: int, stdin: StreamWriter, stdout: StreamReader, stderr: StreamReader) -> None:
        self.pid, self.stdin, self.stdout, self.stderr = pid, stdin, stdout, stderr
        self.returncode: int | None = None
        self._loop = asyncio.get_running_loop()
        self._ended = self._loop.create_future()
        self._handle = os.pidfd_open(pid)
        self._loop.add_reader(self._handle, self._end)

    def _end(self) -> None:
        self._loop.remove_reader(self._handle)
        os.close(self._handle)
        self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self._ended.set_result(self.returncode)

    async def wait(self) -> int:
        """Wait for its end; returns the exit code, negative for a signal."""
        code: int = await asyncio.shield(self._ended)
        return code


def copy_children(*, openmp: bool) -> None:
    """Start children of this process as copies from now on. `openmp`: also those of kinds that use OpenMP."""
    if not _can_show():
        return
    create, run = asyncio.create_subprocess_exec, subprocess.run

    async def create_or_copy(*command: Any, **options: Any) -> Any:
        environment = options.get("env")
        if not _is_copied(_parameters(command), environment, openmp=openmp):
            return await create(*command, **options)
        return await _copied(command, environment, options["preexec_fn"], limit=options["limit"])

    def run_or_copy(command: Any, **options: Any) -> Any:
        environment = options.get("env")
        if not isinstance(command, tuple) or not _is_copied(_parameters(command), environment, openmp=openmp):
            return run(command, **options)
        return _run_copied(command, environment, options["preexec_fn"], options["input"])

    asyncio.create_subprocess_exec = create_or_copy
    subprocess.run = run_or_copy


async def _copied(
    command: Sequence[str], environment: Mapping[str, str], before: Callable[[], object], *, limit: int
) -> Copy:
    """Start a child of a pool."""
    loop = asyncio.get_running_loop()
    (order, to_child), (output, from_child), (errors, errors_from_child) = os.pipe(), os.pipe(), os.pipe()
    pid = _fork(Start(command, environment, (order, from_child, errors_from_child), before, new_session=True))

    async def reader(fd: int) -> StreamReader:
        stream = StreamReader(limit=limit)
        await loop.connect_read_pipe(partial(StreamReaderProtocol, stream), os.fdopen(fd, "rb", 0))
        return stream

    stdout, stderr = await reader(output), await reader(errors)
    transport, protocol = await loop.connect_write_pipe(
        partial(StreamReaderProtocol, StreamReader()), os.fdopen(to_child, "wb", 0)
    )
    return Copy(pid, StreamWriter(transport, protocol, None, loop), stdout, stderr)


def _run_copied(
    command: Sequence[str], environment: Mapping[str, str], before: Callable[[], object], orders: bytes
) -> subprocess.CompletedProcess[bytes]:
    """Run a child of a child to its end."""
    (order, to_child), (output, from_child) = os.pipe(), os.pipe()
    pid = _fork(Start(command, environment, (order, from_child, None), before))
    with os.fdopen(to_child, "wb") as stdin:
        stdin.write(orders)
    with os.fdopen(output, "rb") as stdout:
        answer = stdout.read()
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return subprocess.CompletedProcess(command, code, answer)


def _fork(start: Start) -> int:
    """Copy this process; returns the id of the copy. The copy's ends of the pipes are closed here."""
    import_stages()
    pid = os.fork()
    if pid == 0:
        _live(start)
    for fd in start.pipes:
        if fd is not None:
            os.close(fd)
    return pid


def _parameters(command: Sequence[Any]) -> Sequence[str]:
    """The kind of a child and what it is started with; empty for other programs."""
    if tuple(command[1:3]) == ("-m", CHILD):
        return command[3:]
    return command[2:] if len(command) > 3 and str(command[1]).endswith(APART) else ()


def _is_copied(parameters: Sequence[str], environment: Mapping[str, str] | None, *, openmp: bool) -> bool:
    if not parameters or environment is None or {REAL, REAL_STARTS} & os.environ.keys():
        return False
    if any(name.startswith("COVERAGE_") for name in environment):
        return False
    kind, birth = parameters[:2]
    return (openmp or kind not in WITH_OPENMP) and not json.loads(birth)["bounds"]["memory_bytes"]


def import_stages() -> None:
    """Import what runs stages, once: every copy has it."""
    from app.stages.registry import Registry

    if CHILD not in sys.modules:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as in a child
            importlib.import_module(CHILD)
            for stage in Registry.discovered():
                importlib.import_module(stage.entry.partition(":")[0])


def _live(start: Start) -> NoReturn:
    """The life of a copy: it becomes what is started, and never returns to what this process did."""
    code = 1
    try:
        gc.freeze()  # nothing of the other process is finalised here: its files and sockets have other numbers
        signal.set_wakeup_fd(-1)
        _become(start)
        contextvars.Context().run(runpy.run_module, CHILD, run_name="__main__", alter_sys=False)
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1 if error.code else 0
    except BaseException:
        sys.__excepthook__(*sys.exc_info())
    finally:
        with contextlib.suppress(Exception):
            sys.stderr.flush()
        os._exit(code)


def _become(start: Start) -> None:
    for number, fd in enumerate(start.pipes):
        if fd is not None:
            os.dup2(fd, number)
    _close_others()
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)) and number != signal.SIGINT:
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if start.new_session:
        os.setsid()
    if start.before is not None:
        start.before()
    _show(start.command, start.environment)
    os.environ.clear()
    os.environ.update(start.environment)
    sys.argv, sys.dont_write_bytecode = [CHILD, *_parameters(start.command)], True
    _renew_interpreter()


def _close_others() -> None:
    for path in list(Path("/proc/self/fd").iterdir()):
        if int(path.name) > 2:
            with contextlib.suppress(OSError):
                os.close(int(path.name))


def _renew_interpreter() -> None:
    """Give back to the interpreter what the server or the tests have set."""
    kept = sys.stdin, sys.stdout, sys.stderr
    _KEPT.append(kept)
    sys.stdin = os.fdopen(0, closefd=False)
    sys.stdout = os.fdopen(1, "w", closefd=False, buffering=1)
    sys.stderr = os.fdopen(2, "w", closefd=False, buffering=1, errors="backslashreplace")
    sys.excepthook, sys.unraisablehook = sys.__excepthook__, sys.__unraisablehook__
    threading.excepthook = threading.__excepthook__
    warnings.simplefilter("ignore")
    root = logging.getLogger()
    root.handlers.clear()
    root.setLevel(logging.WARNING)
    logging.disable(logging.NOTSET)
    tempfile.tempdir = None


#: Streams of the other process, which must not be closed here.
_KEPT: Final[list[Any]] = []


def _can_show() -> bool:
    size = ctypes.c_uint(0)
    known = sys.platform == "linux" and _LIBC.prctl(_PR_SET_MM, _MAP_SIZE, ctypes.byref(size), 0, 0) == 0
    return known and size.value == ctypes.sizeof(_Map)


def _show(command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Make /proc show this command line and environment. Raises OSError."""
    arguments = _kept(b"".join(os.fsencode(word) + b"\0" for word in command))
    variables = _kept(b"".join(os.fsencode(f"{name}={value}") + b"\0" for name, value in environment.items()))
    fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    code, data, stack = (26, 27), (45, 46, 47), 28  # by number, as proc(5) counts them
    start_code, end_code, start_data, end_data, start_brk, start_stack = (
        int(fields[number - 3]) for number in (*code, *data, stack)
    )
    places = _Map(
        *(start_code, end_code, start_data, end_data, start_brk, _LIBC.sbrk(0), start_stack),
        *(*arguments, *variables, 0, 0, 0xFFFFFFFF),
    )
    if _LIBC.prctl(_PR_SET_MM, _MAP, ctypes.byref(places), ctypes.c_ulong(ctypes.sizeof(places)), 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def _kept(text: bytes) -> tuple[int, int]:
    """The addresses of the begin and the end of a text that stays in memory."""
    buffer = ctypes.create_string_buffer(text, len(text))
    _KEPT.append(buffer)
    return ctypes.addressof(buffer), ctypes.addressof(buffer) + len(text)
