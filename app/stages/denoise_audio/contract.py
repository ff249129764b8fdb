"""Stage `denoise_audio`: the film with less noise in its sound, and the same picture."""

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


class DenoiseInput(OperationInput):
    """How much noise is taken away."""

    strength: Literal["low", "medium", "high"] = "medium"


class Denoised(Operated):
    """The level of the quiet parts before and after, dBFS; None without any sound."""

    noise_before_db: float | None
    noise_after_db: float | None


def _input(context: StageContext) -> DenoiseInput:
    return DenoiseInput(**common_input(context), strength=options_of(context).denoise_strength)


STAGE = Stage(
    name="denoise_audio",
    title="Noise",
    doing="Removing noise",
    about="Take noise out of the sound",
    version=1,
    order=95,
    job_types=OF_OPERATIONS,
    options=OPTIONS,
    switches=("operation=denoise_audio",),
    needs=(FETCH.name,),
    input=DenoiseInput,
    output=Denoised,
    entry="app.stages.denoise_audio.run:run",
    resource=lambda _: Resource.ENCODE,
    child_kind=lambda _: ChildKind.MEDIA,
    prior=Rate(0.05, 1.0),
    build_input=_input,
    neutral_fields=frozenset({"max_pixels"}),
    artifacts=result_file("denoised"),
    disk_bytes=disk_bytes("denoise_audio"),
)
