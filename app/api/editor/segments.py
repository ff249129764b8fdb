"""Serves the files of scenes by their names: small ones for playing, large ones for cutting; these also on order."""

import re
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.dependencies import BlobsDep, Json, ServicesDep, StoreDep, checked_id
from app.api.editor.schemas import AnalysisTaken
from app.api.files import Redirect, answer_of
from app.api.v1.answers import problems, stored_file
from app.api.v1.schemas.orders import JobCreate
from app.api.v1.submission import job_request
from app.core.caller import EVERYBODY
from app.core.errors import InvalidRequest, NotFound
from app.db.analysis_parts import analysis_parts, file_of_kind
from app.db.store import Store
from app.jobs.hidden import hides_credentials
from app.jobs.options import JobType
from app.jobs.record import Artifact
from app.jobs.scenes import mezzanines_key
from app.ports.blob_store import BlobStore

router = APIRouter(prefix="/api", tags=["editor"])
#: Names that files of scenes can have.
NAME = re.compile(r"[\w][\w .-]{0,200}")
FILE = stored_file("video/mp4", "video/quicktime")


@router.get("/segment/{analysis_id}/proxy/{filename}", responses=FILE, response_class=Response)
@router.head("/segment/{analysis_id}/proxy/{filename}", include_in_schema=False)
async def read_proxy(
    request: Request, analysis_id: str, filename: str, store: StoreDep, blobs: BlobsDep, redirect: Redirect = False
) -> Any:
    """The proxy of a scene, for players; ranges work, and its ETag is the hash of its content."""
    file = await _file(store, analysis_id, "proxy", filename)
    return await _answer(request, blobs, file, redirect=redirect)


@router.get("/segment/{analysis_id}/mezzanine/{filename}", responses=FILE, response_class=Response)
@router.head("/segment/{analysis_id}/mezzanine/{filename}", include_in_schema=False)
async def read_mezzanine(
    request: Request, analysis_id: str, filename: str, store: StoreDep, blobs: BlobsDep, redirect: Redirect = False
) -> Any:
    """The mezzanine of a scene, for editors; ranges work, and its ETag is the hash of its content."""
    file = await _file(store, analysis_id, "mezzanine", filename)
    return await _answer(request, blobs, file, redirect=redirect)


@router.post(
    "/analysis/{analysis_id}/mezzanines",
    status_code=202,
    response_model=AnalysisTaken,
    responses=problems(404, 409, 422, 429, 503),
)
async def order_mezzanines(analysis_id: str, services: ServicesDep) -> Any:
    """Cut the mezzanines of an analysis that has none, by a job of its own: once, however often this is requested.
    They appear in the analysis and below `/api/segment`, each as soon as it is complete."""
    parts = await services.store.read(analysis_parts, checked_id(analysis_id, "analysis"), ())
    job, settings = parts.job, services.settings
    if settings.mezzanine == "never":
        raise InvalidRequest("This server cuts no mezzanines (MEZZANINE=never).")
    if (job.video_id is None and job.url is None) or (job.video_id is None and hides_credentials(job.url)):
        raise InvalidRequest("The video of this analysis cannot be read again: send it anew.")
    order: dict[str, Any] = {
        "video_id": job.video_id,
        "url": None if job.video_id is not None else job.url,
        "job_type": JobType.SCENE_ANALYSIS,
        "options": job.options.model_copy(update={"segments": "mezzanine"}),
        "priority": job.priority,
        "user_id": job.user_id,
    }
    # Of whoever the analysis is, and once for all: its caller may see it, and the key is the server's own.
    request = job_request(settings, JobCreate(**order), mezzanines_key(job.id))
    made, _ = await services.jobs.submit(request, EVERYBODY)
    headers = {"Location": f"/api/analysis/{job.id}"}
    return Json({"analysis_id": job.id, "job_id": made.id, "status": "processing"}, 202, headers)


async def _file(store: Store, analysis_id: str, kind: str, filename: str) -> Artifact:
    job_id = checked_id(analysis_id, "analysis")
    if NAME.fullmatch(filename) is None:
        raise NotFound("The analysis has no such file.")
    return await store.read(file_of_kind, job_id, kind, filename)


async def _answer(request: Request, blobs: BlobStore, file: Artifact, *, redirect: bool) -> Response:
    return await answer_of(
        request,
        blobs,
        file.blob,
        filename=file.filename,
        media_type=file.media_type,
        inline=True,
        redirect=redirect,
    )
