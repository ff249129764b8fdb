"""Starts one child process in its own process group, reads its output, and kills it with all its descendants."""

import asyncio
import contextlib
import logging
import os
import signal
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from app.core.errors import ErrorCode, JobFailure, reports_out_of_memory
from app.core.lifeline import tied_to
from app.processes.forked_order import CAN_COPY
from app.processes.messages import LINE_BYTES, Birth
from app.processes.oom_kills import KillCount
from app.processes.reach import Reach
from app.processes.room import Room
from app.processes.sandbox import BLOCKED_SIGNALS, Bounds, environment_for
from app.stages.stage import ChildKind

log = logging.getLogger(__name__)

#: Number of the latest lines of standard error that are kept.
KEPT_LINES = 60
#: A killed group that exists for longer is logged as a fault, seconds.
GONE_WITHIN_S = 5.0
#: Delay before a retry if the process was ended as it started, seconds: usually the server is about to stop.
AGAIN_AFTER_STOP_S = 1.0


@dataclass(eq=False, slots=True)
class Child:
    """One process and its pipes. `last_sign` is the time of its latest message, monotonic seconds.

    `attended`: the server waits for its next message; `lives` is called when activity is detected; `may_sleep`: its
    stage waits for other hosts. `memory_kills` is the kernel's count before the stage. `reach` is what an order wanted
    to reach for which it was started in `room`; a child without a room is held to the reach of each order.
    """

    process: asyncio.subprocess.Process
    kind: ChildKind
    bounds: Bounds
    last_words: deque[str]
    drain: asyncio.Task[None]
    last_sign: float = field(default_factory=time.monotonic)
    stages: int = 0
    idle_since: float = 0.0
    attended: bool = False
    may_sleep: bool = True
    lives: Callable[[], None] = lambda: None
    stuck: str = ""
    memory_kills: KillCount | None = None
    reach: Reach | None = None
    room: Room | None = None

    @property
    def pid(self) -> int:
        """The process id, which is also its group's."""
        return self.process.pid

    @property
    def alive(self) -> bool:
        """Whether it can take another order."""
        accepts = self.process.stdin is not None and not self.process.stdin.is_closing()
        return accepts and self.process.returncode is None and not self.stuck

    @property
    def stays_warm(self) -> bool:
        """Whether it may take further orders: it has read no source itself."""
        return CAN_COPY or not self.kind.copies

    def complaint(self) -> str:
        """The end of its standard error."""
        return "\n".join(self.last_words)[-4000:]

    def death(self) -> JobFailure:
        """The failure that explains why the process is gone, by its exit code and standard error."""
        code = self.process.returncode
        if self.stuck:
            return JobFailure(ErrorCode.TIMEOUT, self.stuck, retryable=True)
        if code == -signal.SIGXFSZ:
            return JobFailure(ErrorCode.TOO_LARGE, "The step wrote more than the limit on file sizes allows.")
        if code == -signal.SIGXCPU:
            return JobFailure(
                ErrorCode.TIMEOUT,
                f"The step used {self.bounds.cpu_seconds} s of processor time, which is all that CHILD_CPU_SECONDS "
                "allows it.",
            )
        how = f"signal {signal.Signals(-code).name}" if code is not None and code < 0 else f"exit code {code}"
        if code is not None and -code in BLOCKED_SIGNALS:  # blocked once it runs, so it had not even begun
            why = f"The process of this step was ended from outside as it started ({how})."
            return JobFailure(ErrorCode.CRASHED, why, retry_after_s=AGAIN_AFTER_STOP_S, counts=False)
        if code == -signal.SIGKILL and self.memory_kills is not None and self.memory_kills.grown():
            return JobFailure(
                ErrorCode.OUT_OF_MEMORY, f"The system was short of memory and ended the process of this step ({how})."
            )
        if reports_out_of_memory(self.complaint()):
            return JobFailure(ErrorCode.OUT_OF_MEMORY, f"The memory was not enough for this step ({how}).")
        return JobFailure(ErrorCode.CRASHED, f"The process of this step died ({how}).")

    def end_as_stuck(self, why: str) -> None:
        """Kill the group now; `why` becomes the message of its failure."""
        log.warning("a %s child is stuck: %s", self.kind, why)
        self.stuck = why
        signal_group(self.pid, signal.SIGKILL)

    async def kill(self) -> None:
        """Kill the whole group and wait until it is gone."""
        signal_group(self.pid, signal.SIGKILL)
        await self.process.wait()
        deadline = time.monotonic() + GONE_WITHIN_S
        while signal_group(self.pid, signal.SIGKILL) and not _only_zombies(self.pid):
            if time.monotonic() > deadline:
                log.error("processes of group %s are still there %s s after SIGKILL", self.pid, GONE_WITHIN_S)
                break
            await asyncio.sleep(0.005)
        _reap(self.pid)
        self.drain.cancel()
        await asyncio.gather(self.drain, return_exceptions=True)
        if self.process.stdin is not None:
            self.process.stdin.close()


async def start_child(
    program: tuple[str, ...], kind: ChildKind, *, owner_tag: str, bounds: Bounds, reach: Reach | None = None
) -> Child:
    """Start a child that executes orders for stages of `kind`, held to `reach`. The caller must kill it in the end."""
    birth = Birth(
        server_pid=os.getpid(), owner_tag=owner_tag, bounds=bounds, copies=kind.copies and CAN_COPY, reach=reach
    )
    network = not kind.copies and (reach is None or reach.network)  # downloads of media children use no proxy
    process = await asyncio.create_subprocess_exec(
        *program,
        kind.value,  # so that `ps` shows the kind
        birth.model_dump_json(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment_for(owner_tag, network=network) | {"PYTHONPATH": _python_path()},
        start_new_session=True,
        preexec_fn=tied_to(os.getpid()),
        limit=LINE_BYTES,
    )
    last_words: deque[str] = deque(maxlen=KEPT_LINES)
    assert process.stderr is not None
    drain = asyncio.create_task(_drain(process.stderr, last_words), name=f"stderr of {process.pid}")
    return Child(process, kind, bounds, last_words, drain)


def _python_path() -> str:
    """The PYTHONPATH with which children import this same package, wherever the server was started."""
    root = str(Path(__file__).resolve().parents[2])
    inherited = os.environ.get("PYTHONPATH", "")
    return f"{root}{os.pathsep}{inherited}" if inherited else root


async def _drain(stream: asyncio.StreamReader, last_words: deque[str]) -> None:
    """Drain standard error, so that the child never blocks on it; the end is kept."""
    while chunk := await stream.read(65536):
        for line in chunk.decode(errors="replace").splitlines():
            if line.strip():
                last_words.append(line[:2000])
                log.debug("child: %s", line[:2000])


def signal_group(group: int, sign: signal.Signals) -> bool:
    """Signal a process group; returns False if there is none."""
    try:
        os.killpg(group, sign)
    except ProcessLookupError:
        return False
    except PermissionError:
        return False
    return True


def _reap(group: int) -> None:
    """Reap the members of a killed group that are this process's now: the first process of a container has no init."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-group, os.WNOHANG)[0]:
            pass


def _only_zombies(group: int) -> bool:
    """Whether only zombies are left of a group, which init has not reaped yet."""
    return all(state in "ZX" for state in _states(group))


def _states(group: int) -> list[str]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                found.append(fields[0])
    return found
