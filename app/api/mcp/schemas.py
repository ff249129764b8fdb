"""What the tools return: the API's names, and no more than a language model can use at once."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from app.api.v1.schemas.base import Id
from app.api.v1.schemas.jobs import ErrorView, WarningView
from app.api.v1.schemas.results import ChapterView
from app.api.v1.schemas.search import SearchItem
from app.api.v1.schemas.videos import FindingView
from app.jobs.options import JobType
from app.jobs.states import TERMINAL, JobState

#: Longest beginning of a transcript in a job, characters; most rows of each kind in it.
MOST_TEXT, MOST_ROWS = 4000, 50


class JobLine(BaseModel):
    """A job in short."""

    id: Id
    job_type: JobType
    status: JobState
    finished: bool = Field(description="Whether it has ended: completed, failed or cancelled")
    progress: float = Field(description="Percent")
    stage: str | None = Field(description="The stage that was begun last")
    eta_seconds: float | None = Field(description="Seconds that are left; null where that is not known")
    queue_position: int | None = Field(description="1 runs next; null once it runs")
    youtube_url: str | None = Field(description="The link that it was made from")
    video_id: str | None
    video_title: str | None
    video_duration: float | None = Field(description="Seconds")
    created_at: str
    completed_at: str | None
    error: ErrorView | None = Field(description="Why it failed")

    @classmethod
    def of(cls, job: dict[str, Any]) -> "JobLine":
        """Convert a job of the API."""
        return cls.model_validate(_line(job))


class Analysis(BaseModel):
    """What the transcript is about; null where that was not requested."""

    sentiment: Literal["positive", "neutral", "negative"] | None
    topics: list[str] | None
    keywords: list[str] | None = Field(description="The most important ones first")


class FileLine(BaseModel):
    """A file for download, with the key of the API."""

    kind: str
    filename: str
    size_bytes: int
    url: str


class ToolJob(JobLine):
    """A job with its results in short; transcript and clips have tools of their own."""

    language: str | None
    transcript: str | None = Field(description="The beginning of it; get_transcript has all")
    transcript_characters: int = Field(description="Length of the whole transcript")
    analysis: Analysis | None
    chapters: list[ChapterView]
    clip_count: int = Field(description="Clips that list_clips has")
    findings: list[FindingView] | None = Field(description="What could be wrong with the video, if that was requested")
    files: list[FileLine]
    warnings: list[WarningView]

    @classmethod
    def whole(cls, job: dict[str, Any], files: list[FileLine]) -> "ToolJob":
        """Convert a job of the API with its results."""
        text, found = job["transcript"], job["analysis_results"]
        keywords = None if found is None else found["keywords"]
        analysis = found and {
            "sentiment": found["sentiment"],
            "topics": found["topics"],
            "keywords": keywords and [each["text"] for each in keywords],
        }
        return cls.model_validate(
            {
                **_line(job),
                "language": job["language"],
                "transcript": text and text[:MOST_TEXT],
                "transcript_characters": len(text or ""),
                "analysis": analysis,
                "chapters": job["chapters"][:MOST_ROWS],
                "clip_count": len(job["generated_clips"]),
                "findings": job["findings"] and job["findings"][:MOST_ROWS],
                "files": files[:MOST_ROWS],
                "warnings": job["warnings"][:MOST_ROWS],
            }
        )


class ToolJobs(BaseModel):
    """A page of jobs, newest first."""

    items: list[JobLine]
    total: int
    limit: int
    offset: int


class TranscriptLine(BaseModel):
    """One line of a transcript; times in seconds."""

    start: float
    end: float
    text: str
    speaker: str | None = None


class ToolTranscript(BaseModel):
    """A transcript, or a part of a long one."""

    job_id: Id
    format: Literal["txt", "srt", "vtt", "md", "json"]
    text: str = Field(description="Empty with the format json, which has lines")
    lines: list[TranscriptLine] | None = Field(description="With the format json alone")
    total: int = Field(description="Length of the whole: characters, or lines with the format json")
    next_offset: int | None = Field(description="The offset of the next part; null at the end")
    complete: bool = Field(description="False while the job runs: more may come")


class ToolClip(BaseModel):
    """A clip; times in seconds of the source. The addresses need the key of the API."""

    index: int
    start: float
    end: float
    title: str
    score: float | None = Field(description="Null if people made it")
    reason: str = Field(description="Why this part was chosen")
    text: str = Field(description="What is said in it")
    artifact_id: str
    url: str
    thumbnail_url: str | None


class ToolClips(BaseModel):
    """The clips of a job, in the order of their index."""

    job_id: Id
    items: list[ToolClip]
    total: int


class ToolSearch(BaseModel):
    """Lines of transcripts that have what was searched."""

    items: list[SearchItem]
    total: int
    total_exact: bool = Field(description="False where the total is a lower bound")
    limit: int
    offset: int


def _line(job: dict[str, Any]) -> dict[str, Any]:
    names = JobLine.model_fields.keys() - {"finished"}
    return {name: job[name] for name in names} | {"finished": JobState(job["status"]) in TERMINAL}
