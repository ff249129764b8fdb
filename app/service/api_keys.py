"""Operations on stored API keys, the same for REST and the command line."""

import uuid
from dataclasses import dataclass

from app.core.api_keys import SHOWN, ApiKey, digest_of, new_key
from app.core.caller import KeyScope
from app.core.errors import InvalidRequest
from app.db import api_keys
from app.db.store import Store


@dataclass(frozen=True, slots=True)
class KeyOrder:
    """A key to be made. `expires_ms` is Unix milliseconds; None means that it does not expire."""

    name: str
    scope: KeyScope
    user_id: str | None = None
    expires_ms: int | None = None


async def create_key(store: Store, order: KeyOrder) -> tuple[ApiKey, str]:
    """Store a key; returns it with the key itself, which nobody can read again.

    Raises InvalidRequest for an expiry that has passed and for a user with all rights, NameTaken.
    """
    if order.scope is KeyScope.ADMIN and order.user_id is not None:
        raise _refusal("user", "a key with the scope admin sees everything, so it has no user")
    if order.expires_ms is not None and order.expires_ms <= store.now_ms():
        raise _refusal("expires_at", "must be in the future")
    key = new_key()
    new = ApiKey(
        id=str(uuid.uuid4()),
        name=order.name,
        prefix=key[:SHOWN],
        digest=digest_of(key),
        scope=order.scope,
        user_id=order.user_id,
        expires_ms=order.expires_ms,
    )
    return await store.write(api_keys.add, new), key


async def revoke_key(store: Store, which: str) -> ApiKey:
    """Revoke the key with this id, name or prefix. Raises NotFound."""
    return await store.write(api_keys.revoke, which)


def _refusal(field: str, message: str) -> InvalidRequest:
    return InvalidRequest(f"{field}: {message}", errors=[{"loc": ["body", field], "msg": message}])
