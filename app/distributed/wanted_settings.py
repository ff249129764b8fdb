"""What the settings must contain for more than one machine."""

from collections.abc import Collection
from urllib.parse import urlsplit

from app.core.errors import SettingsInvalid
from app.core.optional_packages import require
from app.core.settings import Settings
from app.distributed.queue_names import QUEUES
from app.stages.stage import Resource

#: The resources that a worker may be said to have, by name.
RESOURCES = tuple(resource.value for resource in Resource if resource is not Resource.REMOTE)


def check_machines(settings: Settings) -> None:
    """Raise SettingsInvalid, with the remedy, unless ENGINE=celery has what it needs."""
    if settings.engine != "celery":
        raise SettingsInvalid("Workers need ENGINE=celery; with ENGINE=local the server runs the jobs itself.")
    if not settings.database_url.startswith("postgres"):
        raise SettingsInvalid(
            "ENGINE=celery needs PostgreSQL: set DATABASE_URL to postgresql://user:password@host/name."
        )
    if not settings.broker_url:
        raise SettingsInvalid("ENGINE=celery needs Redis: set CELERY_BROKER_URL to redis://host:6379/0.")
    if urlsplit(settings.broker_url).scheme not in ("redis", "rediss", "unix"):
        raise SettingsInvalid("CELERY_BROKER_URL must be a redis:// or rediss:// URL.")
    require("celery", of="ENGINE=celery", requirements="requirements-celery.txt")
    require("redis", of="ENGINE=celery", requirements="requirements-celery.txt")


def queues_of(settings: Settings) -> tuple[str, ...]:
    """The queues that a worker serves. Raises SettingsInvalid."""
    return _named("WORKER_QUEUES", settings.worker_queues, list(QUEUES))


def resources_of(settings: Settings) -> frozenset[Resource]:
    """The resources that a worker has. Raises SettingsInvalid."""
    found = frozenset(map(Resource, _named("WORKER_RESOURCES", settings.worker_resources, RESOURCES)))
    return found | {Resource.REMOTE} if Resource.DOWNLOAD in found else found


def _named(setting: str, text: str, known: Collection[str]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    if unknown := [name for name in names if name not in known]:
        raise SettingsInvalid(f"{setting} names {unknown[0]!r}; there are {', '.join(known)}.")
    if not names:
        raise SettingsInvalid(f"{setting} is empty; there are {', '.join(known)}.")
    return names
