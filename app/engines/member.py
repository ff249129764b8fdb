"""The engine of one of several processes that share a database and files: a server or a worker."""

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from app.core.settings import Settings
from app.db import folders
from app.engines.engine import Engine
from app.engines.local import Ports, open_parts
from app.engines.sealing_key import settle_key
from app.jobs.leases import Holder
from app.stages.registry import Registry
from app.storage.data_folder import DataFolder
from app.storage.object_places import name_of_place
from app.upkeep.sweeping import Sweeper
from app.upkeep.takeover import Takeover

log = logging.getLogger(__name__)


def member_name() -> str:
    """A name for this process that no other has had: its host and process id, and a random part."""
    return f"{socket.gethostname()[:48]}-{os.getpid()}-{secrets.token_hex(4)}"


@asynccontextmanager
async def open_member(settings: Settings, registry: Registry, ports: Ports) -> AsyncIterator[Engine]:
    """Run the part of `ports.role` for the duration of the block. Leaving it puts running jobs back.

    The work of an earlier process is not recovered here: its leases expire, and then any of the others takes it over.
    """
    folder = DataFolder(settings)
    marked = await asyncio.to_thread(folder.claim)
    here = folders.Folder(marked, str(folder.path))
    await ports.store.write(folders.join, here, store=name_of_place(settings))
    await settle_key(ports.store, settings)
    ports.store.work_as(Holder(member_name(), int(settings.lease_seconds * 1000)))
    with folder.held():
        if tightened := await asyncio.to_thread(folder.tighten):
            log.warning("others could read %d files and folders in %s; now they cannot", tightened, folder.path)
        sweeper = Sweeper(ports.store, ports.blobs, folder, registry.resumable)
        takeover = Takeover(ports.store, registry.plans, partial_bytes=sweeper.partial_bytes)
        async with AsyncExitStack() as stack:
            engine = await open_parts(
                stack,
                settings,
                registry,
                ports,
                folder=folder,
                sign=None,
                sweeper=sweeper,
                takeover=takeover,
                folder_id=marked,
            )
            try:
                yield engine
            finally:
                engine.jobs.close()
