"""What runs on other processes: their latest progress, for views and for followers."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from app.db import queries
from app.db.store import Store
from app.jobs.changes import JobChange, ProgressMade
from app.jobs.progress import AttemptProgress
from app.jobs.record import JobRecord
from app.jobs.states import JobState

#: Records which attempt of a job runs elsewhere, up to which event; None if none does.
NoteJob = Callable[[str, int | None, int], None]


class Elsewhere:
    """Receives the changes that other processes commit. One event loop.

    `note_job` and `publish` are those of the hub.
    """

    def __init__(
        self,
        store: Store,
        note_job: NoteJob,
        publish: Callable[[str, int, AttemptProgress], None],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._note_job = note_job
        self._publish = publish
        self._clock = clock
        self._latest: dict[str, tuple[AttemptProgress, float]] = {}

    def receive(self, changes: Sequence[JobChange]) -> None:
        """Apply the changes of others."""
        for change in changes:
            if isinstance(change, ProgressMade):
                self._latest[change.job_id] = change.progress, self._clock()
                self._publish(change.job_id, change.last_seq, change.progress)
            elif isinstance(change, JobRecord):
                runs = change.status is JobState.PROCESSING
                self._note_job(change.id, change.attempt if runs else None, change.last_seq)
                known = self._latest.get(change.id)
                if known is not None and not (runs and known[0].attempt == change.attempt):
                    del self._latest[change.id]

    async def reload(self) -> None:
        """Read the jobs again whose progress is known: their ends may have been missed. Raises StorageFailed."""
        self.receive(await self._store.read(queries.jobs, list(self._latest)))

    def progress(self, job_id: str) -> AttemptProgress | None:
        """The latest progress of a job that runs elsewhere, with the ETA of now; None if none is known."""
        if (known := self._latest.get(job_id)) is None:
            return None
        progress, at_s = known
        return replace(progress, eta_s=max(0.0, progress.eta_s - (self._clock() - at_s)))
