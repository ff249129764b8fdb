"""The parts that the lifespan built, as dependencies of routes: read from the request's state, never from globals."""

import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Path
from pydantic import AfterValidator
from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.api.json_text import encode
from app.api.v1.job_cards import JobCards
from app.api.v1.unchanged import Unchanged
from app.core.caller import Caller
from app.core.errors import NotFound
from app.core.settings import Settings
from app.db.statistics import JobStatistics
from app.db.store import Store
from app.live.hub import Hub
from app.ports.blob_store import BlobStore
from app.service.chapters import Chapters
from app.service.clip_previews import ClipPreviews
from app.service.dry_runs import DryRuns
from app.service.feeds import Feeds
from app.service.film_subtitles import FilmSubtitles
from app.service.intake import Intake
from app.service.jobs import Jobs
from app.service.partial_uploads import PartialUploads
from app.service.providers import Providers
from app.service.queue_view import QueueView
from app.service.server_health import ServerHealth
from app.service.shares import Shares
from app.service.timelines import Timelines
from app.service.transcripts import Transcripts
from app.service.webhooks import Webhooks
from app.stages.registry import Registry

T = TypeVar("T")
UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


def _part(read: Callable[[Any], T]) -> Callable[[HTTPConnection], Coroutine[Any, Any, T]]:
    """The dependency that reads a part of the state. A coroutine: FastAPI runs plain functions in threads."""

    async def found(connection: HTTPConnection) -> T:
        return read(connection.state)

    return found


async def _caller(connection: HTTPConnection) -> Caller:
    caller: Caller = connection.scope["caller"]
    return caller


@dataclass(frozen=True, slots=True)
class Services:
    """What routes of jobs need, in one value: the framework pays as much for each dependency as for a small route."""

    jobs: Jobs
    view: QueueView
    store: Store
    hub: Hub
    settings: Settings
    cards: JobCards
    unchanged: Unchanged
    timelines: Timelines


ServicesDep = Annotated[Services, Depends(_part(lambda state: state.services))]
CallerDep = Annotated[Caller, Depends(_caller)]
DryRunsDep = Annotated[DryRuns, Depends(_part(lambda state: state.engine.dry_runs))]
JobsDep = Annotated[Jobs, Depends(_part(lambda state: state.engine.jobs))]
QueueViewDep = Annotated[QueueView, Depends(_part(lambda state: state.engine.queue_view))]
IntakeDep = Annotated[Intake, Depends(_part(lambda state: state.engine.intake))]
ChaptersDep = Annotated[Chapters, Depends(_part(lambda state: state.engine.chapters))]
ClipPreviewsDep = Annotated[ClipPreviews, Depends(_part(lambda state: state.engine.clip_previews))]
TranscriptsDep = Annotated[Transcripts, Depends(_part(lambda state: state.engine.transcripts))]
HealthDep = Annotated[ServerHealth, Depends(_part(lambda state: state.engine.health))]
StoreDep = Annotated[Store, Depends(_part(lambda state: state.store))]
HubDep = Annotated[Hub, Depends(_part(lambda state: state.hub))]
SettingsDep = Annotated[Settings, Depends(_part(lambda state: state.settings))]
WebhooksDep = Annotated[Webhooks, Depends(_part(lambda state: state.engine.webhooks))]
SharesDep = Annotated[Shares, Depends(_part(lambda state: state.shares))]
ProvidersDep = Annotated[Providers, Depends(_part(lambda state: state.engine.providers))]
FilmSubtitlesDep = Annotated[FilmSubtitles, Depends(_part(lambda state: state.film_subtitles))]
FeedsDep = Annotated[Feeds, Depends(_part(lambda state: state.feeds))]
PartialUploadsDep = Annotated[PartialUploads, Depends(_part(lambda state: state.partial_uploads))]
BlobsDep = Annotated[BlobStore, Depends(_part(lambda state: state.blobs))]
StatisticsDep = Annotated[JobStatistics, Depends(_part(lambda state: state.statistics))]
StagesDep = Annotated[Registry, Depends(_part(lambda state: state.stages))]


def checked_id(text: str, what: str) -> str:
    """Return an id as the store has it. Raises NotFound for an impossible one, so that the database never gets it."""
    text = text.lower()
    if UUID.fullmatch(text) is None:
        raise NotFound(f"There is no such {what}.")
    return text


def _checked_job_id(job_id: str) -> str:
    return checked_id(job_id, "job")


JobId = Annotated[
    str,
    Path(description="The job's id", examples=["0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"]),
    AfterValidator(_checked_job_id),
]


class JsonText(Response):
    """A response with JSON that is already text."""

    media_type = "application/json"


class Json(Response):
    """A response with JSON that is already built: not validated again; NaN and lone surrogates are harmless."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """The bytes of the response."""
        return encode(content)
