"""Determines for groups of jobs what completes each from the record. It reads files' names: call it in a thread."""

import functools
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.core.settings import Settings
from app.db.recorded_jobs import OutputVersion, RecordedJob, StoredOutput
from app.execution.recorded_outputs import OutputCache, RecordedOutput
from app.execution.recorded_plan import Known, NotRecorded, RecordedPlan, Unread
from app.execution.stage_rates import StageRates
from app.jobs.record import JobRecord, Video
from app.ports.blob_store import BlobStore
from app.stages.keys import revisions_read_once
from app.stages.registry import Registry

log = logging.getLogger(__name__)

#: Unreadable outputs that are remembered, so that each is logged once.
MOST_UNREADABLE = 1000


@dataclass(slots=True)
class Group:
    """Jobs, their uploads by id, and what is `known` for them. An answer completes a job or says why nothing does."""

    jobs: Sequence[JobRecord]
    videos: Mapping[str, Video]
    known: Known
    answers: dict[str, RecordedJob | NotRecorded]


class RecordedPlans:
    """The plans of jobs by what is recorded. For one group at a time."""

    def __init__(self, settings: Settings, registry: Registry, rates: StageRates, blobs: BlobStore) -> None:
        self._settings = settings
        self._registry = registry
        self._rates = rates
        self._blobs = blobs
        self._cache = OutputCache()
        self._unreadable: set[tuple[str, OutputVersion]] = set()

    def group(self, jobs: Sequence[JobRecord], videos: Mapping[str, Video]) -> Group:
        """A group without answers."""
        return Group(jobs, videos, Known(self._cache, revisions_read_once()), {})

    def resolve(self, group: Group) -> Unread:
        """Add the answers that need nothing more; returns what must be read for the others."""
        unread, whole = Unread(), functools.cache(self._is_whole)
        for job in group.jobs:
            if job.id in group.answers:
                continue
            found = self._found(group, job, whole)
            if isinstance(found, Unread):
                unread |= found
            else:
                group.answers[job.id] = found
        return unread

    def _found(
        self, group: Group, job: JobRecord, is_whole: Callable[[RecordedOutput], bool]
    ) -> RecordedJob | NotRecorded | Unread:
        """The answer for a job, or what must be read for it. What is wrong with a job is for its attempt to report."""
        video = group.videos.get(job.video_id) if job.url is None and job.video_id is not None else None
        try:
            plan = RecordedPlan(
                self._settings, self._rates, job, self._registry.stages_of(job.job_type, job.options), video
            )
            found = plan.completed(group.known)
            return found if isinstance(found, Unread) or all(map(is_whole, plan.used)) else NotRecorded()
        except NotRecorded as reason:
            return reason
        except Exception:
            log.warning("job %s waits for a worker: its plan failed", job.id, exc_info=True)
            return NotRecorded()

    def _is_whole(self, recorded: RecordedOutput) -> bool:
        """Whether all its files are there."""
        return all(map(self._blobs.exists, recorded.blobs)) and all(map(self._blobs.has_content, recorded.hashes))

    def learn(
        self, group: Group, unread: Unread, outputs: Mapping[str, StoredOutput], editions: Mapping[str, int]
    ) -> None:
        """Take in what was read: recorded outputs, and latest editions of sources by their first key."""
        parsed = {key: self._parsed(key, stored) for key, stored in outputs.items()}
        group.known.outputs |= {key: parsed.get(key) for key in unread.outputs}
        group.known.editions |= editions
        self._cache.add({key: output for key, output in parsed.items() if output is not None})

    def _parsed(self, key: str, stored: StoredOutput) -> RecordedOutput | None:
        """The output, None if it has too many pieces or is not readable: jobs that need it wait for workers."""
        try:
            return RecordedOutput.of(self._registry[stored.row.stage], stored)
        except Exception:
            if (key, stored.version) not in self._unreadable:
                log.warning("what is recorded as %s cannot be read", key, exc_info=True)
            if len(self._unreadable) >= MOST_UNREADABLE:
                self._unreadable.clear()
            self._unreadable.add((key, stored.version))
            return None

    def forget(self, found: Sequence[RecordedJob]) -> None:
        """The recorded outputs of these jobs may have changed: read them again next time."""
        self._cache.forget({key for one in found for key in one.versions})
