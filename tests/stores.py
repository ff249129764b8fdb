"""Opens stores on separate databases, and builds jobs for them."""

import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from app.db import flags, job_versions, stage_log
from app.db.access import open_access
from app.db.queries import JobFilter
from app.db.store import Store
from app.db.transaction import Transaction
from app.db.writer import Writer
from app.jobs.leases import Holder
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.record import JobRecord, NewJob, StageRecord
from tests.current_schema import put_database

Write = Callable[..., Awaitable[Any]]


@asynccontextmanager
async def open_store(folder: Path, **options: Any) -> AsyncIterator[Store]:
    """Open a store on a SQLite file in `folder`."""
    put_database(folder / "jobs.db")
    async with Store(f"sqlite:///{folder / 'jobs.db'}", **options) as store:
        yield store


@asynccontextmanager
async def other_writer(database_url: str, *, now_ms: Callable[[], int]) -> AsyncIterator[Write]:
    """A second writer with a connection of its own, as another server's would be; no store here follows it."""
    access = open_access(database_url, writer=True, synchronous="normal")
    writer = Writer(
        access,
        now_ms=now_ms,
        publish=lambda _: None,
        publish_changes=lambda _: None,
        prove_writable=flags.prove_writable,
        holder=Holder("other"),
    )

    async def write(unit: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return await writer.write(lambda tx: unit(tx, *args, **kwargs))

    async with writer:
        yield write
    await access.dispose()


def new_job(**values: Any) -> NewJob:
    """A new job with default values, as the service would submit it."""
    defaults = {
        "id": str(uuid.uuid4()),
        "url": "http://example.org/a.mp4",
        "video_id": None,
        "source_identity": "a",
        "job_type": JobType.TRANSCRIPTION,
        "priority": 5,
        "options": ProcessingOptions(),
        "meta": {},
        "user_id": None,
        "max_retries": 3,
    }
    return NewJob(**(defaults | values))


def start_stage(
    tx: Transaction, job_id: str, attempt: int, name: str, key: str, *, eta_s: float | None = None
) -> StageRecord:
    """Enter a stage with this key and mark it as running; returns it as it was entered."""
    entered = stage_log.enter_stage(tx, job_id, attempt, name, key)
    stage_log.start_stage(tx, job_id, attempt, name, eta_s=eta_s)
    return entered


async def listed(
    store: Store, wanted: JobFilter, *, limit: int, offset: int, sort: str = "-created_at"
) -> tuple[list[JobRecord], int]:
    """A page of jobs, and how many there are in all."""
    read = store.search if wanted.search_text else store.read
    found, total = await read(job_versions.page, wanted, limit=limit, offset=offset, sort=sort, known=())
    return [entry.parts[0] for entry in found if entry.parts is not None], total
