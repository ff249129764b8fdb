"""Bodies of the editor's routes about analyses."""

from typing import Literal, Self

from pydantic import Field, model_validator

from app.api.v1.schemas.base import Id, Incoming, Outgoing
from app.api.v1.schemas.jobs import ErrorView
from app.api.v1.schemas.orders import Order
from app.api.v1.schemas.videos import MetadataView
from app.jobs.options import ProcessingOptions
from app.jobs.scenes import Segmentation, Transition


class AnalyzeForm(Incoming):
    """What comes with an uploaded video."""

    segmentation_method: Segmentation | None = None
    options: ProcessingOptions = Field(default_factory=ProcessingOptions)  # type: ignore[arg-type]

    @model_validator(mode="after")
    def _one_method(self) -> Self:
        chosen(self.segmentation_method, self.options)
        return self


class AnalyzeOrder(Order):
    """An analysis to make. Exactly one of `video_id` and `url` names its video."""

    video_id: str | None = Field(None, description="A video that the server has: an upload, or one that a link made")
    url: str | None = Field(None, description="Link to a video: any site that yt-dlp knows, or a media file")
    segmentation_method: Segmentation | None = Field(
        None, description="At which changes of picture a scene begins; `cut-based` when absent"
    )

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.video_id is None) == (self.url is None):
            raise ValueError("give exactly one source: video_id or url")
        chosen(self.segmentation_method, self.options)
        return self


def chosen(method: Segmentation | None, options: ProcessingOptions) -> ProcessingOptions:
    """The options with the method of a request. Raises ValueError if they name another one."""
    if method is None:
        return options
    if "segmentation_method" in options.model_fields_set and options.segmentation_method != method:
        raise ValueError("segmentation_method and options.segmentation_method differ; give one of them")
    return options.model_copy(update={"segmentation_method": method})


class AnalysisTaken(Outgoing):
    """An analysis that has begun."""

    analysis_id: Id
    job_id: Id
    status: Literal["processing"]


class AnalysisMetadata(MetadataView):
    """What the file states about itself, and what was found in it; until it is read, `streams` and tags are empty."""

    width: int | None = Field(description="As shown: in square pixels, after rotation")
    height: int | None
    fps: float | None
    fps_exact: str | None = Field(examples=["30000/1001"])
    video_codec: str | None
    audio_codec: str | None


class AnalysedSceneView(Outgoing):
    """A scene; times in seconds. A URL is null until the file is there."""

    scene_id: Id
    index: int = Field(description="From 0")
    start: float
    end: float
    duration: float
    start_frame: int = Field(description="Number of its first frame, from 0")
    end_frame: int = Field(description="Number of the first frame after it")
    transition: Transition = Field(description="The change of picture that it begins with")
    thumbnail_url: str | None
    proxy_url: str | None
    mezzanine_url: str | None
    subtitles_url: str | None


class SceneAnalysisView(Outgoing):
    """An analysis as far as it is."""

    analysis_id: Id
    job_id: Id
    status: Literal["queued", "processing", "completed", "failed", "cancelled"]
    progress: float = Field(description="Percent")
    segmentation_method: Segmentation
    metadata: AnalysisMetadata | None = Field(description="Null until the video is there")
    scenes: list[AnalysedSceneView] = Field(description="In order, as soon as they are known; none of sound alone")
    transcript_id: Id | None = Field(description="Null until there is a transcript")
    error: ErrorView | None


class SubtitleView(Outgoing):
    """A line that is said in a scene; seconds from the start of the scene."""

    start: float
    end: float
    text: str
    speaker: str | None
