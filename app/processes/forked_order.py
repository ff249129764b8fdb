"""Runs one order in a copy of this process, which has loaded the stage's code but has read nothing of a source.

Loading takes many times as long as most stages of small files, so it is done once; each order still has a process of
its own, which ends with it. Whatever the order has left running is killed before its last message is sent, and a copy
that dies takes this process with it in the same way, so the server sees the death that it would see without a copy.
"""

import contextlib
import gc
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, NoReturn

from app.core.lifeline import keep_orphans, tied_to

#: Whether processes can be copied here: only where orphans can be kept, and libraries bear it.
CAN_COPY: Final = sys.platform == "linux"
#: The last message comes after its length, in so many bytes.
LENGTH_BYTES: Final = 8


def become_template() -> None:
    """Prepare this process for copies: orphans among their descendants become its own."""
    keep_orphans()
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a copy has the calling thread alone


def in_a_copy(run: Callable[[], bytes]) -> bytes:
    """Call `run` in a copy of this process; returns its result when no process of it is left.

    If the copy dies, so does this process, by the same signal or with the same exit code. Raises OSError if there can
    be no copy.
    """
    gc.freeze()  # what is shared stays shared
    ours, theirs = os.pipe()
    template = os.getpid()
    try:
        copy = os.fork()
        if copy == 0:
            _run_and_exit(run, theirs, template)
    finally:
        os.close(theirs)
    with os.fdopen(ours, "rb") as answer:
        length = int.from_bytes(answer.read(LENGTH_BYTES), "big")
        message = answer.read(length)
    _, status = os.waitpid(copy, 0)
    _end_descendants()
    if status != 0 or not message:
        die_of(os.waitstatus_to_exitcode(status))
    return message


def _run_and_exit(run: Callable[[], bytes], answer: int, template: int) -> NoReturn:
    """The life of the copy. It has no standard input: further orders are not its own."""
    code = 1
    try:
        tied_to(template)()
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        message = run()
        with os.fdopen(answer, "wb") as file:
            file.write(len(message).to_bytes(LENGTH_BYTES, "big") + message)
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException:  # noqa: BLE001 -- it must never return into the template's loop
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        os._exit(code)


def _end_descendants() -> None:
    """Kill what the copy has left: its orphans are children of this process now."""
    while _is_left():
        for pid in _children():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(-1, 0)


def _is_left() -> bool:
    """Whether this process has children; those that have ended are reaped."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def _children() -> list[int]:
    own, found = os.getpid(), []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == own:
                found.append(int(folder.name))
    return found


def die_of(code: int) -> NoReturn:
    """End as another process did: with its exit code, or by the signal of a negative one."""
    if code < 0:
        number = -code
        if number != signal.SIGKILL:
            signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {number})
        os.kill(os.getpid(), number)
    os._exit(code)
