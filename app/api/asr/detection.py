"""`POST /detect-language` of whisper-asr-webservice: which language is spoken, and how sure that is."""

from dataclasses import replace
from typing import Any

from fastapi import Request
from pydantic import Field

from app.api.asr.recognition import Encode, VideoFile
from app.api.asr.sound import FORM, has_sound, received_sound
from app.api.dependencies import CallerDep, IntakeDep, Json, Services, ServicesDep, StagesDep
from app.api.held_jobs import HeldJob, submitted
from app.api.job_outcome import no_audio, refuse_incomplete
from app.api.ownership import Shows, shows
from app.api.policy import PolicyRouter, RoutePolicy
from app.api.v1.answers import problems
from app.api.v1.schemas.base import Outgoing
from app.api.v1.submission import upload_request
from app.core.errors import NotFound, WrongState
from app.core.logging import logger
from app.db import transcript_parts
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.plan import Plans
from app.text.languages import name_of

router = PolicyRouter(tags=["asr"], policy=RoutePolicy(body=FORM, key_anywhere=True))
#: The language is found in this much of the sound; more of bare samples is not stored.
HEARD_S = 300.0
#: Before jobs that transcribe: it takes a moment.
PRIORITY = 8
log = logger(__name__)


class DetectedLanguage(Outgoing):
    """The language that is spoken."""

    detected_language: str = Field(description="Its English name", examples=["english"])
    language_code: str = Field(examples=["en"])
    confidence: float = Field(description="0 to 1; 1 for a model that knows one language alone")


@router.post("/detect-language", response_model=DetectedLanguage, responses=problems(409, 413, 415, 422, 429, 503))
@shows(Shows.OWN)
async def detect_language(
    request: Request,
    services: ServicesDep,
    intake: IntakeDep,
    stages: StagesDep,
    caller: CallerDep,
    encode: Encode = True,
    video_file: VideoFile = None,
) -> Any:
    """Find out which language is spoken, as whisper-asr-webservice does. The job behind it ends as soon as that is
    known, and nothing is kept of it."""
    sound = received_sound(request, services, intake, encoded=encode, name=video_file, longest_s=HEARD_S)
    async with sound as (path, name):
        video = await intake.probe(path, name, caller.owner_of(None))
    if not has_sound(video):
        await intake.discard(video)
        raise no_audio("audio_file")
    order = upload_request(video, JobType.TRANSCRIPTION, None, ProcessingOptions.model_validate({"engine": "whisper"}))
    held = await submitted(services, intake, replace(order, priority=PRIORITY), caller, patient=request)
    try:
        code, confidence = await held.while_connected(request, _detected(held, services, stages.plans))
    finally:
        await _forget(held, services)
    return Json({"detected_language": name_of(code), "language_code": code, "confidence": round(confidence, 4)})


async def _detected(held: HeldJob, services: Services, plans: Plans) -> tuple[str, float]:
    """The language and its probability, as soon as the job has found it out. Raises a Refusal if it fails."""
    async for found in held.logged("language", "probability"):
        return str(found["language"]), float(found["probability"])
    parts = await services.store.read(transcript_parts.read, held.id, plans)
    refuse_incomplete(parts.job, "audio_file")
    probability = parts.output.get("language_probability") if parts.lines else 0.0
    return str(parts.output["language"]), float(probability or 0.0)


async def _forget(held: HeldJob, services: Services) -> None:
    """End and delete the job with its sound: nothing of it is worth keeping."""
    try:
        await services.jobs.end(held.id)
        await services.jobs.delete(held.id)
    except (NotFound, WrongState) as refusal:  # somebody else has deleted it, or it takes its time to stop
        log.info("the job of a detection stays as it is", job_id=held.id, reason=refusal.message)
