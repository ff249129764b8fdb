"""The registered stages: found in folders, checked once at the start, then passed on as one object."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import chain
from pkgutil import iter_modules
from types import ModuleType

from app.core.settings import Settings, check_stage_limits
from app.inference.model_catalog import Configured
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.plan import Plans
from app.stages.stage import AnyStage, Stage

#: The package of the product's stages.
PACKAGE = "app.stages"


class BadStage(ValueError):
    """A stage that cannot run as its contract states."""


class Registry:
    """Stages by name, each listed after all that it needs."""

    def __init__(self, stages: Iterable[AnyStage]) -> None:
        """Raises BadStage for duplicate names, missing needs, and cycles."""
        found: dict[str, AnyStage] = {}
        for stage in stages:
            if stage.name in found:
                raise BadStage(f"There are two stages named {stage.name!r}.")
            found[stage.name] = stage
        for stage in found.values():
            _check(stage, found)
        self._stages: Mapping[str, AnyStage] = {stage.name: stage for stage in _in_order(found)}
        self._of_types = {kind: tuple(s for s in self if kind in s.job_types) for kind in JobType}
        self.plans = Plans(
            {kind: tuple(stage.name for stage in stages) for kind, stages in self._of_types.items()},
            frozenset(stage.name for stage in self if stage.keeps_words),
            {kind: _switches(stages, kind) for kind, stages in self._of_types.items()},
        )

    @classmethod
    def discovered(cls, *packages: str) -> "Registry":
        """Load the stages whose folders are in these packages, by default in the product's own. Raises BadStage."""
        return cls(stage for package in packages or (PACKAGE,) for stage in _found_in(package))

    def __iter__(self) -> Iterator[AnyStage]:
        return iter(self._stages.values())

    def __getitem__(self, name: str) -> AnyStage:
        return self._stages[name]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all stages, each after those that it needs."""
        return tuple(self._stages)

    @property
    def resumable(self) -> frozenset[str]:
        """Names of the stages whose work folders can be resumed."""
        return frozenset(stage.name for stage in self if stage.resumable)

    def check_settings(self, settings: Settings) -> None:
        """Raises SettingsInvalid for a limit of no stage, and for what a stage's jobs cannot run with."""
        check_stage_limits(settings, self.names)
        for stage in self:
            stage.check_settings(settings)

    def stages_of(self, job_type: JobType, options: ProcessingOptions | None = None) -> tuple[AnyStage, ...]:
        """The stages of a job, in an order in which they could run one after another; see `Plans.stages_of`."""
        if options is None:
            return self._of_types[job_type]
        return tuple(self._stages[name] for name in self.plans.stages_of(job_type, options))

    def configured_models(self, settings: Settings) -> Configured:
        """The weights that the stages use, by the names in the settings."""
        needed = tuple(model for stage in self for model in stage.needed_models(settings))
        return Configured(needed, settings.models_dir, settings.hf_hub_offline)

    def needs(self, name: str) -> tuple[str, ...]:
        """Names of the stages that this one needs."""
        return self._stages[name].needs


def _found_in(package: str) -> Iterator[AnyStage]:
    """The `STAGE` of every `contract` module one folder below the package."""
    for folder in iter_modules(import_module(package).__path__, f"{package}."):
        if not folder.ispkg or find_spec(f"{folder.name}.contract") is None:
            continue
        contract = import_module(f"{folder.name}.contract")
        yield _stage_of(contract, folder.name)


def _stage_of(contract: ModuleType, folder: str) -> AnyStage:
    stage = getattr(contract, "STAGE", None)
    if not isinstance(stage, Stage):
        raise BadStage(f"{contract.__name__} defines no STAGE.")
    if stage.entry.partition(":")[0] != f"{folder}.run":
        raise BadStage(f"The work of stage {stage.name!r} is not beside its contract, but in {stage.entry}.")
    return stage


def _check(stage: AnyStage, found: Mapping[str, AnyStage]) -> None:
    for need in (*stage.needs, *stage.uses):
        if need not in found:
            raise BadStage(f"Stage {stage.name!r} needs {need!r}, which is no stage.")
        if need in stage.needs and (lacking := stage.job_types - found[need].job_types):
            raise BadStage(f"Stage {stage.name!r} needs {need!r}, which is not run by {_listed(lacking)}.")
    switches = [*stage.switches, *chain.from_iterable(stage.switches_in.values())]
    named = {one.partition("=")[0] for switch in switches for one in switch.split("&")}
    if strange := {*stage.options, *named} - ProcessingOptions.model_fields.keys():
        raise BadStage(f"Stage {stage.name!r} uses the option {_listed(strange)}, which jobs do not have.")
    unknown = stage.neutral_fields - stage.input.model_fields.keys()
    if unknown:
        raise BadStage(f"The input of stage {stage.name!r} has no field {_listed(unknown)}.")
    if stage.piece is not None and "done" not in stage.input.model_fields:
        raise BadStage(f"Stage {stage.name!r} commits pieces, so its input must have a field 'done'.")


def _switches(stages: Sequence[AnyStage], kind: JobType) -> dict[str, tuple[str, ...]]:
    """The switches of stages in jobs of a type, of those that have any."""
    found = {stage.name: stage.switches_in.get(kind, stage.switches) for stage in stages}
    return {name: switches for name, switches in found.items() if switches}


def _in_order(found: Mapping[str, AnyStage]) -> Iterator[AnyStage]:
    """Each stage after all that it needs; of those that could come next, the first by their own order."""
    waiting = sorted(found.values(), key=lambda stage: (stage.order, stage.name))
    listed: set[str] = set()
    while waiting:
        following = next((stage for stage in waiting if listed.issuperset(stage.after)), None)
        if following is None:
            raise BadStage(f"Stages need each other in a circle: {_listed(stage.name for stage in waiting)}.")
        waiting.remove(following)
        listed.add(following.name)
        yield following


def _listed(names: Iterable[str] | Collection[str]) -> str:
    return ", ".join(sorted(names))
