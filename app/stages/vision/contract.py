"""Stage `vision`: what is seen in each scene: labels, words on screen, faces, nudity."""

from typing import TYPE_CHECKING

from pydantic import Field

from app.inference.layouts import Kind
from app.inference.model_catalog import NeededModel
from app.jobs.estimate import Rate
from app.jobs.results import Result
from app.media.scene_spans import scene_spans
from app.stages.fetch.contract import STAGE as FETCH
from app.stages.machine import models_here
from app.stages.scenes.contract import RECOGNISED, Sample
from app.stages.scenes.contract import STAGE as SCENES
from app.stages.stage import ChildKind, Model, Resource, Stage, StageContext

if TYPE_CHECKING:
    from app.core.settings import Settings

#: The model that finds faces; there is no choice of them yet, so no setting.
FACE_MODEL = "yunet"


class ScenePictures(Result):
    """A scene and its pictures, in order of time."""

    index: int
    start_s: float
    end_s: float
    frames: tuple[Sample, ...]


class VisionInput(Result):
    """The scenes with their pictures, and the models by name; an empty name is none."""

    scenes: tuple[ScenePictures, ...]
    labels: tuple[str, ...] = ()
    vision_model: str = ""
    ocr_model: str = ""
    face_model: str = FACE_MODEL
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
    s, found = context.settings, context.output_of(SCENES)
    spans = scene_spans(found.cuts, context.output_of(FETCH).media.duration_s)
    return VisionInput(
        scenes=tuple(
            ScenePictures(
                index=index,
                start_s=span.start_s,
                end_s=span.end_s,
                frames=tuple(sample for sample in found.samples if span.start_s <= sample.at_s < span.end_s),
            )
            for index, span in enumerate(spans)
        ),
        labels=s.vision_labels,
        vision_model=s.vision_model,
        ocr_model=s.ocr_model,
        nsfw_model=s.nsfw_model,
        **models_here(s, context.job),
    )


def _needed_models(settings: "Settings") -> tuple[NeededModel, ...]:
    names = {
        Kind.VISION: settings.vision_model,
        Kind.OCR: settings.ocr_model,
        Kind.FACES: FACE_MODEL,
        Kind.NSFW: settings.nsfw_model,
    }
    return tuple(NeededModel(kind, name, required=False) for kind, name in names.items() if name)


def _models(params: VisionInput) -> tuple[Model, ...]:
    names = {
        Kind.VISION: params.vision_model,
        Kind.OCR: params.ocr_model,
        Kind.FACES: params.face_model,
        Kind.NSFW: params.nsfw_model,
    }
    return tuple(Model(kind, name) for kind, name in names.items() if name)


STAGE = Stage(
    name="vision",
    title="Vision",
    doing="Recognising pictures",
    about="Labels, words on screen, faces",
    version=2,
    order=75,
    job_types=RECOGNISED,
    options=("vision",),
    switches=("vision",),
    needs=(FETCH.name, SCENES.name),
    input=VisionInput,
    output=VisionOutput,
    entry="app.stages.vision.run:run",
    resource=lambda _: Resource.ANALYZE,
    child_kind=lambda _: ChildKind.VISION,
    prior=Rate(0.1, 3.0),
    build_input=_input,
    of_machine=models_here,
    skips=lambda context: not context.output_of(SCENES).has_video,
    variant=lambda _, settings: ", ".join(filter(None, (settings.ocr_model, settings.vision_model))),
    models=_models,
    needed_models=_needed_models,
    content=lambda output: [text.text for scene in output.scenes for text in scene.text or ()],
    neutral_fields=frozenset({"models_dir", "offline"}),
    keeps_words=True,
)
