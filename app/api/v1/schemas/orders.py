"""A job as a client requests it, and its changeable fields."""

import json
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import AwareDatetime, ConfigDict, Field, field_validator, model_validator

from app.api.v1.schemas.base import Id, Incoming, Priority, ShortText
from app.api.v1.times import LAST_MS
from app.jobs.options import OF_TIMELINES, JobType, ProcessingOptions
from app.sources.source_url import MAX_URL_CHARS

#: Deepest nesting of the `metadata` of a job, and its size in bytes of JSON, which fits the body of one job.
METADATA_DEPTH = 16
METADATA_BYTES = 1024 * 1024


class Order(Incoming):
    """What every order of a job may say, whatever names its source."""

    priority: Priority = 5
    options: ProcessingOptions = Field(default_factory=ProcessingOptions)  # type: ignore[arg-type]
    max_retries: Annotated[int, Field(strict=True, ge=0, le=100)] | None = Field(
        None, description="Retries of failures that may pass; the server's MAX_RETRIES when absent"
    )
    metadata: dict[str, Any] = Field(default_factory=dict, description="Kept and given back as it is")
    user_id: ShortText | None = Field(None, description="Whose job it is; lists can be filtered by it")
    webhook_url: Annotated[str, Field(max_length=MAX_URL_CHARS)] | None = Field(
        None, description="Receives the events of this job, signed with the server's WEBHOOK_SECRET"
    )

    @field_validator("metadata")
    @classmethod
    def _small(cls, metadata: dict[str, Any]) -> dict[str, Any]:
        if _depth(metadata) > METADATA_DEPTH:
            raise ValueError(f"must not be nested deeper than {METADATA_DEPTH}")
        try:
            size = len(json.dumps(metadata, ensure_ascii=False, allow_nan=False).encode())
        except UnicodeEncodeError:
            raise ValueError("must be valid Unicode text") from None
        except ValueError:
            raise ValueError("must not contain NaN or Infinity") from None
        if size > METADATA_BYTES:
            raise ValueError(f"must not be larger than {METADATA_BYTES} bytes of JSON (is {size})")
        if "\\u0000" in json.dumps(metadata):
            raise ValueError("must not contain the character U+0000")
        return metadata


class JobCreate(Order):
    """A job to run. Exactly one of `youtube_url` (or `url`, the same), `video_id` and `timeline` names its source."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"youtube_url": "https://www.youtube.com/watch?v=jNQXAC9IVRw", "job_type": "full_processing"},
                {
                    "video_id": "3f1d4f1e-8a54-4f0e-9f3e-5a7f1b2c3d4e",
                    "job_type": "clip_generation",
                    "priority": 8,
                    "options": {"clip_duration": 20, "max_clips": 3, "aspect": "9:16", "burn_captions": True},
                },
            ]
        }
    )

    youtube_url: str | None = Field(None, description="Link to a video: any site that yt-dlp knows, or a media file")
    url: str | None = Field(None, description="The same as youtube_url")
    video_id: str | None = Field(None, description="A video that the server has: an upload, or one that a link made")
    timeline: dict[str, Any] | None = Field(None, description="What a timeline_export renders")
    job_type: JobType = Field(JobType.FULL_PROCESSING, description="What to produce")
    run_at: AwareDatetime | None = Field(None, description="Not before this time; with a time zone")

    @property
    def link(self) -> str | None:
        """The link, from either of its two fields."""
        return self.youtube_url if self.youtube_url is not None else self.url

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        sources = ("youtube_url", "url", "video_id", "timeline")
        named = [name for name in sources if getattr(self, name) is not None]
        if len(named) != 1:
            got = " and ".join(named) or "none"
            raise ValueError(f"give exactly one source: youtube_url, url, video_id or timeline (got {got})")
        if (self.timeline is not None) != (self.job_type in OF_TIMELINES):
            raise ValueError("a timeline_export has a timeline as its source, and no other job has one")
        return self

    @field_validator("run_at")
    @classmethod
    def _within_dates(cls, run_at: datetime | None) -> datetime | None:
        if run_at is not None and run_at.timestamp() * 1000 > LAST_MS:
            raise ValueError("must not be after the year 9999 (UTC)")
        return run_at


class VideoCreate(Order):
    """A link to take in as a video, and the job that begins with it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"url": "https://www.youtube.com/watch?v=jNQXAC9IVRw", "user_id": "ann"}]}
    )

    url: str = Field(description="Link to a video: any site that yt-dlp knows, or a media file")
    job_type: JobType = Field(JobType.VIDEO_ANALYSIS, description="What to produce")


def _depth(value: Any) -> int:
    """How deep a JSON value is nested; without recursion, because a client sent it."""
    depth, level = 0, [value]
    while level and depth <= METADATA_DEPTH:
        inner = [item.values() if isinstance(item, dict) else item for item in level if isinstance(item, dict | list)]
        level = [value for items in inner for value in items]
        depth += 1
    return depth


class JobPatch(Incoming):
    """What can be changed of a job: priority and place while it waits, the pin at any time."""

    priority: Priority | None = None
    before: Id | None = Field(None, description="Place the queued job right before the queued job of this id")
    after: Id | None = Field(None, description="Place the queued job right after the queued job of this id")
    pinned: bool | None = Field(None, description="A pinned job's files are kept whatever the retention says")

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.before is not None and self.after is not None:
            raise ValueError("give before or after, not both")
        if self.priority is None and self.pinned is None and not self.moves:
            raise ValueError("give priority, before or after, or pinned")
        return self

    @property
    def moves(self) -> bool:
        """Whether the job is to be placed beside another one."""
        return self.before is not None or self.after is not None
