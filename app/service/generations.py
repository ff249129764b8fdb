"""Refuses prompts of which no service can make a film, before they become jobs."""

from typing import Any

from app.core.errors import InvalidRequest
from app.core.settings import Settings
from app.jobs.generations import Generation
from app.jobs.options import ProcessingOptions
from app.providers.film_choice import may_order, order_for, why_passed


def check_generation(settings: Settings, wanted: Generation, options: ProcessingOptions) -> None:
    """Raise InvalidRequest if no service that may get the order can make the film; it has the limits of each."""
    specs = may_order(settings, wanted)
    if not specs:
        why = f"there is no provider {wanted.provider}; this server has {', '.join(settings.providers)}"
        raise _refusal(why, ["body", "provider"], why)
    order = order_for(wanted, options)
    reasons = {spec.title: why_passed(settings, spec, order) for spec in specs}
    if None in reasons.values():
        return
    told = "; ".join(f"{title}: {why}" for title, why in reasons.items())
    raise _refusal(f"No provider can make this film. {told}.", ["body"], told)


def _refusal(message: str, loc: list[Any], msg: str) -> InvalidRequest:
    return InvalidRequest(message, errors=[{"loc": loc, "msg": msg}])
