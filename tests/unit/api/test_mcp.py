"""The tools for language models at `/mcp`, called by the official SDK's client."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
import pytest_asyncio
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult

from app.jobs.results import Blob, Clip
from tests.asgi import PATIENCE_S, App, app_in, segment, served
from tests.stores import start_stage

pytestmark = pytest.mark.asyncio(loop_scope="module")
KEY = "correct horse battery staple"
MASTER = {"X-API-Key": KEY}
NAMES = {
    *("create_job", "get_job", "wait_for_job", "list_jobs"),
    *("cancel_job", "get_transcript", "list_clips", "search"),
}
NOBODY = "0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"
FILM = {"url": "http://example.com/a.mp4"}


class Served:
    """An application with a key, on a socket."""

    def __init__(self, app: App, place: str) -> None:
        self.app = app
        self.place = place

    @asynccontextmanager
    async def client(self, *, mode: str = "auto", **headers: str) -> AsyncIterator[Client]:
        """The SDK's client, with the master key unless other headers are given."""
        async with httpx2.AsyncClient(headers=headers or MASTER, timeout=PATIENCE_S) as http:
            transport = streamable_http_client(f"http://{self.place}/mcp", http_client=http)
            async with Client(transport, mode=mode) as client:
                yield client

    async def key(self, name: str, **body: Any) -> dict[str, str]:
        """The headers of a new key."""
        answer = await self.app.http.post("/api/v1/keys", json={"name": name} | body, headers=MASTER)
        assert answer.status_code == 201, answer.text
        return {"X-API-Key": answer.json()["key"]}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """One application for all tests of this module."""
    async with app_in(tmp_path_factory.mktemp("mcp"), api_key=KEY) as app, served(app) as place:
        app.http.headers.update(MASTER)
        yield Served(app, place)


def made(result: CallToolResult) -> dict[str, Any]:
    """What a tool has returned, which its text says too."""
    assert not result.is_error, result.content
    found = result.structured_content
    assert isinstance(found, dict)
    assert json.loads(text_of(result)) == found
    return found


def text_of(result: CallToolResult) -> str:
    """The text of a result."""
    (part,) = result.content
    assert part.type == "text"
    return part.text


async def refusal(client: Client, name: str, arguments: dict[str, Any]) -> str:
    """The words of a tool's error."""
    result = await client.call_tool(name, arguments)
    assert result.is_error, result.content
    return text_of(result)


async def clip(app: App, job_id: str) -> None:
    """Let a job run to its end, with two lines and a clip."""
    job = await app.claim(job_id)
    await app.publish_segments(
        job, [segment(0, "We have a landing."), segment(2, "The Eagle is here.")], key=f"words-{job_id}"
    )
    cut = Clip(
        index=0,
        start_s=0,
        end_s=2,
        title="A landing",
        score=0.9,
        reason="It begins with it",
        parts={},
        text="We have a landing.",
        video=Blob(sha256="0" * 64, suffix=".mp4", size_bytes=1),
        thumbnail=None,
        width=640,
        height=360,
    )
    await app.store.write(start_stage, job.id, job.attempt, "clips", f"clips-{job_id}")
    await app.cut(job, [cut], "Film", key=f"clips-{job_id}")
    await app.finish(job)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_a_model_can_use_the_tools_by_what_they_say(server: Served, mode: str) -> None:
    """Every tool and every argument is described, and what comes back has a schema, with clients old and new."""
    async with server.client(mode=mode) as client:
        tools = (await client.list_tools()).tools
    assert {tool.name for tool in tools} == NAMES
    for tool in tools:
        assert None not in (tool.description, tool.output_schema, tool.annotations), tool.name
        assert tool.input_schema["additionalProperties"] is False
        undescribed = {name for name, of in tool.input_schema["properties"].items() if "description" not in of}
        assert undescribed <= {"limit"}, tool.name
    assert len(json.dumps([tool.model_dump(mode="json") for tool in tools])) < 41_000


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_a_job_from_its_creation_to_what_was_said(server: Served, mode: str) -> None:
    """Progress comes while it is waited for, and never falls; then there is all that it made."""
    app, reports = server.app, asyncio.Queue[tuple[float, float | None, str | None]]()

    async def reported(*progress: Any) -> None:
        reports.put_nowait(progress)

    async with server.client(mode=mode) as client, asyncio.timeout(PATIENCE_S):
        order = FILM | {"options": {"max_clips": 1}, "priority": 9}
        job_id = made(await client.call_tool("create_job", order))["id"]
        job = (await app.http.get(f"/api/v1/jobs/{job_id}")).json()
        assert (job["job_type"], job["priority"], job["options"]["max_clips"]) == ("full_processing", 9, 1)

        waiting = asyncio.create_task(
            client.call_tool("wait_for_job", {"job_id": job_id, "timeout_seconds": 60}, progress_callback=reported)
        )
        assert (await reports.get())[:2] == (0.0, 100.0)
        await clip(app, job_id)
        ended = made(await waiting)
        assert (ended["status"], ended["finished"], ended["clip_count"]) == ("completed", True, 1)
        assert ended["transcript"] == "We have a landing. The Eagle is here."
        assert ended["transcript_characters"] == len(ended["transcript"])
        values = [reports.get_nowait()[0] for _ in range(reports.qsize())]
        assert values == sorted(set(values))
        assert ended == made(await client.call_tool("get_job", {"job_id": job_id}))

        (found,) = made(await client.call_tool("list_clips", {"job_id": job_id}))["items"]
        assert (found["title"], found["text"]) == ("A landing", "We have a landing.")
        assert found["url"].startswith(f"http://{server.place}/api/v1/jobs/{job_id}/artifacts/")
        hit = made(await client.call_tool("search", {"q": "eagle", "limit": 1}))["items"][0]
        assert (hit["job_id"], hit["start"], hit["snippet"]) == (job_id, 2.0, "The Eagle is here.")
        listed = made(await client.call_tool("list_jobs", {"status": "completed", "limit": 1}))
        assert listed["items"][0]["id"] == job_id


