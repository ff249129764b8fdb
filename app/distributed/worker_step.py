"""Runs a worker of ours inside Celery's: an event loop in a thread, and the task that passes messages to it."""

import asyncio
import logging
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol

import click
from celery import Celery, bootsteps
from celery.worker import state

from app.core.errors import StartRefused
from app.distributed.messages import RUN_JOB

log = logging.getLogger(__name__)


class ReceivesMessages(Protocol):
    """A running worker."""

    async def receive(self, job_id: str) -> None:
        """Receive the message of a job. Returns when a slot has been woken by it."""

    def close(self) -> None:
        """Take no more messages: those that wait return."""


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """What the command line says of a worker; None: as the settings say."""

    concurrency: int
    queues: Sequence[str]
    resources: str | None


#: Runs a worker for the duration of the block. Raises StartRefused.
OpenWorker = Callable[[WorkerOptions], AbstractAsyncContextManager[ReceivesMessages]]


class _Thread:
    """A worker in a thread of its own, with its event loop."""

    def __init__(self, opened: AbstractAsyncContextManager[ReceivesMessages]) -> None:
        self._opened = opened
        self._began: Future[None] = Future()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._worker: ReceivesMessages | None = None
        self._thread = threading.Thread(target=self._run, name="worker")

    def start(self) -> None:
        """Return when it runs. Raises what kept it from that."""
        self._thread.start()
        self._began.result()

    def stop(self) -> None:
        """Stop it, and return when it has put its jobs back."""
        if self._loop is not None and self._stop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def receive(self, job_id: str) -> None:
        """Pass a message on; returns when it has woken a slot, or is not needed any more. From any thread."""
        if self._worker is None or self._loop is None or not self._thread.is_alive():
            return
        work = self._worker.receive(job_id)
        try:
            asyncio.run_coroutine_threadsafe(work, self._loop).result()
        except (CancelledError, RuntimeError):  # it stops: another worker receives the next message
            work.close()

    def _run(self) -> None:
        try:
            asyncio.run(self._work())
        except BaseException as error:
            if not self._began.done():
                self._began.set_exception(error)
                return
            log.exception("the worker has failed")
            state.should_stop = 1  # what Celery's own loop polls

    async def _work(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        async with self._opened as self._worker:
            self._began.set_result(None)
            await self._stop.wait()
            self._worker.close()


def add_worker(app: Celery, open_worker: OpenWorker) -> None:
    """Give a Celery application the task, and the worker that runs in its worker processes."""
    running: list[_Thread] = []

    class WorkerStep(bootsteps.StartStopStep):  # type: ignore[misc]
        """Starts after Celery's pool, so it stops before: the pool waits for messages that wait for slots."""

        requires = ("celery.worker.components:Pool",)

        def __init__(self, parent: Any, resources: str | None = None, **options: Any) -> None:
            super().__init__(parent, **options)
            self._resources = resources

        def start(self, parent: Any) -> None:
            """Start the worker; ends the process with one line if that is refused."""
            options = WorkerOptions(parent.concurrency, list(app.amqp.queues.consume_from), self._resources)
            thread = _Thread(open_worker(options))
            try:
                thread.start()
            except StartRefused as refusal:
                sys.stderr.write(f"error: {refusal}\n")
                raise SystemExit(2) from None
            running.append(thread)

        def stop(self, parent: Any) -> None:
            """Stop the worker."""
            while running:
                running.pop().stop()

        terminate = stop

    def run_job(job_id: str, attempt: int) -> None:
        """The message of a job. Its attempt is for people who read the broker: the database decides what runs."""
        for thread in running:
            thread.receive(job_id)

    app.task(run_job, name=RUN_JOB, ignore_result=True)
    app.steps["worker"].add(WorkerStep)
    app.user_options["worker"].add(
        click.Option(["--resources"], help="Kinds of stages that this worker runs: download,transcribe,analyze,encode.")
    )
