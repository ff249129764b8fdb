"""Receives files in several requests, over lost connections and restarts; a complete one becomes a video."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress

from app.core.caller import Caller
from app.core.errors import NotFound, NotMedia, TooLarge, TooManyRequests, WrongState
from app.core.settings import Settings
from app.db.store import Store
from app.jobs.record import Video
from app.service.intake import Intake
from app.service.upload_completion import UploadCompletion, missing, opened
from app.service.upload_limits import CHECK_BYTES, WRITE_BYTES, check_disk_space, disk_full, refusal_of, too_large
from app.service.upload_turns import Turn, UploadTurns
from app.storage.data_folder import PARTIAL_UPLOADS, UPLOADS, WORK
from app.storage.upload_parts import OpenPart, PartialUpload, UploadNote, UploadParts

#: Uploads that may be unfinished: of one user or key, and in all; and the `Retry-After` of one more, seconds.
OPEN_OF_ONE, OPEN_AT_MOST, RETRY_AFTER_S = 200, 1000, 60
#: The disk is reserved for what uploads lack whose last byte came within this time, seconds.
AT_WORK_S = 600.0


class OffsetMismatch(WrongState):
    """The request does not begin where the stored bytes end."""

    code = "offset_mismatch"
    title = "Not the upload's offset"


class PartialUploads:
    """The unfinished uploads of this server's DATA_DIR, of at most `limit` bytes each."""

    def __init__(self, parts: UploadParts, completion: UploadCompletion, intake: Intake, *, limit: int) -> None:
        self.limit = limit
        self.expires_s = completion.expires_s
        self._parts = parts
        self._completion = completion
        self._intake = intake
        self._turns = UploadTurns()
        self._beginning = asyncio.Lock()

    async def begin(
        self, caller: Caller, *, size_bytes: int, filename: str, user_id: str | None, metadata: str
    ) -> PartialUpload:
        """Begin an upload of that size.

        Raises TooLarge, NotMedia (empty), TooManyRequests, QuotaExceeded, Unavailable (disk full).
        """
        if size_bytes > self.limit:
            raise too_large(self.limit)
        if size_bytes == 0:
            raise NotMedia("The file is empty.")
        self._intake.check_folder()
        note = UploadNote(
            id=str(uuid.uuid4()),
            size_bytes=size_bytes,
            filename=filename,
            user_id=user_id,
            metadata=metadata,
            begun_by=caller.user or caller.key_id or user_id or "",
        )
        async with self._beginning:
            await self._completion.expire()
            try:
                await self._add(note)
                await self._check_room(note)
            except BaseException:
                await asyncio.shield(asyncio.to_thread(self._parts.remove, note.id))
                raise
        return PartialUpload(note, 0, time.time())

    async def _add(self, note: UploadNote) -> None:
        try:
            await asyncio.to_thread(self._parts.add, note)
        except OSError as error:
            raise refusal_of(error) from error

    async def _check_room(self, note: UploadNote) -> None:
        """Raise what refuses an upload that is there already.

        So of two servers with one folder that begin uploads at the same time, at least one sees that of the other.
        """
        everything = await asyncio.to_thread(self._parts.all)
        of_one = [one for one in everything if one.note.begun_by == note.begun_by]
        if len(of_one) > OPEN_OF_ONE or len(everything) > OPEN_AT_MOST:
            raise TooManyRequests("Too many uploads are unfinished.", retry_after_s=RETRY_AFTER_S)
        at_work = sum(one.lacking for one in everything if one.offset and one.changed_s > time.time() - AT_WORK_S)
        if not await self._intake.may_have_disk_space(note.size_bytes + at_work):
            raise disk_full()
        mine = (one.note.size_bytes for one in everything if one.note.user_id == note.user_id)
        await self._intake.check_quota(note.user_id, sum(mine))

    async def find(self, upload_id: str, caller: Caller) -> PartialUpload | Video:
        """An upload with all that has been received, or the video that it became. Raises NotFound, and as `receive`.

        A request that still writes to it is interrupted, so that the offset is final; a complete one becomes a video.
        """
        found = await self._visible(upload_id, caller)
        if isinstance(found, Video):
            return found
        async with self._turns.turn(upload_id):
            pass
        found = await self._visible(upload_id, caller)
        return found if isinstance(found, Video) or found.lacking else await self._completion.complete(found.note)

    async def receive(
        self, upload_id: str, caller: Caller, offset: int, stream: AsyncIterator[bytes], *, expected: int = 0
    ) -> PartialUpload | Video:
        """Append what a request carries, of which `expected` bytes are declared; the last byte makes it a video.

        Raises NotFound, OffsetMismatch, UploadLocked, TooLarge, NotMedia, QuotaExceeded, Unavailable; and whatever
        `stream` raises, once all that came before is stored.
        """
        found = await self._visible(upload_id, caller)
        if isinstance(found, Video):
            _check_offset(offset, found.blob.size_bytes if found.blob else 0)
            return found
        if offset + expected > found.note.size_bytes:
            raise TooLarge(f"That is more than the {found.note.size_bytes} bytes that the upload was begun with.")
        await check_disk_space(self._intake, expected)
        async with self._turns.turn(upload_id) as turn:
            part = await opened(self._parts, upload_id)
            try:
                await self._append(part, turn, stream, offset, found.note)
            finally:
                await asyncio.shield(asyncio.to_thread(part.close))
        found = await self._visible(upload_id, caller)
        return found if isinstance(found, Video) or found.lacking else await self._completion.complete(found.note)

    async def _append(
        self, part: OpenPart, turn: Turn, stream: AsyncIterator[bytes], offset: int, note: UploadNote
    ) -> None:
        size = await asyncio.to_thread(lambda: part.size)
        _check_offset(offset, size)
        pending, checked_at = bytearray(), size
        try:
            while (data := await turn.chunk(stream)) is not None:
                if size + len(data) > note.size_bytes:
                    raise TooLarge(f"That is more than the {note.size_bytes} bytes that the upload was begun with.")
                size += len(data)
                pending += data
                if size - checked_at >= CHECK_BYTES:
                    await check_disk_space(self._intake, len(pending))
                    checked_at = size
                if len(pending) >= WRITE_BYTES:
                    full, pending = pending, bytearray()
                    await _write(part, full)
        finally:
            await _write(part, pending)

    async def end(self, upload_id: str, caller: Caller) -> None:
        """Delete an upload. Raises NotFound, WrongState if it is a video, or UploadLocked."""
        found = await self._visible(upload_id, caller)
        if isinstance(found, Video) or self._completion.has(upload_id):
            raise WrongState("This upload is complete; delete the video.")
        async with self._turns.turn(upload_id):
            part = await opened(self._parts, upload_id)
            try:
                await asyncio.to_thread(self._parts.remove, upload_id)
            finally:
                await asyncio.to_thread(part.close)

    async def abandon(self, upload_id: str, caller: Caller) -> None:
        """Delete an upload whose address was sent to no client; one that is complete becomes a video."""
        with suppress(NotFound, WrongState):
            await self.end(upload_id, caller)

    async def _visible(self, upload_id: str, caller: Caller) -> PartialUpload | Video:
        self._intake.check_folder()
        found = await asyncio.to_thread(self._parts.find, upload_id)
        if found is not None and caller.sees(found.note.user_id):
            return found
        video = None if found is not None else await self._completion.video(upload_id)
        if video is None or video.blob is None or not caller.sees(video.user_id):
            raise missing(upload_id)
        return video


async def opened_uploads(stack: AsyncExitStack, settings: Settings, store: Store, intake: Intake) -> PartialUploads:
    """The unfinished uploads of DATA_DIR, looked after until the stack is left."""
    work = settings.data_dir / WORK
    parts = UploadParts(work / PARTIAL_UPLOADS)
    expiry_s = settings.upload_expiry_hours * 3600
    completion = UploadCompletion(parts, store, intake, drafts=work / UPLOADS, expiry_s=expiry_s)
    await stack.enter_async_context(completion)
    return PartialUploads(parts, completion, intake, limit=settings.max_upload_bytes)


async def _write(part: OpenPart, data: bytearray) -> None:
    if not data:
        return
    try:
        await asyncio.to_thread(part.append, bytes(data))
    except OSError as error:
        raise refusal_of(error) from error


def _check_offset(offset: int, stored: int) -> None:
    if offset != stored:
        raise OffsetMismatch(f"The upload has {stored} bytes; the request begins at {offset}.")
