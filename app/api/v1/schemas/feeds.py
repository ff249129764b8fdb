"""Feeds: folders and links that are checked on a schedule for new recordings."""

import re
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, field_validator, model_validator

from app.api.v1.schemas.base import Id, Incoming, Outgoing, Priority, ShortText, Time
from app.jobs.feeds import LONGEST_S, MOST_NEW, MOST_PAST, SHORTEST_S, EntryState, FeedKind, zone_of
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.states import JobState
from app.sources.source_url import MAX_URL_CHARS

Last = Annotated[
    int,
    Field(strict=True, ge=0, le=MOST_PAST, description="How many of the newest entries that are there already become "
          "jobs; 0: only what comes from now on"),
]  # fmt: skip
MaxNew = Annotated[int, Field(strict=True, ge=1, le=MOST_NEW, description="Most new jobs of one check")]
Every = Annotated[int, Field(strict=True, ge=SHORTEST_S, le=LONGEST_S, description="Seconds between two checks")]
At = Annotated[
    str,
    Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="Time of day of the one check a day", examples=["03:30"]),
]
TimeZone = Annotated[str, Field(max_length=64, description="Of `at`, as in Europe/Berlin", examples=["Europe/Berlin"])]
Location = Annotated[str, Field(min_length=1, max_length=MAX_URL_CHARS)]
#: Every how many seconds a feed is checked that states no schedule.
EVERY_S = 3600


class FeedSource(Incoming):
    """Where entries come from: exactly one of `url` and `folder`."""

    url: Location | None = Field(None, description="Link to a channel, a playlist or a podcast (RSS or Atom)")
    folder: Location | None = Field(None, description="Whole path of a folder of the server, in FEED_FOLDERS")
    last: Last = 0

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.url is None) == (self.folder is None):
            raise ValueError("give exactly one of url and folder")
        return self


class _Changeable(Incoming):
    """What can be stated at creation and later: schedule, and what the jobs do."""

    every: Every | None = None
    at: At | None = None
    time_zone: TimeZone | None = None
    preset_id: Id | None = Field(None, description="The jobs have the options of this preset, as it is at each check")
    job_type: JobType | None = Field(None, description="What the jobs produce, without a preset")
    options: ProcessingOptions | None = Field(None, description="Options of the jobs, without a preset")
    priority: Priority | None = None

    @field_validator("time_zone")
    @classmethod
    def _known(cls, name: str | None) -> str | None:
        try:
            if name is not None:
                if re.fullmatch(r"[A-Za-z0-9_+/-]+", name) is None:
                    raise LookupError
                zone_of(name)
        except (LookupError, ValueError, OSError):
            raise ValueError("must be a time zone that this server knows, as Europe/Berlin or UTC") from None
        return name

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.every is not None and self.at is not None:
            raise ValueError("give every or at, not both")
        if self.time_zone is not None and self.at is None:
            raise ValueError("a time zone is that of at")
        if self.preset_id is not None and any(one is not None for one in (self.job_type, self.options, self.priority)):
            raise ValueError("give preset_id, or job_type, options and priority")
        return self


class FeedCreate(FeedSource, _Changeable):
    """A feed to create. Without `every` and `at` it is checked once an hour."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"url": "https://example.org/podcast.xml", "every": 3600, "last": 3, "job_type": "transcription"},
                {"folder": "/srv/recordings", "at": "03:30", "time_zone": "Europe/Berlin", "max_new": 20},
            ]
        }
    )

    name: ShortText | None = Field(None, description="Its link or folder when absent")
    user_id: ShortText | None = Field(None, description="Whose feed it is, and whose jobs it makes")
    max_new: MaxNew = 5
    paused: bool = Field(False, strict=True)


class FeedPatch(_Changeable):
    """What can be changed of a feed. The other part of what the jobs do is as before, except with another preset."""

    name: ShortText | None = None
    max_new: MaxNew | None = None
    paused: bool | None = Field(None, strict=True)

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("give a field to change")
        return self


class EntryCounts(Outgoing):
    """Entries by their status. `failed` are those of the taken ones whose jobs have failed."""

    arriving: int
    skipped: int
    waiting: int
    taken: int
    refused: int
    failed: int


class FeedView(Outgoing):
    """A feed. `kind` is `link` until its first check has found out what the link is.

    `next_check_at` is null while it is paused. `error` is why the latest check failed; `failures` counts those in a
    row.
    """

    id: Id
    name: str
    kind: FeedKind
    url: str | None
    folder: str | None
    title: str | None = Field(description="What its site calls it")
    user_id: str | None
    every: int | None
    at: str | None
    time_zone: str | None
    last: int
    max_new: int
    preset_id: str | None
    job_type: JobType | None
    options: dict[str, Any] | None
    priority: int | None
    paused: bool
    checking: bool
    last_check_at: Time | None
    next_check_at: Time | None
    failures: int
    error: str | None
    entries: EntryCounts
    created_at: Time


class FeedPage(Outgoing):
    """Feeds, newest first."""

    items: list[FeedView]
    total: int
    limit: int
    offset: int


class EntryView(Outgoing):
    """An entry of a feed. `reason` says why it is no job; `job_status` is null if its job was deleted.

    `arriving` is a file that may still grow, `skipped` was there before the feed or is the same file as another entry,
    `waiting` becomes a job soon, `taken` became one, of `refused` none could be made.
    """

    entry: int
    title: str | None
    url: str | None
    path: str | None
    published_at: Time | None
    duration: float | None
    status: EntryState
    reason: str | None
    job_id: str | None
    job_status: JobState | None
    job_error: str | None
    found_at: Time
    ended_at: Time | None


class EntryPage(Outgoing):
    """Entries, newest first."""

    items: list[EntryView]
    total: int
    limit: int
    offset: int


class PreviewItem(Outgoing):
    """An entry that is there now. `taken`: the feed would make a job of it."""

    title: str | None
    url: str | None
    path: str | None
    published_at: Time | None
    duration: float | None
    taken: bool


class FeedPreview(Outgoing):
    """What a feed would find, newest first. `items` are the newest of all `count`."""

    kind: FeedKind
    title: str | None
    items: list[PreviewItem]
    count: int
    taken: int
