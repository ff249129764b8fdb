"""Stages that misbehave for real: run in real children by the tests of whatever has to cope with them."""

import ctypes
import errno
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import Result
from app.media.ffmpeg import find_ffmpeg, run_ffmpeg
from app.stages.tools import Tools


class Text(Result):
    """Given and output of all of them."""

    text: str = ""


def echo(given: Text, tools: Tools) -> Text:
    """Says everything that a stage can say."""
    tools.reached(0.5, speed="2×")
    tools.log("hello", answer=42)
    tools.warn("careful", "just so")
    tools.piece(0, Text(text="a piece"))
    return Text(text=given.text.upper())


def talk_on_stdout(given: Text, _: Tools) -> Text:
    """A library that prints must not disturb the protocol."""
    print("noise", flush=True)
    os.write(1, b"more noise\n")
    return given


def pid(_: Text, __: Tools) -> Text:
    """Which process it was."""
    return Text(text=str(os.getpid()))


def segfault(_: Text, __: Tools) -> Text:
    """A decoder with a bug."""
    ctypes.string_at(0)
    raise AssertionError("unreachable")


def exit_at_once(_: Text, __: Tools) -> Text:
    """A library that ends the process."""
    os._exit(3)


def eat_memory(given: Text, _: Tools) -> Text:
    """More than the limit on address space allows."""
    hoard = [bytearray(64 * 1024 * 1024) for _ in range(200)]
    return Text(text=f"{given.text}{len(hoard)}")


def fill_disk(_: Text, __: Tools) -> Text:
    """The system says that the disk is full."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def refuse(_: Text, __: Tools) -> Text:
    """A failure that the client should know of."""
    raise JobFailure(ErrorCode.RATE_LIMITED, "Slow down.", retry_after_s=7.0, host="example.org")


def stumble(_: Text, __: Tools) -> Text:
    """A mistake of ours."""
    raise ZeroDivisionError("a secret detail")


def hang(given: Text, tools: Tools) -> Text:
    """Starts a grandchild, says so, and never ends. `text` names a file for the grandchild's process id."""
    grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Path(given.text).write_text(f"{os.getpid()} {grandchild.pid}")
    tools.log("hanging")
    threading.Event().wait()
    raise AssertionError("unreachable")


def deaf(given: Text, tools: Tools) -> Text:
    """Ignores every polite signal."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    return hang(given, tools)


def environment(_: Text, __: Tools) -> Text:
    """Which variables reached it, and which descriptors."""
    names: dict[str, Any] = dict(os.environ)
    return Text(text="\n".join([*names, *(f"fd {n.name}" for n in Path("/proc/self/fd").iterdir())]))


def large(given: Text, _: Tools) -> Text:
    """Megabytes in one message."""
    return Text(text=given.text * 1000)


def spin(given: Text, _: Tools) -> Text:
    """Uses the processor without a word, in Python, for `text` seconds of it."""
    until_s = time.process_time() + float(given.text)
    while time.process_time() < until_s:
        pass
    return Text(text=str(os.getpid()))


def spin_in_c(given: Text, _: Tools) -> Text:
    """The same inside calls in C that never let go of the interpreter, for `text` seconds on the clock."""
    libc = ctypes.PyDLL(None)  # unlike CDLL it keeps the interpreter's lock
    buffer, until_s = ctypes.create_string_buffer(1 << 26), time.monotonic() + float(given.text)
    while time.monotonic() < until_s:
        libc.memset(buffer, 1, len(buffer))
    return Text(text=str(os.getpid()))


def encode_for_ever(_: Text, tools: Tools) -> Text:
    """ffmpeg at work that has no end, while this process only waits."""
    endless = ("-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25", "-c:v", "libx264", "-f", "null", "-")
    run_ffmpeg(find_ffmpeg(), endless, task="encoding for ever")
    raise AssertionError("unreachable")


def wait_on_pipe(_: Text, tools: Tools) -> Text:
    """Waits for a byte that nobody will write, after a word."""
    reading, _writing = os.pipe()
    tools.log("waiting")
    os.read(reading, 1)
    raise AssertionError("unreachable")


def wait_on_lock(_: Text, __: Tools) -> Text:
    """Two threads, each with the lock that the other one wants."""
    one, other, both = threading.Lock(), threading.Lock(), threading.Barrier(2)

    def take(first: threading.Lock, second: threading.Lock) -> None:
        with first:
            both.wait()
            second.acquire()

    threading.Thread(target=take, args=(one, other)).start()
    take(other, one)
    raise AssertionError("unreachable")


def nap(given: Text, _: Tools) -> Text:
    """Sleeps most of `text` seconds, and wakes in between, as one does that asks again and again."""
    for _turn in range(int(float(given.text) / 0.1)):
        time.sleep(0.1)
    return Text(text="rested")


def fill_memory(_: Text, __: Tools) -> Text:
    """Takes memory and uses it, until somebody does something."""
    hoard = []
    while True:
        hoard.append(b"x" * (16 * 1024 * 1024))


def be_killed(given: Text, _: Tools) -> Text:
    """Dies by SIGKILL, as of the kernel. When `text` names a file, that is what the kernel counts by: one more."""
    if given.text:
        Path(given.text).write_text("low 0\noom 3\noom_kill 8\n")
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("unreachable")
