"""Waiting until a job does not run any more, by what was committed of it, wherever it runs."""

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
        """Wake those who wait for jobs that do not run now."""
        for change in changes:
            if isinstance(change, JobRecord) and change.status is not JobState.PROCESSING:
                for ended in self._expected.get(change.id, ()):
                    ended.set()

    @contextmanager
    def expected(self, job_id: str) -> Iterator[asyncio.Event]:
        """An event that is set by any commit, from now on, after which the job does not run.

        Whether it runs at all is to be read inside the block.
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
