"""The tools: each calls the API as any client does, with the key of whoever calls the tool."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Annotated, Any, Literal

from mcp.server.mcpserver import Context
from pydantic import Field

from app.api.mcp.jobs_api import JobsApi
from app.api.mcp.schemas import (
    JobLine,
    ToolClip,
    ToolClips,
    ToolJob,
    ToolJobs,
    ToolSearch,
    ToolTranscript,
    TranscriptLine,
)
from app.api.mcp.waiting import Wait, read_job
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.states import JobState

#: Longest wait of one call, seconds; and those of a call without a time, with progress notifications and without: many
#: clients give up after a minute without any sign of life.
MOST_WAIT_S, WAIT_S, SILENT_WAIT_S = 600, 240, 50
JOBS = "/api/v1/jobs"

Ctx = Context[Any, Any]
#: Opens the API for a call.
Opens = Callable[[Ctx], AbstractAsyncContextManager[JobsApi]]
JobId = Annotated[str, Field(description="The id of a job", pattern=r"^[0-9A-Fa-f-]{36}$")]
Offset = Annotated[int, Field(ge=0, description="Rows to leave out, for the next page")]
Link = Annotated[str | None, Field(description="A link to a video: any site that yt-dlp knows, or a media file")]
VideoId = Annotated[str | None, Field(description="A video that the server has: an upload, or that of another job")]
Prompt = Annotated[str | None, Field(description="What a film shows that is to be generated; then no source is given")]
Kind = Annotated[
    Literal[
        "audio_extraction",
        "transcription",
        "analysis",
        "clip_generation",
        "full_processing",
        "video_analysis",
        "scene_analysis",
        "media_operation",
    ],
    Field(
        description="What to produce: the sound alone; the transcript; besides, mood, topics and keywords; clips; all "
        "of that (full_processing); what is seen and what could be wrong too (video_analysis); scenes; or one "
        "operation on the file, which the option `operation` names"
    ),
]
Priority = Annotated[int, Field(ge=0, le=10, description="Higher goes first")]
Options = Annotated[ProcessingOptions | None, Field(description="Options of the job; all may be left out")]


class JobTools:
    """The tools of a server that other machines use."""

    def __init__(self, opens: Opens) -> None:
        self._opens = opens

    async def create_job(
        self,
        ctx: Ctx,
        url: Link = None,
        video_id: VideoId = None,
        prompt: Prompt = None,
        job_type: Kind = "full_processing",
        options: Options = None,
        priority: Priority = 5,
        youtube_url: Annotated[str | None, Field(description="The same as url")] = None,
    ) -> JobLine:
        """Create a job that transcribes, analyses or cuts a video. Exactly one of url, video_id and prompt is given.

        Returns at once; wait_for_job waits for the results.
        """
        source = {"url": url, "youtube_url": youtube_url, "video_id": video_id}
        async with self._opens(ctx) as api:
            return await created(api, source, prompt, job_type, options, priority)

    async def get_job(self, ctx: Ctx, job_id: JobId) -> ToolJob:
        """The state of a job and its results in short: what it is about, chapters, findings, files, errors."""
        async with self._opens(ctx) as api:
            return await read_job(api, job_id)

    async def wait_for_job(
        self,
        ctx: Ctx,
        job_id: JobId,
        timeout_seconds: Annotated[
            float | None,
            Field(
                ge=0,
                le=MOST_WAIT_S,
                description=f"Longest wait; when absent {WAIT_S} s with progress notifications, else {SILENT_WAIT_S}",
            ),
        ] = None,
    ) -> ToolJob:
        """Wait until a job has ended, the time is over or the server stops, and return it as get_job does.

        While `finished` is false, call it again. Progress is sent as notifications. Ending the call does not cancel the
        job.
        """
        with_progress = "progress_token" in (ctx.request_context.meta or {})
        limit_s = timeout_seconds if timeout_seconds is not None else WAIT_S if with_progress else SILENT_WAIT_S
        async with self._opens(ctx) as api:
            return await Wait(ctx, api, job_id).within(limit_s)

    async def list_jobs(
        self,
        ctx: Ctx,
        status: Annotated[JobState | None, Field(description="Only those in this state")] = None,
        job_type: Annotated[JobType | None, Field(description="Only those of this type")] = None,
        q: Annotated[str | None, Field(max_length=200, description="Words of title, link or id")] = None,
        limit: Annotated[int, Field(ge=1, le=100)] = 20,
        offset: Offset = 0,
    ) -> ToolJobs:
        """List jobs, newest first."""
        query = {"status_filter": status, "job_type": job_type, "q": q, "limit": limit, "offset": offset}
        async with self._opens(ctx) as api:
            page = await api.json("GET", JOBS, query=query)
        return ToolJobs(**page | {"items": [JobLine.of(job) for job in page["items"]]})

    async def cancel_job(self, ctx: Ctx, job_id: JobId) -> JobLine:
        """Cancel a job that waits or runs; what it has finished stays. One that has ended is an error."""
        async with self._opens(ctx) as api:
            return JobLine.of(await api.json("POST", f"{JOBS}/{job_id}/cancel"))

    async def get_transcript(
        self,
        ctx: Ctx,
        job_id: JobId,
        format: Annotated[  # noqa: A002 - the API's name
            Literal["txt", "srt", "vtt", "md", "json"],
            Field(
                description="txt: the words alone; srt, vtt: with times; md: with title, chapters, times and speakers; "
                "json: lines with times and speakers"
            ),
        ] = "txt",
        offset: Annotated[int, Field(ge=0, description="Where to begin: characters, or lines with json")] = 0,
        limit: Annotated[
            int, Field(ge=1, le=200_000, description="Most characters, or lines with json; next_offset has the rest")
        ] = 20_000,
    ) -> ToolTranscript:
        """The transcript of a job, also the part that is there while it runs. Long ones come in parts."""
        async with self._opens(ctx) as api:
            found = await api.json("GET", f"{JOBS}/{job_id}/transcript")
            whole: Any = found["segments"]
            if format != "json":
                whole = await api.text(f"{JOBS}/{job_id}/transcript", {"format": format})
        part, end = whole[offset : offset + limit], offset + limit
        return ToolTranscript(
            job_id=found["job_id"],
            format=format,
            text="" if format == "json" else part,
            lines=[TranscriptLine.model_validate(line) for line in part] if format == "json" else None,
            total=len(whole),
            next_offset=end if end < len(whole) else None,
            complete=found["complete"],
        )

    async def list_clips(self, ctx: Ctx, job_id: JobId) -> ToolClips:
        """The clips of a job, those that people made last: times, why it was chosen, what is said, and the address."""
        async with self._opens(ctx) as api:
            job = await api.json("GET", f"{JOBS}/{job_id}")
            made = await api.json("GET", f"{JOBS}/{job_id}/clips")
            clips = [
                clip | {name: api.address_of(clip[name]) for name in ("url", "thumbnail_url")}
                for clip in [*job["generated_clips"], *made_clips(job, made["items"])]
            ]
        return ToolClips(job_id=job["id"], items=[ToolClip.model_validate(clip) for clip in clips], total=len(clips))

    async def search(
        self,
        ctx: Ctx,
        q: Annotated[
            str,
            Field(
                max_length=8192,
                description='Words, of which a line has all; a `"phrase"`; the beginning of a word as `a*`',
            ),
        ],
        limit: Annotated[int, Field(ge=1, le=200)] = 20,
        offset: Offset = 0,
    ) -> ToolSearch:
        """Search everything that was said in all recordings; finds lines with their times, the newest first."""
        async with self._opens(ctx) as api:
            return ToolSearch(
                **await api.json("GET", "/api/v1/search", query={"q": q, "limit": limit, "offset": offset})
            )


def made_clips(job: dict[str, Any], clips: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The clips that people made, those that are cut, after the others."""
    first = len(job["generated_clips"])
    return [
        {
            **{name: clip[name] for name in ("start", "end", "title", "artifact_id", "url", "thumbnail_url")},
            "index": first + n,
            "score": None,
            "reason": "People made it.",
            "text": " ".join(
                line["text"] for line in job["segments"] if line["start"] < clip["end"] and line["end"] > clip["start"]
            ),
        }
        for n, clip in enumerate(clip for clip in clips if clip["url"] is not None)
    ]


async def created(
    api: JobsApi,
    source: dict[str, str | None],
    prompt: str | None,
    job_type: str,
    options: ProcessingOptions | None,
    priority: int,
) -> JobLine:
    body: dict[str, Any] = {name: value for name, value in source.items() if value is not None}
    if prompt is not None:
        body["prompt"] = prompt
    else:
        body["job_type"] = job_type
    body["priority"] = priority
    if options is not None:
        body["options"] = options.model_dump(mode="json", exclude_unset=True)
    return JobLine.of(await api.json("POST", JOBS, body=body))
