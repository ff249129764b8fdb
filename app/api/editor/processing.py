"""Processing a video: start an operation on a stored video or on that of a job, and read what came of it."""

import asyncio
import hashlib
import json
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Header

from app.api.dependencies import CallerDep, JobId, Json, Services, ServicesDep, checked_id
from app.api.editor import processing_view
from app.api.editor.processing_schemas import ProcessingOrder, ProcessingTaken, ProcessingView
from app.api.ownership import Shows, shows
from app.api.v1.answers import problems
from app.api.v1.schemas.orders import JobCreate, Order
from app.api.v1.submission import checked_key, error_row, job_request
from app.core.caller import Caller
from app.core.errors import NotFound
from app.db import job_parts, queries
from app.jobs.hidden import hides_credentials
from app.jobs.record import JobRecord
from app.service.job_request import JobRequest

router = APIRouter(prefix="/api/processing", tags=["editor"])


@router.post(
    "/start", status_code=202, response_model=ProcessingTaken, responses=problems(409, 413, 415, 422, 429, 503)
)
@shows(Shows.OWN)
async def start_processing(
    order: ProcessingOrder,
    services: ServicesDep,
    caller: CallerDep,
    idempotency_key: Annotated[str | None, Header(description="Same key and body: same process")] = None,
) -> Any:
    """Do something with a video: a new file of it (`remove_silence` …), or a job of another type. Follow it at
    `/ws/{job_id}`."""
    job, _ = await services.jobs.submit(await request_of(services, order, checked_key(idempotency_key), caller), caller)
    headers = {"Location": f"/api/processing/status/{job.id}"}
    return Json({"job_id": job.id, "status": processing_view.status(job)}, 202, headers)


@router.get("/status/{job_id}", response_model=ProcessingView, responses=problems(404))
async def read_processing(job_id: JobId, services: ServicesDep) -> Any:
    """A process as far as it is, with what came of it. Any job can be read so."""
    parts = await services.store.read(job_parts.job_parts, job_id)
    outlook = services.view.outlook(parts.job)
    return Json(await asyncio.to_thread(processing_view.processing, parts, outlook))  # it may have a long transcript


async def request_of(services: Services, order: ProcessingOrder, key: str | None, caller: Caller) -> JobRequest:
    """The job of an order. Raises InvalidRequest."""
    if (foreign := order.foreign()) is not None:
        raise error_row(["body", "options", foreign], f"{order.operation} does not have it")
    source = None if order.source_job is None else await _source(services, order, caller)
    common = {name: getattr(order, name) for name in Order.model_fields if name != "options"}
    job = JobCreate(
        video_id=order.video_id if source is None else source.video_id,
        url=None if source is None or source.video_id is not None else source.url,
        job_type=order.operation.job_type,
        options=order.chosen(None if source is None else source.options),
        **common,
    )
    request = job_request(services.settings, job, key)
    request = replace(request, transcript_of=None if source is None else source.id)
    return request if key is None else replace(request, request_hash=_hash(order))


async def _source(services: Services, order: ProcessingOrder, caller: Caller) -> JobRecord:
    """The job whose video is processed. Raises InvalidRequest if there is none, or its video cannot be read again."""
    loc = ["body", "job_id" if order.job_id is not None else "analysis_id"]
    try:
        job = await services.store.read(queries.job, checked_id(order.source_job or "", "job"))
        await services.jobs.check(job.id, caller)
    except NotFound:
        raise error_row(loc, "no such job") from None
    if job.video_id is None and job.url is None:
        raise error_row(loc, "has no video: it was deleted, or the job made its file from a timeline")
    if job.video_id is None and job.url is not None and hides_credentials(job.url):
        raise error_row(loc, "the link of its video had a password, which is not kept; send the link again")
    return job


def _hash(order: ProcessingOrder) -> str:
    """Equal for orders that mean the same process."""
    return hashlib.sha256(json.dumps(order.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()