async def test_a_transcript_comes_in_its_formats_and_in_parts(server: Served) -> None:
    """The parts together are the whole."""
    async with server.client() as client:
        job_id = (await server.app.create())["id"]
        await clip(server.app, job_id)
        whole = made(await client.call_tool("get_transcript", {"job_id": job_id, "format": "srt"}))
        assert whole["text"].startswith("1\n00:00:00,000 --> ")
        assert (whole["total"], whole["next_offset"], whole["complete"]) == (len(whole["text"]), None, True)
        part: dict[str, Any] = {"next_offset": 0}
        text = ""
        while (offset := part["next_offset"]) is not None:
            request = {"job_id": job_id, "format": "srt", "offset": offset, "limit": 50}
            part = made(await client.call_tool("get_transcript", request))
            text += part["text"]
        assert text == whole["text"]
        document = made(await client.call_tool("get_transcript", {"job_id": job_id, "format": "md"}))
        assert document["text"].startswith("# ")
        lines = made(await client.call_tool("get_transcript", {"job_id": job_id, "format": "json", "offset": 1}))
        assert (lines["text"], lines["lines"][0]["text"], lines["total"]) == ("", "The Eagle is here.", 2)


async def test_refusals_are_tool_errors_in_the_apis_words(server: Served) -> None:
    """So a model reads what it has to do otherwise; what is misspelled is not lost without a word."""
    job_id = (await server.app.create())["id"]
    async with server.client() as client:
        await client.call_tool("cancel_job", {"job_id": job_id})
        for name, arguments, words in (
            ("get_job", {"job_id": NOBODY}, f"There is no job {NOBODY}"),
            ("wait_for_job", {"job_id": NOBODY}, f"There is no job {NOBODY}"),
            ("cancel_job", {"job_id": job_id}, "A job that is cancelled cannot be cancelled"),
            ("create_job", {}, "give exactly one source"),
            ("create_job", FILM | {"video_id": NOBODY}, "got url and video_id"),
            ("create_job", {"prompt": "A cat", "url": "http://example.com"}, "url"),
            ("create_job", FILM | {"job_type": "media_operation"}, "a media_operation needs one of"),
            ("create_job", FILM | {"tongue": "de"}, "tongue"),
            ("create_job", FILM | {"options": {"tongue": "de"}}, "options.tongue"),
            ("create_job", FILM | {"job_type": "dance"}, "job_type"),
            ("get_job", {}, "job_id"),
            ("get_job", {"job_id": "../keys"}, "should match pattern"),
            ("wait_for_job", {"job_id": job_id, "timeout_seconds": 86400}, "timeout_seconds"),
            ("list_jobs", {"limit": 0}, "limit"),
            ("dance", {}, "Unknown tool: dance"),
        ):
            assert words in await refusal(client, name, arguments), (name, arguments)
        answer = await server.app.http.get(f"/api/v1/jobs/{NOBODY}")
        assert answer.json()["detail"] in await refusal(client, "get_job", {"job_id": NOBODY})


async def test_a_key_can_by_tools_what_it_can_without(server: Served) -> None:
    """The scope and the user of a key hold for what a tool does."""
    theirs = (await server.app.create())["id"]
    async with server.client(**await server.key("reader", scope="read")) as client:
        assert made(await client.call_tool("get_job", {"job_id": theirs}))["id"] == theirs
        assert "needs a key with the scope write" in await refusal(client, "create_job", FILM)
    async with server.client(**await server.key("ann", scope="write", user="ann")) as client:
        assert "There is no job" in await refusal(client, "get_job", {"job_id": theirs})
        mine = made(await client.call_tool("create_job", FILM))["id"]
        assert [job["id"] for job in made(await client.call_tool("list_jobs", {}))["items"]] == [mine]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_without_the_key_a_client_reads_why(server: Served, mode: str) -> None:
    """Clients of the protocol get an error of it, all others the problem document."""
    with pytest.RaisesGroup(pytest.RaisesExc(MCPError, match="Send the API key"), flatten_subgroups=True):
        async with server.client(mode=mode, **{"X-API-Key": "wrong"}):
            pass
    answer = await server.app.http.post("/mcp", json={}, headers={"X-API-Key": ""})
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")


