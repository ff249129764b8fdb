"""Runs a worker process."""

from app.celery import make_app
from app.core.settings import Settings


def run_worker(settings: Settings) -> None:
    """Work until SIGTERM. Raises SettingsInvalid; ends the process otherwise."""
    app = make_app(settings)
    options = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--queues", settings.worker_queues]
    app.worker_main(["worker", *options])
