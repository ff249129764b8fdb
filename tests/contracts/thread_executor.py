"""Stages in threads of this process: the smallest thing that keeps the contract of `StageExecutor`."""

import asyncio
import logging
import threading
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future
from contextlib import ExitStack
from pathlib import Path

from app.core.errors import ErrorCode, JobFailure
from app.core.removal import remove_tree
from app.jobs.results import Result
from app.jobs.stage_messages import Piece, StageMessage
from app.ports.stage_executor import Receive, StageTask
from app.processes.child_main import failure_of, load
from app.processes.child_pool import finished
from app.processes.messages import PieceMessage, WorkMessage
from app.processes.stage_tools import ChildTools, WarmModels
from app.processes.workplace import Workplace
from app.stages.stage import AnyStage

log = logging.getLogger(__name__)

#: How often a stage that works is shown to be alive, seconds.
ALIVE_EVERY_S = 0.05


class Stopped(BaseException):
    """Raised inside a stage that is to end: from its next message."""


class ThreadExecutor:
    """See `StageExecutor`. A stage that sends nothing cannot be stopped."""

    def __init__(self, place: Workplace, stages: Mapping[str, AnyStage]) -> None:
        self._place = place
        self._stages = stages

    async def execute(self, task: StageTask, receive: Receive, *, alive: Callable[[], None] = lambda: None) -> Result:
        """See `StageExecutor.execute`."""
        stage, folder = self._stages[task.stage], self._place.folder_of(task.key)
        channel = _Channel(stage, asyncio.get_running_loop())
        if not stage.resumable:
            await asyncio.to_thread(remove_tree, folder)
        working = asyncio.create_task(asyncio.to_thread(self._work, stage, task, folder, channel))
        working.add_done_callback(lambda done: done.exception())  # of a stage that is left, nobody asks
        try:
            while not working.done():
                await self._pass_on(channel, working, receive, alive)
        finally:
            channel.close()
            try:
                await finished(working)
            finally:
                if not stage.resumable:
                    await finished(asyncio.ensure_future(asyncio.to_thread(remove_tree, folder)))
        return working.result()

    async def _pass_on(
        self, channel: "_Channel", working: asyncio.Task[Result], receive: Receive, alive: Callable[[], None]
    ) -> None:
        """Pass one message on, or wait a moment for one."""
        getting = asyncio.create_task(channel.messages.get())
        try:
            await asyncio.wait({getting, working}, timeout=ALIVE_EVERY_S, return_when=asyncio.FIRST_COMPLETED)
            if not getting.done():
                alive()
                return
            message, delivered = getting.result()
            await receive(message)
            delivered.set_result(None)
        finally:
            getting.cancel()

    def _work(self, stage: AnyStage, task: StageTask, folder: Path, channel: "_Channel") -> Result:
        folder.mkdir(parents=True, exist_ok=True)
        function, params = load(stage.entry)
        try:
            with ExitStack() as copies:
                tools = ChildTools(
                    work_dir=folder,
                    ffmpeg=Path(self._place.ffmpeg),
                    blobs=self._place.blobs,
                    copies=copies,
                    warm_models=WarmModels(),
                    send=channel.send,
                    confirmed=lambda _: None,  # `send` returns when the message was received
                )
                return function(params.model_validate_json(task.input_json), tools)
        except Exception as error:
            failure = failure_of(error)
            if failure is None:
                log.exception("a step failed in a way that nobody foresaw")
                failure = JobFailure(ErrorCode.INTERNAL, f"This step failed ({type(error).__name__}).")
            raise failure from error

    async def can_resume(self, task: StageTask) -> bool:
        """See `StageExecutor.goes_on`."""
        return self._stages[task.stage].resumable and self._place.folder_of(task.key).exists()

    async def discard(self, keys: Collection[str]) -> None:
        """See `StageExecutor.discard`."""
        await self._place.discard(keys)


class _Channel:
    """From the thread of a stage to the event loop: one message at a time."""

    def __init__(self, stage: AnyStage, loop: asyncio.AbstractEventLoop) -> None:
        self.messages: asyncio.Queue[tuple[StageMessage, Future[None]]] = asyncio.Queue()
        self._stage = stage
        self._loop = loop
        self._waiting: Future[None] | None = None
        self._closed = False
        self._lock = threading.Lock()

    def send(self, message: WorkMessage) -> None:
        """Send from the stage's thread; returns when it was received. Raises Stopped once the channel is closed."""
        with self._lock:
            if self._closed:
                raise Stopped
            self._waiting = delivered = Future[None]()
        self._loop.call_soon_threadsafe(self.messages.put_nowait, (self._typed(message), delivered))
        delivered.result()

    def _typed(self, message: WorkMessage) -> StageMessage:
        if isinstance(message, PieceMessage):
            assert self._stage.piece is not None
            return Piece(message.index, self._stage.piece.model_validate(message.piece))
        return message

    def close(self) -> None:
        """Let the stage end at the message that it is at, or at its next one."""
        with self._lock:
            self._closed = True
            if self._waiting is not None and not self._waiting.done():
                self._waiting.set_exception(Stopped())
