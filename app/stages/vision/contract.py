"""Stage `vision`: what is seen in each scene: labels, words on screen, faces, nudity."""

from typing import TYPE_CHECKING

from pydantic import Field

from app.jobs.estimate import Rate
from app.jobs.options import JobType
from app.jobs.results import Blob, Result
from app.stages.scenes.contract import STAGE as SCENES
from app.stages.stage import ChildKind, Resource, Stage, StageContext

if TYPE_CHECKING:
    from app.core.settings import Settings
    from app.jobs.record import JobRecord


class Frame(Result):
    """A picture of the film at `at_s`, as scene detection wrote it."""

    at_s: float
    image: Blob


class ScenePictures(Result):
    """A scene and its pictures, in order of time."""

    index: int
    start_s: float
    end_s: float
    frames: tuple[Frame, ...]


class VisionInput(Result):
    """The scenes with their pictures, and the models by name; an empty name is none."""

    scenes: tuple[ScenePictures, ...]
    labels: tuple[str, ...] = ()
    vision_model: str = ""
    ocr_model: str = ""
    nsfw_model: str = ""
    models_dir: str = ""
    offline: bool = False


class Label(Result):
    """A word for what is seen, and how well it fits, 0..1."""

    label: str
    score: float


class ScreenText(Result):
    """Words on screen; `box` is x, y, width, height as fractions 0..1 of the picture. `at_s` is when it was seen."""

    text: str
    score: float
    box: tuple[float, float, float, float]
    at_s: float


class SeenScene(Result):
    """What is seen in a scene; a part without its model is None. `nudity` is the highest probability, 0..1."""

    index: int
    start_s: float
    end_s: float
    labels: tuple[Label, ...] | None = None
    text: tuple[ScreenText, ...] | None = None
    faces: int | None = None
    nudity: float | None = None


class VisionOutput(Result):
    """Of all scenes, with the labels of the whole film. `models` names each part's producer."""

    scenes: tuple[SeenScene, ...] = ()
    labels: tuple[Label, ...] | None = None
    models: dict[str, str] = Field(default_factory=dict)


def _input(context: StageContext) -> VisionInput:
    return VisionInput(scenes=(), models_dir=str(context.settings.models_dir), offline=context.settings.hf_hub_offline)


def _variant(_: "JobRecord", __: "Settings") -> str:
    return ""


STAGE = Stage(
    name="vision",
    title="Vision",
    doing="Recognising pictures",
    about="Labels, words on screen, faces",
    version=1,
    order=75,
    job_types=frozenset({JobType.FULL_PROCESSING, JobType.VIDEO_ANALYSIS}),
    options=("vision",),
    switches=("vision",),
    needs=(SCENES.name,),
    input=VisionInput,
    output=VisionOutput,
    entry="app.stages.vision.run:run",
    resource=lambda _: Resource.ANALYZE,
    child_kind=lambda _: ChildKind.VISION,
    prior=Rate(0.02, 2.0),
    build_input=_input,
    variant=_variant,
    neutral_fields=frozenset({"models_dir", "offline"}),
    keeps_words=True,
)
