"""Makes videos of uploads that have all their bytes, and deletes those that no byte comes to any more.

The video has the upload's id, so a process that dies between storing it and deleting the upload makes no second one.
"""

import asyncio
import logging
import uuid
from functools import partial
from pathlib import Path
from types import TracebackType

from app.core.background_loop import BackgroundLoop
from app.core.errors import NotFound, NotMedia, Refusal, TooLarge
from app.db import clock_moves, queries
from app.db.store import Store
from app.db.writer import StorageFailed
from app.jobs.record import Video
from app.service.intake import Intake
from app.service.upload_limits import refusal_of
from app.service.upload_turns import UploadLocked
from app.storage.upload_parts import OpenPart, PartialUpload, UploadNote, UploadParts

log = logging.getLogger(__name__)

#: Longest time between two looks for uploads to complete or to delete, seconds; and the time without a first byte after
#: which an upload is deleted.
LOOK_EVERY_S = 600.0
EMPTY_S = 600.0


class UploadCompletion(BackgroundLoop):
    """Completes uploads on request, and for the duration of the block those that a killed server has not.

    `drafts`: the folder of files that are being probed. `expiry_s`: seconds without a new byte.
    """

    def __init__(self, parts: UploadParts, store: Store, intake: Intake, *, drafts: Path, expiry_s: float) -> None:
        self.expiry_s = expiry_s
        self._parts = parts
        self._store = store
        self._intake = intake
        self._drafts = drafts
        self._running: dict[str, asyncio.Task[Video]] = {}

    def has(self, upload_id: str) -> bool:
        """Whether the upload is being completed."""
        return upload_id in self._running

    async def complete(self, note: UploadNote) -> Video:
        """Make the video of an upload, once, and also if the caller goes away meanwhile.

        Raises NotMedia or TooLarge, and then the upload is gone; it stays after QuotaExceeded, Unavailable, and
        UploadLocked.
        """
        task = self._running.get(note.id)
        if task is None:
            task = asyncio.create_task(self._make_video(note), name=f"completing the upload {note.id}")
            self._running[note.id] = task
            task.add_done_callback(lambda done: self._ended(note.id, done))
        return await asyncio.shield(task)

    def _ended(self, upload_id: str, task: asyncio.Task[Video]) -> None:
        del self._running[upload_id]
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Refusal):
            log.info("the upload %s did not become a video: %s", upload_id, error)
        elif error is not None:
            log.error("the upload %s did not become a video", upload_id, exc_info=error)

    async def _make_video(self, note: UploadNote) -> Video:
        part = await opened(self._parts, note.id)
        try:
            video = await self.video(note.id)
            if video is None:
                draft = self._drafts / f"{uuid.uuid4().hex}.part"
                await asyncio.to_thread(self._parts.copy, note.id, draft)
                video = await self._intake.accept_upload(draft, note.filename, note.user_id, video_id=note.id)
            await asyncio.to_thread(self._parts.remove, note.id)
            return video
        except (NotMedia, TooLarge):
            await asyncio.to_thread(self._parts.remove, note.id)
            raise
        except OSError as error:
            raise refusal_of(error) from error
        finally:
            await asyncio.to_thread(part.close)

    async def video(self, upload_id: str) -> Video | None:
        """The video that an upload became; None if there is none."""
        try:
            return await self._store.read(queries.video, upload_id)
        except NotFound:
            return None

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop; the next start completes what is broken off."""
        await super().__aexit__(kind, error, trace)
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _watch(self) -> None:
        while True:
            try:
                await self.look()
            except (OSError, StorageFailed) as error:
                log.warning("unfinished uploads are not looked after just now: %s", error)
            except Exception:  # a fault; the next look may succeed
                log.exception("unfinished uploads were not looked after")
            await asyncio.sleep(min(LOOK_EVERY_S, self.expiry_s / 10))

    async def look(self) -> None:
        """Delete uploads that have expired, and complete those that have all their bytes."""
        await self.expire()
        for one in await asyncio.to_thread(self._parts.all):
            if not one.lacking:
                try:
                    await self.complete(one.note)
                except (Refusal, OSError) as error:  # of this one alone
                    log.info("the upload %s waits to become a video: %s", one.note.id, error)

    async def expire(self) -> None:
        """Delete uploads that have expired."""
        ahead_ms = await self._store.read(clock_moves.ahead_ms, self._store.now_ms(), int(self.expiry_s * 1000))
        ahead_s = ahead_ms / 1000
        expire = partial(self._parts.expire, self.expiry_s + ahead_s, empty_s=EMPTY_S + ahead_s)
        if expired := await asyncio.to_thread(expire):
            log.info("%d unfinished uploads have expired", expired)

    def expires_s(self, one: PartialUpload) -> float:
        """When an upload expires if no byte comes, Unix seconds."""
        return one.changed_s + (self.expiry_s if one.offset else EMPTY_S)


async def opened(parts: UploadParts, upload_id: str) -> OpenPart:
    """Open an upload to append. Raises UploadLocked while another process has it, or NotFound."""
    try:
        return await asyncio.to_thread(parts.open, upload_id)
    except BlockingIOError:
        raise UploadLocked from None
    except FileNotFoundError:
        raise missing(upload_id) from None


def missing(upload_id: str) -> NotFound:
    """The refusal of an upload that is not here."""
    return NotFound(f"There is no upload {upload_id} on this server.")
