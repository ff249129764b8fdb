"""Stage `stabilize`: the film with a steady picture."""

from typing import Literal

from app.jobs.estimate import Rate
from app.stages.fetch.contract import STAGE as FETCH
from app.stages.operation import (
    OF_OPERATIONS,
    OPTIONS,
    Operated,
    OperationInput,
    common_input,
    disk_bytes,
    options_of,
    result_file,
)
from app.stages.stage import ChildKind, Resource, Stage, StageContext


class StabilizeInput(OperationInput):
    """How still the picture becomes."""

    strength: Literal["low", "medium", "high"] = "medium"


class Stabilized(Operated):
    """How far the picture shook before and after: root mean square, a share of its width."""

    shake_before: float
    shake_after: float


def _input(context: StageContext) -> StabilizeInput:
    return StabilizeInput(**common_input(context), strength=options_of(context).stabilize_strength)


STAGE = Stage(
    name="stabilize",
    title="Stabilize",
    doing="Stabilizing",
    about="Steady a shaking picture",
    version=1,
    order=95,
    job_types=OF_OPERATIONS,
    options=OPTIONS,
    switches=("operation=stabilize",),
    needs=(FETCH.name,),
    input=StabilizeInput,
    output=Stabilized,
    entry="app.stages.stabilize.run:run",
    resource=lambda _: Resource.ENCODE,
    child_kind=lambda _: ChildKind.MEDIA,
    prior=Rate(1.0, 1.0),
    build_input=_input,
    neutral_fields=frozenset({"max_pixels"}),
    artifacts=result_file("stabilized"),
    disk_bytes=disk_bytes("stabilize"),
)
