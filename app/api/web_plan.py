"""Generates the page's modules about what the server knows: stages and job types, and the services that make films."""

import json
from typing import Any, Final

from app.api.v1.plan_view import plan_view
from app.core.settings import Settings
from app.providers.film_choice import specs_of
from app.providers.films import FilmModel
from app.stages.registry import Registry

#: Paths below `/static`.
PLAN_MODULE: Final = "model/plan_data.js"
FILMS_MODULE: Final = "model/films_data.js"


def generated_modules(settings: Settings, stages: Registry) -> dict[str, str]:
    """Generate the modules' code, by path."""
    return {PLAN_MODULE: plan_module(stages), FILMS_MODULE: films_module(settings)}


def plan_module(stages: Registry) -> str:
    """Generate the module of the plan."""
    return f"/** What `GET /api/v1/plan` answers. */\nexport const PLAN = {json.dumps(plan_view(stages), indent=1)};\n"


def films_module(settings: Settings) -> str:
    """Generate the module of the services, with the limits and prices of their models."""
    services = [
        {"name": spec.name, "title": spec.title, "models": list(map(_model, spec.models))}
        for spec in specs_of(settings).values()
    ]
    return (
        "/** The services that make films; lengths in seconds, prices of a second in US dollars. */\n"
        f"export const SERVICES = {json.dumps(services, indent=1)};\n"
    )


def _model(model: FilmModel) -> dict[str, Any]:
    return {
        "name": model.name,
        "durations": list(model.durations_s),
        "longest": model.longest_s,
        "aspects": list(model.aspects),
        "resolutions": list(model.resolutions),
        "longest_prompt": model.longest_prompt,
        "prices": dict(model.usd_per_s),
        "durations_at": {resolution: list(lengths) for resolution, lengths in model.lengths_at.items()},
    }
