"""Bodies of the editor's routes about exports of timelines."""

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, ConfigDict, Field

from app.api.declared_bodies import MIB, JsonBody
from app.api.v1.schemas.base import Id, Outgoing, ShortText
from app.api.v1.schemas.jobs import ErrorView
from app.api.v1.schemas.orders import Order
from app.jobs.options import ExportOptions, FilmFormat, FrameRate, ProcessingOptions, Quality, Resolution
from app.timeline.document import Timeline, rate_text

#: The body of a request with a timeline: documents of other editors carry all that those know of a clip.
TIMELINE = JsonBody(limit=8 * MIB)
_CLIP: dict[str, Any] = {"source": {"video_id": "3f1d4f1e-8a54-4f0e-9f3e-5a7f1b2c3d4e"}, "start": 2.0, "end": 5.5}
_NEXT: dict[str, Any] = _CLIP | {"start": 12.0, "end": 14.0, "transition_in": {"kind": "crossfade", "duration": 0.5}}
#: A timeline as clients write it: in the server's own form, or OpenTimelineIO.
TimelineDocument = Annotated[
    dict[str, Any],
    Field(json_schema_extra={"anyOf": [{"$ref": f"#/components/schemas/{Timeline.__name__}"}, {"type": "object"}]}),
]


class TimelineExport(Order):
    """A timeline to render, as JSON of this server or of OpenTimelineIO, and the file that it becomes."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "timeline": {"fps": 25, "tracks": [{"kind": "video", "clips": [_CLIP, _NEXT]}]},
                    "output_filename": "cut.mp4",
                    "quality_preset": "high",
                }
            ]
        }
    )

    timeline: TimelineDocument
    output_filename: ShortText | None = Field(None, description="Name of the file; its ending may name the format")
    quality_preset: Quality | None = Field(None, description="Size against quality; `medium` when absent")
    format: FilmFormat | None = Field(None, description="Container; that of `output_filename`, or mp4, when absent")
    resolution: Resolution | None = None
    fps: Annotated[FrameRate, BeforeValidator(rate_text)] | None = Field(
        None, description="Frames a second, as a number or a fraction; the timeline's own when absent"
    )

    @property
    def job_options(self) -> ProcessingOptions:
        """The options of the job: those that are named here win over `options.export`."""
        ending = (self.output_filename or "").rpartition(".")[2].lower()
        values = {
            "output_filename": self.output_filename,
            "quality_preset": self.quality_preset,
            "format": self.format or (ending if ending in get_args(FilmFormat) else None),
            "resolution": self.resolution,
            "fps": self.fps,
        }
        known = {} if self.options.export is None else self.options.export.model_dump(exclude_unset=True)
        named = {name: value for name, value in values.items() if value is not None}
        return self.options.model_copy(update={"export": ExportOptions.model_validate(known | named)})


class ExportTaken(Outgoing):
    """An export that has begun."""

    export_id: Id
    job_id: Id
    status: Literal["queued", "processing", "completed", "failed", "cancelled"]


class ExportView(ExportTaken):
    """An export as far as it is."""

    progress: float = Field(description="Percent")
    duration: float | None = Field(description="Of the timeline, seconds")
    artifact_id: Id | None = Field(description="Null until the file is there")
    url: str | None = Field(description="Where the file is; null until it is there")
    error: ErrorView | None
