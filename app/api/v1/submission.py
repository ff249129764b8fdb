"""Converts a client's job request to the service's form of it."""

import hashlib
import json
import uuid
from typing import Any

from app.api.dependencies import UUID
from app.api.v1.schemas.orders import Envelope, JobCreate, Order, PromptCreate, VideoCreate
from app.core.errors import InvalidRequest
from app.core.settings import Settings
from app.jobs.generations import Generation
from app.jobs.options import WITHOUT_SOURCE, JobType, ProcessingOptions, contradiction, with_defaults_of
from app.jobs.record import Video
from app.service.job_request import JobRequest
from app.sources.source_url import SourceUrl, parse_source_url, refuse_hidden, refuse_private_literal

#: Longest Idempotency-Key, characters.
KEY_LENGTH = 255


def checked_source(order: JobCreate, settings: Settings) -> SourceUrl | None:
    """Parse and check the request's link; None for a video and a timeline. Raises InvalidRequest."""
    if order.link is None:
        if order.timeline is not None:
            return None
        if UUID.fullmatch((order.video_id or "").lower()) is None:
            row = {"loc": ["body", "video_id"], "msg": "no such upload"}
            raise InvalidRequest("There is no such uploaded video.", errors=[row])
        return None
    return checked_link(order.link, "youtube_url" if order.youtube_url is not None else "url", settings)


def checked_link(link: str, field: str, settings: Settings) -> SourceUrl:
    """Parse and check the link in this field of a request. Raises InvalidRequest."""
    try:
        source = parse_source_url(link)
        refuse_hidden(source)
        refuse_private_literal(
            source,
            allow_private_networks=settings.allow_private_networks,
            allowed_hosts=settings.allowed_private_hosts,
        )
    except InvalidRequest as refusal:
        row = {"loc": ["body", field], "msg": refusal.message}
        raise InvalidRequest(refusal.message, errors=[row], code=refusal.code) from None
    return source


def checked_receiver(order: Envelope, settings: Settings) -> str | None:
    """Check the `webhook_url` of an order. Raises InvalidRequest, also without a WEBHOOK_SECRET to sign with."""
    if order.webhook_url is None:
        return None
    if not settings.webhook_secret.get_secret_value():
        raise error_row(["body", "webhook_url"], "the server has no WEBHOOK_SECRET to sign what it would send")
    return checked_webhook_url(order.webhook_url, "webhook_url", settings)


def checked_webhook_url(url: str, field: str, settings: Settings) -> str:
    """Check the address of a receiver. It is stored as it is, so it has no user name and password."""
    checked = checked_link(url, field, settings)
    if checked.credentials:
        raise error_row(["body", field], "must have no user name and password; deliveries are signed instead")
    return checked.url


def checked_key(key: str | None) -> str | None:
    """Check an Idempotency-Key, so that it can be stored. Raises InvalidRequest."""
    if key is None:
        return None
    if not 1 <= len(key) <= KEY_LENGTH or not (key.isascii() and key.isprintable()):
        row = {"loc": ["header", "Idempotency-Key"], "msg": f"1 to {KEY_LENGTH} printable ASCII characters"}
        raise InvalidRequest("The Idempotency-Key cannot be used.", errors=[row])
    return key


def fingerprint(order: JobCreate, source: SourceUrl | None, key: str) -> str:
    """A hash, equal for bodies that mean the same job. It is stored, so it reveals little of a password."""
    body = order.model_dump(mode="json", exclude={"url", "youtube_url"})
    return _hashed(body | {"link": _named(order.link, source, key)})


def _named(link: str | None, source: SourceUrl | None, key: str) -> Any:
    """What stands for the link in a fingerprint."""
    if source is None or not source.credentials:
        return link
    salt = hashlib.sha256(f"{key} {source.masked}".encode()).digest()
    return [source.masked, hashlib.scrypt(source.credentials.encode(), salt=salt, n=2**14, r=8, p=1).hex()]


