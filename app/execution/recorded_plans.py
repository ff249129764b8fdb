"""Determines for groups of jobs what completes each from the record. It reads files' names: call it in a thread."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.settings import Settings
from app.db.recorded_jobs import RecordedJob, StoredOutput
from app.execution.recorded_outputs import OutputCache, RecordedOutput
from app.execution.recorded_plan import Known, NotRecorded, RecordedPlan, Unread
from app.execution.stage_rates import StageRates
from app.jobs.record import JobRecord, Video
from app.ports.blob_store import BlobStore
from app.stages.keys import revisions_read_once
from app.stages.registry import Registry


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

    def group(self, jobs: Sequence[JobRecord], videos: Mapping[str, Video]) -> Group:
        """A group without answers."""
        return Group(jobs, videos, Known(self._cache, revisions_read_once()), {})

    def resolve(self, group: Group) -> Unread:
        """Add the answers that need nothing more; returns what must be read for the others."""
        unread, whole = Unread(), functools.cache(self._is_whole)
        for job in group.jobs:
            if job.id in group.answers:
                continue
            video = group.videos.get(job.video_id) if job.video_id is not None else None
            plan = RecordedPlan(self._settings, self._rates, job, self._registry.stages_of(job.job_type), video)
            try:
                found = plan.completed(group.known)
            except NotRecorded as reason:
                group.answers[job.id] = reason
                continue
            if isinstance(found, Unread):
                unread |= found
            else:
                group.answers[job.id] = found if all(map(whole, plan.used)) else NotRecorded()
        return unread

    def _is_whole(self, recorded: RecordedOutput) -> bool:
        """Whether all its files are there."""
        return all(map(self._blobs.exists, recorded.blobs)) and all(map(self._blobs.has_content, recorded.hashes))

    def learn(
        self, group: Group, unread: Unread, outputs: Mapping[str, StoredOutput], editions: Mapping[str, int]
    ) -> None:
        """Take in what was read: recorded outputs, and latest editions of sources by their first key."""
        parsed = {key: RecordedOutput.of(self._registry[stored.row.stage], stored) for key, stored in outputs.items()}
        group.known.outputs |= {key: parsed.get(key) for key in unread.outputs}
        group.known.editions |= editions
        self._cache.add({key: output for key, output in parsed.items() if output is not None})

    def forget(self, found: Sequence[RecordedJob]) -> None:
        """The recorded outputs of these jobs may have changed: read them again next time."""
        self._cache.forget({key for one in found for key in one.versions})
