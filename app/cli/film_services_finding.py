"""The doctor's examination of the services that make films from prompts: known, with key and package."""

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from app.cli.findings import Finding, Grade
from app.core.settings import Settings
from app.providers.film_catalog import CATALOG
from app.providers.films import ProviderSpec

REQUIREMENTS = "requirements-providers.txt"
#: Services whose own address is no use any more, with the reason.
ENDED = {"openai": "OpenAI announced the end of its own service of videos for 24 September 2026"}


def film_services(settings: Settings) -> Iterator[Finding]:
    """A finding for each service that PROVIDERS names or that has a key; none for `demo`, which needs nothing."""
    for name in settings.providers:
        if name not in CATALOG:
            known = ", ".join(CATALOG)
            yield Finding(f"provider {name[:30]}", Grade.MISSING, "PROVIDERS names it", f"use one of {known}")
    for spec in CATALOG.values():
        if not spec.free:
            yield from _examined(spec, settings)


def _examined(spec: ProviderSpec, settings: Settings) -> Iterator[Finding]:
    name, wanted = f"provider {spec.name}", spec.name in settings.providers
    has_key = bool(getattr(settings, f"{spec.name}_api_key").get_secret_value())
    address = getattr(settings, f"{spec.name}_base_url")
    key = f"{spec.name.upper()}_API_KEY"
    if not wanted and not has_key:
        return
    if spec.package is not None and not _installed(spec.package):
        grade = Grade.MISSING if wanted and has_key else Grade.WARNING
        yield Finding(name, grade, f"its package {spec.package} is not installed", f"pip install -r {REQUIREMENTS}")
    elif not has_key:
        yield Finding(name, Grade.WARNING, "PROVIDERS names it and there is no key: it is passed over", f"set {key}")
    elif not wanted:
        yield Finding(name, Grade.WARNING, "there is a key, and PROVIDERS does not name it", f"add {spec.name} to it")
    elif not address and spec.name in ENDED:
        remedy = f"set {spec.name.upper()}_BASE_URL to a service with the same API"
        yield Finding(name, Grade.WARNING, ENDED[spec.name], remedy)
    else:
        yield Finding(name, Grade.OK, f"a key is set for {address or 'its own address'}")


def _installed(distribution: str) -> bool:
    try:
        version(distribution)
    except PackageNotFoundError:
        return False
    return True
