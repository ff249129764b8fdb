"""The stages of each type of job by name, for the store and the views."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.jobs.options import JobType


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans of all types of jobs, built from the registered stages (`app.stages.registry`).

    Results of `word_stages` are text: their pieces contain no files, and outlive a job's files.
    """

    names: Mapping[JobType, tuple[str, ...]]
    word_stages: frozenset[str] = frozenset()

    def stages_of(self, job_type: JobType) -> tuple[str, ...]:
        """The names of a job's stages, each after those that it needs."""
        return self.names[job_type]
