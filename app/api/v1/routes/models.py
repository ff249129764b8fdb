"""Model weights: which are on disk, which can be fetched, and how large they are."""

import asyncio
from typing import Any

from fastapi import APIRouter

from app.api.dependencies import Json, SettingsDep, StagesDep
from app.api.ownership import Shows, shows
from app.api.v1.answers import problems
from app.api.v1.schemas.models import ModelList
from app.core.settings import Settings
from app.inference.model_catalog import ModelRow, list_models

router = APIRouter(prefix="/api/v1/models", tags=["statistics"])


@router.get("", response_model=ModelList, responses=problems())
@shows(Shows.COMMON)
async def read_models(settings: SettingsDep, stages: StagesDep) -> Any:
    """What a job may name as `model_size`, and the models for text. Reads the disk only."""
    rows = await asyncio.to_thread(list_models, stages.configured_models(settings))
    return Json({"items": [model_row(row, settings) for row in rows]})


def model_row(row: ModelRow, settings: Settings) -> dict[str, Any]:
    """A model as clients see it."""
    return {
        "kind": row.kind.value,
        "name": row.name,
        "configured": row.configured,
        "on_disk": row.present,
        "fetchable": row.fetchable and not settings.hf_hub_offline,
        "size_bytes": row.size_bytes if row.present else row.download_bytes,
        "licence": row.licence,
    }
