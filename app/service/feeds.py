"""Operations on feeds: create, change, preview, check soon, take an entry."""

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import replace

from app.core.caller import Caller, KeyScope
from app.core.errors import Forbidden, InvalidRequest
from app.core.settings import Settings
from app.db import feed_entries, feeds, presets
from app.db.store import Store
from app.db.transaction import Transaction
from app.jobs.feeds import Feed, FeedKind, Found, Listing, of_the_past
from app.service.feed_folders import FeedFolders
from app.service.intake import Intake
from app.sources.source_url import parse_source_url
from app.stages.asides.feed.contract import FeedOutput

#: Entries of a site that a check lists.
LISTED = 500


class Feeds:
    """Operations on feeds; `woken` is called when one is due at once."""

    def __init__(self, settings: Settings, store: Store, intake: Intake) -> None:
        self._store = store
        self._intake = intake
        self.folders = FeedFolders(settings)
        self.woken: Callable[[], None] = _nothing

    async def create(self, new: Feed, caller: Caller) -> Feed:
        """Store a feed, which is checked at once. Raises Forbidden, InvalidRequest, WrongState."""
        if new.is_folder:
            new = replace(new, location=str(await self.folder(new.location, caller)))
        made = replace(new, id=str(uuid.uuid4()), user_id=caller.owner_of(new.user_id))

        def unit(tx: Transaction) -> Feed:
            _check_preset(tx, made)
            return feeds.add(tx, made)

        stored = await self._store.write(unit)
        self.woken()
        return stored

    async def folder(self, text: str, caller: Caller) -> object:
        """The folder of the server that a caller names. Raises Forbidden: only keys for everything may; InvalidRequest.

        The recordings in it are nobody's, and whoever names it sees their names.
        """
        if caller.user is not None or not caller.scope.includes(KeyScope.ADMIN):
            raise Forbidden("Only a key with the scope admin, and without a user, may name a folder of the server.")
        return await asyncio.to_thread(self.folders.checked, text)

    async def change(self, feed_id: str, changed: Callable[[Feed], Feed]) -> Feed:
        """Store the fields of a feed that `changed` changes. Raises NotFound, InvalidRequest."""

        def unit(tx: Transaction) -> Feed:
            wanted = changed(feeds.feed(tx.conn, feed_id))
            _check_preset(tx, wanted)
            return feeds.change(tx, feed_id, wanted)

        stored = await self._store.write(unit)
        self.woken()
        return stored

    async def remove(self, feed_id: str) -> None:
        """Delete a feed with its log; its jobs stay. Raises NotFound."""
        await self._store.write(feeds.remove, feed_id)

    async def check_soon(self, feed_id: str) -> Feed:
        """Let a feed be checked now, also a paused one. Raises NotFound."""
        found = await self._store.write(feeds.check_soon, feed_id)
        self.woken()
        return found

    async def take(self, feed_id: str, num: int) -> Feed:
        """Let an entry that was skipped or refused become a job now. Raises NotFound, WrongState."""

        def unit(tx: Transaction) -> Feed:
            feed_entries.wait(tx, feed_id, num)
            return feeds.check_soon(tx, feed_id)

        found = await self._store.write(unit)
        self.woken()
        return found

    async def preview(self, kind: FeedKind, location: str, last: int, caller: Caller) -> tuple[Listing, list[bool]]:
        """What a feed would find, and which entries would become jobs. Raises as `create` and `listing`."""
        if kind is FeedKind.FOLDER:
            location = str(await self.folder(location, caller))
        found = await self.listing(kind, location, caller.user or caller.key_id or "preview")
        past = of_the_past(found, last=last, since_ms=self._store.now_ms(), now_ms=self._store.now_ms())
        return found, [not one for one in past]

    async def listing(self, kind: FeedKind, location: str, client: str) -> Listing:
        """What a folder or a site has, oldest first. Raises InvalidRequest, TooManyRequests, Unavailable."""
        if kind is FeedKind.FOLDER:
            return await asyncio.to_thread(self.folders.listing, location)
        source = parse_source_url(location)
        return _listing_of(await self._intake.feed_items(source, LISTED, client))


def _check_preset(tx: Transaction, one: Feed) -> None:
    """Raise InvalidRequest if a feed names a preset that its user does not have."""
    if one.preset_id is None:
        return
    if all(known.id != one.preset_id for known in presets.presets(tx.conn, one.user_id)):
        row = {"loc": ["body", "preset_id"], "msg": "no such preset"}
        raise InvalidRequest(f"There is no preset {one.preset_id}.", errors=[row])


def _listing_of(output: FeedOutput) -> Listing:
    """What a site lists, oldest first: by the stated times if all have one, else its list from the end on."""
    found = [
        Found(
            key=one.guid if one.guid is not None else one.identity,
            place=one.url,
            title=one.title,
            identity=one.identity,
            published_ms=one.published_ms,
            duration_s=one.duration_s,
        )
        for one in reversed(output.items)
    ]
    if all(one.published_ms is not None for one in found):
        found.sort(key=lambda one: one.published_ms or 0)
    return Listing(FeedKind(output.kind), output.title, found, cut=len(found) >= LISTED)


def _nothing() -> None:
    """Wake nothing."""