def _hashed(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def job_request(settings: Settings, order: JobCreate, key: str | None = None) -> JobRequest:
    """An order, checked, for the service. Raises InvalidRequest."""
    source = checked_source(order, settings)
    return JobRequest(
        url=source,
        video_id=order.video_id.lower() if order.video_id else None,
        job_type=order.job_type,
        priority=order.priority,
        options=_options(order.job_type, order.options),
        timeline=order.timeline,
        meta=order.metadata,
        user_id=order.user_id,
        webhook_url=checked_receiver(order, settings),
        max_retries=order.max_retries,
        run_at_ms=order.run_at_ms,
        idempotency_key=key,
        request_hash=fingerprint(order, source, key) if key else None,
    )


def prompt_request(settings: Settings, order: PromptCreate, key: str | None = None) -> JobRequest:
    """An order of a film, checked, for the service. Raises InvalidRequest."""
    job_type = JobType.GENERATION
    wanted = order.options.model_dump(exclude_none=True)
    return JobRequest(
        job_type=job_type,
        priority=order.rank,
        options=_options(job_type, ProcessingOptions.model_validate(wanted)),
        generation=Generation(prompt=order.prompt, provider=order.provider, model=order.model),
        meta=order.metadata,
        user_id=order.user_id,
        webhook_url=checked_receiver(order, settings),
        max_retries=order.max_retries,
        run_at_ms=order.run_at_ms,
        idempotency_key=key,
        request_hash=_hashed(order.model_dump(mode="json")) if key else None,
    )


def any_request(settings: Settings, order: JobCreate | PromptCreate, key: str | None = None) -> JobRequest:
    """An order, of whatever it is, checked, for the service. Raises InvalidRequest."""
    if isinstance(order, PromptCreate):
        return prompt_request(settings, order, key)
    return job_request(settings, order, key)


def _options(job_type: JobType, options: ProcessingOptions) -> ProcessingOptions:
    """The options of an order with the defaults of its type. Raises InvalidRequest for those it cannot have."""
    if (found := contradiction(job_type, options)) is not None:
        raise error_row(["body", "options", found.option], found.why)
    return with_defaults_of(job_type, options)


def checked_content(job_type: JobType, options: ProcessingOptions) -> dict[str, Any]:
    """The options of jobs whose source is named later: those that are set, to be stored. Raises InvalidRequest."""
    _options(_of_a_video(job_type, ["body", "job_type"]), options)
    return options.model_dump(mode="json", exclude_unset=True)


def _of_a_video(job_type: JobType, loc: list[Any]) -> JobType:
    """A type of job that has a video. Raises InvalidRequest for another one."""
    if job_type in WITHOUT_SOURCE:
        made_from = "prompt" if job_type is JobType.GENERATION else "timeline"
        raise error_row(loc, f"a {job_type} is made from a {made_from}, not from a video")
    return job_type


def link_request(settings: Settings, order: VideoCreate, key: str | None = None) -> JobRequest:
    """A link to take in as a video, checked, as the job that comes with it. Raises InvalidRequest."""
    source = checked_link(order.url, "url", settings)
    body = order.model_dump(mode="json", exclude={"url"}) | {"video": "link"}
    return JobRequest(
        url=source,
        new_video=Video(str(uuid.uuid4()), url=source.masked, user_id=order.user_id),
        job_type=_of_a_video(order.job_type, ["body", "job_type"]),
        priority=order.priority,
        options=_options(order.job_type, order.options),
        meta=order.metadata,
        user_id=order.user_id,
        webhook_url=checked_receiver(order, settings),
        max_retries=order.max_retries,
        idempotency_key=key,
        request_hash=_hashed(body | {"link": _named(order.url, source, key)}) if key else None,
    )


def timeline_request(
    order: Order, timeline: dict[str, Any], options: ProcessingOptions, key: str | None = None
) -> JobRequest:
    """A timeline to render, as a job. Raises InvalidRequest for options that it cannot have."""
    job_type = JobType.TIMELINE_EXPORT
    body = {"options": options.model_dump(mode="json"), "timeline": timeline}
    common = order.model_dump(mode="json", include=set(Order.model_fields) - {"options"})
    return JobRequest(
        job_type=job_type,
        priority=order.priority,
        options=_options(job_type, options),
        timeline=timeline,
        meta=order.metadata,
        user_id=order.user_id,
        max_retries=order.max_retries,
        idempotency_key=key,
        request_hash=_hashed(common | body) if key else None,
    )


def upload_request(
    video: Video, process: JobType, key: str | None = None, options: ProcessingOptions | None = None
) -> JobRequest:
    """The job that begins with an upload. Raises InvalidRequest for a type that needs more than the upload."""
    blob = video.blob
    body = {"video": blob.sha256 if blob else None, "name": video.filename, "process": process.value}
    if options is not None:
        body["options"] = options.model_dump_json()
    return JobRequest(
        new_video=video,
        job_type=_of_a_video(process, ["query", "process"]),
        options=_options(process, options or ProcessingOptions.model_validate({})),
        user_id=video.user_id,
        idempotency_key=key,
        request_hash=_hashed(body | {"user_id": video.user_id}) if key else None,
    )


def error_row(loc: list[Any], message: str) -> InvalidRequest:
    """A refusal of one field."""
    return InvalidRequest(f"{loc[-1]}: {message}", errors=[{"loc": loc, "msg": message}])
