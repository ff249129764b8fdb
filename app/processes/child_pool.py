"""Starts child processes, sends them orders, keeps them warm, and kills them with their descendants.

A stage runs in a child of its own process group. When its caller stops waiting (a cancel, a time limit, a shutdown),
the group is killed and awaited: when `run_order` has ended, no process of the stage is left and its files are in no
use. Children stay warm between stages until they have been idle for a while: with their loaded models, or with loaded
code, of which each stage gets a copy (`forked_order`).
"""

import asyncio
import contextlib
import logging
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

from app.core.background_loop import BackgroundLoop
from app.core.errors import ErrorCode, JobFailure
from app.core.removal import remove_tree
from app.jobs.stage_messages import PieceRefused
from app.processes.child import Child, start_child
from app.processes.messages import (
    Committed,
    Failure,
    PieceMessage,
    ResultMessage,
    StageOrder,
    WorkMessage,
    line_of,
    parse_child_message,
)
from app.processes.oom_kills import count_for
from app.processes.order_inputs import folder_beside, with_linked_inputs
from app.processes.reach import Reach
from app.processes.room import Room
from app.processes.sandbox import Bounds
from app.stages.stage import ChildKind

log = logging.getLogger(__name__)

#: Stages after which a warm child is replaced, so that leaks of libraries cannot add up.
STAGES_PER_CHILD = 100
#: Idle children that are kept of a kind that runs copies. Those with models are as many as have slots.
KEPT_IDLE = 3

Receiver = Callable[[WorkMessage], Awaitable[None]]


class ChildPool(BackgroundLoop):
    """Starts children and runs stages in them for the duration of the `async with` block.

    Leaving it kills them all.
    """

    def __init__(
        self, *, owner_tag: str, bounds: Bounds, idle_s: float, stall_s: float, program: tuple[str, ...] | None = None
    ) -> None:
        self._owner_tag = owner_tag
        self._bounds = bounds
        self._idle_s = idle_s
        self._stall_s = stall_s
        self._program = program or (sys.executable, "-m", "app.processes.child_main")
        self._idle: dict[ChildKind, list[Child]] = {kind: [] for kind in ChildKind}
        self._all: set[Child] = set()

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        await super().__aexit__(None, None, None)
        await asyncio.gather(*(self._kill(child) for child in list(self._all)))

    def children(self) -> list[Child]:
        """All living children."""
        return list(self._all)

    async def run_order(
        self,
        kind: ChildKind,
        order: StageOrder,
        receive: Receiver,
        *,
        may_sleep: bool = True,
        lives: Callable[[], None] = lambda: None,
        once: bool = False,
    ) -> dict[str, Any]:
        """Run one stage; returns its output as JSON. `receive` is awaited for every message before the last.

        `may_sleep`: it waits for other hosts, so that sleeping is no sign of hanging. `lives` is called every few
        seconds in which the child was active; it must not wait. `once`: the child ends with the stage, since the order
        holds a secret that no later one may find in its memory. Raises JobFailure: the stage's own, `crashed` when the
        child died, `timeout` when it was silent too long or is stuck. When cancelled, the child and its
        descendants are gone before this returns.
        """
        once = once or (order.reach is not None and not kind.copies and not kind.holds_models)  # it is held for good
        child = await self._acquire(kind, order)
        child.may_sleep, child.lives = may_sleep, lives
        try:
            async with _inputs_of(child, order) as linked:
                output = await self._converse(child, linked, receive)
        except JobFailure as failure:
            if once or failure.code is ErrorCode.OUT_OF_MEMORY:
                await self._kill_shielded(child)  # its memory is what was missing, or what nobody may read
            else:
                await self._release(child)
            raise
        except BaseException:
            await self._kill_shielded(child)
            raise
        await (self._kill_shielded(child) if once else self._release(child))
        return output

    async def _converse(self, child: Child, order: StageOrder, receive: Receiver) -> dict[str, Any]:
        stdin, stdout = child.process.stdin, child.process.stdout
        assert stdin is not None
        assert stdout is not None
        order_line = await asyncio.to_thread(line_of, order)
        child.memory_kills = count_for(child.pid)
        child.last_words.clear()  # an earlier stage's output does not explain this death
        if not stdin.is_closing():  # it died before it received its order; reported below
            stdin.write(order_line)
        taken = False
        while True:
            child.attended = True
            try:
                async with asyncio.timeout(self._stall_s):
                    if not taken:
                        with contextlib.suppress(ConnectionError):  # a child that died at once is reported below
                            await stdin.drain()
                        taken = True
                    line = await stdout.readline()
            except TimeoutError:
                await self._kill_shielded(child)
                raise JobFailure(
                    ErrorCode.TIMEOUT,
                    f"The step said nothing for {self._stall_s:g} s and was ended (STAGE_STALL_TIMEOUT).",
                    retryable=True,
                ) from None
            finally:
                child.attended = False
            child.last_sign = time.monotonic()
            if not line.endswith(b"\n"):
                raise await self._death_of(child)
            match parse_child_message(line):
                case ResultMessage(output=output):
                    child.stages += 1
                    return output
                case Failure() as failure:
                    child.stages += 1
                    if failure.traceback:
                        log.error("a step failed in a way that nobody foresaw", extra={"exception": failure.traceback})
                    raise failure.to_error()
                case PieceMessage(confirm=True) as message:
                    await _confirm(stdin, await _committed(message, receive))
                case message:
                    await receive(message)

    async def _death_of(self, child: Child) -> JobFailure:
        await self._kill_shielded(child)
        log.error("a %s child died with %s: %s", child.kind, child.process.returncode, child.complaint())
        return child.death()

    async def _acquire(self, kind: ChildKind, order: StageOrder) -> Child:
        """An idle child of the kind, or a new one. One that holds models is held to a reach that all its orders share;
        it runs others' orders only if theirs is the same but for their own files.
        """
        shared = None if order.reach is None or not kind.holds_models else order.reach.without_own_files()
        idle = self._idle[kind]
        while fitting := [child for child in idle if child.reach == shared]:
            idle.remove(child := fitting[-1])
            if child.alive:
                child.last_sign = time.monotonic()
                return child
            await self._kill_shielded(child)
        # if a cancel comes while the process starts, it must still be killed
        if shared is not None and idle:
            await self._kill_shielded(idle.pop(0))  # its models would be in memory beside those of the new one
        starting = asyncio.ensure_future(self._start(kind, shared, Path(order.work_dir)))
        try:
            await finished(starting)
        except asyncio.CancelledError:
            if starting.exception() is None:
                await self._kill_shielded(starting.result())
            raise
        return starting.result()

    async def _start(self, kind: ChildKind, shared: Reach | None, work_dir: Path) -> Child:
        room = None if shared is None else Room.beside(work_dir)
        reach = None if shared is None or room is None else room.reach(shared)
        try:
            child = await start_child(self._program, kind, owner_tag=self._owner_tag, bounds=self._bounds, reach=reach)
        except BaseException:
            if room is not None:
                room.remove()
            raise
        child.reach, child.room = shared, room
        self._all.add(child)
        return child

    async def _release(self, child: Child) -> None:
        idle = self._idle[child.kind]
        is_wanted = child.stages < STAGES_PER_CHILD and not (child.kind.copies and len(idle) >= KEPT_IDLE)
        if child.alive and child.stays_warm and is_wanted:
            child.idle_since = time.monotonic()
            idle.append(child)
            return
        await self._kill_shielded(child)

    async def _kill_shielded(self, child: Child) -> None:
        """Kill to the end, even if the caller is cancelled (again) meanwhile."""
        killing = asyncio.ensure_future(self._kill(child))
        try:
            await finished(killing)
        finally:
            killing.result()

    async def _kill(self, child: Child) -> None:
        """Kill a child that is still ours. One that is gone is left alone: process ids are reused."""
        if child in self._all:
            await child.kill()
            self._all.discard(child)
            if child.room is not None:
                await asyncio.to_thread(child.room.remove)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(min(10.0, max(0.2, self._idle_s / 4)))
            before = time.monotonic() - self._idle_s
            for kind, waiting in self._idle.items():
                old = [child for child in waiting if child.idle_since < before or not child.alive]
                self._idle[kind] = [child for child in waiting if child not in old]
                for child in old:
                    await self._kill(child)


