"""The models that OpenAI's clients may name: those of OpenAI for speech stand for the server's own one."""

import asyncio
from typing import Any

from app.api.dependencies import Json, SettingsDep, StagesDep
from app.api.openai.described import refusals
from app.api.openai.errors import OpenAIErrors
from app.api.openai.schemas import ModelList, ModelView
from app.api.ownership import Shows, shows
from app.api.policy import PolicyRouter, RoutePolicy
from app.core.errors import NotFound
from app.core.settings import Settings
from app.inference.model_catalog import list_models
from app.stages.registry import Registry

router = PolicyRouter(prefix="/v1", tags=["openai"], policy=RoutePolicy(errors=OpenAIErrors()))
#: The name that stands for WHISPER_MODEL, and further ones that programs have built in.
WHISPER = "whisper-1"
ALIASES = (
    WHISPER,
    *("gpt-transcribe", "gpt-4o-transcribe", "gpt-4o-mini-transcribe", "gpt-4o-transcribe-diarize"),
)
OWNER = "self-hosted"


class UnknownModel(NotFound):
    """The server has no such model."""

    code = "model_not_found"


def speech_models(settings: Settings, stages: Registry) -> list[str]:
    """The names of speech models that this server has or may fetch. Reads the disk."""
    rows = list_models(stages.configured_models(settings))
    usable = [
        row for row in rows if row.kind.value == "whisper" and (row.present or _may_be_fetched(row.fetchable, settings))
    ]
    return [WHISPER, *(row.name for row in usable if "/" not in row.name)]


def _may_be_fetched(fetchable: bool, settings: Settings) -> bool:
    return fetchable and not settings.hf_hub_offline


async def model_size_of(name: str, settings: Settings, stages: Registry) -> str | None:
    """The `model_size` of a job with this model; None for the server's own. Raises UnknownModel."""
    if name in ALIASES or name == settings.whisper_model:
        return None
    if name not in await asyncio.to_thread(speech_models, settings, stages):
        raise unknown(name)
    return name


def unknown(name: str) -> UnknownModel:
    """The refusal of a model that is not there."""
    return UnknownModel(f"The model `{name[:200]}` does not exist here. `GET /v1/models` lists those that do.")


def _view(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 0, "owned_by": OWNER}


@router.get("/models", response_model=ModelList, responses=refusals())
@shows(Shows.COMMON)
async def list_speech_models(settings: SettingsDep, stages: StagesDep) -> Any:
    """The speech models of this server, in OpenAI's form; `whisper-1` is the one that it is set to."""
    names = await asyncio.to_thread(speech_models, settings, stages)
    return Json({"object": "list", "data": [_view(name) for name in dict.fromkeys(names)]})


@router.get("/models/{model}", response_model=ModelView, responses=refusals(404))
@shows(Shows.COMMON)
async def read_speech_model(model: str, settings: SettingsDep, stages: StagesDep) -> Any:
    """One of the models."""
    if model not in ALIASES and model not in await asyncio.to_thread(speech_models, settings, stages):
        raise unknown(model)
    return Json(_view(model))
