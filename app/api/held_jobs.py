"""Holds a request until a job has ended: for protocols whose clients know no jobs. The job ends with its client.

A client that goes away has its job cancelled. The lines that were recognised stay, so that a job on the same sound,
such as the client's next try, continues there. When the server stops, the client is told, and the job goes on later.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request

from app.api.dependencies import Services
from app.api.disconnects import while_connected
from app.api.sockets import JobChannel, beating
from app.api.v1.wire import MessageType
from app.core.caller import Caller
from app.core.errors import NotFound, Stopping, Unavailable
from app.db import queries
from app.db.creation import Creation
from app.jobs.record import JobRecord
from app.jobs.states import TERMINAL, JobState
from app.live.follower import Follower, HistoryGone
from app.live.message import Message
from app.service.intake import Intake
from app.service.job_request import JobRequest

T = TypeVar("T")
#: Seconds between two tries to store a job while the queue is full.
FULL_PAUSE_S = 0.5


@dataclass(frozen=True, slots=True)
class HeldJob:
    """A job that a request waits for. `own`: the request made it, so it ends with the client."""

    services: Services
    id: str
    own: bool

    async def while_connected(self, request: Request, work: Coroutine[Any, Any, T]) -> T:
        """Await `work`; if the client disconnects, cancel the job and raise ClientDisconnect."""
        try:
            return await while_connected(request, work)
        except ClientDisconnect:
            if self.own:
                await asyncio.shield(self.services.jobs.end(self.id))
            raise

    async def ended(self) -> JobRecord:
        """Wait until the job has ended, through all its attempts. Raises Stopping, or NotFound if it was deleted."""
        async for _ in self._messages(None):
            pass
        return await self._result()

    async def lines(self) -> AsyncGenerator[dict[str, Any] | None]:
        """Yield the lines of its transcript as they are recognised, as on sockets; None in a pause.

        Ends with the job. Raises Stopping, or NotFound if it was deleted.
        """
        count = 0
        async for message in self._messages(0):
            if message.type == MessageType.HEARTBEAT:
                yield None
            elif message.type == MessageType.TRANSCRIPT_SEGMENT:
                line: dict[str, Any] = json.loads(message.text)["data"]
                if line["index"] == count:  # of a later attempt the first ones are known
                    count += 1
                    yield line
        await self._result()

    async def logged(self, *fields: str) -> AsyncGenerator[dict[str, Any]]:
        """Yield the lines of its log with all these fields, as on sockets, until it has ended. Raises as `lines`."""
        async for message in self._messages(0):
            if message.type == MessageType.LOG:
                line: dict[str, Any] = json.loads(message.text)["data"]
                if line.keys() >= set(fields):
                    yield line
        await self._result()

    async def _messages(self, after: int | None) -> AsyncIterator[Message]:
        """The messages of the job from now on, or those after a number, until it has ended or the server stops."""
        hub, settings = self.services.hub, self.services.settings
        channel = JobChannel(self.services.store, self.services.view, hub, self.id)
        with hub.follow_job(self.id, channel.read, channel.is_over) as follower:
            await self._begin(follower, after)
            with beating(hub, follower, settings.ws_heartbeat_seconds, self.id, lambda: None):
                try:
                    async for message in follower.messages():
                        yield message
                except HistoryGone:
                    return

    async def _begin(self, follower: Follower, after: int | None) -> None:
        job = await self.services.store.read(queries.job, self.id)
        cursor = job.last_seq if after is None else after
        follower.begin(cursor, newest=job.last_seq, ended=job.status in TERMINAL)

    async def _result(self) -> JobRecord:
        try:
            job = await self.services.store.read(queries.job, self.id)
        except NotFound:
            raise NotFound("The job was deleted.") from None
        if job.status not in TERMINAL:
            raise Stopping
        return job


async def submitted(
    services: Services, intake: Intake, order: JobRequest, caller: Caller, *, patient: Request | None = None
) -> HeldJob:
    """Store a probed upload with its job; of a refused one nothing is kept.

    The job that an Idempotency-Key made before is run again if it did not complete. With a `patient` request a full
    queue is waited for. Raises as `Jobs.submit`, and ClientDisconnect.
    """
    stored = False
    try:
        job, stored = await _stored(services, order, caller, patient)
    finally:
        if not stored and order.new_video is not None:
            await intake.discard(order.new_video)
    if not stored and job.status in (JobState.FAILED, JobState.CANCELLED):
        await services.jobs.retry(job.id)
        return HeldJob(services, job.id, own=True)
    return HeldJob(services, job.id, own=stored)


async def _stored(services: Services, order: JobRequest, caller: Caller, patient: Request | None) -> Creation:
    while True:
        try:
            return await services.jobs.submit(order, caller)
        except Unavailable as refusal:
            if patient is None or refusal.code != "queue_full":
                raise
        if await patient.is_disconnected():
            raise ClientDisconnect
        await asyncio.sleep(FULL_PAUSE_S)
