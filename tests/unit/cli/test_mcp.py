"""`python main.py mcp` and the server behind it."""

import asyncio
import json
import threading
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client
from mcp.server.mcpserver.exceptions import ToolError

from app.api.mcp.jobs_api import JobsApi, ServerAway
from app.api.mcp.local_tools import LocalJobTools
from app.api.mcp.server import make_server
from app.cli.mcp import Connection, run_mcp
from app.client.api_client import ApiClient, ApiRefused
from app.core.errors import SettingsInvalid
from app.core.settings import load_settings
from tests.asgi import PATIENCE_S
from tests.servers import Site

NO_CONTEXT: Any = None


def test_a_server_that_does_not_answer_ends_the_command() -> None:
    """With its address, before a client is served."""
    with pytest.raises(ApiRefused, match=r"no server answers at http://127\.0\.0\.1:9"):
        run_mcp(load_settings(), "http://127.0.0.1:9")
    with pytest.raises(ApiRefused, match="example is no address of a server"):
        run_mcp(load_settings(), "videos.example")


def test_several_machines_need_a_named_server(tmp_path: Path) -> None:
    """As `run` says it."""
    settings = load_settings(
        data_dir=tmp_path, engine="celery", database_url="postgresql://db/jobs", redis_url="redis://db"
    )
    with pytest.raises(SettingsInvalid, match="--server"):
        run_mcp(settings, None)


class Replaced(Connection):
    """A connection whose servers do not answer; counts how often one was sought, and how many were ended."""

    address = "http://127.0.0.1:9"
    sought = ended = 0

    def _opened(self) -> ApiClient:
        self.sought += 1
        self._stack.callback(self._end)
        return ApiClient(self.address)

    def _end(self) -> None:
        self.ended += 1


def test_a_server_that_is_gone_is_sought_anew_at_the_next_call(tmp_path: Path) -> None:
    """The tool that has lost it says so, and the client goes on."""

    async def calls(connection: Connection) -> None:
        async with Client(make_server(LocalJobTools(connection.api))) as client:
            for _ in range(2):
                result = await client.call_tool("list_jobs", {})
                assert result.is_error
                assert "The server at http://127.0.0.1:9 does not answer" in str(result.content)

    with Replaced(load_settings(data_dir=tmp_path), None) as connection:
        asyncio.run(calls(connection))
    assert connection.sought == 2


def test_a_healthy_server_that_breaks_one_answer_off_goes_on(tmp_path: Path, site: Site) -> None:
    """To end it would end the jobs that it runs."""
    page = json.dumps({"items": [], "total": 0, "limit": 20, "offset": 0}).encode()
    site.add("/health", body=b'{"status":"healthy"}')
    site.add("/api/v1/jobs", body=page, cuts=1, cut_after=3)

    async def calls(connection: Connection) -> None:
        async with Client(make_server(LocalJobTools(connection.api))) as client:
            broken = await client.call_tool("list_jobs", {})
            assert "does not answer" in str(broken.content)
            assert not (await client.call_tool("list_jobs", {})).is_error

    with Replaced(load_settings(data_dir=tmp_path), None) as connection:
        connection._client = ApiClient(site.url(""))
        asyncio.run(calls(connection))
        assert (connection.sought, connection.ended) == (1, 0)
    assert connection.ended == 1


def test_a_call_that_is_late_to_lose_its_server_leaves_the_newer_one(tmp_path: Path) -> None:
    """A wait of some minutes with a server that was replaced meanwhile."""

    async def lose(connection: Connection) -> None:
        with pytest.raises(ServerAway):
            async with connection.api(NO_CONTEXT):
                raise ServerAway("lost")

    async def calls(connection: Connection) -> None:
        with pytest.raises(ServerAway):
            async with connection.api(NO_CONTEXT):
                await lose(connection)
                async with connection.api(NO_CONTEXT):
                    assert (connection.sought, connection.ended) == (2, 1)
                raise ServerAway("late")
        async with connection.api(NO_CONTEXT):
            assert (connection.sought, connection.ended) == (2, 1)

    with Replaced(load_settings(data_dir=tmp_path), None) as connection:
        asyncio.run(calls(connection))


class Slow(Replaced):
    """The servers after the first one start when `may_start` is set."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.starting, self.may_start = threading.Event(), threading.Event()

    def _opened(self) -> ApiClient:
        if self.sought:
            self.starting.set()
            assert self.may_start.wait(PATIENCE_S)
        return super()._opened()


def test_other_calls_go_on_while_a_server_starts(tmp_path: Path) -> None:
    """A start takes seconds, and clients give up a server that answers nothing."""

    async def calls(connection: Slow) -> None:
        async with Client(make_server(LocalJobTools(connection.api))) as client:
            await client.call_tool("list_jobs", {})
            second = asyncio.create_task(client.call_tool("list_jobs", {}))
            assert await asyncio.to_thread(connection.starting.wait, PATIENCE_S)
            assert (await client.list_tools()).tools
            connection.may_start.set()
            await second

    with Slow(load_settings(data_dir=tmp_path), None) as connection:
        asyncio.run(calls(connection))
    assert connection.sought == 2


@pytest.mark.parametrize(
    ("fault", "is_away"), [(httpx2.ReadTimeout, False), (httpx2.ConnectTimeout, True), (httpx2.ConnectError, True)]
)
async def test_a_server_that_is_slow_is_not_away(fault: type[httpx2.TransportError], is_away: bool) -> None:
    """It may have done what was requested, so that is what the tool says."""

    def refuse(_request: httpx2.Request) -> httpx2.Response:
        raise fault("no luck")

    async with httpx2.AsyncClient(transport=httpx2.MockTransport(refuse), base_url="http://a.example") as http:
        with pytest.raises(ToolError, match="does not answer" if is_away else "has not answered in time") as error:
            await JobsApi(http).json("POST", "/api/v1/jobs")
    assert isinstance(error.value, ServerAway) is is_away


def test_a_file_has_no_other_source_beside_it(tmp_path: Path) -> None:
    """Before it is uploaded."""

    async def call() -> None:
        with Replaced(load_settings(data_dir=tmp_path), None) as connection:
            async with Client(make_server(LocalJobTools(connection.api))) as client:
                both = {"file": str(tmp_path), "url": "https://a.example/b.mp4"}
                result = await client.call_tool("create_job", both)
                assert "got file and url" in str(result.content)
                result = await client.call_tool("create_job", {"file": str(tmp_path)})
                assert "is no file on this machine" in str(result.content)

    asyncio.run(call())
