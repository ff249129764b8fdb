"""Presets: named options of jobs."""

from typing import Any

from pydantic import ConfigDict, Field

from app.api.v1.schemas.base import Id, Incoming, Outgoing, Priority, ShortText, Time
from app.jobs.options import JobType, ProcessingOptions


class JobContent(Incoming):
    """What a job does, without its source: its type, options and priority, as in a request for a job."""

    job_type: JobType = Field(JobType.FULL_PROCESSING, description="What to produce")
    options: ProcessingOptions = Field(default_factory=ProcessingOptions)  # type: ignore[arg-type]
    priority: Priority = 5


class PresetWrite(JobContent):
    """A preset to create, or what one becomes."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Lectures",
                    "job_type": "transcription",
                    "options": {"language": "en", "word_timestamps": False},
                }
            ]
        }
    )

    name: ShortText = Field(description="Unique among the user's presets")


class PresetCreate(PresetWrite):
    """A preset to create."""

    user_id: ShortText | None = Field(None, description="Whose preset it is")


class PresetView(Outgoing):
    """A preset. `options` are those alone that were set."""

    id: Id
    name: str
    job_type: JobType
    options: dict[str, Any]
    priority: int
    user_id: str | None
    created_at: Time
    updated_at: Time


class PresetList(Outgoing):
    """Presets by their names."""

    items: list[PresetView]
    total: int
