"""Stage `faces`: where faces are in the pictures of each scene, for operations that keep them in view."""

from app.inference.layouts import Kind
from app.jobs.estimate import Rate
from app.jobs.results import Result
from app.stages.machine import models_here
from app.stages.operation import OF_OPERATIONS
from app.stages.scenes.contract import STAGE as SCENES
from app.stages.scenes.contract import Sample
from app.stages.stage import ChildKind, Model, Resource, Stage, StageContext
from app.stages.vision.contract import FACE_MODEL


class FacesInput(Result):
    """The pictures in order of time, and the model by name."""

    pictures: tuple[Sample, ...]
    face_model: str = FACE_MODEL
    models_dir: str = ""
    offline: bool = False


class SeenFaces(Result):
    """The faces in the picture at `at_s`: x, y, width, height as fractions 0..1 of the picture."""

    at_s: float
    boxes: tuple[tuple[float, float, float, float], ...]


class FacesOutput(Result):
    """The pictures that show faces. `model` is empty if it was missing."""

    pictures: tuple[SeenFaces, ...] = ()
    model: str = ""


def _input(context: StageContext) -> FacesInput:
    return FacesInput(pictures=context.output_of(SCENES).samples, **models_here(context.settings, context.job))


STAGE = Stage(
    name="faces",
    title="Faces",
    doing="Finding faces",
    about="Where faces are, to keep them in view",
    version=1,
    order=90,
    job_types=OF_OPERATIONS,
    switches=("operation=reframe",),
    needs=(SCENES.name,),
    input=FacesInput,
    output=FacesOutput,
    entry="app.stages.faces.run:run",
    resource=lambda _: Resource.ANALYZE,
    child_kind=lambda _: ChildKind.VISION,
    prior=Rate(0.02, 1.0),
    build_input=_input,
    of_machine=models_here,
    skips=lambda context: not context.output_of(SCENES).has_video,
    models=lambda params: (Model(Kind.FACES, params.face_model),),
    neutral_fields=frozenset({"models_dir", "offline"}),
    keeps_words=True,
)
