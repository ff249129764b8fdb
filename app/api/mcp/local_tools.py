"""The tools of a process on the machine of whoever uses them."""

from typing import Annotated

import anyio
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from app.api.mcp.jobs_api import JobsApi
from app.api.mcp.schemas import JobLine
from app.api.mcp.tools import Ctx, JobTools, Kind, Link, Options, Priority, Prompt, VideoId, created


class LocalJobTools(JobTools):
    """The tools, which take files of this machine too."""

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
        file: Annotated[str | None, Field(description="The path of a file on this machine, which is uploaded")] = None,
    ) -> JobLine:
        """Create a job that transcribes, analyses or cuts a video. Give exactly one of file, url, video_id and prompt.

        Returns at once; wait_for_job waits for the results.
        """
        source = {"url": url, "youtube_url": youtube_url, "video_id": video_id}
        async with self._opens(ctx) as api:
            if file is not None:
                others = [name for name, value in {**source, "prompt": prompt}.items() if value is not None]
                if others:
                    raise ToolError(
                        f"give exactly one source: file, url, video_id or prompt (got file and {others[0]})"
                    )
                source["video_id"] = await uploaded(api, file)
            return await created(api, source, prompt, job_type, options, priority)


async def uploaded(api: JobsApi, file: str) -> str:
    """The id of the video that a file of this machine becomes. Raises ToolError."""
    path = await anyio.Path(file).expanduser()
    if not await path.is_file():
        raise ToolError(f"{file} is no file on this machine")
    try:
        return await api.upload(path)
    except OSError as error:
        raise ToolError(f"{file} cannot be read: {error.strerror or error}") from error
