"""Copies finished files into the object store, and deletes copies of files that nothing refers to any more.

Nothing waits for it: a copy is made after the commit that refers to its file, and while the store is away files wait
here, with the warning in `status`. What waits is in the database too, so a restart goes on with it.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import Self

from app.core.background_loop import BackgroundLoop
from app.db import file_copies, folders
from app.db.store import Store
from app.db.transaction import Transaction
from app.db.writer import StorageFailed
from app.ports.blob_store import Damaged
from app.ports.object_store import CopyStatus, StoreAway
from app.storage.tiered_blobs import TieredBlobs
from app.storage.transfers import Stopped

log = logging.getLogger(__name__)

#: First and longest time until a store that is away is tried again, seconds; it doubles.
RETRY_S, RETRY_MOST_S = 1.0, 15.0
#: Time between two comparisons of what is recorded with what is in the store, seconds; one follows each absence too.
COMPARE_EVERY_S = 3600.0
#: Time between two looks, seconds, for files on this machine that are referred to and wait for no copy.
SCAN_EVERY_S = 120.0
#: Time between two checks, seconds, whether the store answers, while nothing is copied.
CHECK_EVERY_S = 60.0
#: Time between two looks for files that may leave this machine, and after which unread ones may, seconds.
EVICT_EVERY_S, IDLE_S = 10.0, 30.0
#: Copies that are claimed for deletion at once: what a kill leaves claimed cannot be copied again for some minutes.
CLAIMED_AT_ONCE = 50


class Copier(BackgroundLoop):
    """Makes copies, at most `slots` at once, for the duration of the `async with` block.

    `keeps_local` False: files with a copy leave this machine once no job at work uses them.
    """

    def __init__(self, store: Store, blobs: TieredBlobs, *, slots: int, keeps_local: bool) -> None:
        self._store = store
        self._blobs = blobs
        self._slots = slots
        self._keeps_local = keeps_local
        self._waiting: dict[str, None] = {}
        self._under_way: set[str] = set()
        self._claims: dict[str, int] = {}
        self._away: str | None = None
        self._retry_s = RETRY_S
        self._open = asyncio.Event()  # the store answers, and was compared with the record
        self._some = asyncio.Event()  # something waits
        self._due = asyncio.Event()
        self._compare_at, self._scan_at = 0.0, 0.0
        self._evict_at, self._check_at = 0.0, 0.0
        self._workers: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        known = await self._store.read(file_copies.read)
        self._blobs.copied(known.copied)
        await self._recorded_mark()
        self._blobs.wake = partial(_call_soon, asyncio.get_running_loop(), self._woken)
        self._workers = [asyncio.create_task(self._work(), name=f"copies {n}") for n in range(self._slots)]
        return await super().__aenter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        await super().__aexit__(kind, error, trace)
        await asyncio.to_thread(self._blobs.transfers.close)

    def status(self) -> CopyStatus:
        """How far the copies are."""
        waiting = len(self._waiting) + len(self._under_way)
        return CopyStatus(self._blobs.objects.place, self._blobs.copied_count, waiting, self._away)

    def look_soon(self) -> None:
        """Check now whether the store answers: a request that others made has failed."""
        self._check_at = 0.0
        self._due.set()

    def _woken(self) -> None:
        self._add(self._blobs.take_fresh())
        self._due.set()

    def _add(self, hashes: list[str]) -> None:
        self._waiting |= dict.fromkeys(one for one in hashes if one not in self._under_way)
        if self._waiting:
            self._some.set()

    async def _work(self) -> None:
        """Copy what waits, one file after the other, while the store answers."""
        while True:
            await self._open.wait()
            if not self._waiting:
                self._some.clear()
                await self._some.wait()
                continue
            sha256 = next(iter(self._waiting))
            del self._waiting[sha256]
            self._under_way.add(sha256)
            kept = True
            try:
                kept = await self._copy(sha256)
                self._answered()
            except StoreAway as away:
                self._again(sha256)
                self._went_away(away)
            except Damaged as damaged:
                log.warning("a file is not copied: %s", damaged)
            except StorageFailed as failure:
                self._again(sha256)
                log.warning("a copy was not recorded: %s", failure)
                await asyncio.sleep(RETRY_S)
            except Stopped:
                return
            except Exception:  # the next comparison finds the file again
                log.exception("a file was not copied")
            finally:
                self._under_way.discard(sha256)
            if not kept:
                self._blobs.drop_copies([sha256])

    def _again(self, sha256: str) -> None:
        self._waiting[sha256] = None
        self._some.set()

    async def _copy(self, sha256: str) -> bool:
        """Copy a file that needs it; returns False if nothing refers to it any more."""
        if not await self._store.write(self._begin, sha256):
            return True
        if await self._blobs.transfers.run(partial(self._blobs.send, sha256)) is None:
            return True  # another machine has it, or it was deleted
        return await self._store.write(self._finish, sha256)

    def _begin(self, tx: Transaction, sha256: str) -> bool:
        """Record that a copy begins; returns whether it is needed."""
        todo, done = file_copies.begin(tx, [sha256])
        tx.effects.append(lambda: self._blobs.copied(done))
        return bool(todo)

    def _finish(self, tx: Transaction, sha256: str) -> bool:
        if not file_copies.finish(tx, sha256):
            return False
        tx.effects.append(lambda: self._blobs.copied([sha256]))
        return True

    def _answered(self) -> None:
        """The store took a copy, or nothing waits: a warning ends."""
        self._retry_s = RETRY_S
        if self._away is not None:
            log.info("%s answers again; %d files wait to be copied", self._blobs.objects.place, len(self._waiting))
            self._away = None

    def _went_away(self, reason: StoreAway) -> None:
        if self._away is None:
            log.warning(
                "%s cannot be reached: %s. Jobs go on; their files are copied when it is back",
                self._blobs.objects.place,
                reason,
            )
        self._away = str(reason)
        self._open.clear()
        self._due.set()

    async def _watch(self) -> None:
        while True:
            self._due.clear()
            wait_s = min(SCAN_EVERY_S, CHECK_EVERY_S) if self._keeps_local else EVICT_EVERY_S
            try:
                if not self._open.is_set() or time.monotonic() >= self._compare_at:
                    await self._compare()
                elif time.monotonic() >= self._check_at:
                    await self._check(used=True)
                self._check_at = time.monotonic() + CHECK_EVERY_S
                await self._tidy()
            except StoreAway as away:
                self._went_away(away)
            except StorageFailed as failure:
                log.warning("copies are not looked after just now: %s", failure)
                wait_s = RETRY_S
            except Stopped:
                return
            except Exception:  # a fault; the next round may succeed
                log.exception("copies were not looked after")
                wait_s = RETRY_MOST_S
            if not self._open.is_set():
                await asyncio.sleep(self._retry_s)
                self._retry_s = min(RETRY_MOST_S, 2 * self._retry_s)
                continue
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self._due.wait()

    async def _compare(self) -> None:
        """Compare the record with the store, which may have lost copies while it was away. Raises StoreAway."""
        blobs, run = self._blobs, self._blobs.transfers.run
        known = await self._store.read(file_copies.read)
        await self._check(used=bool(known.copied))
        listed = await run(lambda: set(blobs.objects.names()))
        here = {one.sha256 for one in await run(blobs.contents)}
        if missing := known.copied - listed:
            log.error("%d copies are not in %s any more", len(missing), blobs.objects.place)
            if away := missing - here:
                log.error("of these %d files are on this machine neither, as %s", len(away), min(away))
            await self._lose(missing)
        if strays := listed & known.referenced - known.copied:
            await self._store.write(self._find, sorted(strays))
        self._add(sorted((known.referenced & here) - listed))
        await self._delete((known.copied | known.others) - known.referenced)
        self._compare_at = time.monotonic() + COMPARE_EVERY_S
        self._scan_at = time.monotonic() + SCAN_EVERY_S
        self._open.set()
        if not self._waiting:
            self._answered()

    async def _recorded_mark(self) -> str | None:
        """The mark of the store that was used before, which is expected from now on."""
        mark = await self._store.read(folders.mark_of, self._blobs.objects.place)
        if mark is not None:
            self._blobs.objects.expect(mark)
        return mark

    async def _check(self, *, used: bool) -> None:
        """Check that the store answers and is the one that was used before. Raises StoreAway."""
        objects, run = self._blobs.objects, self._blobs.transfers.run
        mark = await self._recorded_mark()
        await run(lambda: objects.check(used=used or mark is not None))
        if mark is None:
            objects.expect(await self._store.write(folders.settle_mark, objects.place, await run(objects.mark)))
            await run(lambda: objects.check(used=True))

    async def _lose(self, hashes: set[str]) -> None:
        self._blobs.uncopied(hashes)
        await self._store.write(file_copies.lost, sorted(hashes))

    def _find(self, tx: Transaction, hashes: list[str]) -> None:
        found = file_copies.found(tx, hashes)
        tx.effects.append(lambda: self._blobs.copied(found))

    async def _tidy(self) -> None:
        """Delete copies of files that are not referred to any more, and files of this machine that may leave it."""
        if lost := self._blobs.take_lost():
            await self._lose(set(lost))
            self._add(lost)
        if self._open.is_set():
            await self._delete(set(self._blobs.take_dropped()))
        if time.monotonic() >= self._scan_at:
            await self._scan()
        if not self._keeps_local and time.monotonic() >= self._evict_at:
            await self._evict()
            self._evict_at = time.monotonic() + EVICT_EVERY_S

    async def _scan(self) -> None:
        """Let files wait for their copies that nobody has noted."""
        self._scan_at = time.monotonic() + SCAN_EVERY_S
        known = await self._store.read(file_copies.read)
        if lacking := known.referenced - known.copied:
            here = {one.sha256 for one in await self._blobs.transfers.run(self._blobs.contents)}
            self._add(sorted(lacking & here))

    async def _delete(self, hashes: set[str]) -> None:
        """Delete the copies of these files, unless they are referred to again. Raises StoreAway."""
        if not hashes:
            return
        left = sorted(hashes)
        while left:
            part, left = left[:CLAIMED_AT_ONCE], left[CLAIMED_AT_ONCE:]
            begin_until_s = time.monotonic() + (file_copies.CLAIM_MS - file_copies.LAST_PART_MS) / 1000
            self._claims |= (claims := await self._store.write(self._leave, part))
            deleted = dict[str, int]()
            try:
                for sha256 in sorted(claims):
                    if await self._blobs.transfers.run(partial(self._delete_one, sha256, begin_until_s)):
                        deleted[sha256] = claims[sha256]
            except StoreAway:
                self._blobs.drop_copies([*claims.keys() - deleted, *left])  # the next comparison would find them too
                raise
            finally:
                await self._note_deleted(deleted)
            if late := claims.keys() - deleted:
                self._blobs.drop_copies(late)

    def _delete_one(self, sha256: str, begin_until_s: float) -> bool:
        """Delete a copy, unless its claim may end before that has; returns whether it is gone. Raises StoreAway."""
        if time.monotonic() >= begin_until_s:
            return False
        self._blobs.objects.delete(sha256)
        return True

    async def _note_deleted(self, claims: dict[str, int]) -> None:
        if claims:
            self._add(sorted(await self._store.write(file_copies.gone, claims)))
            self._claims = {sha256: until_ms for sha256, until_ms in self._claims.items() if sha256 not in claims}

    def _leave(self, tx: Transaction, hashes: list[str]) -> dict[str, int]:
        mine = {sha256: self._claims[sha256] for sha256 in hashes if sha256 in self._claims}
        leaving = file_copies.leave(tx, hashes, busy=self._under_way, alone=self._store.exclusive, claims=mine)
        tx.effects.append(lambda: self._blobs.uncopied(leaving))
        return leaving

    async def _evict(self) -> None:
        """Delete files of this machine that have a copy, were not read for a while and are used by no job at work."""
        blobs = self._blobs
        before_s = time.time() - IDLE_S
        idle = [one for one in await blobs.transfers.run(blobs.contents) if blobs.idle_since_s(one) < before_s]
        if not idle:
            return
        used = await self._store.read(file_copies.in_use)
        freed = 0
        for content in idle:
            if content.sha256 not in used:
                freed += await blobs.transfers.run(partial(blobs.evict_one, content))
        if freed:
            log.info("%.1f MB that are safe in %s were deleted here", freed / 1e6, blobs.objects.place)


def _call_soon(loop: asyncio.AbstractEventLoop, callback: Callable[[], None]) -> None:
    """Call back in the event loop, from any thread."""
    if not loop.is_closed():
        loop.call_soon_threadsafe(callback)
