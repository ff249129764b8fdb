"""Opens what servers and workers alike need, by the settings."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.core.errors import DatabaseUnusable
from app.core.notify_targets import notify_targets
from app.core.settings import Settings
from app.db.channel import Channel
from app.db.store import Store

#: Time in which the database must accept the connection that receives announcements, seconds.
TIMEOUT_S = 15.0


def open_store(settings: Settings) -> Store:
    """The store, not open yet; other processes may share it if there are several machines."""
    return Store(
        settings.database_url,
        synchronous=settings.sqlite_synchronous,
        shared=settings.engine == "celery",
        notified=tuple(notify_targets(settings.notify_urls.get_secret_value())),
        exports=bool(settings.export_dir),
    )


@asynccontextmanager
async def open_channel(settings: Settings, store: Store) -> AsyncIterator[Channel]:
    """The channel between processes, which listens. Raises DatabaseUnusable."""
    async with Channel(settings.database_url, store.origin) as channel:
        try:
            async with asyncio.timeout(TIMEOUT_S):
                await channel.listening()
        except TimeoutError:
            raise DatabaseUnusable("The database sends no notifications. Check DATABASE_URL.") from None
        yield channel
