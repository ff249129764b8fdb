"""`python main.py mcp` and the server behind it."""

import asyncio
from pathlib import Path

import pytest
from mcp import Client

from app.api.mcp.local_tools import LocalJobTools
from app.api.mcp.server import make_server
from app.cli.mcp import Connection, run_mcp
from app.client.api_client import ApiClient, ApiRefused
from app.core.errors import SettingsInvalid
from app.core.settings import load_settings


def test_a_server_that_does_not_answer_ends_the_command() -> None:
    """With its address, before a client is served."""
    with pytest.raises(ApiRefused, match=r"no server answers at http://127\.0\.0\.1:9"):
        run_mcp(load_settings(), "http://127.0.0.1:9")


def test_several_machines_need_a_named_server(tmp_path: Path) -> None:
    """As `run` says it."""
    settings = load_settings(
        data_dir=tmp_path, engine="celery", database_url="postgresql://db/jobs", redis_url="redis://db"
    )
    with pytest.raises(SettingsInvalid, match="--server"):
        run_mcp(settings, None)


class Replaced(Connection):
    """A connection whose servers do not answer; counts how often one was sought."""

    sought = 0

    def _connect(self) -> ApiClient:
        self.sought += 1
        self._client = ApiClient("http://127.0.0.1:9")
        return self._client


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
