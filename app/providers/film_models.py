"""The models of services as the operator names them: services rename and end theirs faster than this project can."""

import math
from collections.abc import Sequence
from dataclasses import replace

from app.core.errors import SettingsInvalid
from app.providers.films import FilmModel, ProviderSpec


def with_models(spec: ProviderSpec, written: Sequence[str]) -> ProviderSpec:
    """The service with these models, each `name` or `name=price`; without any, with its own.

    The price is that of a second of film, US dollars. A model of the catalogue keeps its limits, and its price if none
    is written; another one must have a price, and the limits of the service's first. Raises SettingsInvalid.
    """
    models = [_model(spec, *_halves(text)) for text in written]
    names = [model.name for model in models]
    if len(set(names)) < len(names):
        raise _refusal(spec, "must name each model once")
    return replace(spec, models=tuple(models)) if models else spec


def _halves(text: str) -> tuple[str, str]:
    name, _, price = text.partition("=")
    return name.strip(), price.strip()


def _model(spec: ProviderSpec, name: str, price: str) -> FilmModel:
    known = next((model for model in spec.models if model.name == name), None)
    model = known or spec.models[0]
    if not name or (known is None and not price):
        raise _refusal(spec, f"{name[:60]!r} needs the price of a second in US dollars: `name=0.25`")
    if not price:
        return model
    try:
        usd = float(price)
    except ValueError:
        usd = -1.0
    if not 0 <= usd < math.inf:
        raise _refusal(spec, f"{price[:60]!r} is no price of a second in US dollars")
    return replace(model, name=name, usd_per_s=dict.fromkeys(model.resolutions, usd))


def _refusal(spec: ProviderSpec, why: str) -> SettingsInvalid:
    return SettingsInvalid(f"{spec.name.upper()}_MODELS: {why}")
