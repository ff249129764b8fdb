"""Receives input before there is a job: uploads, playlists, documents of other editors; and deletes videos.

Untrusted data is parsed in a child that belongs to no job.
"""

import asyncio
import logging
import uuid
from pathlib import Path

from app.core.errors import (
    ErrorCode,
    InvalidRequest,
    JobFailure,
    NotMedia,
    QuotaExceeded,
    StorageLost,
    TooLarge,
    TooManyRequests,
    Unavailable,
)
from app.core.settings import Settings
from app.core.waiting_line import WaitingLine
from app.db import deletion, videos
from app.db.quotas import Usage
from app.db.store import Store
from app.db.transaction import Transaction
from app.execution.admission import free_bytes
from app.execution.new_files import NewFiles
from app.jobs.record import Video
from app.jobs.results import Blob, MediaInfo
from app.media.file_extensions import extension_of
from app.processes.child_executor import ChildAsides
from app.processes.workplace import Workplace
from app.service.held_blobs import held_blob
from app.service.submissions import check_upload, quotas_of, ready_upload
from app.sources.source_url import SourceUrl
from app.stages.asides.aside import Aside, InputT, OutputT
from app.stages.asides.feed.contract import FEED, FeedInput, FeedOutput
from app.stages.asides.film_sound.contract import FILM_SOUND, FilmSoundInput, FilmSoundOutput
from app.stages.asides.inspect.contract import INSPECT, InspectInput
from app.stages.asides.otio.contract import OTIO, OtioInput, OtioOutput
from app.stages.asides.playlist.contract import PLAYLIST, PlaylistInput, PlaylistOutput

log = logging.getLogger(__name__)

#: Requests for playlists that may wait for a slot, in all and per client, and the time limit of a site, seconds.
LISTINGS_WAITING, LISTINGS_OF_ONE = 16, 4
LISTING_S = 60.0
#: Free disk for the sound of a film: that of four hours, unpacked and packed.
SOUND_BYTES = 1 << 30
#: Time limit of a document's reader, seconds.
READING_S = 30.0


