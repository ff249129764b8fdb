"""Loads the models that the stage uses; each one that is missing costs its part, and a warning names the remedy."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from app.core.errors import ErrorCode, JobFailure
from app.inference.face_finder import FaceFinder
from app.inference.layouts import Kind
from app.inference.nudity import NudityModel
from app.inference.scene_labels import SceneLabels
from app.inference.text_reader import TextReader
from app.inference.weights import Weights
from app.stages.models import at_hand
from app.stages.tools import Tools
from app.stages.vision.contract import VisionInput

Engine = TypeVar("Engine")


@dataclass(frozen=True, slots=True)
class Engines:
    """The loaded models; None for those that are not there."""

    labels: SceneLabels | None
    reader: TextReader | None
    faces: FaceFinder | None
    nudity: NudityModel | None

    @property
    def names(self) -> dict[str, str]:
        """The producer of each part that has one."""
        parts: dict[str, Any] = {
            "labels": self.labels,
            "text": self.reader,
            "faces": self.faces,
            "nudity": self.nudity,
        }
        return {part: engine.name for part, engine in parts.items() if engine is not None}


def load_engines(params: VisionInput, tools: Tools) -> Engines:
    """Load every model that is configured. Raises JobFailure for anything but a missing model."""
    return Engines(
        labels=_loaded(Kind.VISION, params.vision_model, SceneLabels.load, "labels", params, tools),
        reader=_loaded(Kind.OCR, params.ocr_model, TextReader.load, "words on screen", params, tools),
        faces=_loaded(Kind.FACES, params.face_model, FaceFinder.load, "faces", params, tools),
        nudity=_loaded(Kind.NSFW, params.nsfw_model, NudityModel.load, "nudity", params, tools),
    )


def _loaded(
    kind: Kind, name: str, load: Callable[[Weights], Engine], part: str, params: VisionInput, tools: Tools
) -> Engine | None:
    if not name:
        if kind is not Kind.NSFW:  # an extra, which is off unless it is configured
            empty = f"{kind.value.upper()}_MODEL is empty, so this part is left out: {part}."
            tools.warn("model_unavailable", f"{empty} `python main.py models` lists what it may be.")
        return None

    def loaded() -> Engine:
        tools.log(f"Loading the {kind} model {name}")
        return load(weights)

    try:
        weights = at_hand(kind, name, Path(params.models_dir), offline=params.offline, tools=tools)
        return tools.loaded((kind.value, str(weights.path), weights.revision), loaded)
    except JobFailure as failure:
        if failure.code is not ErrorCode.MODEL_UNAVAILABLE:
            raise
        tools.warn("model_unavailable", f"{failure.message.rstrip('.')}. This part is left out: {part}.")
        return None
