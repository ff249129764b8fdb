"""Exports of timelines: begin one, follow it, download its file."""

from typing import Annotated, Any, get_args

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response

from app.api.dependencies import BlobsDep, CallerDep, Json, ServicesDep, StoreDep, checked_id
from app.api.editor.export_schemas import TIMELINE, ExportTaken, ExportView, TimelineExport
from app.api.files import Redirect, answer_of
from app.api.ownership import Shows, shows
from app.api.policy import declares
from app.api.v1.answers import problems, stored_file
from app.api.v1.submission import checked_key, timeline_request
from app.api.v1.wire import percent
from app.core.errors import NotFound
from app.db.timeline_exports import export_of
from app.jobs.options import FilmFormat
from app.jobs.record import Artifact, JobRecord
from app.jobs.states import WAITING, JobState
from app.stages.stage_artifacts import media_type_of

router = APIRouter(prefix="/api/export", tags=["editor"])
#: The kind of the file that a timeline becomes.
KIND = "film"


@router.post("/timeline", status_code=202, response_model=ExportTaken, responses=problems(409, 413, 415, 422, 429, 503))
@shows(Shows.OWN)
@declares(body=TIMELINE)
async def export_timeline(
    order: TimelineExport,
    services: ServicesDep,
    caller: CallerDep,
    idempotency_key: Annotated[str | None, Header(description="Same key and body: same export")] = None,
) -> Any:
    """Render a timeline to a file. What does not fit is refused here, with its track and clip. Follow it at
    `/ws/{job_id}`."""
    wanted = timeline_request(order, order.timeline, order.job_options, checked_key(idempotency_key))
    request = await services.timelines.prepared(wanted, caller)
    made, _ = await services.jobs.submit(request, caller)
    return Json(_taken(made), 202, {"Location": f"/api/export/{made.id}"})


@router.get("/{export_id}", response_model=ExportView, responses=problems(404))
async def read_export(export_id: str, services: ServicesDep) -> Any:
    """An export as far as it is."""
    job, file = await services.store.read(export_of, checked_id(export_id, "export"), KIND)
    return Json(_view(job, file))


@router.get(
    "/{export_id}/file",
    responses=stored_file(*(media_type_of(f".{form}") for form in get_args(FilmFormat))),
    response_class=Response,
)
@router.head("/{export_id}/file", include_in_schema=False)
async def download_export(
    request: Request,
    export_id: str,
    store: StoreDep,
    blobs: BlobsDep,
    inline: Annotated[bool, Query(description="Let a player show it instead of a download")] = False,
    redirect: Redirect = False,
) -> Any:
    """The rendered file; ranges work, so players can seek."""
    _, file = await store.read(export_of, checked_id(export_id, "export"), KIND)
    if file is None:
        raise NotFound("The file of this export is not there yet, or not kept any more.")
    return await answer_of(
        request,
        blobs,
        file.blob,
        filename=file.filename,
        media_type=file.media_type,
        inline=inline,
        redirect=redirect,
    )


def _taken(job: JobRecord) -> dict[str, Any]:
    status = "queued" if job.status in WAITING else job.status.value
    return {"export_id": job.id, "job_id": job.id, "status": status}


def _view(job: JobRecord, file: Artifact | None) -> dict[str, Any]:
    return _taken(job) | {
        "progress": 100.0 if job.status is JobState.COMPLETED else percent(job.progress),
        "duration": job.video_duration,
        "artifact_id": None if file is None else file.id,
        "url": None if file is None else f"/api/export/{job.id}/file",
        "error": job.error,
    }
