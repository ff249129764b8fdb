"""OpenAI's speech API: a sound comes in, a job transcribes it, and the request is answered when that has ended."""

import asyncio
from typing import Annotated, Any

from fastapi import Header, Request
from starlette.responses import Response

from app.api.declared_bodies import FormBody
from app.api.dependencies import CallerDep, IntakeDep, Services, ServicesDep, StagesDep
from app.api.held_jobs import HeldJob, submitted
from app.api.job_outcome import no_audio
from app.api.openai.described import refusals
from app.api.openai.errors import OpenAIErrors
from app.api.openai.models import model_size_of
from app.api.openai.schemas import DiarizedSpeech, SpeechText, VerboseSpeech
from app.api.openai.speech_form import F, SpeechForm, TranscriptionForm, TranslationForm, body_of, parsed
from app.api.openai.streaming import SpeechStream
from app.api.openai.views import Speech, rendered
from app.api.ownership import Shows, shows
from app.api.policy import PolicyRouter, RoutePolicy, declares
from app.api.uploads import received
from app.api.v1.routes.jobs import answer
from app.api.v1.schemas.jobs import Job
from app.api.v1.submission import checked_key, upload_request
from app.core.caller import Caller
from app.jobs.options import JobType
from app.service.intake import Intake
from app.stages.registry import Registry

router = PolicyRouter(prefix="/v1", tags=["openai"], policy=RoutePolicy(errors=OpenAIErrors()))
TRANSCRIPTION, TRANSLATION = body_of(TranscriptionForm), body_of(TranslationForm)
#: The preference of a client that does not wait (RFC 7240).
ASYNC = "respond-async"
ANSWERS: dict[int | str, dict[str, Any]] = refusals(400, 404, 409, 413, 429, 503) | {
    200: {
        "description": "The transcript; with `stream` the events",
        "content": {"text/plain": {"schema": {"type": "string"}}, "text/event-stream": {"schema": {"type": "string"}}},
    },
    202: {"model": Job, "description": "With `Prefer: respond-async`: the job, to be followed by its id"},
}
Prefer = Annotated[str, Header(description="`respond-async`: answer with the job at once")]
IdempotencyKey = Annotated[str | None, Header(description="Same key and form: same job")]


@router.post("/audio/transcriptions", response_model=SpeechText | VerboseSpeech | DiarizedSpeech, responses=ANSWERS)
@declares(body=TRANSCRIPTION)
@shows(Shows.OWN)
async def transcribe(
    request: Request,
    services: ServicesDep,
    intake: IntakeDep,
    stages: StagesDep,
    caller: CallerDep,
    prefer: Prefer = "",
    idempotency_key: IdempotencyKey = None,
) -> Any:
    """Write down what is said in a sound or video, as OpenAI's API does. Behind it is a job like any other; it is
    cancelled when the client leaves, and the next try on the same sound continues after the lines recognised so far."""
    speech = _Speech(request, services, intake, stages, caller)
    form, job = await speech.accepted(TRANSCRIPTION, TranscriptionForm, checked_key(idempotency_key))
    return await speech.answer(form, job, prefer)


@router.post("/audio/translations", response_model=SpeechText | VerboseSpeech, responses=ANSWERS)
@declares(body=TRANSLATION)
@shows(Shows.OWN)
async def translate(
    request: Request,
    services: ServicesDep,
    intake: IntakeDep,
    stages: StagesDep,
    caller: CallerDep,
    prefer: Prefer = "",
    idempotency_key: IdempotencyKey = None,
) -> Any:
    """Write down in English what is said in any language that the model knows; else as transcriptions."""
    speech = _Speech(request, services, intake, stages, caller)
    form, job = await speech.accepted(TRANSLATION, TranslationForm, checked_key(idempotency_key))
    return await speech.answer(form, job, prefer)


class _Speech:
    """One request."""

    def __init__(self, request: Request, services: Services, intake: Intake, stages: Registry, caller: Caller) -> None:
        self._request = request
        self._services = services
        self._intake = intake
        self._stages = stages
        self._caller = caller

    async def accepted(self, body: FormBody, kind: type[F], key: str | None) -> tuple[F, HeldJob]:
        """Receive the form and make its job. Raises a Refusal, or RequestValidationError."""
        services, settings = self._services, self._services.settings
        services.jobs.check_room()
        folder, limit = settings.data_dir / "work" / "uploads", settings.max_upload_bytes
        async with received(self._request, body, folder=folder, limit=limit, intake=self._intake) as upload:
            form = parsed(kind, upload.fields)
            model_size = await model_size_of(form.model, settings, self._stages)
            video = await self._intake.probe(upload.path, upload.name, self._caller.owner_of(None))
        if (video.media or {}).get("audio_codec") is None:
            await self._intake.discard(video)
            raise no_audio("file")
        order = upload_request(video, JobType.TRANSCRIPTION, key, form.options(model_size))
        return form, await submitted(services, self._intake, order, self._caller)

    async def answer(self, form: SpeechForm, job: HeldJob, prefer: str) -> Response:
        """The job at once if the client prefers that; else the transcript once it is there, or line by line."""
        headers = {"x-request-id": job.id}
        if _prefers_async(prefer):
            location = {"Location": f"/api/v1/jobs/{job.id}", "Preference-Applied": ASYNC}
            return await answer(self._services, job.id, 202, **location, **headers)
        plans = self._stages.plans
        if form.stream:
            with_speakers = form.response_format == "diarized_json"
            return SpeechStream(job, plans, with_speakers=with_speakers, headers=headers)
        await job.while_connected(self._request, job.ended())
        speech = await Speech.of_job(job, plans)
        text, media_type = await asyncio.to_thread(rendered, speech, form)
        return Response(text, media_type=media_type, headers=headers)


def _prefers_async(header: str) -> bool:
    """Whether a Prefer header (RFC 7240) has the preference, whatever else is in it."""
    preferences = (part.partition(";")[0].strip().lower() for part in header.split(","))
    return ASYNC in preferences
