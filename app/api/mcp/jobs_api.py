"""Calls the REST API for the tools. What it refuses is a tool's error, in the API's own words."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, NoReturn

import anyio
import httpx2
from mcp.server.mcpserver.exceptions import ToolError

CHUNK_BYTES = 1 << 20
#: JSON from this size on is parsed in a thread: that of a job of some hours.
LARGE_BYTES = 1 << 18
#: Rows about fields that are shown of a refusal; the first is in its words already.
MOST_ROWS = 10


class ServerAway(ToolError):
    """The server cannot be reached."""


class JobsApi:
    """The API at the address of `client`, with the key that its headers have."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self._client = client

    async def json(self, method: str, path: str, *, query: Mapping[str, Any] | None = None, body: Any = None) -> Any:
        """The JSON that a request is answered with. Raises ToolError."""
        answer = await self._answer(method, path, params=_set(query), json=body)
        return answer.json() if len(answer.content) < LARGE_BYTES else await asyncio.to_thread(answer.json)

    async def text(self, path: str, query: Mapping[str, Any]) -> str:
        """The text that a GET is answered with. Raises ToolError."""
        return (await self._answer("GET", path, params=_set(query))).text

    async def upload(self, file: anyio.Path) -> str:
        """Upload a file; returns its video id. Raises ToolError."""
        headers = {"Content-Type": "application/octet-stream", "Content-Length": str((await file.stat()).st_size)}
        answer = await self._answer(
            "POST", "/api/v1/videos", params={"filename": file.name}, content=_chunks(file), headers=headers
        )
        return str(answer.json()["video_id"])

    @asynccontextmanager
    async def followed(self, job_id: str) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
        """The messages of a job while it runs: its `initial_status`, then its events. Raises ToolError."""
        headers = {"Accept": "text/event-stream"}
        path = f"/api/v1/jobs/{job_id}/events"
        try:
            async with self._client.stream("GET", path, headers=headers, timeout=None) as answer:
                if answer.status_code >= 400:
                    await answer.aread()
                    _refuse(answer)
                yield _messages(answer)
        except httpx2.TransportError as error:
            raise self._unanswered(error) from error

    def address_of(self, path: str | None) -> str | None:
        """The whole address of a path of the API."""
        return None if path is None else str(self._client.base_url.join(path))

    async def _answer(self, method: str, path: str, **request: Any) -> httpx2.Response:
        try:
            answer = await self._client.request(method, path, **request)
        except httpx2.TransportError as error:
            raise self._unanswered(error) from error
        if answer.status_code >= 400:
            _refuse(answer)
        return answer

    def _unanswered(self, error: httpx2.TransportError) -> ToolError:
        """The tool's error for a request without an answer. A server that is slow is not away."""
        if isinstance(error, (httpx2.ReadTimeout, httpx2.WriteTimeout)):
            return ToolError(
                f"The server at {self._client.base_url} is busy and has not answered in time. It may yet do what was "
                "requested: look before you repeat it."
            )
        return ServerAway(
            f"The server at {self._client.base_url} does not answer ({str(error) or type(error).__name__})."
        )


def _refuse(answer: httpx2.Response) -> NoReturn:
    """Raise ToolError with what a problem document says."""
    try:
        problem = answer.json()
    except ValueError:
        problem = {}
    words = problem.get("detail") or f"{answer.status_code} {answer.reason_phrase}"
    rows = problem.get("errors", [])[:MOST_ROWS]
    if len(rows) > 1:
        words += "".join(f"\n- {'.'.join(map(str, row['loc']))}: {row['msg']}" for row in rows)
    if wait := answer.headers.get("retry-after"):
        words += f" Try again in {wait} s."
    raise ToolError(words)


def _set(query: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (query or {}).items() if value is not None}


async def _chunks(file: anyio.Path) -> AsyncIterator[bytes]:
    async with await file.open("rb") as content:
        while chunk := await content.read(CHUNK_BYTES):
            yield chunk


async def _messages(answer: httpx2.Response) -> AsyncIterator[dict[str, Any]]:
    """The messages of a stream of events."""
    async for line in answer.aiter_lines():
        field, _, value = line.partition(": ")
        if field == "data":
            yield json.loads(value)
