"""Stage `remove_silence`: the film without its pauses."""

from app.jobs.estimate import Rate
from app.jobs.results import Result
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


class SilenceInput(OperationInput):
    """The least length of a pause, and what stays of it at each end, seconds.

    `threshold_db` is the level below which it is silent, dBFS; None if it is to be measured in the sound.
    """

    threshold_db: float | None = None
    min_s: float = 0.5
    padding_s: float = 0.1


class KeptStretch(Result):
    """A stretch of the source that stays: frames from `first` to before `last`."""

    first: int
    last: int


class Shortened(Operated):
    """What was removed. `kept` are frames of the source at `fps`, an exact fraction; of sound alone, milliseconds."""

    removed_s: float
    cuts: int
    threshold_db: float
    fps: str
    kept: tuple[KeptStretch, ...]


def _input(context: StageContext) -> SilenceInput:
    options = options_of(context)
    return SilenceInput(
        **common_input(context),
        threshold_db=options.silence_threshold_db,
        min_s=options.silence_min_seconds,
        padding_s=options.silence_padding_seconds,
    )


STAGE = Stage(
    name="remove_silence",
    title="Silence",
    doing="Removing silence",
    about="Cut out the pauses",
    version=1,
    order=95,
    job_types=OF_OPERATIONS,
    options=OPTIONS,
    switches=("operation=remove_silence",),
    needs=(FETCH.name,),
    input=SilenceInput,
    output=Shortened,
    entry="app.stages.remove_silence.run:run",
    resource=lambda _: Resource.ENCODE,
    child_kind=lambda _: ChildKind.MEDIA,
    prior=Rate(0.3, 1.0),
    build_input=_input,
    neutral_fields=frozenset({"max_pixels"}),
    artifacts=result_file("without silence"),
    disk_bytes=disk_bytes("remove_silence"),
)
