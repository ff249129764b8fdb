"""What more than one machine needs is checked at the start, and said with its remedy."""

from typing import Any

import pytest

from app.core.errors import SettingsInvalid
from app.core.settings import load_settings
from app.distributed.wanted_settings import check_machines, queues_of, resources_of
from app.stages.stage import Resource

GOOD: dict[str, Any] = {
    "engine": "celery",
    "database_url": "postgresql://u@localhost/jobs",
    "redis_url": "redis://localhost:6379/0",
}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"engine": "local"}, "ENGINE=celery"),
        ({"database_url": "sqlite:///jobs.db"}, "DATABASE_URL"),
        ({"redis_url": ""}, "CELERY_BROKER_URL"),
        ({"redis_url": "amqp://localhost"}, "redis://"),
    ],
)
def test_what_is_missing_is_named(change: dict[str, Any], words: str) -> None:
    """One line, with the setting."""
    with pytest.raises(SettingsInvalid, match=words):
        check_machines(load_settings(**(GOOD | change)))


def test_a_worker_has_all_queues_and_resources_unless_it_says_otherwise() -> None:
    """`download` includes orders at services of others."""
    check_machines(load_settings(**GOOD))
    assert queues_of(load_settings(**GOOD)) == ("high_priority", "default", "low_priority")
    assert resources_of(load_settings(**GOOD)) == frozenset(Resource)
    some = load_settings(**GOOD, worker_queues="default, default", worker_resources="encode,download")
    assert queues_of(some) == ("default",)
    assert resources_of(some) == {Resource.ENCODE, Resource.DOWNLOAD, Resource.REMOTE}


@pytest.mark.parametrize("name", ["worker_queues", "worker_resources"])
def test_unknown_names_are_refused(name: str) -> None:
    """With those that there are."""
    settings = load_settings(**GOOD, **{name: "gpu"})
    with pytest.raises(SettingsInvalid, match="'gpu'"):
        queues_of(settings)
        resources_of(settings)
