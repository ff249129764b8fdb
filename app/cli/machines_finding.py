"""The doctor's examination of an installation on several machines: broker, database, workers."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from app import __version__
from app.cli.findings import Finding, Grade
from app.core.errors import SettingsInvalid
from app.core.settings import Settings
from app.distributed.queue_names import QUEUES
from app.distributed.wanted_settings import RESOURCES, check_machines
from app.jobs.worker_processes import WorkerProcess
from app.storage.data_folder import id_of

if TYPE_CHECKING:
    from app.db.examination import Examined

#: Time in which the broker must answer, seconds.
ANSWERS_WITHIN_S = 5.0
#: Share of the database's connections from which on it is said that they end.
MANY = 0.8


def machines(settings: Settings) -> Iterator[Finding]:
    """Findings with ENGINE=celery; nothing with another one."""
    if settings.engine != "celery":
        return
    from app.db import examination

    try:
        check_machines(settings)
    except SettingsInvalid as error:
        yield Finding("machines", Grade.MISSING, str(error), "correct the setting")
        return
    yield _broker(settings)
    try:
        found = asyncio.run(examination.examine(settings.database_url))
    except examination.NoAnswer as reason:
        yield Finding("PostgreSQL", Grade.MISSING, f"does not answer: {reason}", "start it, or correct DATABASE_URL")
        return
    yield from _database(found)
    if found.workers is None:
        remedy = "start a server: it makes the tables"
        yield Finding("workers", Grade.MISSING, "no server has started on this database yet", remedy)
        return
    yield from _folder(settings, found.folder)
    yield from worker_findings(found.workers, lease_s=settings.lease_seconds, now_ms=int(time.time() * 1000))


def _broker(settings: Settings) -> Finding:
    import redis

    url = settings.broker_url
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=ANSWERS_WITHIN_S, socket_timeout=ANSWERS_WITHIN_S) as one:
            version = one.info("server")["redis_version"]
            waiting = sum(int(one.llen(queue)) for queue in QUEUES)
    except ValueError:  # its text may contain the password
        return Finding("Redis", Grade.MISSING, "CELERY_BROKER_URL is no URL of a Redis", "correct the setting")
    except (redis.RedisError, OSError) as error:
        remedy = "start Redis, or correct CELERY_BROKER_URL; until then workers find jobs a moment later"
        return Finding("Redis", Grade.MISSING, f"does not answer: {error}", remedy)
    return Finding("Redis", Grade.OK, f"{version} answers, {waiting} messages wait")


def _database(found: "Examined") -> Iterator[Finding]:
    if found.notifies:
        yield Finding("PostgreSQL", Grade.OK, f"{found.version} answers and delivers notifications")
    else:
        remedy = "let DATABASE_URL lead to PostgreSQL itself, or to a pooler with a session for each connection"
        yield Finding("PostgreSQL", Grade.MISSING, f"{found.version} delivers no notifications", remedy)
    used = f"{found.connections} of {found.most_connections} connections are used"
    if found.connections < MANY * found.most_connections:
        yield Finding("connections", Grade.OK, used)
    else:
        yield Finding("connections", Grade.WARNING, used, "raise max_connections: each process takes up to ten")


def _folder(settings: Settings, of_all: str | None) -> Iterator[Finding]:
    """Whether DATA_DIR is the folder that has the files; nothing before a process has used it."""
    path, own = settings.data_dir, id_of(settings.data_dir)
    if own is None:
        return
    if own == of_all:
        yield Finding("shared files", Grade.OK, f"{path} is the folder that has the files of all machines")
    elif settings.object_store_url:
        yield Finding("shared files", Grade.OK, f"{path} is this machine's own; files are shared by the object store")
    elif of_all is not None:
        remedy = "mount the folder of the other machines there, or set STORAGE_URL on all of them"
        yield Finding("shared files", Grade.MISSING, f"{path} is not the folder that the other machines use", remedy)


def worker_findings(known: Sequence[WorkerProcess], *, lease_s: float, now_ms: int) -> Iterator[Finding]:
    """What is to be said of the reported workers: which live, what none of them does, and what differs."""
    oldest_ms = now_ms - int(lease_s * 1000)
    living = [worker for worker in known if worker.heartbeat_ms >= oldest_ms]
    for worker in living:
        slots = ", ".join(f"{name} × {count}" for name, count in worker.slots.items())
        detail = f"{worker.host} (process {worker.pid}): {worker.concurrency} jobs; {slots}; {', '.join(worker.queues)}"
        same = worker.version == __version__
        yield Finding(
            "worker",
            Grade.OK if same else Grade.WARNING,
            detail if same else f"{detail}; release {worker.version}, this is {__version__}",
            "" if same else "let all machines have the same release",
        )
    if not living:
        yield Finding("workers", Grade.MISSING, "no worker lives: jobs wait", "start one: python main.py worker")
    if silent := [worker.host for worker in known if worker.heartbeat_ms < oldest_ms]:
        detail = f"{len(silent)} did not report for {lease_s:g} s ({', '.join(sorted(set(silent)))})"
        yield Finding("workers", Grade.WARNING, detail, "start them again; if they run, set their clocks by NTP")
    if ahead := [worker.host for worker in living if worker.heartbeat_ms - now_ms > lease_s * 1000]:
        detail = f"the clock of {', '.join(sorted(set(ahead)))} is ahead of this machine's"
        yield Finding("clocks", Grade.WARNING, detail, "set the clocks by NTP")
    yield from _lacking(living)


def _lacking(living: Sequence[WorkerProcess]) -> Iterator[Finding]:
    """Resources and queues that no living worker has; nothing without any worker."""
    if not living:
        return
    resources = {name for worker in living for name in worker.slots}
    for name in RESOURCES:
        if name not in resources:
            detail, remedy = (
                f"no living worker has {name}: jobs wait in its stages",
                f"start one with --resources {name}",
            )
            yield Finding("resources", Grade.MISSING, detail, remedy)
    queues = {name for worker in living for name in worker.queues}
    for name in QUEUES:
        if name not in queues:
            detail = f"no living worker takes jobs of {name}: they wait"
            yield Finding("queues", Grade.MISSING, detail, f"start one with --queues {name}")
