"""API keys: make, list, revoke. They are for callers that may do everything."""

from typing import Any

from fastapi import Request, Response

from app.api.dependencies import Json, StoreDep, checked_id
from app.api.policy import PolicyRouter, RoutePolicy
from app.api.v1.answers import problems
from app.api.v1.schemas.keys import KeyCreate, KeyList, KeyMade, KeyView
from app.api.v1.times import iso
from app.core.api_keys import ApiKey
from app.core.caller import KeyScope
from app.db import api_keys
from app.service.api_keys import KeyOrder, create_key, revoke_key

router = PolicyRouter(prefix="/api/v1/keys", tags=["keys"], policy=RoutePolicy(scope=KeyScope.ADMIN))


@router.post("", status_code=201, response_model=KeyMade, responses=problems(409, 413, 415, 422, 503))
async def make_key(body: KeyCreate, request: Request, store: StoreDep) -> Any:
    """Make a key; it is shown in this answer alone. From the first one on, the server needs a key."""
    made, key = await create_key(store, KeyOrder(body.name, body.scope, body.user, body.expires_ms))
    await request.state.key_ring.check()
    return Json(key_row(made) | {"key": key}, 201, {"Location": f"/api/v1/keys/{made.id}", "Cache-Control": "no-store"})


@router.get("", response_model=KeyList, responses=problems())
async def list_keys(store: StoreDep) -> Any:
    """Keys, newest first, also those that were revoked; none of them can be read again."""
    found = await store.read(api_keys.keys)
    return Json({"items": list(map(key_row, found)), "total": len(found)})


@router.get("/{key_id}", response_model=KeyView, responses=problems(404))
async def read_key(key_id: str, store: StoreDep) -> Any:
    """One key."""
    return Json(key_row(await store.read(api_keys.key, checked_id(key_id, "key"))))


@router.delete("/{key_id}", status_code=204, responses=problems(404, 503))
async def end_key(key_id: str, request: Request, store: StoreDep) -> Response:
    """Revoke a key, for good: it opens nothing any more, and its sockets and streams are closed."""
    await revoke_key(store, checked_id(key_id, "key"))
    await request.state.key_ring.check()
    return Response(status_code=204)


def key_row(key: ApiKey) -> dict[str, Any]:
    """A key as clients see it."""
    return {
        "id": key.id,
        "name": key.name,
        "prefix": key.prefix,
        "scope": key.scope.value,
        "user": key.user_id,
        "created_at": iso(key.created_ms),
        "expires_at": iso(key.expires_ms),
        "revoked_at": iso(key.revoked_ms),
    }
