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
        self._due: dict[str, None] = {}
        self._published: OrderedDict[str, VideoBrief | None] = OrderedDict()
        self._wake = asyncio.Event()

    def receive(self, changes: Sequence[JobChange]) -> None:
        """Publish the changes of videos soon, also those by moves of their jobs."""
        if not self._live.followed:
            self._published.clear()
            return
        for change in changes:
            if isinstance(change, JobRecord | VideoChanged) and change.video_id is not None:
                self._due[change.video_id] = None
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
        group = list(self._due)[:AT_ONCE]
        for video_id in group:  # before the read: what changes during it is read again
            del self._due[video_id]
        if self._due:
            self._wake.set()
        try:
            found = {brief.id: brief for brief in await self._store.read(video_parts.briefs, group)}
        except StorageFailed:
            self._due |= dict.fromkeys(group)
            self._wake.set()
            raise
        for video_id in group:
            self._publish_one(video_id, found.get(video_id))

    def _publish_one(self, video_id: str, brief: VideoBrief | None) -> None:
        known = self._published.get(video_id)
        if brief is not None and known is not None and brief.same_as(known):
            return
        self._published[video_id] = brief
        self._published.move_to_end(video_id)
        if len(self._published) > REMEMBERED:
            self._published.popitem(last=False)
        self._live.video_changed(video_id, brief)
