"""Waits until a job does not run any more, by its committed changes, on whichever server it runs."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from app.jobs.changes import JobChange
from app.jobs.record import JobRecord
from app.jobs.states import JobState


class JobEnds:
    """Receives the changes of all commits. One event loop."""

    def __init__(self) -> None:
        self._expected: dict[str, set[asyncio.Event]] = {}

    def receive(self, changes: Sequence[JobChange]) -> None:
        """Wake the waiters of jobs that do not run now."""
        for change in changes:
            if isinstance(change, JobRecord) and change.status is not JobState.PROCESSING:
                for ended in self._expected.get(change.id, ()):
                    ended.set()

    @contextmanager
    def expected(self, job_id: str) -> Iterator[asyncio.Event]:
        """Yield an event that is set by the next commit after which the job does not run.

        Read inside the block whether the job runs at all.
        """
        ended = asyncio.Event()
        waiting = self._expected.setdefault(job_id, set())
        waiting.add(ended)
        try:
            yield ended
        finally:
            waiting.discard(ended)
            if not waiting:
                self._expected.pop(job_id, None)