@asynccontextmanager
async def _inputs_of(child: Child, order: StageOrder) -> AsyncIterator[StageOrder]:
    """The order with its inputs where the child can read them, for the block. Raises OSError."""
    if order.reach is None:
        yield order
        return
    if child.room is not None:
        link, remove = partial(child.room.with_inputs, order), partial(Room.clear, child.room)
    else:
        folder = await asyncio.to_thread(folder_beside, Path(order.work_dir))
        link, remove = partial(with_linked_inputs, order, folder), partial(_removed, folder)
    try:
        linking = asyncio.ensure_future(asyncio.to_thread(link))
        await finished(linking)
        yield linking.result()
    finally:
        await finished(asyncio.ensure_future(asyncio.to_thread(remove)))


def _removed(folder: Path) -> None:
    remove_tree(folder)


async def _committed(message: PieceMessage, receive: Receiver) -> Committed:
    """Receive a piece that the child waits for; returns the answer to it."""
    try:
        await receive(message)
    except PieceRefused as refusal:
        return Committed(index=message.index, refused=refusal.refused)
    return Committed(index=message.index)


async def _confirm(stdin: asyncio.StreamWriter, answer: Committed) -> None:
    """Send the answer to a piece; a child that has died meanwhile is reported by its output."""
    with contextlib.suppress(ConnectionError):
        stdin.write(line_of(answer))
        await stdin.drain()


async def finished(task: asyncio.Future[Any]) -> None:
    """Wait until the task is done, however often the caller is cancelled meanwhile; a cancel is raised after that.

    The task's exception is not retrieved.
    """
    cancelled = False
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError:
            cancelled = True
    if cancelled:
        raise asyncio.CancelledError
