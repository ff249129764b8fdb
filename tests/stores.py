"""Opens stores on separate databases, and builds jobs for them."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from app.db.store import Store
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.record import NewJob


@asynccontextmanager
async def open_store(folder: Path, **options: Any) -> AsyncIterator[Store]:
    """Open a store on a SQLite file in `folder`."""
    async with Store(f"sqlite:///{folder / 'jobs.db'}", **options) as store:
        yield store


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