class Intake:
    """Accepts uploads, lists playlists, deletes videos."""

    def __init__(
        self, *, settings: Settings, store: Store, asides: ChildAsides, place: Workplace, files: NewFiles | None = None
    ) -> None:
        self._files = files or NewFiles(place.blobs)
        self._settings = settings
        self._store = store
        self._asides = asides
        self._place = place
        self._quotas = quotas_of(settings)
        self._inspections = asyncio.Semaphore(settings.inspect_slots)
        self._listings = WaitingLine(settings.inspect_slots, waiting=LISTINGS_WAITING, of_one=LISTINGS_OF_ONE)

    async def has_disk_space(self, size_bytes: int) -> bool:
        """Whether the disk has room for that many bytes more, or can get it. Raises StorageLost without DATA_DIR."""
        self.check_folder()
        if (lacking := self._lacking_bytes(size_bytes)) <= 0:
            return True
        try:
            await self._place.blobs.make_room(lacking)
        except OSError as error:
            log.warning("no room could be made on the disk: %s", error)
        return self._lacking_bytes(size_bytes) <= 0

    async def may_have_disk_space(self, size_bytes: int) -> bool:
        """Whether the disk has room for that many bytes more, or files that could go for them; none goes yet.

        Raises StorageLost without DATA_DIR.
        """
        self.check_folder()
        if (lacking := self._lacking_bytes(size_bytes)) <= 0:
            return True
        return lacking <= (await asyncio.to_thread(self._place.blobs.local_bytes) or 0)

    def _lacking_bytes(self, size_bytes: int) -> int:
        return size_bytes + 1 + self._settings.disk_reserve_bytes - free_bytes(self._settings.data_dir)

    def check_folder(self) -> None:
        """Raise StorageLost if DATA_DIR is no longer the folder that the server opened."""
        if (why := self._place.lost()) is not None:
            raise StorageLost(why)

    async def check_quota(self, user_id: str | None, size_bytes: int) -> None:
        """Raise QuotaExceeded if a user may not store that many bytes more."""
        if user_id is not None and self._quotas.stored_bytes:
            await self._store.write(lambda tx: Usage(tx, self._quotas).add_bytes(user_id, size_bytes))

    async def accept_upload(
        self, path: Path, filename: str, user_id: str | None = None, video_id: str | None = None
    ) -> Video:
        """Probe a received file, move it into the store and record it. Raises as `probe`, and QuotaExceeded."""
        video = await self.probe(path, filename, user_id, video_id)
        try:
            ready = await ready_upload(self._files, video)
        except Unavailable:
            await self.discard(video)
            raise

        def unit(tx: Transaction) -> Video:
            check_upload(tx, ready)
            Usage(tx, self._quotas).add_bytes(user_id, sum(blob.size_bytes for blob in ready.blobs))
            ready.record(tx)
            return videos.add_video(tx, video)

        try:
            return await self._store.write(unit)
        except QuotaExceeded:
            await self.discard(video)
            raise

    async def probe(self, path: Path, filename: str, user_id: str | None = None, video_id: str | None = None) -> Video:
        """Probe a received file and move it into the store; the video, with a new id or that one, is not recorded yet.

        Raises NotMedia or TooLarge; the file at `path` is gone either way.
        """
        try:
            media = await self._inspect(path)
            blob = await asyncio.to_thread(self._place.blobs.keep, path, extension_of(media, filename))
        finally:
            await asyncio.to_thread(path.unlink, missing_ok=True)
        found = media.model_dump(mode="json")
        return Video(video_id or str(uuid.uuid4()), filename, blob, found, user_id=user_id)

    async def film_sound(self, path: Path, *, extract: bool) -> FilmSoundOutput:
        """What a film where it is has to hear and to read; with `extract` its sound is moved into the store.

        Raises JobFailure, or Unavailable without disk space.
        """
        s = self._settings
        params = FilmSoundInput(
            path=str(path),
            extract=extract,
            max_seconds=s.max_video_seconds,
            max_pixels=s.max_pixels,
            max_film_pixels=s.max_film_pixels,
        )
        if extract and not await self.has_disk_space(SOUND_BYTES):
            raise Unavailable("The server's disk is full.", retry_after_s=60, code="disk_full")
        async with self._inspections:
            return await self._asides.run(FILM_SOUND, params)

    async def probe_stored(self, blob: Blob) -> MediaInfo:
        """Probe a file of the store. Raises NotMedia, TooLarge, NotFound, or Unavailable while it cannot be read."""
        async with held_blob(self._place.blobs, blob):
            copy = self._place.blobs.local_copy(blob)
            path = await asyncio.to_thread(copy.__enter__)
            try:
                return await self._inspect(path)
            finally:
                await asyncio.to_thread(copy.__exit__, None, None, None)

    async def discard(self, video: Video) -> None:
        """Delete the file of a probed video that was not recorded, unless something else refers to it."""
        if video.blob is None:
            return
        sha256 = video.blob.sha256

        def unit(tx: Transaction) -> None:
            files = deletion.delete_unreferenced(tx, sha256)
            tx.chores.append(lambda: self._remove(files))

        await self._store.write(unit)

    async def delete(self, video_id: str) -> None:
        """Delete a video; its finished jobs stay. Raises NotFound, or WrongState while a job on it is active."""

        def unit(tx: Transaction) -> None:
            files = deletion.delete_video(tx, video_id)
            tx.chores.append(lambda: self._remove(files))

        await self._store.write(unit)

    def _remove(self, files: list[str]) -> None:
        self._place.blobs.delete(files)

    async def _inspect(self, path: Path) -> MediaInfo:
        s = self._settings
        params = InspectInput(
            path=str(path),
            max_seconds=s.max_video_seconds,
            max_pixels=s.max_pixels,
            max_film_pixels=s.max_film_pixels,
        )
        try:
            async with self._inspections:
                return await self._asides.run(INSPECT, params)
        except JobFailure as failure:
            if failure.code in (ErrorCode.TOO_LONG, ErrorCode.TOO_LARGE):
                raise TooLarge(failure.message, code=failure.code.value) from failure
            if failure.code is ErrorCode.UNSUPPORTED_MEDIA or (failure.code is ErrorCode.CRASHED and failure.counts):
                raise NotMedia(failure.message) from failure
            raise Unavailable(failure.message, retry_after_s=10, code=failure.code.value) from failure

    async def entries(self, url: SourceUrl, limit: int, client: str) -> PlaylistOutput:
        """List a playlist for `client`; each client may have only a few requests waiting at once.

        Raises InvalidRequest, TooManyRequests or Unavailable with the failure's code.
        """
        params = PlaylistInput(
            url=url.masked,
            credentials=url.credentials or None,
            limit=limit,
            allow_private_networks=self._settings.allow_private_networks,
            allowed_private_hosts=self._settings.allowed_private_hosts,
        )
        return await self._listed(PLAYLIST, params, client)

    async def feed_items(self, url: SourceUrl, limit: int, client: str) -> FeedOutput:
        """List what a podcast or a playlist has, as `entries` does."""
        params = FeedInput(
            url=url.url,
            limit=limit,
            allow_private_networks=self._settings.allow_private_networks,
            allowed_private_hosts=self._settings.allowed_private_hosts,
        )
        return await self._listed(FEED, params, client)

    async def _listed(self, aside: Aside[InputT, OutputT], params: InputT, client: str) -> OutputT:
        try:
            async with self._listings.turn(client), asyncio.timeout(LISTING_S):
                return await self._asides.run(aside, params)
        except TimeoutError:
            message = f"The site did not tell what the playlist holds within {LISTING_S:.0f} s."
            raise Unavailable(message, retry_after_s=60, code=ErrorCode.TIMEOUT.value) from None
        except JobFailure as failure:
            if failure.code is ErrorCode.RATE_LIMITED:
                raise TooManyRequests(failure.message, retry_after_s=int(failure.retry_after_s or 60)) from failure
            if failure.retryable:
                raise Unavailable(failure.message, retry_after_s=10, code=failure.code.value) from failure
            row = {"loc": ["query", "url"], "msg": failure.message}
            raise InvalidRequest(failure.message, errors=[row], code=failure.code.value) from failure

    async def read_otio(self, document: str) -> OtioOutput:
        """Read a document of OpenTimelineIO.

        Raises InvalidRequest for one that its reader crashes on, or Unavailable.
        """
        try:
            async with self._inspections, asyncio.timeout(READING_S):
                return await self._asides.run(OTIO, OtioInput(document=document))
        except TimeoutError:
            raise InvalidRequest(f"The document was not read within {READING_S:.0f} s.") from None
        except JobFailure as failure:
            if failure.code in (ErrorCode.CRASHED, ErrorCode.OUT_OF_MEMORY) and failure.counts:
                raise InvalidRequest("The document cannot be read: its reader crashed.") from failure
            raise Unavailable(failure.message, retry_after_s=10, code=failure.code.value) from failure