async def test_pages_of_other_sites_and_what_is_no_message_are_refused(server: Served) -> None:
    """By the boundary, as everywhere; there is no stream to open and no session to end."""
    http, accepts = server.app.http, {"Accept": "application/json, text/event-stream"}
    for headers, code in (
        ({"Origin": "https://evil.example"}, "forbidden_origin"),
        ({"Host": "evil.example"}, "forbidden_host"),
    ):
        answer = await http.post("/mcp", json={}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, code)
        answer = await http.post("/mcp", json={}, headers=headers | accepts)
        assert (answer.status_code, answer.json()["error"]["data"]["code"]) == (403, code)
    assert (await http.get("/mcp", headers=accepts)).status_code == 405
    assert (await http.delete("/mcp", headers=accepts)).status_code == 405
    assert (await http.post("/mcp", content=b"x", headers={"Content-Type": "text/plain"})).status_code == 415
    for body in (b"{", b"[]", b'{"jsonrpc":"2.0"}', b"null", b'"x"', b"[" * 5000):
        answer = await http.post("/mcp", content=body, headers=accepts | {"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["jsonrpc"]) == (400, "2.0"), body[:20]
    large = b'{"x":"' + b"x" * (1 << 20) + b'"}'
    answer = await http.post("/mcp/", content=large, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


async def test_who_stops_waiting_leaves_nothing_behind(server: Served) -> None:
    """The job is not cancelled, and nothing follows it any more."""
    app = server.app
    job_id = (await app.create())["id"]
    begun = asyncio.Event()

    async def reported(*_: Any) -> None:
        begun.set()

    async with server.client() as client, asyncio.timeout(PATIENCE_S), anyio.create_task_group() as tasks:

        async def wait() -> None:
            await client.call_tool("wait_for_job", {"job_id": job_id}, progress_callback=reported)

        tasks.start_soon(wait)
        await begun.wait()
        assert app.hub.connections()["jobs"] == 1
        tasks.cancel_scope.cancel()
    async with asyncio.timeout(PATIENCE_S):
        while app.hub.connections()["jobs"]:
            await asyncio.sleep(0.01)
    assert (await app.http.get(f"/api/v1/jobs/{job_id}")).json()["status"] == "queued"


async def test_a_wait_ends_when_its_time_is_over(server: Served) -> None:
    """With the job as it is then."""
    job_id = (await server.app.create())["id"]
    async with server.client() as client:
        job = made(await client.call_tool("wait_for_job", {"job_id": job_id, "timeout_seconds": 0.05}))
    assert (job["status"], job["finished"]) == ("queued", False)


async def test_a_server_that_stops_holds_no_wait(tmp_path: Path) -> None:
    """The client is told how far the job is, and the server need not wait for it."""
    begun = asyncio.Event()

    async def reported(*_: Any) -> None:
        begun.set()

    async with app_in(tmp_path) as app, served(app) as place, asyncio.timeout(PATIENCE_S):
        job_id = (await app.create())["id"]
        async with Served(app, place).client() as client:
            call = client.call_tool("wait_for_job", {"job_id": job_id}, progress_callback=reported)
            waiting = asyncio.create_task(call)
            await begun.wait()
            app.hub.stop()
            job = made(await waiting)
    assert (job["status"], job["finished"]) == ("queued", False)


async def test_a_page_that_is_allowed_may_send_its_messages(tmp_path: Path) -> None:
    """Inspectors of the protocol are pages: the browser asks first whether they may send what all clients send."""
    origin = {"Origin": "http://localhost:6274"}
    async with app_in(tmp_path, allowed_origins="http://localhost:6274") as app:
        wanted = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "mcp-protocol-version"}
        answer = await app.http.options("/mcp", headers=origin | wanted)
        assert "mcp-protocol-version" in answer.headers["access-control-allow-headers"].lower()
        message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        sent = origin | {"Accept": "application/json, text/event-stream"}
        answer = await app.http.post("/mcp", json=message, headers=sent)
        assert answer.headers["access-control-allow-origin"] == origin["Origin"]
        assert "create_job" in answer.text


async def test_a_call_counts_once_and_has_the_prefix_of_the_proxy(tmp_path: Path) -> None:
    """Against RATE_LIMIT, though it makes requests itself; and files are where the proxy serves them."""
    async with app_in(tmp_path, rate_limit="100/hour", root_path="/video") as app:
        job_id = (await app.create())["id"]
        await clip(app, job_id)
        call = {"name": "list_clips", "arguments": {"job_id": job_id}}
        message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
        answer = await app.http.post(
            "/video/mcp", json=message, headers={"Accept": "application/json, text/event-stream"}
        )
        assert answer.headers["x-ratelimit-remaining"] == "98"
        assert re.search(rf"http://127.0.0.1:8000/video/api/v1/jobs/{job_id}/artifacts/", answer.text)
