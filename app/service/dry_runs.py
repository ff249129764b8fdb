"""Says what a job would find in the record, and how long it would work, without creating it."""

import uuid

from app.core.caller import Caller
from app.core.errors import Unavailable
from app.core.sealing import KeyMissing, Seal
from app.core.settings import Settings
from app.db import creation, queries
from app.db.store import Store
from app.execution.dry_run import DryRun
from app.jobs.planned_stage import PlannedStage
from app.service.job_request import JobRequest, new_job, owned
from app.service.submissions import identified


class DryRuns:
    """Plans the jobs that clients request."""

    def __init__(self, settings: Settings, store: Store, dry_run: DryRun) -> None:
        self._settings = settings
        self._store = store
        self._dry_run = dry_run
        self._seal = Seal.of(settings)

    async def plan(self, request: JobRequest, caller: Caller) -> tuple[list[PlannedStage], float]:
        """The stages of the job, and the seconds until its end if it waited for nothing.

        Raises InvalidRequest for an unknown video, Forbidden, Unavailable.
        """
        try:
            new = new_job(owned(request, caller), str(uuid.uuid4()), seal=self._seal, defaults=self._settings)
        except KeyMissing as error:
            raise Unavailable(f"The password of the link cannot be stored: {error}.", retry_after_s=60) from error
        video = None
        if (video_id := new.video_id) is not None:
            new = await self._store.read(identified, new, caller)
            video = await self._store.read(queries.video, video_id)
        job = creation.imagined(new, self._store.now_ms())
        return await self._dry_run.plan(job, video, new.timeline)
