"""Decides which download of a link a job uses: the recorded one, or a new one because the file has changed.

A recorded download is reused as long as the link leads to the same file. So before a job uses one that is older than
its own request, a child sends a conditional request to the site: ETag, date, length. A changed file is another
edition with a key of its own; earlier jobs keep theirs. If the site does not answer, the recorded file is used, with a
warning. If the site sends no validators, the file is fetched again.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.core.errors import JobFailure
from app.db import editions, stage_log
from app.db.store import Store
from app.execution.attempt import Attempt
from app.execution.records import Records
from app.execution.slots import Slots
from app.jobs.record import JobWarning
from app.jobs.results import Result
from app.stages.asides.aside import Aside
from app.stages.stage import AnyStage, Recheck, Resource

log = logging.getLogger(__name__)

#: Editions that are searched for the one that a job began with.
MOST_EDITIONS = 1000
#: Runs an aside in a child; raises JobFailure.
RunAside = Callable[[Aside[Any, Any], Result], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The key of the source's output, and a warning for the job, or None."""

    key: str
    warning: JobWarning | None = None


class Editions:
    """Chooses the edition for each job."""

    def __init__(self, store: Store, records: Records, slots: Slots, run_aside: RunAside) -> None:
        self._store = store
        self._records = records
        self._slots = slots
        self._run_aside = run_aside

    async def choose(
        self,
        attempt: Attempt,
        stage: AnyStage,
        recheck: Recheck[Any, Any],
        params: Result,
        keys: Callable[[int], str],
    ) -> Chosen:
        """The key for this job. `keys` returns the key of an edition."""
        first, job = keys(0), attempt.job

        def find(conn: Any) -> tuple[int, str | None]:
            begun = {stage.name: stage.key for stage in stage_log.stages_of_job(conn, job.id)}
            return editions.edition_of(conn, first), begun.get(stage.name)

        latest, begun = await self._store.read(find)
        if begun and any(begun == keys(n) for n in range(latest, max(-1, latest - MOST_EDITIONS), -1)):
            return Chosen(begun)  # an earlier attempt of this job: it continues with the same edition
        key = keys(latest)
        recorded = await self._records.find(stage, key)
        if recorded is None:
            return Chosen(key)
        if job.options.refresh:
            return Chosen(keys(await self._next(first, latest)))
        question = recheck.question(params, recorded.output)
        at_ms = await self._store.read(editions.recorded_ms, key)
        if question is None or at_ms is None or at_ms >= job.created_ms:
            return Chosen(key)
        try:
            async with self._slots.take(Resource.DOWNLOAD, lambda: attempt.turn(stage.name)):
                same: bool | None = (await self._run_aside(recheck.aside, question)).same
        except JobFailure as failure:
            return Chosen(key, _unchecked(failure, at_ms, stage.name))
        if same:
            return Chosen(key)
        log.info("the file behind the link has changed" if same is False else "the site does not tell whether it has")
        return Chosen(keys(await self._next(first, latest)))

    async def _next(self, first: str, after: int) -> int:
        return await self._store.write(lambda tx: editions.next_edition(tx, first, after=after))


def _unchecked(failure: JobFailure, at_ms: int, stage: str) -> JobWarning:
    day = datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
    text = f"Whether the source has changed could not be checked ({failure.message.rstrip('.')}). "
    text += f"The file that was fetched from it at {day} is used."
    return JobWarning("source_unchecked", text, stage)
