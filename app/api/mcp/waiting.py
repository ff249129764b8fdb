"""Waits for the end of a job, with notifications of its progress."""

from typing import Any

import anyio
from mcp.server.mcpserver import Context

from app.api.mcp.jobs_api import JobsApi
from app.api.mcp.schemas import FileLine, ToolJob

#: How much a report of a job that makes no progress is above the one before, percent.
STILL_HERE = 0.001


async def read_job(api: JobsApi, job_id: str) -> ToolJob:
    """A job with its results in short. Raises ToolError."""
    job = await api.json("GET", f"/api/v1/jobs/{job_id}")
    files = [FileLine.model_validate(file | {"url": api.address_of(file["url"])}) for file in job["artifacts"]]
    return ToolJob.whole(job, files)


class Wait:
    """Waits for the end of a job, and reports its progress, which never falls, as the protocol wants it."""

    def __init__(self, ctx: Context[Any, Any], api: JobsApi, job_id: str) -> None:
        self._ctx = ctx
        self._api = api
        self._job_id = job_id
        self._reported = -1.0

    async def within(self, limit_s: float) -> ToolJob:
        """The job as it is at its end or after this time, or sooner if the server stops."""
        job = await read_job(self._api, self._job_id)
        if job.finished:
            return job
        with anyio.move_on_after(limit_s):
            await self._follow()
        return await read_job(self._api, self._job_id)

    async def _follow(self) -> None:
        """Follow the job until its stream ends: with the job, or with the server."""
        async with self._api.followed(self._job_id) as messages:
            async for message in messages:
                match message["type"]:
                    case "initial_status" | "job_update":
                        await self._report(message["data"])
                    case "heartbeat" if self._reported >= 0:
                        await self._report({"progress": self._reported + STILL_HERE})

    async def _report(self, data: dict[str, Any]) -> None:
        progress = data.get("progress") or 0.0
        if progress <= self._reported:
            return
        self._reported = progress
        eta = data.get("eta_seconds")
        stage = data.get("stage") or data.get("status") or "still there"
        await self._ctx.report_progress(progress, 100, f"{stage}{f', about {eta:.0f} s left' if eta else ''}")
