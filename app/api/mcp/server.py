"""Makes the server of the protocol: the official SDK's, with the tools of this product."""

from collections.abc import Callable
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.tools import Tool
from mcp.types import ToolAnnotations

from app import __version__
from app.api.mcp.tools import JobTools

ABOUT = (
    "Transcribes, analyses and cuts videos. Create a job with create_job and wait for it with wait_for_job; then "
    "get_transcript has what was said, list_clips the clips, and get_job all else. search finds what was said in all "
    "recordings. A job goes on when nobody waits for it."
)
READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
CREATES = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=True)
CANCELS = ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=False, open_world_hint=False)


def make_server(tools: JobTools) -> "MCPServer[Any]":
    """A server with these tools."""
    return MCPServer(
        "video-processing",
        title="Video processing",
        version=__version__,
        instructions=ABOUT,
        log_level="WARNING",
        subscriptions=False,
        tools=[
            _tool(tools.create_job, "Create a job", CREATES),
            _tool(tools.get_job, "Read a job", READS),
            _tool(tools.wait_for_job, "Wait for a job", READS),
            _tool(tools.list_jobs, "List jobs", READS),
            _tool(tools.cancel_job, "Cancel a job", CANCELS),
            _tool(tools.get_transcript, "Read a transcript", READS),
            _tool(tools.list_clips, "List clips", READS),
            _tool(tools.search, "Search what was said", READS),
        ],
    )


def _tool(function: Callable[..., Any], title: str, annotations: ToolAnnotations) -> Tool:
    """A tool that refuses arguments that it does not have: a misspelled one would be lost without a word.

    Its schemas are without titles, which repeat the names: models read all of them before they do anything.
    """
    tool = Tool.from_function(function, title=title, annotations=annotations)
    arguments = tool.fn_metadata.arg_model
    arguments.model_config["extra"] = "forbid"
    arguments.model_rebuild(force=True)
    tool.parameters = _untitled(arguments.model_json_schema(by_alias=True))
    tool.fn_metadata.output_schema = _untitled(tool.fn_metadata.output_schema)
    return tool


def _untitled(schema: Any) -> Any:
    """A JSON schema without the titles of its parts; a property of that name stays."""
    if isinstance(schema, dict):
        return {name: _untitled(part) for name, part in schema.items() if name != "title" or not isinstance(part, str)}
    return [_untitled(part) for part in schema] if isinstance(schema, list) else schema
