"""Presets: create, list, change, delete."""

import uuid
from typing import Any

from fastapi import APIRouter, Response

from app.api.dependencies import CallerDep, Json, StoreDep, checked_id
from app.api.ownership import Shows, shows
from app.api.v1.answers import problems
from app.api.v1.schemas.presets import PresetCreate, PresetList, PresetView, PresetWrite
from app.api.v1.submission import checked_content
from app.api.v1.times import iso
from app.db import presets
from app.jobs.presets import Preset

router = APIRouter(prefix="/api/v1/presets", tags=["jobs"])


@router.post("", status_code=201, response_model=PresetView, responses=problems(409, 413, 415, 422, 503))
@shows(Shows.OWN)
async def create_preset(body: PresetCreate, store: StoreDep, caller: CallerDep) -> Any:
    """Store a type, options and priority of jobs under a name."""
    new = _preset(body, str(uuid.uuid4()), caller.owner_of(body.user_id))
    made = await store.write(presets.add, new)
    return Json(view(made), 201, {"Location": f"/api/v1/presets/{made.id}"})


@router.get("", response_model=PresetList, responses=problems())
@shows(Shows.OWN)
async def list_presets(store: StoreDep, caller: CallerDep) -> Any:
    """Presets by their names: with a key of a user that user's, else all."""
    found = await store.read(presets.presets, caller.user, every=caller.user is None)
    return Json({"items": list(map(view, found)), "total": len(found)})


@router.get("/{preset_id}", response_model=PresetView, responses=problems(404))
async def read_preset(preset_id: str, store: StoreDep) -> Any:
    """One preset."""
    return Json(view(await store.read(presets.preset, checked_id(preset_id, "preset"))))


@router.put("/{preset_id}", response_model=PresetView, responses=problems(404, 409, 413, 415, 422, 503))
async def change_preset(preset_id: str, body: PresetWrite, store: StoreDep) -> Any:
    """Replace a preset; feeds with it use the new content from their next check on."""
    known = checked_id(preset_id, "preset")
    return Json(view(await store.write(presets.change, known, _preset(body, known, None))))


@router.delete("/{preset_id}", status_code=204, responses=problems(404, 409, 503))
async def delete_preset(preset_id: str, store: StoreDep) -> Response:
    """Delete a preset; not while a feed uses it."""
    await store.write(presets.remove, checked_id(preset_id, "preset"))
    return Response(status_code=204)


def _preset(body: PresetWrite, preset_id: str, user_id: str | None) -> Preset:
    options = checked_content(body.job_type, body.options)
    return Preset(preset_id, body.name, body.job_type.value, options, body.priority, user_id)


def view(one: Preset) -> dict[str, Any]:
    """A preset as clients see it."""
    return {
        "id": one.id,
        "name": one.name,
        "job_type": one.job_type,
        "options": dict(one.options),
        "priority": one.priority,
        "user_id": one.user_id,
        "created_at": iso(one.created_ms),
        "updated_at": iso(one.updated_ms),
    }
