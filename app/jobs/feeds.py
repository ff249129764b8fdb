"""Feeds in plain Python: what is checked on a schedule for new recordings, and when it is checked next."""

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

#: Shortest and longest interval between two checks, seconds.
SHORTEST_S, LONGEST_S = 60, 30 * 86_400
#: Most entries of a feed's past that a new feed takes, and most jobs that one check may create.
MOST_PAST, MOST_NEW = 100, 100
#: A check comes up to this share of the interval late, and at most so many seconds, so that many do not come at once.
JITTER, MOST_JITTER_S = 0.1, 600.0
#: The first pause after a failure, and the longest, seconds; each failure in a row doubles it.
FIRST_PAUSE_S, LONGEST_PAUSE_S = 60.0, 6 * 3600.0
#: Time in which a file must not change before it is taken, milliseconds.
SETTLE_MS = 10_000


class FeedKind(StrEnum):
    """What a feed is; a `link` becomes a `playlist` or a `podcast` by its first check."""

    FOLDER = "folder"
    LINK = "link"
    PLAYLIST = "playlist"
    PODCAST = "podcast"


class EntryState(StrEnum):
    """What has become of an entry of a feed."""

    ARRIVING = "arriving"  #: a file that may still grow
    SKIPPED = "skipped"  #: it was there before the feed, or is the same file as another entry
    WAITING = "waiting"  #: it becomes a job at a later check, or later in this one
    TAKEN = "taken"  #: it has become a job
    REFUSED = "refused"  #: no job could be made of it


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every `every_s` seconds, or once a day `at` HH:MM in a time zone. Exactly one of the two is set."""

    every_s: int | None = None
    at: str | None = None
    time_zone: str = "UTC"

    def next_ms(self, now_ms: int, chance: Callable[[], float] = random.random) -> int:
        """When the next check is, Unix milliseconds; up to some minutes later than scheduled, by chance (0 to 1)."""
        if self.every_s is not None:
            late_s = chance() * min(self.every_s * JITTER, MOST_JITTER_S)
            return now_ms + int((self.every_s + late_s) * 1000)
        return self._daily_ms(now_ms) + int(chance() * MOST_JITTER_S * 1000)

    def _daily_ms(self, now_ms: int) -> int:
        hour, minute = map(int, (self.at or "00:00").split(":"))
        zone = zone_of(self.time_zone)
        today = datetime.fromtimestamp(now_ms / 1000, zone)
        for days in (0, 1, 2):  # the second where the clocks skip the time on the first
            day = today.date() + timedelta(days=days)
            due = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
            if (due_ms := int(due.timestamp() * 1000)) > now_ms:
                return due_ms
        raise AssertionError("two days without one time of day")


def zone_of(name: str) -> tzinfo:
    """The time zone of this name. Raises ValueError or LookupError if there is none."""
    return UTC if name == "UTC" else ZoneInfo(name)


def pause_s(failures: int, retry_after_s: float | None = None) -> float:
    """The pause after so many failures in a row, seconds; at least what the site requested."""
    pause = min(FIRST_PAUSE_S * 2.0 ** min(failures - 1, 20), LONGEST_PAUSE_S)
    return max(pause, min(retry_after_s or 0.0, LONGEST_PAUSE_S))


@dataclass(frozen=True, slots=True)
class Feed:
    """A folder of the server or a link that is checked on a schedule; each new entry becomes a job, once.

    `location` is the folder's path or the link. `last` entries of its past are taken, and `max_new` at most become jobs
    by one check. The jobs have the options of the preset `preset_id`, or the feed's own. `title` is what the site calls
    it. `seeded`: its past is recorded. `next_ms` is None while it is paused; a process checks it until `until_ms`.
    After `failures` in a row `error` has the latest reason. Times are Unix milliseconds.
    """

    id: str
    name: str
    kind: FeedKind
    location: str
    schedule: Schedule
    last: int = 0
    max_new: int = 5
    preset_id: str | None = None
    job_type: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    priority: int = 5
    user_id: str | None = None
    paused: bool = False
    title: str | None = None
    seeded: bool = False
    last_ms: int | None = None
    next_ms: int | None = None
    until_ms: int | None = None
    failures: int = 0
    error: str | None = None
    created_ms: int = 0
    updated_ms: int = 0

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder of the server."""
        return self.kind is FeedKind.FOLDER


@dataclass(frozen=True, slots=True)
class Found:
    """An entry as a check finds it. `key` names it for ever, `identity` is that of its link, for entries whose key
    changes. `place` is its link, or its path below the folder.
    """

    key: str
    place: str
    title: str | None = None
    identity: str | None = None
    published_ms: int | None = None
    duration_s: float | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a check finds: the entries, oldest first. `cut`: there may be older ones, which are not listed."""

    kind: FeedKind
    title: str | None
    entries: Sequence[Found]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry of a feed and what has become of it. `reason` says why it is no job; `num` is the order of arrival."""

    num: int
    feed_id: str
    key: str
    place: str
    state: EntryState
    title: str | None = None
    identity: str | None = None
    published_ms: int | None = None
    duration_s: float | None = None
    job_id: str | None = None
    sha256: str | None = None
    reason: str | None = None
    seen_ms: int = 0
    ended_ms: int | None = None


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """How a check ended: well, or with a reason. `again_s`: it is to be repeated so soon, for files that may grow."""

    error: str | None = None
    retry_after_s: float | None = None
    again_s: float | None = None


def next_check_ms(feed: Feed, outcome: CheckOutcome, now_ms: int, chance: Callable[[], float] = random.random) -> int:
    """When a feed is checked after an outcome; `feed.failures` counts it already."""
    scheduled_ms = feed.schedule.next_ms(now_ms, chance)
    if outcome.error is not None:
        paused_ms = now_ms + int(pause_s(feed.failures, outcome.retry_after_s) * 1000)
        return min(scheduled_ms, paused_ms) if feed.schedule.at is not None else max(scheduled_ms, paused_ms)
    if outcome.again_s is not None:
        return min(scheduled_ms, now_ms + int(outcome.again_s * 1000))
    return scheduled_ms


def of_the_past(listing: Listing, *, last: int, since_ms: int, now_ms: int, was_empty: bool = False) -> list[bool]:
    """For each entry of a first check whether it is left out.

    The newest `last` are not, nor what was published from `since_ms` on. `was_empty`: an earlier check has found an
    empty list, so that what states no time is new; what was published before was only not listed then.
    """
    newest = len(listing.entries) - last

    def is_new(published_ms: int | None) -> bool:
        return was_empty if published_ms is None else since_ms < published_ms <= now_ms

    return [place < newest and not is_new(one.published_ms) for place, one in enumerate(listing.entries)]


def renamed(listing: Listing, before: Collection[tuple[str | None, int | None]]) -> list[bool]:
    """For each entry of a list of which nothing is known whether it has only another key and link than `before`.

    Those are titles and times of publication; an entry without either is not recognised.
    """
    named = {one for one in before if None not in one}
    return [(one.title, one.published_ms) in named for one in listing.entries]


def slid_in(listing: Listing, known: Callable[[Found], bool]) -> int:
    """How many entries are at the old end of a cut list in the place of newer ones that have left it.

    They were there before, below the end of the list. A site that has none of what is known lists new ones only.
    """
    return next((place for place, one in enumerate(listing.entries) if known(one)), 0) if listing.cut else 0
