"""What is seen in a film, what could be wrong with it, and what its file states, as clients of version 1 see them."""

from typing import Any

from pydantic import Field

from app.api.v1.shown import Shown


class Label(Shown):
    """A word for what is seen."""

    label: str
    score: float


class ScreenText(Shown):
    """Words on screen, seen at `at_s`; `box` is x, y, width, height as fractions of the picture."""

    text: str
    score: float
    box: tuple[float, float, float, float]
    at_s: float | None = None


class SeenScene(Shown):
    """What is seen in a scene."""

    index: int
    start_s: float
    end_s: float
    labels: tuple[Label, ...] | None = None
    text: tuple[ScreenText, ...] | None = None
    faces: int | None = None


class Seen(Shown):
    """What is seen in the whole film."""

    scenes: tuple[SeenScene, ...]
    labels: tuple[Label, ...] | None = None
    models: dict[str, str] = Field(default_factory=dict)


class Finding(Shown):
    """A finding; its times are None if it is about the whole."""

    id: str
    rule: str
    category: str
    severity: str
    start_s: float | None
    end_s: float | None
    message: str
    evidence: str
    confidence: float
    source: str


class Found(Shown):
    """The findings of a job."""

    findings: tuple[Finding, ...]


class Metadata(Shown):
    """The metadata of a file, as its stage wrote it."""

    metadata: dict[str, Any]


def vision(seen: Seen | None) -> dict[str, Any] | None:
    """What is seen, scene by scene and in the whole; a part without its model is None."""
    if seen is None:
        return None
    scenes = [
        {
            "index": scene.index,
            "start": scene.start_s,
            "end": scene.end_s,
            "labels": _labels(scene.labels),
            "text": None if scene.text is None else [text.model_dump(mode="json") for text in scene.text],
            "faces": scene.faces,
        }
        for scene in seen.scenes
    ]
    return {"scenes": scenes, "labels": _labels(seen.labels), "models": seen.models}


def _labels(labels: tuple[Label, ...] | None) -> list[dict[str, Any]] | None:
    return None if labels is None else [label.model_dump() for label in labels]


def findings(found: Found | None) -> list[dict[str, Any]] | None:
    """The findings, in order of time."""
    if found is None:
        return None
    return [
        {
            "id": one.id,
            "rule": one.rule,
            "category": one.category,
            "severity": one.severity,
            "start": one.start_s,
            "end": one.end_s,
            "message": one.message,
            "evidence": one.evidence,
            "confidence": one.confidence,
            "source": one.source,
        }
        for one in found.findings
    ]


def metadata(found: Metadata | None) -> dict[str, Any] | None:
    """What the file states about itself."""
    return None if found is None else found.metadata
