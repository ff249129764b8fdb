"""The machine under the server: disk, memory, children with their models, settings in force."""

import asyncio
from typing import Any

from fastapi import APIRouter

from app import __version__
from app.api.dependencies import DeskDep, Json, SettingsDep, StoreDep
from app.api.v1.answers import problems
from app.api.v1.schemas import System
from app.core.settings import public_settings
from app.db import collect
from app.execution import machine

router = APIRouter(prefix="/api/v1/system", tags=["system"])


@router.get("", response_model=System, responses=problems())
async def system(desk: DeskDep, settings: SettingsDep, store: StoreDep) -> Any:
    """Disk and memory, in bytes; models that are loaded now; the settings in force, without secrets."""
    disk, memory = await asyncio.to_thread(lambda: (machine.disk(settings.data_dir), machine.memory()))
    children = await asyncio.to_thread(machine.children, desk.children())
    return Json(
        {
            "version": __version__,
            "disk": disk | {"data_bytes": await store.read(collect.stored_bytes)},
            "memory": memory | {"process_bytes": memory["server_bytes"] + sum(c["memory_bytes"] for c in children)},
            "models": [child for child in children if child["keeps"]],
            "children": len(children),
            "settings": public_settings(settings),
        }
    )
