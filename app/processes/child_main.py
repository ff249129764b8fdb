"""The main program of a child process: receives orders on its standard input, runs the stage, sends the outcome.

`python -m app.processes.child_main KIND '{"server_pid": …, "bounds": …}'`. Messages are sent over a private copy of
standard output; libraries' output goes to standard error, which the server keeps for its log. In any case the server
gets one of three outcomes: a result, a failure, or the death of the process.
"""

import errno
import importlib
import os
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from app.core.errors import ErrorCode, JobFailure, is_out_of_memory
from app.jobs.results import Result
from app.jobs.stage_messages import PieceRefused
from app.processes.forked_order import become_template, in_a_copy
from app.processes.messages import Birth, ChildMessage, Committed, Failure, ResultMessage, StageOrder, line_of
from app.processes.reach import disconnect, limit_to
from app.processes.sandbox import Bounds, allow_cpu, confine
from app.processes.stage_tools import ChildTools, WarmModels
from app.storage.opening import open_blobs

LastMessage = ResultMessage | Failure
TRACEBACK_CHARACTERS = 8000  #: the end of a fault's traceback that is kept


class Channel:
    """Sends messages to the server, one per line; several threads may send."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def send(self, message: ChildMessage) -> None:
        """Write one message; blocks while the pipe is full."""
        self.send_line(line_of(message))

    def send_line(self, line: bytes) -> None:
        """Write one message that is a line already."""
        with self._lock:
            self._stream.write(line)
            self._stream.flush()

    def close(self) -> None:
        """Send nothing from now on, once the message that is being sent is complete; further senders never return."""
        self._lock.acquire()


class Unconfirmed(Exception):
    """The server will not confirm a piece: it is gone, or this process is a copy and cannot receive."""


def await_commit(index: int) -> None:
    """Wait on standard input until the server has committed a piece. Raises PieceRefused, Unconfirmed."""
    line = sys.stdin.buffer.readline()
    answer = Committed.model_validate_json(line) if line else None
    if answer is None or answer.index != index:
        raise Unconfirmed(f"piece {index} was not confirmed")
    if answer.refused is not None:
        raise PieceRefused(answer.refused)


def claim_stdout() -> IO[bytes]:
    """Return the real standard output for messages; from now on prints go to standard error."""
    private = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return os.fdopen(private, "wb")


def load(entry: str) -> tuple[Callable[..., Result], type[Result]]:
    """Import the stage function "module:function" and return it with the model of its input."""
    module_name, _, name = entry.partition(":")
    module = importlib.import_module(module_name)
    function: Callable[..., Result] = getattr(module, name)
    params: type[Result] = next(iter(function.__annotations__.values()))
    return function, params


def failure_of(error: BaseException) -> JobFailure | None:
    """The failure for the client; None for a fault of ours."""
    if isinstance(error, JobFailure):
        return error
    if is_out_of_memory(error):
        return JobFailure(ErrorCode.OUT_OF_MEMORY, "The memory was not enough for this step.")
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return JobFailure(ErrorCode.TOO_LARGE, "The step wrote more than the limit on file sizes allows.")
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return JobFailure(ErrorCode.DISK_FULL, "The disk is full. Free some space; the job goes on by itself.")
    return None


def run_order(order: StageOrder, channel: Channel, warm_models: WarmModels) -> LastMessage:
    """Run one order; returns its last message."""
    work_dir = Path(order.work_dir)
    try:
        work_dir.parent.mkdir(exist_ok=True)  # never the folders above it: their disk may be missing
        work_dir.mkdir(exist_ok=True)
        os.environ["TMPDIR"] = tempfile.tempdir = str(work_dir)  # the stage before has removed its folder
        if order.reach is not None:
            limit_to(order.reach)
        function, params = load(order.entry)
        with ExitStack() as copies:
            tools = ChildTools(
                work_dir=work_dir,
                ffmpeg=Path(order.ffmpeg),
                blobs=open_blobs(order.blobs, lists=order.inputs is None),
                inputs=order.inputs,
                disconnect=(lambda: None) if order.reach is None else disconnect,
                copies=copies,
                warm_models=warm_models,
                send=channel.send,
                confirmed=await_commit,
                order=order,
            )
            output = function(params.model_validate_json(order.input_json), tools)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is reported, and this process continues
        return _failed(error)
    return ResultMessage(output=output.model_dump(mode="json"))


def run_copied(order: StageOrder, channel: Channel, bounds: Bounds) -> bytes:
    """Run one order in a copy of this process, which loads its code before; returns its last message as a line."""

    def run() -> bytes:
        if bounds.cpu_seconds:
            allow_cpu(bounds.cpu_seconds)
        line = line_of(run_order(order, channel, WarmModels()))
        channel.close()  # a thread that the stage has left would be cut off in the middle of a line
        return line

    try:
        load(order.entry)
        return in_a_copy(run)
    except Exception as error:  # noqa: BLE001 - as in `run_order`
        return line_of(_failed(error))


def _failed(error: Exception) -> Failure:
    failure, text = failure_of(error), None
    if failure is None:
        text = "".join(traceback.format_exception(error))[-TRACEBACK_CHARACTERS:]
        what = "was given something malformed" if isinstance(error, ValidationError) else "failed"
        failure = JobFailure(
            ErrorCode.INTERNAL, f"This step {what} ({type(error).__name__}). The server's log has the details."
        )
    return Failure.of(failure, traceback=text)


def main() -> None:
    """Serve orders until the server closes our standard input."""
    birth = Birth.model_validate_json(sys.argv[2])
    confine(birth.bounds, server_pid=birth.server_pid)
    if birth.reach is not None:
        limit_to(birth.reach)
    channel, warm_models = Channel(claim_stdout()), WarmModels()
    if birth.copies:
        become_template()
    for line in sys.stdin.buffer:
        order = StageOrder.model_validate_json(line)
        if birth.copies:
            channel.send_line(run_copied(order, channel, birth.bounds))
            continue
        if birth.bounds.cpu_seconds:
            allow_cpu(birth.bounds.cpu_seconds)
        channel.send(run_order(order, channel, warm_models))


if __name__ == "__main__":
    main()
