"""A client's request for a job, checked, as the service receives it."""

import hashlib
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from app.core.caller import Caller
from app.core.sealing import Seal
from app.core.settings import Settings
from app.core.trace_context import current_traceparent
from app.jobs.generations import Generation
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.record import ClipOf, NewJob, Video
from app.sources.source_url import SourceUrl
from app.text.scripts import one_line

#: Longest title that is made of a prompt, characters.
LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class JobRequest:
    """One job on a link (`url`), on a video (`video_id`), on a `timeline` or of a prompt (`generation`).

    The others are None.

    `new_video`: the job comes with its video, which is stored with it: that of its link, or an upload.

    `title` and `duration_s` (seconds) are those of the timeline. `transcript_of` is a job on the same video, whose
    transcript it works with if people have corrected that; as it is now, whatever they correct later. `clip_of` is the
    job whose clip it cuts.

    `max_retries` None means the server's own number. `run_at_ms` is Unix milliseconds. `request_hash` goes with
    `idempotency_key`: equal for requests that mean the same job. `feed_entry` is the number of the entry of a feed that
    becomes this job, in the same transaction and once.
    """

    job_type: JobType
    options: ProcessingOptions
    url: SourceUrl | None = None
    video_id: str | None = None
    priority: int = 5
    meta: dict[str, Any] = field(default_factory=dict)
    user_id: str | None = None
    max_retries: int | None = None
    run_at_ms: int | None = None
    idempotency_key: str | None = None
    request_hash: str | None = None
    new_video: Video | None = None
    timeline: dict[str, Any] | None = None
    webhook_url: str | None = None
    title: str | None = None
    duration_s: float | None = None
    transcript_of: str | None = None
    generation: Generation | None = None
    clip_of: ClipOf | None = None
    feed_entry: int | None = None


def owned(request: JobRequest, caller: Caller) -> JobRequest:
    """The request as its caller may make it: what a key with a user creates belongs to that user.

    Its idempotency keys are its own: no client's key has a line break. Raises Forbidden if it names another user.
    """
    if caller.user is None:
        return request
    user, key = caller.owner_of(request.user_id), request.idempotency_key
    return replace(
        request,
        user_id=user,
        idempotency_key=None if key is None else f"{key}\n{user}",
        new_video=None if request.new_video is None else replace(request.new_video, user_id=user),
    )


def new_job(request: JobRequest, job_id: str, *, seal: Seal, defaults: Settings) -> NewJob:
    """The job to store, with the credentials of its link sealed, and with `defaults` for what the request leaves open.

    The engine is stored where it is not whisper, so that a job's plan stays what it was under other settings.
    """
    url = request.url
    return NewJob(
        id=job_id,
        url=url.masked if url else None,
        video_id=request.new_video.id if request.new_video else request.video_id,
        source_identity=_identity(url, job_id) if url else "",
        job_type=request.job_type,
        priority=request.priority,
        options=_with_engine(request.options, defaults.transcription_engine),
        meta=request.meta,
        user_id=request.user_id,
        max_retries=defaults.max_retries if request.max_retries is None else request.max_retries,
        run_at_ms=request.run_at_ms,
        idempotency_key=request.idempotency_key,
        request_hash=request.request_hash,
        title=one_line(request.generation.prompt, LONGEST_TITLE) if request.generation else request.title,
        duration_s=request.duration_s,
        sealed=seal.seal(url.credentials) if url and url.credentials else None,
        timeline=request.timeline,
        transcript_of=request.transcript_of,
        webhook_url=request.webhook_url,
        traceparent=current_traceparent(),
        generation=request.generation,
        clip_of=request.clip_of,
    )


def _with_engine(options: ProcessingOptions, engine: Literal["whisper", "assemblyai"]) -> ProcessingOptions:
    if options.engine is not None or engine == "whisper":
        return options
    return options.model_copy(update={"engine": engine})


def _identity(url: SourceUrl, job_id: str) -> str:
    """The identity of the link's target; with a password, one that no other job could share or guess."""
    return hashlib.sha256(f"{url.identity} {job_id}".encode()).hexdigest() if url.credentials else url.identity
