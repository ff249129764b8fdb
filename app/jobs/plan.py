"""The stages of each type of job by name, for the store and the views."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.jobs.options import JobType, ProcessingOptions


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans of all types of jobs, built from the registered stages (`app.stages.registry`).

    Results of `word_stages` are text: their pieces contain no files, and outlive a job's files. `switches` are the
    options of which one must be true for a stage to be part of a job of a type; a stage without any always is. A switch
    "option=value" is for that value, "one&other" for both.
    """

    names: Mapping[JobType, tuple[str, ...]]
    word_stages: frozenset[str] = frozenset()
    switches: Mapping[JobType, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def stages_of(self, job_type: JobType, options: ProcessingOptions | None = None) -> tuple[str, ...]:
        """The names of a job's stages, each after those that it needs; without options, of all that it could have."""
        names = self.names[job_type]
        switches = self.switches.get(job_type)
        if options is None or not switches:
            return names
        return tuple(name for name in names if is_on(switches.get(name, ()), options))


def is_on(switches: Sequence[str], options: ProcessingOptions) -> bool:
    """Whether a stage with these switches is part of a job with these options: it has none, or one of them is on."""
    return not switches or any(all(_is_set(one, options) for one in switch.split("&")) for switch in switches)


def _is_set(switch: str, options: ProcessingOptions) -> bool:
    name, _, wanted = switch.partition("=")
    value = getattr(options, name)
    return value == wanted if wanted else bool(value)
