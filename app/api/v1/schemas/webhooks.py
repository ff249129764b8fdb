"""Webhooks and their deliveries."""

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from app.api.v1.schemas.base import Incoming, Outgoing
from app.core.webhook_secrets import why_no_secret
from app.jobs.webhooks import DeliveryState, HookEvent
from app.sources.source_url import MAX_URL_CHARS


class WebhookCreate(Incoming):
    """A subscription. Without a `secret` the server makes one."""

    url: Annotated[str, Field(min_length=1, max_length=MAX_URL_CHARS)] = Field(
        examples=["https://example.com/hooks/video"]
    )
    events: Annotated[list[HookEvent], Field(min_length=1, max_length=len(HookEvent))]
    secret: Annotated[str, Field(max_length=200)] | None = Field(
        None, description="Signs the deliveries: whsec_ and the base64 of 16 to 64 bytes"
    )

    @field_validator("secret")
    @classmethod
    def _signs(cls, secret: str | None) -> str | None:
        if secret is not None and (wrong := why_no_secret(secret)):
            raise ValueError(wrong)
        return secret


class WebhookView(Outgoing):
    """A subscription. It is disabled when its receiver has answered 410, that it wants nothing any more."""

    id: str
    url: str
    events: list[HookEvent]
    enabled: bool
    created_at: str


class WebhookMade(WebhookView):
    """A new subscription with its secret, which is shown this once."""

    secret: str


class WebhookPage(Outgoing):
    """Webhooks, newest first."""

    items: list[WebhookView]
    total: int
    limit: int
    offset: int


class DeliveryView(Outgoing):
    """A message for a receiver; status and error are those of its latest attempt."""

    id: str = Field(description="Its `webhook-id`, the same in all attempts")
    webhook_id: str | None
    job_id: str | None
    event: HookEvent | Literal["ping"]
    status: DeliveryState
    attempts: int
    response_status: int | None
    response_ms: int | None
    error: str | None
    payload: dict[str, Any]
    created_at: str
    next_attempt_at: str | None
    ended_at: str | None


class DeliveryPage(Outgoing):
    """Deliveries, newest first."""

    items: list[DeliveryView]
    total: int
    limit: int
    offset: int
