"""Checks feeds when they are due, and makes jobs of their new entries; of several servers one checks a feed.

An entry is recorded before it becomes a job, and becomes one in the transaction that stores the job. So whenever the
process dies, the next check continues, and no entry becomes two jobs.
"""

import asyncio
import contextlib
import json
import logging
import uuid
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from app.core.background_loop import BackgroundLoop
from app.core.caller import EVERYBODY, Caller, KeyScope
from app.core.errors import ErrorCode, InvalidRequest, NotFound, Refusal, TooManyRequests, Unavailable, WrongState
from app.core.settings import Settings
from app.db import feed_entries, feeds, presets
from app.db.store import Store
from app.db.writer import StorageFailed
from app.jobs.feeds import SETTLE_MS, CheckOutcome, Feed, FeedEntry
from app.jobs.options import JobType, ProcessingOptions, with_defaults_of
from app.jobs.record import Video
from app.service.feed_folders import FileChanged
from app.service.feeds import Feeds
from app.service.intake import Intake
from app.service.job_request import JobRequest
from app.service.jobs import Jobs
from app.service.upload_limits import check_disk_space, refusal_of
from app.sources.source_url import parse_source_url, refuse_private_literal
from app.storage.data_folder import UPLOADS, WORK

log = logging.getLogger(__name__)

#: Feeds that are checked at once; the longest time between two looks for due ones, and that after a failure, seconds.
AT_ONCE, LOOK_EVERY_S, AFTER_FAILURE_S = 3, 20.0, 5.0
#: Longest reason that is stored, characters.
REASON_CHARS = 1000
#: Checks in a row that a file may fail whose reader fails, before it is refused; and how readers fail.
TRIES, READERS_FAIL = 3, frozenset({ErrorCode.TIMEOUT, ErrorCode.CRASHED, ErrorCode.OUT_OF_MEMORY, ErrorCode.INTERNAL})


