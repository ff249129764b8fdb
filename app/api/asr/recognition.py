"""`POST /asr` of whisper-asr-webservice: a sound comes in, its transcript goes out when the job has ended."""

import asyncio
from typing import Annotated, Any, Literal

from fastapi import Query, Request
from starlette.responses import Response

from app.api.asr.formats import JSON, TEXT, Output, rendered
from app.api.asr.sound import FORM, has_sound, received_sound
from app.api.dependencies import CallerDep, IntakeDep, ServicesDep, StagesDep
from app.api.held_jobs import submitted
from app.api.job_outcome import no_audio, refuse_incomplete
from app.api.ownership import Shows, shows
from app.api.policy import PolicyRouter, RoutePolicy
from app.api.v1.answers import problems
from app.api.v1.submission import error_row, upload_request
from app.db import transcript_parts
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.transcripts import as_recognised
from app.text.languages import code_of

router = PolicyRouter(tags=["asr"], policy=RoutePolicy(body=FORM, key_anywhere=True))
#: The longest text before the sound that guides the recognition, characters.
PROMPT_LENGTH = 2000
Encode = Annotated[bool, Query(description="false: the file is bare samples, 16 kHz, mono, 16 bits, little endian")]
VideoFile = Annotated[str | None, Query(max_length=4096, description="Path of the film; its name becomes the title")]


@router.post(
    "/asr",
    responses=problems(409, 413, 415, 422, 429, 503)
    | {
        200: {
            "description": "The transcript; empty for silence",
            "content": {"text/plain": {"schema": {"type": "string"}}, JSON: {"schema": {"type": "object"}}},
        }
    },
    response_class=Response,
)
@shows(Shows.OWN)
async def recognise(
    request: Request,
    services: ServicesDep,
    intake: IntakeDep,
    stages: StagesDep,
    caller: CallerDep,
    task: Annotated[Literal["transcribe", "translate"], Query(description="translate: into English")] = "transcribe",
    language: Annotated[
        str | None, Query(max_length=40, description="Code or English name; detected when absent")
    ] = None,
    output: Annotated[Output, Query(description="Format")] = "txt",
    encode: Encode = True,
    word_timestamps: Annotated[bool, Query(description="With `json`: each line with its words")] = False,
    vad_filter: Annotated[bool, Query(description="Changes nothing: silence is always left out")] = False,
    initial_prompt: Annotated[str | None, Query(max_length=10_000, description="Style and spellings to expect")] = None,
    video_file: VideoFile = None,
) -> Any:
    """Transcribe as whisper-asr-webservice does, for Bazarr and others: the answer comes when the job has ended,
    however long it waits its turn. It is cancelled when the client leaves; the next try continues where it was."""
    options = {
        "language": _language(language),
        "task": task,
        "engine": "whisper" if task == "translate" else None,
        "prompt": (initial_prompt or "").strip()[-PROMPT_LENGTH:].strip() or None,
    }
    chosen = ProcessingOptions.model_validate({name: value for name, value in options.items() if value is not None})
    async with received_sound(request, services, intake, encoded=encode, name=video_file) as (path, name):
        video = await intake.probe(path, name, caller.owner_of(None))
    if not has_sound(video):
        await intake.discard(video)
        raise no_audio("audio_file")
    order = upload_request(video, JobType.TRANSCRIPTION, None, chosen)
    held = await submitted(services, intake, order, caller, patient=request)
    await held.while_connected(request, held.ended())
    parts = await services.store.read(transcript_parts.read, held.id, stages.plans)
    refuse_incomplete(parts.job, "audio_file")
    lines, heard = as_recognised(parts.lines), parts.output.get("language") or ""
    text = await asyncio.to_thread(rendered, lines, heard, output, words=word_timestamps)
    headers = {"x-request-id": held.id, "Content-Disposition": f'attachment; filename="audio_file.{output}"'}
    return Response(text, media_type=JSON if output == "json" else TEXT, headers=headers)


def _language(named: str | None) -> str | None:
    """The code of a language. Raises InvalidRequest for one that Whisper does not know."""
    if not named or not named.strip():
        return None
    if (code := code_of(named)) is None:
        raise error_row(["query", "language"], "is no language that the model knows")
    return code
