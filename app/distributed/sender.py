"""Sends a message for each job that is queued here, and again what the broker has lost."""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, cast

from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from app.core.background_loop import BackgroundLoop
from app.core.settings import Settings
from app.db import queries
from app.db.store import Store
from app.db.writer import StorageFailed
from app.distributed.messages import RUN_JOB, make_celery, message
from app.distributed.queue_names import QUEUES, queue_of
from app.jobs.changes import JobChange
from app.jobs.record import JobRecord
from app.jobs.states import JobState
from app.ports.job_queue import JobQueue

if TYPE_CHECKING:
    from celery import Celery

log = logging.getLogger(__name__)

#: Time between two comparisons of the broker's queues with the database, seconds.
CHECK_EVERY_S = 1.0
#: Messages that wait here to be sent, and that one check sends again. More are sent by later checks.
MOST_WAITING, AGAIN_AT_ONCE = 10_000, 200


class MessageSender(BackgroundLoop):
    """Sends for the duration of the block. A broker that is away delays nothing: messages are sent when it is back."""

    def __init__(self, settings: Settings, store: Store, queue: JobQueue) -> None:
        self._celery: Celery = make_celery(settings, tries_once=True)
        self._store = store
        self._queue = queue
        self._waiting: deque[tuple[str, int, int]] = deque(maxlen=MOST_WAITING)
        self._wake = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="messages")
        self.down: str | None = "not connected yet"  #: why the broker cannot be used; None if it can
        self.resent = 0  #: messages that were sent again, as the broker had lost them

    def receive(self, changes: Sequence[JobChange]) -> None:
        """Send a message for each job that was queued by this process."""
        for change in changes:
            if isinstance(change, JobRecord) and change.status is JobState.QUEUED:
                self._waiting.append((change.id, change.attempt, change.priority))
                self._wake.set()

    async def __aexit__(self, *failure: object) -> None:
        await super().__aexit__(None, None, None)
        await asyncio.to_thread(self._thread.shutdown, cancel_futures=True)
        await asyncio.to_thread(self._celery.close)

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        check_at_s = 0.0
        while True:
            try:
                async with asyncio.timeout(max(0.0, check_at_s - loop.time())):
                    await self._wake.wait()
            except TimeoutError:
                check_at_s = loop.time() + CHECK_EVERY_S
                await self._attempt(self._check())
                continue
            self._wake.clear()
            if self.down is None:
                batch = [self._waiting.popleft() for _ in range(len(self._waiting))]
                await self._attempt(loop.run_in_executor(self._thread, self._send, batch))
            else:
                self._waiting.clear()  # the checks send them when the broker is back

    async def _attempt(self, work: Any) -> None:
        try:
            await work
        except (OperationalError, RedisError, OSError) as error:
            if self.down is None:
                log.warning("the broker of messages is away (%s); jobs wait until it is back", error)
            self.down = str(error) or type(error).__name__
        except StorageFailed as failure:
            log.warning("messages that were lost are sent later: %s", failure)
        except Exception:
            log.exception("messages were not sent")
        else:
            if self.down is not None:
                log.info("the broker of messages is there")
            self.down = None

    def _send(self, batch: Sequence[tuple[str, int, int]]) -> None:
        with self._celery.producer_pool.acquire(block=True) as producer:
            for job_id, attempt, priority in batch:
                queue = queue_of(priority)
                self._celery.send_task(RUN_JOB, queue=queue, producer=producer, **message(job_id, attempt))

    async def _check(self) -> None:
        """Compare the numbers of messages with those of waiting jobs; send what is missing."""
        loop = asyncio.get_running_loop()
        lengths = await loop.run_in_executor(self._thread, self._lengths)
        ids = [] if self._queue.paused else self._queue.ready_ids(AGAIN_AT_ONCE)
        if not ids:
            return
        jobs = {job.id: job for job in await self._store.read(queries.jobs, ids)}
        missing: list[tuple[str, int, int]] = []
        seen = Counter(lengths)
        for job_id in ids:
            job = jobs.get(job_id)
            if job is None or job.status is not JobState.QUEUED:
                continue
            seen[queue_of(job.priority)] -= 1
            if seen[queue_of(job.priority)] < 0:
                missing.append((job.id, job.attempt, job.priority))
        if missing:
            await loop.run_in_executor(self._thread, self._send, missing)
            self.resent += len(missing)

    def _lengths(self) -> dict[str, int]:
        """The number of messages by queue; proves that the broker answers."""
        with self._celery.pool.acquire(block=True) as connection:
            client = cast(Any, connection.default_channel).client
            return {queue: int(client.llen(queue)) for queue in QUEUES}
