"""Stage `reframe`: the whole film in another shape, cropped around faces and what moves."""

from typing import Literal

from app.jobs.estimate import Rate
from app.jobs.results import Cut
from app.stages.faces.contract import STAGE as FACES
from app.stages.faces.contract import SeenFaces
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
from app.stages.scenes.contract import STAGE as SCENES
from app.stages.stage import ChildKind, Resource, Stage, StageContext


class ReframeInput(OperationInput):
    """The shape to reach, the changes of picture, where things move (time_s, x, y), and where faces are."""

    aspect: Literal["16:9", "9:16", "1:1"] = "9:16"
    cuts: tuple[Cut, ...] = ()
    focus: tuple[tuple[float, float, float], ...] = ()
    faces: tuple[SeenFaces, ...] = ()


class Reframed(Operated):
    """The shape, the number of shots, and in how many of them faces decided."""

    aspect: str
    shots: int
    shots_with_faces: int


def _input(context: StageContext) -> ReframeInput:
    scenes, faces = context.output_of(SCENES), context.output_if(FACES)
    return ReframeInput(
        **common_input(context),
        aspect=options_of(context).reframe_aspect,
        cuts=scenes.cuts,
        focus=scenes.focus,
        faces=faces.pictures if faces is not None else (),
    )


STAGE = Stage(
    name="reframe",
    title="Reframe",
    doing="Reframing",
    about="Crop the film to another shape",
    version=1,
    order=95,
    job_types=OF_OPERATIONS,
    options=OPTIONS,
    switches=("operation=reframe",),
    needs=(FETCH.name, SCENES.name),
    uses=(FACES.name,),
    input=ReframeInput,
    output=Reframed,
    entry="app.stages.reframe.run:run",
    resource=lambda _: Resource.ENCODE,
    child_kind=lambda _: ChildKind.MEDIA,
    prior=Rate(0.3, 1.0),
    build_input=_input,
    neutral_fields=frozenset({"max_pixels"}),
    artifacts=result_file("reframed"),
    disk_bytes=disk_bytes("reframe"),
)
