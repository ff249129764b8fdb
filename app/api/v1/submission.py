"""Converts a client's job request to the service's form of it."""

import hashlib
import json
from typing import Any

from app.api.dependencies import UUID
from app.api.v1.schemas.orders import JobCreate
from app.core.errors import InvalidRequest
from app.core.settings import Settings
from app.jobs.options import contradiction, with_defaults_of
from app.service.job_request import JobRequest
from app.sources.source_url import SourceUrl, parse_source_url, refuse_hidden, refuse_private_literal

#: Longest Idempotency-Key, characters.
KEY_LENGTH = 255


def checked_source(order: JobCreate, settings: Settings) -> SourceUrl | None:
    """Parse and check the request's link; None for an upload. Raises InvalidRequest."""
    if order.link is None:
        if UUID.fullmatch((order.video_id or "").lower()) is None:
            row = {"loc": ["body", "video_id"], "msg": "no such upload"}
            raise InvalidRequest("There is no such uploaded video.", errors=[row])
        return None
    try:
        source = parse_source_url(order.link)
        refuse_hidden(source)
        refuse_private_literal(
            source,
            allow_private_networks=settings.allow_private_networks,
            allowed_hosts=settings.allowed_private_hosts,
        )
    except InvalidRequest as refusal:
        name = "youtube_url" if order.youtube_url is not None else "url"
        row = {"loc": ["body", name], "msg": refusal.message}
        raise InvalidRequest(refusal.message, errors=[row], code=refusal.code) from None
    return source


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
    link: Any = order.link
    if source is not None and source.credentials:
        salt = hashlib.sha256(f"{key} {source.masked}".encode()).digest()
        secret = hashlib.scrypt(source.credentials.encode(), salt=salt, n=2**14, r=8, p=1)
        link = [source.masked, secret.hex()]
    body = order.model_dump(mode="json", exclude={"url", "youtube_url"}) | {"link": link}
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def job_request(settings: Settings, order: JobCreate, key: str | None = None) -> JobRequest:
    """An order, checked, for the service. Raises InvalidRequest."""
    source = checked_source(order, settings)
    if (why := contradiction(order.job_type, order.options)) is not None:
        raise error_row(["body", "options", "fail_on"], why)
    return JobRequest(
        url=source,
        video_id=order.video_id.lower() if order.video_id else None,
        job_type=order.job_type,
        priority=order.priority,
        options=with_defaults_of(order.job_type, order.options),
        meta=order.metadata,
        user_id=order.user_id,
        max_retries=order.max_retries,
        run_at_ms=int(order.run_at.timestamp() * 1000) if order.run_at else None,
        idempotency_key=key,
        request_hash=fingerprint(order, source, key) if key else None,
    )


def error_row(loc: list[Any], message: str) -> InvalidRequest:
    """A refusal of one field."""
    return InvalidRequest(f"{loc[-1]}: {message}", errors=[{"loc": loc, "msg": message}])
