"""Stages that misbehave, run in real children by tests of fault handling."""

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
    """The input and output of all of them."""

    text: str = ""


def echo(params: Text, tools: Tools) -> Text:
    """Send every kind of message that a stage can send."""
    tools.reached(0.5, speed="2×")
    tools.log("hello", answer=42)
    tools.warn("careful", "just so")
    tools.piece(0, Text(text="a piece"))
    return Text(text=params.text.upper())


def read_back(params: Text, tools: Tools) -> Text:
    """Return what the store gives for a text that was kept; refuse an empty one, with its file at hand."""
    made = tools.work_dir / "made"
    made.write_text(params.text)
    path = tools.path_of(tools.keep(made, ".txt"))
    if not params.text:
        raise JobFailure(ErrorCode.UNSUPPORTED_MEDIA, f"{path.name} is empty.")
    return Text(text=path.read_text())


def talk_on_stdout(params: Text, _: Tools) -> Text:
    """Print as a library may; it must not disturb the protocol."""
    print("noise", flush=True)
    os.write(1, b"more noise\n")
    return params


def pid(_: Text, __: Tools) -> Text:
    """Return the process id."""
    return Text(text=str(os.getpid()))


def leave_programs(_: Text, __: Tools) -> Text:
    """Start programs and leave them, one in a session of its own; return the process ids."""
    sleeping = [subprocess.Popen(["sleep", "600"], start_new_session=apart) for apart in (False, True)]
    return Text(text=" ".join(str(program.pid) for program in sleeping))


def leave_a_sender(params: Text, tools: Tools) -> Text:
    """Leave a thread that sends lines longer than a pipe holds, without end."""

    def send() -> None:
        while True:
            tools.log("x" * 400_000)

    threading.Thread(target=send, daemon=True).start()
    time.sleep(0.2)
    return params


def changed(_: Text, __: Tools) -> Text:
    """Change the process for good; return how often that has happened to it."""
    known = os.environ.get("CHANGED", "")
    os.environ["CHANGED"] = "once"
    return Text(text=f"{known}once")


def segfault(_: Text, __: Tools) -> Text:
    """Crash like a decoder with a bug."""
    ctypes.string_at(0)
    raise AssertionError("unreachable")


def exit_at_once(_: Text, __: Tools) -> Text:
    """Exit like a library that ends the process."""
    os._exit(3)


def eat_memory(params: Text, _: Tools) -> Text:
    """Allocate more than the limit on address space allows."""
    hoard = [bytearray(64 * 1024 * 1024) for _ in range(200)]
    return Text(text=f"{params.text}{len(hoard)}")


def fill_disk(_: Text, __: Tools) -> Text:
    """Raise the system's error for a full disk."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def refuse(_: Text, __: Tools) -> Text:
    """Raise a failure for the client."""
    raise JobFailure(ErrorCode.RATE_LIMITED, "Slow down.", retry_after_s=7.0, host="example.org")


def stumble(_: Text, __: Tools) -> Text:
    """Raise an unexpected exception."""
    raise ZeroDivisionError("a secret detail")


def hang(params: Text, tools: Tools) -> Text:
    """Start a grandchild, log it, and never end. `text` names a file for the process ids."""
    grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Path(params.text).write_text(f"{os.getpid()} {grandchild.pid}")
    tools.log("hanging")
    threading.Event().wait()
    raise AssertionError("unreachable")


def deaf(params: Text, tools: Tools) -> Text:
    """Ignore every signal that can be ignored, and hang."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    return hang(params, tools)


def environment(_: Text, __: Tools) -> Text:
    """Return the names of environment variables and open descriptors."""
    names: dict[str, Any] = dict(os.environ)
    return Text(text="\n".join([*names, *(f"fd {n.name}" for n in Path("/proc/self/fd").iterdir())]))


def large(params: Text, _: Tools) -> Text:
    """Return megabytes in one message."""
    return Text(text=params.text * 1000)


def spin(params: Text, _: Tools) -> Text:
    """Use `text` seconds of processor time in Python, without a message."""
    until_s = time.process_time() + float(params.text)
    while time.process_time() < until_s:
        pass
    return Text(text=str(os.getpid()))


def spin_in_c(params: Text, _: Tools) -> Text:
    """The same in C calls that never release the interpreter's lock, for `text` seconds of wall time."""
    libc = ctypes.PyDLL(None)  # unlike CDLL it holds the interpreter's lock
    buffer, until_s = ctypes.create_string_buffer(1 << 26), time.monotonic() + float(params.text)
    while time.monotonic() < until_s:
        libc.memset(buffer, 1, len(buffer))
    return Text(text=str(os.getpid()))


def encode_for_ever(_: Text, tools: Tools) -> Text:
    """Run an endless ffmpeg, while this process only waits."""
    endless = ("-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25", "-c:v", "libx264", "-f", "null", "-")
    run_ffmpeg(find_ffmpeg(), endless, task="encoding for ever")
    raise AssertionError("unreachable")


def wait_on_pipe(_: Text, tools: Tools) -> Text:
    """Log a line, then wait for a byte that is never written."""
    reading, _writing = os.pipe()
    tools.log("waiting")
    os.read(reading, 1)
    raise AssertionError("unreachable")


def wait_on_lock(_: Text, __: Tools) -> Text:
    """Deadlock two threads, each with the lock that the other needs."""
    one, other, both = threading.Lock(), threading.Lock(), threading.Barrier(2)

    def take(first: threading.Lock, second: threading.Lock) -> None:
        with first:
            both.wait()
            second.acquire()

    threading.Thread(target=take, args=(one, other)).start()
    take(other, one)
    raise AssertionError("unreachable")


def nap(params: Text, _: Tools) -> Text:
    """Sleep for `text` seconds with short wake-ups, like code that polls."""
    for _turn in range(int(float(params.text) / 0.1)):
        time.sleep(0.1)
    return Text(text="rested")


def fill_memory(_: Text, __: Tools) -> Text:
    """Allocate and use memory without end."""
    hoard = []
    while True:
        hoard.append(b"x" * (16 * 1024 * 1024))


def be_killed(params: Text, _: Tools) -> Text:
    """Die by SIGKILL, as from the kernel. If `text` names a file, it gets the kernel's counts with one more kill."""
    if params.text:
        Path(params.text).write_text("low 0\noom 3\noom_kill 8\n")
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("unreachable")


def order(params: Text, tools: Tools) -> Text:
    """Commit an intent, and note in the file `text` that the order was sent."""
    tools.commit(0, Text(text="intent"))
    with Path(params.text).open("a") as sent:
        sent.write("sent\n")
    tools.commit(1, Text(text="id"))
    return params
