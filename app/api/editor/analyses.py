"""Analyses of scenes: begin one on an upload, a stored video or a link; read its scenes and what is said in them."""

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any, Literal, get_args

from fastapi import APIRouter, Header, Query
from starlette.requests import Request
from starlette.responses import Response

from app.api.declared_bodies import FormBody, JsonBody, is_json
from app.api.dependencies import CallerDep, IntakeDep, Json, Services, ServicesDep, StoreDep, checked_id
from app.api.editor import analysis_view
from app.api.editor.schemas import AnalysisTaken, AnalyzeForm, AnalyzeOrder, SceneAnalysisView, SubtitleView, chosen
from app.api.files import disposition
from app.api.ownership import Shows, shows
from app.api.policy import declares
from app.api.uploads import received
from app.api.v1.answers import problems
from app.api.v1.json_bodies import parsed, read, validated
from app.api.v1.schemas.orders import JobCreate, Order, VideoCreate
from app.api.v1.submission import checked_key, job_request, link_request, upload_request
from app.core.errors import NotFound
from app.db import scene_subtitles
from app.db.analysis_parts import analysis_parts
from app.jobs.options import JobType
from app.jobs.results import Segment
from app.jobs.scenes import Segmentation
from app.jobs.scenes import scene_id as id_of_scene
from app.media import captions
from app.service.job_request import JobRequest
from app.stages.stage_artifacts import stem_of

router = APIRouter(prefix="/api", tags=["editor"])
#: The form's file, MAX_UPLOAD_BYTES at most, counted while it is received; or a stored video or a link.
UPLOAD = FormBody(
    file="video",
    fields=("segmentation_method", "options"),
    described={
        "segmentation_method": {"type": "string", "enum": [*get_args(Segmentation)], "default": "cut-based"},
        "options": {"type": "string", "description": "As of a job, as JSON"},
    },
    or_json=JsonBody(),
    limit=None,
)
ORDER = {"application/json": {"schema": {"$ref": "#/components/schemas/AnalyzeOrder"}}}
MEDIA_TYPES = {"srt": "application/x-subrip", "vtt": "text/vtt"}
SceneFormat = Literal["json", "srt", "vtt"]


@router.post(
    "/analyze",
    status_code=202,
    response_model=AnalysisTaken,
    responses=problems(409, 413, 415, 422, 429, 503),
    openapi_extra={"requestBody": {"required": True, "content": UPLOAD.content() | ORDER}},
)
@shows(Shows.OWN)
@declares(body=UPLOAD)
async def analyze(
    request: Request,
    intake: IntakeDep,
    services: ServicesDep,
    caller: CallerDep,
    idempotency_key: Annotated[str | None, Header(description="Same key and body: same analysis")] = None,
) -> Any:
    """Analyse the scenes of a video: an upload in the form's field `video`, which is probed before this answers; or,
    as JSON, a stored video or a link. Follow it at `/ws/{job_id}`."""
    key = checked_key(idempotency_key)
    if is_json(request.headers.get("content-type", "")):
        order = parsed(AnalyzeOrder, await request.body())
        job, _ = await services.jobs.submit(_ordered(services, order, key), caller)
        return _taken(job.id)
    services.jobs.check_room()
    folder, limit = services.settings.data_dir / "work" / "uploads", services.settings.max_upload_bytes
    async with received(request, UPLOAD, folder=folder, limit=limit, intake=intake) as upload:
        form = _form(upload.fields.get("segmentation_method", ()), upload.fields.get("options", ()))
        video = await intake.probe(upload.path, upload.name)
    options = chosen(form.segmentation_method, form.options)
    stored = False
    try:
        job, stored = await services.jobs.submit(upload_request(video, JobType.SCENE_ANALYSIS, key, options), caller)
        return _taken(job.id)
    finally:
        if not stored:
            await intake.discard(video)


def _form(methods: Sequence[str], options: Sequence[str]) -> AnalyzeForm:
    """Parse the fields of a form. Raises RequestValidationError."""
    fields: dict[str, Any] = {"segmentation_method": methods[-1]} if methods else {}
    if options:
        fields["options"] = read(options[-1], "options")
    return validated(AnalyzeForm, fields)


def _ordered(services: Services, order: AnalyzeOrder, key: str | None) -> JobRequest:
    """The job of an order, with the video that a link becomes. Raises InvalidRequest."""
    common = {name: getattr(order, name) for name in Order.model_fields}
    common["options"] = chosen(order.segmentation_method, order.options)
    if order.url is not None:
        video = VideoCreate(url=order.url, job_type=JobType.SCENE_ANALYSIS, **common)
        return link_request(services.settings, video, key)
    job = JobCreate(video_id=order.video_id, job_type=JobType.SCENE_ANALYSIS, **common)
    return job_request(services.settings, job, key)


def _taken(job_id: str) -> Json:
    headers = {"Location": f"/api/analysis/{job_id}"}
    return Json({"analysis_id": job_id, "job_id": job_id, "status": "processing"}, 202, headers)


@router.get("/analysis/{analysis_id}", response_model=SceneAnalysisView, responses=problems(404))
async def read_analysis(analysis_id: str, store: StoreDep) -> Any:
    """An analysis as far as it is: scenes as soon as they are known, URLs as soon as the files are there."""
    parts = await store.read(analysis_parts, checked_id(analysis_id, "analysis"), analysis_view.STAGES)
    return Json(await asyncio.to_thread(analysis_view.analysis, parts))  # there may be a thousand scenes


@router.get(
    "/analysis/{analysis_id}/scenes/{scene_id}/subtitles",
    response_model=list[SubtitleView],
    responses=problems(404, 422)
    | {
        200: {
            "description": "The subtitles",
            "content": {media_type: {"schema": {"type": "string"}} for media_type in MEDIA_TYPES.values()},
        }
    },
)
async def read_subtitles(
    analysis_id: str,
    scene_id: str,
    store: StoreDep,
    format: Annotated[SceneFormat, Query()] = "json",  # noqa: A002
) -> Any:
    """What is said in a scene, with times from its start; of a corrected transcript the corrected words."""
    parts = await store.read(analysis_parts, checked_id(analysis_id, "analysis"), ("subtitles",))
    ids = [id_of_scene(parts.job.id, index) for index in range(len(parts.scenes))]
    if (wanted := scene_id.lower()) not in ids:
        raise NotFound("The analysis has no such scene.")
    if "subtitles" not in parts.outputs:
        raise NotFound("The subtitles of this scene are not made yet.")
    index = ids.index(wanted)
    lines: Sequence[Segment] | None = await store.read(scene_subtitles.lines_of, wanted)
    if lines is None:
        lines = analysis_view.Subtitles.model_validate(parts.outputs["subtitles"]).scenes[index].lines
    if format == "json":
        return Json([subtitle_row(line) for line in lines])
    name = disposition(f"{stem_of(parts.job.video_title or parts.job.id)} scene {index}.{format}", inline=True)
    length_s = parts.scenes[index]["end_s"] - parts.scenes[index]["start_s"]
    shown = captions.cues(lines, length_s=length_s, names=format == "srt")
    text = captions.srt(shown) if format == "srt" else captions.vtt(shown)
    return Response(text, media_type=f"{MEDIA_TYPES[format]}; charset=utf-8", headers={"Content-Disposition": name})


def subtitle_row(line: Segment) -> dict[str, Any]:
    """A line that is said in a scene, as it is stored for editors."""
    return {
        "start": round(line.start_s, 3),
        "end": round(line.end_s, 3),
        "text": line.text.strip(),
        "speaker": line.speaker,
    }
