"""A job as a client requests it, and its changeable fields."""

import json
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AliasChoices,
    AwareDatetime,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_validator,
    model_validator,
)

from app.api.v1.schemas.base import Id, Incoming, Priority, ShortText
from app.api.v1.times import LAST_MS
from app.jobs.generations import LONGEST_PROMPT, MOST_SEED
from app.jobs.options import OF_PROMPTS, OF_TIMELINES, JobType, ProcessingOptions
from app.sources.source_url import MAX_URL_CHARS

#: Deepest nesting of the `metadata` of a job, and its size in bytes of JSON, which fits the body of one job.
METADATA_DEPTH = 16
METADATA_BYTES = 1024 * 1024
#: The fields that name a job's source.
SOURCES = ("youtube_url", "url", "video_id", "timeline")
#: Fields of a prompt's order that have a second spelling.
OTHER_SPELLINGS = {"user_id": "userId", "max_retries": "maxRetries"}
#: Words for priorities in the metadata of a job that makes a film.
PRIORITIES = {"high": 8, "normal": 5, "low": 2}
Retries = Annotated[int, Field(strict=True, ge=0, le=100)]


class Envelope(Incoming):
    """What every order of a job may say, whatever it is made from."""

    max_retries: Retries | None = Field(
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


class Order(Envelope):
    """What every order of a job with a source may say, whatever names that."""

    priority: Priority = 5
    options: ProcessingOptions = Field(default_factory=ProcessingOptions)  # type: ignore[arg-type]


class Scheduled(Envelope):
    """An order whose job may begin later."""

    run_at: AwareDatetime | None = Field(None, description="Not before this time; with a time zone")

    @field_validator("run_at")
    @classmethod
    def _within_dates(cls, run_at: datetime | None) -> datetime | None:
        if run_at is not None and run_at.timestamp() * 1000 > LAST_MS:
            raise ValueError("must not be after the year 9999 (UTC)")
        return run_at

    @property
    def run_at_ms(self) -> int | None:
        """The time as Unix milliseconds."""
        return int(self.run_at.timestamp() * 1000) if self.run_at else None


class JobCreate(Order, Scheduled):
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

    @property
    def link(self) -> str | None:
        """The link, from either of its two fields."""
        return self.youtube_url if self.youtube_url is not None else self.url

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        named = [name for name in SOURCES if getattr(self, name) is not None]
        if len(named) != 1:
            got = " and ".join(named) or "none"
            raise ValueError(
                f"give exactly one source: youtube_url, url, video_id or timeline (got {got}); or a prompt"
            )
        if self.job_type in OF_PROMPTS:
            raise ValueError("a generation is made from a prompt, not from a source")
        if (self.timeline is not None) != (self.job_type in OF_TIMELINES):
            raise ValueError("a timeline_export has a timeline as its source, and no other job has one")
        return self


class GenerationOptions(Incoming):
    """What a generated film shall be; what is left open is as the provider makes it."""

    model_config = ConfigDict(strict=True)

    duration_seconds: Annotated[float, Field(gt=0, le=600, description="Length in seconds")] | None = None
    aspect: Literal["16:9", "9:16", "1:1"] | None = Field(None, description="Shape of the picture")
    resolution: Literal["360p", "480p", "720p", "1080p"] | None = Field(None, description="Height of the picture")
    seed: Annotated[int, Field(ge=0, le=MOST_SEED)] | None = Field(
        None, description="The same one draws the same film again, where the provider can"
    )


def _described(schema: dict[str, Any]) -> None:
    """Add to the description of a prompt's order the other spellings of its fields, and an example."""
    fields = schema["properties"]
    for name, other in OTHER_SPELLINGS.items():
        fields[other] = fields[name] | {"description": f"The same as {name}"}
    schema["examples"] = [
        {
            "prompt": "A sunset over the ocean",
            "userId": "ann",
            "metadata": {"priority": "high"},
            "maxRetries": 3,
            "options": {"duration_seconds": 5, "aspect": "16:9", "resolution": "360p", "seed": 7},
        }
    ]


class PromptCreate(Scheduled):
    """A film to make from a prompt, by the first of the server's providers that can. It has no source."""

    model_config = ConfigDict(json_schema_extra=_described)

    prompt: str = Field(min_length=1, max_length=LONGEST_PROMPT, pattern=r"^[^\x00]*$", description="What to show")
    job_type: Literal["generation"] = "generation"
    provider: ShortText | None = Field(None, description="Only this provider; without it the next may step in")
    model: ShortText | None = Field(None, description="A model of the provider; its first when absent")
    priority: Priority | None = Field(None, description="5 when absent; `metadata.priority` high is 8, low is 2")
    options: GenerationOptions = Field(default_factory=GenerationOptions)  # type: ignore[arg-type]
    user_id: ShortText | None = Field(
        None, validation_alias=AliasChoices("user_id", "userId"), description="Whose job it is; also `userId`"
    )
    max_retries: Retries | None = Field(
        None,
        validation_alias=AliasChoices("max_retries", "maxRetries"),
        description="Retries of failures that may pass; also `maxRetries`; the server's MAX_RETRIES when absent",
    )

    @model_validator(mode="before")
    @classmethod
    def _no_source(cls, body: Any) -> Any:
        named = [name for name in SOURCES if isinstance(body, dict) and body.get(name) is not None]
        if named:
            raise ValueError(f"give a source or a prompt, not both (got prompt and {' and '.join(named)})")
        return body

    @field_validator("prompt")
    @classmethod
    def _words(cls, prompt: str) -> str:
        if not prompt.strip():
            raise ValueError("must have a word")
        return prompt

    @property
    def rank(self) -> int:
        """The priority: as it is set, or by the word in `metadata.priority`."""
        if self.priority is not None:
            return self.priority
        word = self.metadata.get("priority")
        return PRIORITIES.get(word, 5) if isinstance(word, str) else 5


def _by_its_fields(body: Any, _: ValidatorFunctionWrapHandler) -> JobCreate | PromptCreate:
    """Validate a body as what it has the fields of, so that its errors are those of one form.

    A field of the other form that is null names nothing: clients that send every field send it.
    """
    if not isinstance(body, dict):
        return JobCreate.model_validate(body)
    form, other = (JobCreate, PromptCreate) if body.get("prompt") is None else (PromptCreate, JobCreate)
    foreign = other.model_fields.keys() - form.model_fields.keys()
    named = {name: value for name, value in body.items() if value is not None or name not in foreign}
    return form.model_validate(named)


#: A job to run, on a source or from a prompt.
AnyOrder = Annotated[JobCreate | PromptCreate, WrapValidator(_by_its_fields)]
ANY_ORDER: TypeAdapter[JobCreate | PromptCreate] = TypeAdapter(AnyOrder)


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
