"""Which stages each kind of job runs, by name: what the store and the views know of stages."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.jobs.options import JobType


@dataclass(frozen=True, slots=True)
class Plans:
    """The plan of every kind of job, made from the stages that there are (`app.stages.registry`).

    Results of `word_stages` are words: their pieces hold no files, and outlive the files of a job.
    """

    names: Mapping[JobType, tuple[str, ...]]
    word_stages: frozenset[str] = frozenset()

    def stages_of(self, job_type: JobType) -> tuple[str, ...]:
        """Names of the stages of a job, each after those that it needs."""
        return self.names[job_type]
