"""The body of the route that writes cut lists for other editors."""

from typing import Literal, Self

from pydantic import ConfigDict, Field, model_validator

from app.api.editor.export_schemas import TimelineDocument
from app.api.v1.schemas.base import Incoming, ShortText


class CutListOrder(Incoming):
    """What to write a cut list of. Exactly one of `timeline`, `analysis_id` and `job_id`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"analysis_id": "0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a", "format": "fcpxml"}],
        }
    )

    timeline: TimelineDocument | None = None
    analysis_id: ShortText | None = Field(None, description="An analysis: its scenes, one after the other")
    job_id: ShortText | None = Field(None, description="A job: its clips, its scenes, or the timeline that it renders")
    format: Literal["otio", "edl", "fcpxml"]
    title: ShortText | None = Field(None, description="Name of the list and its file; the video's when absent")
    drop_frame: bool | None = Field(
        None, description="Drop-frame timecode, at 29.97 and 59.94; as the first source has it when absent"
    )
    media: Literal["files", "links"] | None = Field(
        None,
        description="Of `otio`: whether clips refer to files by name, in their own timecode, or to this server; "
        "`links` for a timeline and `files` for others when absent",
    )

    @model_validator(mode="after")
    def _one_subject(self) -> Self:
        if sum(value is not None for value in (self.timeline, self.analysis_id, self.job_id)) != 1:
            raise ValueError("give exactly one of timeline, analysis_id and job_id")
        return self
