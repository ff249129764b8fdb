"""Stage `normalize_loudness`: the film with its sound at a certain loudness, and the same picture."""

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


class LoudnessInput(OperationInput):
    """The integrated loudness to reach, LUFS, and the highest true peak, dBTP."""

    target_lufs: float = -14.0
    true_peak_db: float = -1.0


class Normalized(Operated):
    """The loudness before and after, measured by EBU R128; None where nothing is loud enough to be measured."""

    lufs_before: float | None
    lufs_after: float | None
    true_peak_before_dbtp: float | None
    true_peak_after_dbtp: float | None
    target_lufs: float


def _input(context: StageContext) -> LoudnessInput:
    options = options_of(context)
    return LoudnessInput(
        **common_input(context),
        target_lufs=options.loudness_target_lufs,
        true_peak_db=options.loudness_true_peak_db,
    )


STAGE = Stage(
    name="normalize_loudness",
    title="Loudness",
    doing="Normalizing loudness",
    about="Bring the sound to a loudness",
    version=1,
    order=95,
    job_types=OF_OPERATIONS,
    options=OPTIONS,
    switches=("operation=normalize_loudness",),
    needs=(FETCH.name,),
    input=LoudnessInput,
    output=Normalized,
    entry="app.stages.normalize_loudness.run:run",
    resource=lambda _: Resource.ENCODE,
    child_kind=lambda _: ChildKind.MEDIA,
    prior=Rate(0.06, 1.0),
    build_input=_input,
    neutral_fields=frozenset({"max_pixels"}),
    artifacts=result_file("loudness"),
    disk_bytes=disk_bytes("normalize_loudness"),
)
