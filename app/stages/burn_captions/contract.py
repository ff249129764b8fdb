"""Stage `burn_captions`: the whole film with what is said drawn into its picture."""

from app.jobs.estimate import Rate
from app.jobs.results import Segment
from app.stages.fetch.contract import STAGE as FETCH
from app.stages.machine import fonts_here
from app.stages.operation import (
    OF_OPERATIONS,
    OPTIONS,
    Operated,
    OperationInput,
    common_input,
    disk_bytes,
    result_file,
)
from app.stages.stage import ChildKind, Resource, Stage, StageContext
from app.stages.transcribe.contract import STAGE as TRANSCRIBE
from app.stages.transcript_lines import confident_lines


class CaptionsInput(OperationInput):
    """What is said; `fonts_dir` is a folder of more fonts."""

    segments: tuple[Segment, ...]
    fonts_dir: str = ""


class Captioned(Operated):
    """How many lines of the transcript were drawn."""

    lines: int


def _input(context: StageContext) -> CaptionsInput:
    return CaptionsInput(
        **common_input(context),
        segments=confident_lines(context),
        fonts_dir=context.settings.caption_fonts_dir,
    )


STAGE = Stage(
    name="burn_captions",
    title="Captions",
    doing="Drawing captions",
    about="Draw what is said into the picture",
    version=1,
    order=95,
    job_types=OF_OPERATIONS,
    options=(*OPTIONS, "min_confidence"),
    switches=("operation=burn_captions",),
    needs=(FETCH.name, TRANSCRIBE.name),
    input=CaptionsInput,
    output=Captioned,
    entry="app.stages.burn_captions.run:run",
    resource=lambda _: Resource.ENCODE,
    child_kind=lambda _: ChildKind.MEDIA,
    prior=Rate(0.3, 1.0),
    build_input=_input,
    of_machine=fonts_here,
    neutral_fields=frozenset({"max_pixels"}),
    artifacts=result_file("captioned"),
    disk_bytes=disk_bytes("burn_captions"),
)
