"""Publishes changes of videos: their status follows from their jobs, so it is read after commits that moved those.

Nothing is read while nobody follows everything. Followers get the newest state of each video; a state that lasts less
than the pause between two reads may be left out.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Sequence

from app.core.background_loop import BackgroundLoop
from app.db import video_parts
from app.db.store import Store
from app.db.writer import StorageFailed
from app.jobs.changes import JobChange, VideoChanged
from app.jobs.record import JobRecord
from app.jobs.videos import VideoBrief
from app.ports.live_sink import LiveSink

log = logging.getLogger(__name__)

#: Time between two reads, seconds, and videos of which one reads the state at most.
PAUSE_S = 0.25
AT_ONCE = 200
#: Videos whose published state is remembered, so that it isn't published twice.
REMEMBERED = 1000


class VideoPublisher(BackgroundLoop):
    """Reads and publishes changed videos for the duration of the block."""

    def __init__(self, store: Store, live: LiveSink) -> None:
        self._store = store
        self._live = live
        self._due: dict[str, str | None] = {}  # the users of deleted ones
        self._published: OrderedDict[str, VideoBrief | None] = OrderedDict()
        self._wake = asyncio.Event()

    def receive(self, changes: Sequence[JobChange]) -> None:
        """Publish the changes of videos soon, also those by moves of their jobs."""
        if not self._live.followed:
            self._published.clear()
            return
        for change in changes:
            if isinstance(change, JobRecord | VideoChanged) and change.video_id is not None:
                gone_from = change.user_id if isinstance(change, VideoChanged) else None
                self._due[change.video_id] = gone_from or self._due.get(change.video_id)
        if self._due:
            self._wake.set()

    async def _watch(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self._publish()
            except StorageFailed as failure:
                log.warning("changes of videos are published later: %s", failure)
            except Exception:
                log.exception("changes of videos were not published")
            await asyncio.sleep(PAUSE_S)

    async def _publish(self) -> None:
        # taken before the read: what changes during it is read again
        group = {video_id: self._due.pop(video_id) for video_id in list(self._due)[:AT_ONCE]}
        if self._due:
            self._wake.set()
        try:
            found = {brief.id: brief for brief in await self._store.read(video_parts.briefs, list(group))}
        except StorageFailed:
            self._due = group | self._due
            self._wake.set()
            raise
        for video_id, user_id in group.items():
            self._publish_one(video_id, found.get(video_id), user_id)

    def _publish_one(self, video_id: str, brief: VideoBrief | None, user_id: str | None) -> None:
        known = self._published.get(video_id)
        if brief is not None and known is not None and brief.same_as(known):
            return
        self._published[video_id] = brief
        self._published.move_to_end(video_id)
        if len(self._published) > REMEMBERED:
            self._published.popitem(last=False)
        owner = brief or known
        self._live.video_changed(video_id, brief, user_id if owner is None else owner.user_id)
