"""Videos: uploads and links, with what their jobs found."""

from pydantic import Field

from app.api.v1.schemas.base import Id, Outgoing, Time
from app.api.v1.schemas.jobs import ErrorView
from app.api.v1.schemas.results import AnalysisView
from app.api.v1.schemas.videos import FindingView, MetadataView, VisionView
from app.jobs.videos import VideoStatus


class FindingCounts(Outgoing):
    """How many findings there are of each severity."""

    critical: int
    warning: int
    info: int


class VideoSummary(Outgoing):
    """A video without its results. What is not known yet is null."""

    video_id: Id
    status: VideoStatus
    url: str | None = Field(description="Null for an upload")
    filename: str | None = Field(description="Null for a link")
    title: str | None = Field(description="The name that people gave it, else the source's title")
    source_title: str | None = Field(description="The source's own title, also where people gave another one")
    tags: list[str] = Field(description="In their order, without regard to case and accents")
    size_bytes: int | None
    sha256: str | None
    duration: float | None
    width: int | None
    height: int | None
    fps: float | None
    fps_exact: str | None = Field(examples=["30000/1001"])
    container: str | None
    video_codec: str | None
    audio_codec: str | None
    user_id: str | None
    jobs: list[Id] = Field(description="Newest first; in lists the newest 100")
    finding_counts: FindingCounts | None = Field(description="Null until a job looked for findings")
    poster_url: str | None
    storyboard_url: str | None = Field(description="Where the layout of its small pictures is; null without them")
    waveform_url: str | None = Field(description="The loudness of its sound over time; null until a job measured it")
    error: ErrorView | None = Field(description="Why it is FAILED; `cancelled` if its newest job was cancelled")
    created_at: Time
    updated_at: Time


class VideoResults(Outgoing):
    """What the jobs of a video found, each part by the newest job that has it; null until there."""

    transcript: str | None
    language: str | None
    analysis: AnalysisView | None
    vision: VisionView | None
    findings: list[FindingView] | None
    metadata: MetadataView | None


class VideoView(VideoSummary):
    """A video with what its jobs found."""

    results: VideoResults


class VideoTaken(VideoView):
    """A video that was taken in, and the job that began with it, if one was requested."""

    job_id: Id | None = None


class VideoPage(Outgoing):
    """A page of videos, newest first."""

    items: list[VideoSummary]
    total: int
    limit: int
    offset: int
