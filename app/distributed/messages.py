"""Celery as this product uses it: three queues of messages that wake workers.

A message names a job and its attempt, and decides nothing: the database does. It is acknowledged when it is received,
so neither the visibility timeout nor a lost connection makes a job run twice; what is lost is sent again.
"""

from typing import Any, Final

from celery import Celery
from kombu import Exchange, Queue

from app.core.settings import Settings
from app.distributed.queue_names import QUEUES

#: The name of the one task.
RUN_JOB: Final = "run_job"
#: Far longer than a message is unacknowledged: only while it waits for a free slot of its worker.
VISIBILITY_S = 8000
#: Time limits of connections to the broker, seconds.
CONNECT_S, SOCKET_S = 3.0, 30.0


def make_celery(settings: Settings, *, tries_once: bool = False) -> Celery:
    """The Celery application, without its task.

    With `tries_once` a broker that is away is an error at once, for callers that try again by themselves; else the
    library tries for six seconds.
    """
    transport: dict[str, Any] = {
        "visibility_timeout": VISIBILITY_S,
        "socket_connect_timeout": CONNECT_S,
        "socket_timeout": SOCKET_S,
        "socket_keepalive": True,
        "health_check_interval": 25,
    }
    if tries_once:
        transport["max_retries"] = 0
    app = Celery("video_processing", broker=settings.broker_url, set_as_current=False)
    app.conf.update(
        task_queues=[Queue(name, Exchange(name), routing_key=name) for name in QUEUES],
        task_default_queue="default",
        task_ignore_result=True,
        task_acks_late=False,
        task_serializer="json",
        accept_content=["json"],
        broker_transport_options=transport,
        visibility_timeout=VISIBILITY_S,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_pool="threads",
        enable_utc=True,
    )
    return app


def message(job_id: str, attempt: int) -> dict[str, Any]:
    """The arguments of one message."""
    return {"args": [job_id, attempt], "ignore_result": True, "retry": False}