class FeedChecks(BackgroundLoop):
    """Checks feeds for the duration of the block."""

    def __init__(self, settings: Settings, store: Store, own: Feeds, intake: Intake, jobs: Jobs) -> None:
        self._settings = settings
        self._store = store
        self._feeds = own
        self._intake = intake
        self._jobs = jobs
        self._drafts = settings.data_dir / WORK / UPLOADS
        self._wake = asyncio.Event()
        self._checking: set[asyncio.Task[None]] = set()
        own.woken = self._wake.set

    async def __aexit__(self, *failure: object) -> None:
        """Stop: what is being checked is checked again by the next server."""
        await super().__aexit__(None, None, None)
        for task in self._checking:
            task.cancel()
        await asyncio.gather(*self._checking, return_exceptions=True)

    async def _watch(self) -> None:
        released = self._store.shared  # else what is held is held by an earlier run of this server
        while True:
            self._wake.clear()
            try:
                if not released:
                    await self._store.write(feeds.release_all)
                    released = True
                wait_s = await self._begin_due()
            except StorageFailed as failure:
                log.warning("feeds wait for the database: %s", failure)
                wait_s = AFTER_FAILURE_S
            except Exception:  # a fault; the next look may succeed, and nothing else would look
                log.exception("feeds were not checked")
                wait_s = AFTER_FAILURE_S
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self._wake.wait()

    async def _begin_due(self) -> float:
        """Begin to check what is due; returns the seconds until the next look."""
        while len(self._checking) < AT_ONCE:
            due_ms = await self._store.read(feeds.next_due_ms, self._store.now_ms(), folders=self._feeds.folders.on)
            if due_ms is None:
                return LOOK_EVERY_S
            if (wait_ms := due_ms - self._store.now_ms()) > 0:
                return min(LOOK_EVERY_S, wait_ms / 1000 + 0.01)
            held = await self._store.write(feeds.take_due, folders=self._feeds.folders.on)
            if held is None:
                return 1.0  # another server was faster, or it became due at this very moment
            task = asyncio.create_task(self._check(held), name=f"check of the feed {held.id}")
            self._checking.add(task)
            task.add_done_callback(self._ended)
        return LOOK_EVERY_S

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._checking.discard(task)
        self._wake.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("the check of a feed could not be recorded", exc_info=error)

    async def _check(self, held: Feed) -> None:
        """Check one feed and record how that ended."""
        try:
            outcome = await self.look(held)
        except Exception:  # a fault: else the feed would be checked again at once, for ever
            log.exception("the feed %s could not be checked", held.id)
            outcome = CheckOutcome("A fault of the server; its log has more.")
        if outcome is None:
            return
        if outcome.error is not None:
            log.info("the feed %s (%s): %s", held.name, held.id, outcome.error)
        while True:  # else it would count as being checked for half an hour
            try:
                await self._store.write(feeds.settle, held, outcome)
                return
            except StorageFailed as failure:
                log.warning("the check of the feed %s waits for the database: %s", held.id, failure)
                await asyncio.sleep(AFTER_FAILURE_S)

    async def look(self, held: Feed) -> CheckOutcome | None:
        """List a feed and make jobs of what is new; None if it was deleted meanwhile."""
        try:
            listing = await self._feeds.listing(held.kind, held.location, "feeds")
            grows = await self._store.write(feed_entries.record, held, listing)
            request = await self._request(held)
            for place, entry in enumerate(await self._store.read(feed_entries.waiting, held.id, held.max_new)):
                await self._take(held, entry, request, last_try=place == 0 and held.failures >= TRIES - 1)
        except NotFound:  # it was deleted meanwhile
            return None
        except (TooManyRequests, Unavailable) as refusal:
            wait = refusal.headers.get("Retry-After", "")
            return CheckOutcome(_reason(refusal), float(wait) if wait.isdigit() else None)
        except Refusal as refusal:
            return CheckOutcome(_reason(refusal))
        except OSError as error:
            return CheckOutcome(f"The folder cannot be read: {error.strerror or error}.")
        return CheckOutcome(again_s=SETTLE_MS / 1000 + 0.5 if grows else None)

    async def _request(self, held: Feed) -> JobRequest:
        """The job of an entry without its source. Raises InvalidRequest for options that cannot be used any more."""
        try:
            content = held if held.preset_id is None else await self._store.read(presets.preset, held.preset_id)
            options = ProcessingOptions.model_validate_json(json.dumps(dict(content.options)))
            job_type = JobType(content.job_type)
        except (ValidationError, ValueError, NotFound) as error:  # the preset was deleted as the feed began to use it
            raise InvalidRequest("The options of this feed cannot be used any more: choose them anew.") from error
        return JobRequest(
            job_type=job_type,
            options=with_defaults_of(job_type, options),
            priority=content.priority,
            meta={"feed": held.name},
            user_id=held.user_id,
        )

    async def _take(self, held: Feed, entry: FeedEntry, request: JobRequest, *, last_try: bool) -> None:
        """Make a job of one entry, or record why none can be made. Raises what lets the entry wait.

        All that come after it wait, too; so at the `last_try` one is refused whose file no reader gets through.
        """
        caller = EVERYBODY if held.user_id is None else Caller(None, "feed", held.user_id, KeyScope.WRITE)
        try:
            if held.is_folder:
                await self._take_file(held, entry, request, caller)
            else:
                await self._take_link(entry, request, caller)
        except (TooManyRequests, Unavailable) as refusal:
            if not last_try or refusal.code not in READERS_FAIL:
                raise
            await self._store.write(feed_entries.refuse, entry.num, _reason(refusal))
        except WrongState as refusal:  # another server has made it
            log.debug("entry %s of the feed %s: %s", entry.num, held.id, refusal)
        except FileChanged:
            await self._store.write(feed_entries.back, entry.num)
        except FileNotFoundError:
            await self._store.write(feed_entries.refuse, entry.num, feed_entries.GONE)
        except Refusal as refusal:
            await self._store.write(feed_entries.refuse, entry.num, _reason(refusal))
        except OSError as error:
            failure = refusal_of(error)
            if isinstance(failure, Unavailable):
                raise failure from error
            reason = f"The file cannot be read: {error.strerror or error}."
            await self._store.write(feed_entries.refuse, entry.num, reason)

    async def _take_link(self, entry: FeedEntry, request: JobRequest, caller: Caller) -> None:
        source = parse_source_url(entry.place)
        refuse_private_literal(
            source,
            allow_private_networks=self._settings.allow_private_networks,
            allowed_hosts=self._settings.allowed_private_hosts,
        )
        await self._jobs.submit(replace(request, url=source, title=entry.title, feed_entry=entry.num), caller)

    async def _take_file(self, held: Feed, entry: FeedEntry, request: JobRequest, caller: Caller) -> None:
        self._jobs.check_room()
        draft = self._drafts / f"{uuid.uuid4().hex}.part"
        await asyncio.to_thread(draft.parent.mkdir, parents=True, exist_ok=True)
        try:
            limit, copy = self._settings.max_upload_bytes, self._feeds.folders.copy
            size = await asyncio.to_thread(lambda: Path(held.location, entry.place).lstat().st_size)
            await check_disk_space(self._intake, min(size, limit))
            await asyncio.to_thread(copy, held.location, entry.place, entry.key, draft, limit=limit)
            video = await self._intake.probe(draft, Path(entry.place).name, held.user_id)
        finally:
            await asyncio.to_thread(draft.unlink, missing_ok=True)
        if await self._is_known(held, entry, video):
            return
        try:
            await self._jobs.submit(replace(request, new_video=video, feed_entry=entry.num), caller)
        except Refusal:
            await self._intake.discard(video)
            raise

    async def _is_known(self, held: Feed, entry: FeedEntry, video: Video) -> bool:
        """Whether the feed has taken the same file under another name or time; it is then skipped."""
        assert video.blob is not None
        same = await self._store.read(feed_entries.same_file, held.id, video.blob.sha256)
        if same is None or entry.sha256 is not None:  # the latter: somebody takes it all the same
            return False
        await self._intake.discard(video)
        reason = f"It is the same file as {same.place}."
        await self._store.write(feed_entries.skip, entry.num, reason, video.blob.sha256)
        return True


def _reason(refusal: Refusal) -> str:
    return refusal.message[:REASON_CHARS]
