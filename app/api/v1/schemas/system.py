"""The server itself: health, connections, machine."""

from typing import Any, Literal

from pydantic import ConfigDict

from app.api.v1.schemas.base import Outgoing


class Health(Outgoing):
    """Whether the server is alive."""

    status: Literal["healthy", "unhealthy"]
    queue_running: bool
    debug: bool
    app_name: str
    environment: str
    version: str
    down: list[str] | None = None


class Alive(Outgoing):
    """The process answers."""

    status: Literal["alive"]


class Component(Outgoing):
    """One part of the server."""

    model_config = ConfigDict(extra="allow")

    status: Literal["ok", "down"]
    latency_ms: float
    detail: str | None


class Readiness(Outgoing):
    """Every part of the server."""

    status: Literal["ready", "not_ready"]
    components: dict[str, Component]


class Connections(Outgoing):
    """Live connections and their messages."""

    connections: dict[str, int]
    total: int
    messages: dict[str, int]


class SystemView(Outgoing):
    """The machine and the settings in force, without secrets."""

    version: str
    uptime_seconds: float
    disk: dict[str, int]
    memory: dict[str, int]
    models: list[dict[str, Any]]
    settings: dict[str, Any]
