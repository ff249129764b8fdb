"""Operations on webhooks: create with a secret, delete, try, deliver again."""

import asyncio
import uuid
from collections.abc import Sequence

from app.core.errors import StorageLost
from app.core.sealing import Seal
from app.core.webhook_secrets import new_secret
from app.db import webhooks
from app.db.store import Store
from app.jobs.webhooks import Delivery, HookEvent, Webhook


class Webhooks:
    """Operations on webhooks, whose secrets are encrypted."""

    def __init__(self, store: Store, seal: Seal) -> None:
        self._store = store
        self._seal = seal

    async def create(
        self, url: str, events: Sequence[HookEvent], secret: str | None, *, user_id: str | None = None
    ) -> tuple[Webhook, str]:
        """Store a webhook, of all jobs or of those of a user.

        Returns it with its secret, which nobody can read again. Raises StorageLost.
        """
        secret = secret or new_secret()
        try:
            sealed = await asyncio.to_thread(self._seal.seal, secret)
        except OSError as error:
            raise StorageLost(f"no secret can be encrypted: {error}") from error
        hook = Webhook(str(uuid.uuid4()), url, tuple(sorted(set(events))), sealed, user_id)
        return await self._store.write(webhooks.add, hook), secret

    async def delete(self, webhook_id: str) -> None:
        """Delete a webhook and its log. Raises NotFound."""
        await self._store.write(webhooks.remove, webhook_id)

    async def ping(self, webhook_id: str) -> Delivery:
        """Send a message that only tries the receiver. Raises NotFound."""
        return await self._store.write(webhooks.ping, webhook_id)

    async def redeliver(self, webhook_id: str, delivery_id: str) -> Delivery:
        """Send an ended delivery once more. Raises NotFound, WrongState."""
        return await self._store.write(webhooks.redeliver, webhook_id, delivery_id)
