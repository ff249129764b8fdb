"""Webhooks: subscribe a URL to events, look at what was delivered, try and repeat it."""

from typing import Annotated, Any

from fastapi import Query, Response

from app.api.dependencies import CallerDep, Json, SettingsDep, StoreDep, WebhooksDep, checked_id
from app.api.ownership import Shows, shows
from app.api.policy import PolicyRouter, RoutePolicy
from app.api.query_names import KNOWN_NAMES
from app.api.v1.answers import problems
from app.api.v1.schemas.webhooks import (
    DeliveryPage,
    DeliveryView,
    WebhookCreate,
    WebhookMade,
    WebhookPage,
    WebhookView,
)
from app.api.v1.submission import checked_webhook_url
from app.api.v1.times import iso
from app.api.v1.webhook_messages import rendered
from app.core.caller import KeyScope
from app.db import webhooks
from app.jobs.webhooks import Delivery, DeliveryState, Webhook

router = PolicyRouter(prefix="/api/v1/webhooks", tags=["webhooks"], policy=RoutePolicy(of_all=KeyScope.ADMIN))
Limit = Annotated[int, Query(ge=1, le=200)]
Offset = Annotated[int, Query(ge=0, le=2**31)]


@router.post("", status_code=201, response_model=WebhookMade, responses=problems(413, 415, 422, 503))
@shows(Shows.OWN)
async def create_webhook(body: WebhookCreate, settings: SettingsDep, hooks: WebhooksDep, caller: CallerDep) -> Any:
    """Subscribe a URL to events: of all jobs, or with a key of a user those of its jobs. The secret that signs its
    deliveries is shown in this answer alone."""
    url = checked_webhook_url(body.url, "url", settings)
    hook, secret = await hooks.create(url, body.events, body.secret, user_id=caller.user)
    return Json(_webhook(hook) | {"secret": secret}, 201, {"Location": f"/api/v1/webhooks/{hook.id}"})


@router.get("", response_model=WebhookPage, responses=problems(422), dependencies=[KNOWN_NAMES])
@shows(Shows.OWN)
async def list_webhooks(store: StoreDep, caller: CallerDep, limit: Limit = 50, offset: Offset = 0) -> Any:
    """Webhooks, newest first."""
    found, total = await store.read(webhooks.page, limit=limit, offset=offset, owner=caller.user)
    return Json({"items": list(map(_webhook, found)), "total": total, "limit": limit, "offset": offset})


@router.get("/{webhook_id}", response_model=WebhookView, responses=problems(404))
async def read_webhook(webhook_id: str, store: StoreDep) -> Any:
    """One webhook."""
    return Json(_webhook(await store.read(webhooks.webhook, checked_id(webhook_id, "webhook"))))


@router.delete("/{webhook_id}", status_code=204, responses=problems(404, 503))
async def delete_webhook(webhook_id: str, hooks: WebhooksDep) -> Response:
    """Delete a webhook and the log of its deliveries; what is waiting is not delivered."""
    await hooks.delete(checked_id(webhook_id, "webhook"))
    return Response(status_code=204)


@router.post("/{webhook_id}/ping", status_code=202, response_model=DeliveryView, responses=problems(404, 503))
async def ping_webhook(webhook_id: str, hooks: WebhooksDep) -> Any:
    """Send a message of type `ping`, to try the receiver; its outcome is in the deliveries."""
    return Json(_delivery(await hooks.ping(checked_id(webhook_id, "webhook"))), 202)


@router.get(
    "/{webhook_id}/deliveries",
    response_model=DeliveryPage,
    responses=problems(404, 422),
    dependencies=[KNOWN_NAMES],
)
async def list_deliveries(
    webhook_id: str,
    store: StoreDep,
    status: Annotated[DeliveryState | None, Query(description="Only deliveries in this state")] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Any:
    """What was and is delivered to a webhook, newest first."""
    found, total = await store.read(
        webhooks.deliveries, checked_id(webhook_id, "webhook"), state=status, limit=limit, offset=offset
    )
    return Json({"items": list(map(_delivery, found)), "total": total, "limit": limit, "offset": offset})


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/redeliver",
    status_code=202,
    response_model=DeliveryView,
    responses=problems(404, 409, 503),
)
async def redeliver(webhook_id: str, delivery_id: str, hooks: WebhooksDep) -> Any:
    """Deliver an ended delivery once more, with the same id and content."""
    known = checked_id(webhook_id, "webhook"), checked_id(delivery_id, "delivery")
    return Json(_delivery(await hooks.redeliver(*known)), 202)


def _webhook(hook: Webhook) -> dict[str, Any]:
    return {
        "id": hook.id,
        "url": hook.url,
        "events": list(hook.events),
        "enabled": hook.enabled,
        "created_at": iso(hook.created_ms),
    }


def _delivery(one: Delivery) -> dict[str, Any]:
    return {
        "id": one.id,
        "webhook_id": one.webhook_id,
        "job_id": one.job_id,
        "event": one.event,
        "status": one.state.value,
        "attempts": one.attempts,
        "response_status": one.response_status,
        "response_ms": one.response_ms,
        "error": one.error,
        "payload": rendered(one),
        "created_at": iso(one.created_ms),
        "next_attempt_at": iso(one.next_ms),
        "ended_at": iso(one.ended_ms),
    }
