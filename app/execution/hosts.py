"""Child processes: started, spoken to, kept warm, and killed with everything they started.

A stage runs in a child of its own process group. Whoever stops waiting for it (a cancel, a time limit, a shutdown)
kills the group and waits until it is gone: when `run` has ended, no process of it is left and its files are nobody's.
Children that hold models stay warm between stages until they have been idle for a while; the others end with their
stage.
"""

import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from app.children.protocol import LAST_WORDS, LINE_BYTES, Birth, Order, Said
from app.children.sandbox import Bounds, environment_for
from app.core.errors import ErrorCode, JobFailure
from app.media.lifeline import tied_to
from app.pipelines.stage import HostKind

log = logging.getLogger(__name__)

#: Kinds whose children keep something warm.
WARM = frozenset({HostKind.SPEECH, HostKind.TEXT})
#: Stages after which a warm child is replaced, so that what libraries leak cannot add up.
STAGES_PER_CHILD = 100
KEPT_LINES = 60
#: How long a killed group may take to be gone before that is logged as a fault.
GONE_WITHIN_S = 5.0

Message = dict[str, Any]
Listener = Callable[[Message], Awaitable[None]]


@dataclass(eq=False, slots=True)
class Child:
    """One process and its pipes. `last_sign` is monotonic seconds of its latest message."""

    process: asyncio.subprocess.Process
    kind: HostKind
    last_words: deque[str]
    drain: asyncio.Task[None]
    last_sign: float = field(default_factory=time.monotonic)
    stages: int = 0
    idle_since: float = 0.0

    @property
    def pid(self) -> int:
        """The process id, which is its group's too."""
        return self.process.pid

    @property
    def alive(self) -> bool:
        """Whether it could take another order."""
        return self.process.returncode is None

    def complaint(self) -> str:
        """The end of what it wrote to standard error."""
        return "\n".join(self.last_words)[-4000:]


