"""Which services may get a job's order, and why one cannot, by what is set."""

from collections.abc import Mapping

from pydantic import SecretStr

from app.core.settings import Settings
from app.jobs.generations import Generation
from app.jobs.options import ProcessingOptions
from app.providers.film_catalog import CATALOG
from app.providers.film_models import with_models
from app.providers.films import FilmAccess, FilmOrder, ProviderSpec


def access_of(settings: Settings, name: str) -> FilmAccess:
    """The address and key of a service as they are set."""
    key: SecretStr | None = getattr(settings, f"{name}_api_key", None)
    return FilmAccess(
        base_url=getattr(settings, f"{name}_base_url", ""), key=key.get_secret_value() or None if key else None
    )


def specs_of(settings: Settings) -> Mapping[str, ProviderSpec]:
    """All services by name, with the models that are set. Raises SettingsInvalid."""
    return {name: with_models(spec, getattr(settings, f"{name}_models", ())) for name, spec in CATALOG.items()}


def order_for(wanted: Generation, options: ProcessingOptions) -> FilmOrder:
    """The order of a job."""
    return FilmOrder(
        prompt=wanted.prompt,
        duration_s=options.duration_seconds,
        aspect=None if options.aspect == "source" else options.aspect,
        resolution=None if options.resolution == "source" else options.resolution,
        seed=options.seed,
        model=wanted.model,
    )


def may_order(settings: Settings, wanted: Generation) -> tuple[ProviderSpec, ...]:
    """The services that a job may order from, in the order in which they are tried."""
    known = specs_of(settings)
    specs = (known[name] for name in settings.providers if name in known)
    return tuple(spec for spec in specs if wanted.provider in (None, spec.name))


def why_passed(settings: Settings, spec: ProviderSpec, order: FilmOrder) -> str | None:
    """Why a service cannot get an order, for people; None if it can."""
    if (why := spec.why_not(order)) is not None:
        return why
    if spec.needs_key and access_of(settings, spec.name).key is None:
        return f"it has no key ({spec.name.upper()}_API_KEY)"
    return None
