"""`python main.py mcp` and `/mcp` of a server, by the official SDK's client, with a real recording."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

from app.core.settings import Settings
from tests.media import MediaShelf
from tests.programs import SETTINGS
from tests.server import Server

MAIN = str(Path(__file__).parents[2] / "main.py")

pytestmark = pytest.mark.slow


def environment(**settings: str) -> dict[str, str]:
    """That of a command, with these settings alone."""
    around = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    return around | SETTINGS | settings


async def called(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    """What a tool returns."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    assert isinstance(result.structured_content, dict)
    return result.structured_content


async def talked(server: Server, film: Path, log: Path) -> None:
    """Process a file over standard input and output, and read what came of it over HTTP.

    The queue is paused until a progress has come, so that the job does not end before it is waited for.
    """
    headers = {"Authorization": "Bearer secret"}
    place = {"DATA_DIR": str(server.data_dir), "DATABASE_URL": server.database_url, "API_KEY": "secret"}
    command = StdioServerParameters(command=sys.executable, args=[MAIN, "mcp"], env=environment(**place))
    reports: list[float] = []

    async def reported(progress: float, _total: float | None, _message: str | None) -> None:
        if not reports:
            (await asyncio.to_thread(queue.post, "/api/v1/queue/resume")).raise_for_status()
        reports.append(progress)

    with log.open("w") as errors, server.client(headers=headers) as queue:
        queue.post("/api/v1/queue/pause").raise_for_status()
        async with Client(stdio_client(command, errlog=errors)) as client:
            job = await called(client, "create_job", file=str(film), job_type="audio_extraction")
            waited = await client.call_tool("wait_for_job", {"job_id": job["id"]}, progress_callback=reported)
            assert waited.structured_content is not None
            assert waited.structured_content["status"] == "completed", waited.content
            away = await client.call_tool("create_job", {"file": "/nowhere/film.mp4"})
            assert "is no file on this machine" in str(away.content)
    assert reports == sorted(set(reports))
    assert (reports[0], reports[-1]) == (0, 100)
    async with httpx2.AsyncClient(headers=headers, timeout=30, verify=False) as http:
        transport = streamable_http_client(f"{server.base_url}/mcp", http_client=http)
        async with Client(transport) as client:
            seen = await called(client, "get_job", job_id=job["id"])
            assert seen["files"] == waited.structured_content["files"] != []
            assert (await called(client, "list_jobs"))["total"] == 1


def test_both_ways_work_with_the_server_that_runs(media: MediaShelf, tmp_path: Path) -> None:
    """A file of this machine is a job of that server; nothing but the protocol is on standard output."""
    with Server(tmp_path, API_KEY="secret") as server:
        asyncio.run(talked(server, media.wav(), tmp_path / "errors.txt"))
    assert (tmp_path / "errors.txt").read_text() == ""