class HostPool:
    """Starts children and runs stages in them for as long as the `async with` block lasts.

    Leaving it kills them all.
    """

    def __init__(
        self, *, mark: str, bounds: Bounds, idle_s: float, stall_s: float, program: tuple[str, ...] | None = None
    ) -> None:
        self._mark = mark
        self._bounds = bounds
        self._idle_s = idle_s
        self._stall_s = stall_s
        self._program = program or (sys.executable, "-m", "app.children.host")
        self._idle: dict[HostKind, list[Child]] = {kind: [] for kind in HostKind}
        self._all: set[Child] = set()
        self._janitor: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._janitor = asyncio.create_task(self._unload_idle(), name="children janitor")
        return self

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        if self._janitor is not None:
            self._janitor.cancel()
            await asyncio.gather(self._janitor, return_exceptions=True)
        await asyncio.gather(*(self._kill(child) for child in list(self._all)))

    def children(self) -> list[Child]:
        """Every child that lives now."""
        return list(self._all)

    async def run(self, kind: HostKind, order: Order, listen: Listener) -> Message:
        """Run one stage; returns the output as it came. `listen` is awaited for every message before the last.

        Raises JobFailure: the stage's own, `crashed` when the child died, `timeout` when it fell silent. When
        cancelled, the child and everything it started is gone before this returns.
        """
        child = await self._acquire(kind)
        try:
            output = await self._converse(child, order, listen)
        except JobFailure as failure:
            if failure.code is ErrorCode.OUT_OF_MEMORY:
                await self._kill_shielded(child)  # what it holds is the memory that was missing
            else:
                await self._release(child)
            raise
        except BaseException:
            await self._kill_shielded(child)
            raise
        await self._release(child)
        return output

    async def _converse(self, child: Child, order: Order, listen: Listener) -> Message:
        stdin, stdout = child.process.stdin, child.process.stdout
        assert stdin is not None
        assert stdout is not None
        line = await asyncio.to_thread(lambda: json.dumps(order.model_dump(mode="json")).encode() + b"\n")
        child.last_words.clear()  # what an earlier stage complained of does not explain how this one died
        stdin.write(line)
        taken = False
        while True:
            try:
                async with asyncio.timeout(self._stall_s):
                    if not taken:
                        with contextlib.suppress(ConnectionError):  # a child that died at once is told of below
                            await stdin.drain()
                        taken = True
                    heard = await stdout.readline()
            except TimeoutError:
                await self._kill_shielded(child)
                raise JobFailure(
                    ErrorCode.TIMEOUT,
                    f"The step said nothing for {self._stall_s:g} s and was ended (STAGE_STALL_TIMEOUT).",
                    retryable=True,
                ) from None
            child.last_sign = time.monotonic()
            if not heard.endswith(b"\n"):
                raise await self._death_of(child)
            message: Message = json.loads(heard)
            if message["said"] not in LAST_WORDS:
                await listen(message)
                continue
            child.stages += 1
            if message["said"] == Said.RESULT:
                output: Message = message["output"]
                return output
            raise JobFailure(
                ErrorCode(message["code"]),
                message["message"],
                retryable=message["retryable"],
                retry_after_s=message["retry_after_s"],
                host=message["host"],
            )

    async def _death_of(self, child: Child) -> JobFailure:
        await self._kill_shielded(child)
        code = child.process.returncode
        log.error("a %s child died with %s: %s", child.kind, code, child.complaint())
        if code is not None and code == -signal.SIGXFSZ:
            return JobFailure(ErrorCode.TOO_LARGE, "The step wrote more than the limit on file sizes allows.")
        how = f"signal {signal.Signals(-code).name}" if code is not None and code < 0 else f"exit code {code}"
        if "MemoryError" in child.complaint() or "bad_alloc" in child.complaint():
            return JobFailure(ErrorCode.OUT_OF_MEMORY, f"The memory was not enough for this step ({how}).")
        return JobFailure(ErrorCode.CRASHED, f"The process of this step died ({how}).")

    async def _acquire(self, kind: HostKind) -> Child:
        while self._idle[kind]:
            child = self._idle[kind].pop()
            if child.alive:
                child.last_sign = time.monotonic()
                return child
            await self._kill_shielded(child)
        # a cancel that comes while the process starts must not lose sight of it
        starting = asyncio.ensure_future(self._start(kind))
        try:
            await _finished(starting)
        except asyncio.CancelledError:
            if starting.exception() is None:
                await self._kill_shielded(starting.result())
            raise
        return starting.result()

    async def _start(self, kind: HostKind) -> Child:
        birth = Birth(server_pid=os.getpid(), bounds=self._bounds)
        process = await asyncio.create_subprocess_exec(
            *self._program,
            kind.value,  # so that `ps` tells which is which
            birth.model_dump_json(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=environment_for(self._mark) | {"PYTHONPATH": _python_path()},
            start_new_session=True,
            preexec_fn=tied_to(os.getpid()),
            limit=LINE_BYTES,
        )
        last_words: deque[str] = deque(maxlen=KEPT_LINES)
        assert process.stderr is not None
        drain = asyncio.create_task(_drain(process.stderr, last_words), name=f"stderr of {process.pid}")
        child = Child(process, kind, last_words, drain)
        self._all.add(child)
        return child

    async def _release(self, child: Child) -> None:
        if child.alive and child.kind in WARM and child.stages < STAGES_PER_CHILD:
            child.idle_since = time.monotonic()
            self._idle[child.kind].append(child)
            return
        await self._kill_shielded(child)

    async def _kill_shielded(self, child: Child) -> None:
        """Kill to the end, also when whoever waits is cancelled (again) meanwhile."""
        killing = asyncio.ensure_future(self._kill(child))
        try:
            await _finished(killing)
        finally:
            killing.result()

    async def _kill(self, child: Child) -> None:
        """Kill the whole group and wait until it is gone. One that is gone is left alone: ids are used again."""
        if child not in self._all:
            return
        _signal_group(child.pid, signal.SIGKILL)
        await child.process.wait()
        deadline = time.monotonic() + GONE_WITHIN_S
        while _signal_group(child.pid, signal.SIGKILL) and not _only_zombies(child.pid):
            if time.monotonic() > deadline:
                log.error("processes of group %s are still there %s s after SIGKILL", child.pid, GONE_WITHIN_S)
                break
            await asyncio.sleep(0.005)
        child.drain.cancel()
        await asyncio.gather(child.drain, return_exceptions=True)
        if child.process.stdin is not None:
            child.process.stdin.close()
        self._all.discard(child)

    async def _unload_idle(self) -> None:
        while True:
            await asyncio.sleep(min(10.0, max(0.2, self._idle_s / 4)))
            before = time.monotonic() - self._idle_s
            for kind, waiting in self._idle.items():
                old = [child for child in waiting if child.idle_since < before or not child.alive]
                self._idle[kind] = [child for child in waiting if child not in old]
                for child in old:
                    await self._kill(child)


async def _finished(task: asyncio.Future[Any]) -> None:
    """Wait until the task is done, however often whoever waits is cancelled meanwhile; a cancel is raised after that.

    Its outcome is not taken.
    """
    cancelled = False
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError:
            cancelled = True
    if cancelled:
        raise asyncio.CancelledError


def _python_path() -> str:
    """Children must find this same package, wherever the server was started."""
    root = str(Path(__file__).resolve().parents[2])
    inherited = os.environ.get("PYTHONPATH", "")
    return f"{root}{os.pathsep}{inherited}" if inherited else root


async def _drain(stream: asyncio.StreamReader, last_words: deque[str]) -> None:
    """Read standard error, so that the child never blocks on it; the end is kept."""
    while chunk := await stream.read(65536):
        for line in chunk.decode(errors="replace").splitlines():
            if line.strip():
                last_words.append(line[:2000])
                log.debug("child: %s", line[:2000])


def _signal_group(group: int, sign: signal.Signals) -> bool:
    """Signal a process group; False when there is none (any more)."""
    try:
        os.killpg(group, sign)
    except ProcessLookupError:
        return False
    except PermissionError:
        return False
    return True


def _only_zombies(group: int) -> bool:
    """Whether all that is left of a group are dead processes that init has not collected yet."""
    return all(state in "ZX" for state in _states(group))


def _states(group: int) -> list[str]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                found.append(fields[0])
    return found
