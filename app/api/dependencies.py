"""The parts that the lifespan built, as dependencies of routes: read from the request's state, never from globals."""

import re
from typing import Annotated, Any

from fastapi import Depends, Path
from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.api.json_text import dump
from app.core.errors import NotFound
from app.core.settings import Settings
from app.db.store import Store
from app.live.hub import Hub
from app.ports.blob_store import BlobStore
from app.service.intake import Intake
from app.service.jobs import Jobs
from app.service.queue_view import QueueView
from app.service.server_health import ServerHealth
from app.stages.registry import Registry

UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


def _state(connection: HTTPConnection) -> Any:
    return connection.state


def _jobs(connection: HTTPConnection) -> Jobs:
    return _state(connection).engine.jobs  # type: ignore[no-any-return]


def _queue_view(connection: HTTPConnection) -> QueueView:
    return _state(connection).engine.queue_view  # type: ignore[no-any-return]


def _intake(connection: HTTPConnection) -> Intake:
    return _state(connection).engine.intake  # type: ignore[no-any-return]


def _health(connection: HTTPConnection) -> ServerHealth:
    return _state(connection).engine.health  # type: ignore[no-any-return]


def _store(connection: HTTPConnection) -> Store:
    return _state(connection).store  # type: ignore[no-any-return]


def _hub(connection: HTTPConnection) -> Hub:
    return _state(connection).hub  # type: ignore[no-any-return]


def _settings(connection: HTTPConnection) -> Settings:
    return _state(connection).settings  # type: ignore[no-any-return]


def _blobs(connection: HTTPConnection) -> BlobStore:
    return _state(connection).blobs  # type: ignore[no-any-return]


def _stages(connection: HTTPConnection) -> Registry:
    return _state(connection).stages  # type: ignore[no-any-return]


JobsDep = Annotated[Jobs, Depends(_jobs)]
QueueViewDep = Annotated[QueueView, Depends(_queue_view)]
IntakeDep = Annotated[Intake, Depends(_intake)]
HealthDep = Annotated[ServerHealth, Depends(_health)]
StoreDep = Annotated[Store, Depends(_store)]
HubDep = Annotated[Hub, Depends(_hub)]
SettingsDep = Annotated[Settings, Depends(_settings)]
BlobsDep = Annotated[BlobStore, Depends(_blobs)]
StagesDep = Annotated[Registry, Depends(_stages)]


def checked_id(text: str, what: str) -> str:
    """Return an id as the store has it. Raises NotFound for an impossible one, so that the database never gets it."""
    text = text.lower()
    if UUID.fullmatch(text) is None:
        raise NotFound(f"There is no such {what}.")
    return text


def _job_id(
    job_id: Annotated[str, Path(description="The job's id", examples=["0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"])],
) -> str:
    return checked_id(job_id, "job")


JobId = Annotated[str, Depends(_job_id)]


class JsonText(Response):
    """A response with JSON that is already text."""

    media_type = "application/json"


class Json(Response):
    """A response with JSON that is already built: not validated again; NaN and lone surrogates are harmless."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """The bytes of the response."""
        return dump(content).encode()
