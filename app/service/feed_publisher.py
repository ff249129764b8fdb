"""Publishes that feeds have changed: clients read what has become of them."""

from collections.abc import Sequence

from app.jobs.changes import FeedChanged, JobChange
from app.ports.live_sink import LiveSink


class FeedPublisher:
    """Publishes to `live`; one commit publishes a feed once."""

    def __init__(self, live: LiveSink) -> None:
        self._live = live

    def receive(self, changes: Sequence[JobChange]) -> None:
        """Publish the feeds among these changes."""
        found = {change.feed_id: change for change in changes if isinstance(change, FeedChanged)}
        for change in found.values():
            self._live.feed_changed(change.feed_id, change.user_id, deleted=change.deleted)
