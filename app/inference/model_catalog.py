"""Lists the weights: configured, shipped and fetched ones. Reads the disk, never the network."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from app.core.errors import ErrorCode, JobFailure
from app.inference.layouts import Kind
from app.inference.weights import SHIPPED, Weights, manifest, resolve


class NeededModel(NamedTuple):
    """Weights that a stage uses. Without `required` ones its jobs fail; without others they do less."""

    kind: Kind
    name: str
    required: bool


@dataclass(frozen=True, slots=True)
class Configured:
    """The weights that the stages use, by the names in the settings."""

    needed: tuple[NeededModel, ...]
    models_dir: Path
    offline: bool = False

    def names(self) -> Iterator[tuple[Kind, str]]:
        """Yield kind and name of each."""
        return ((model.kind, model.name) for model in self.needed)


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One row of the list. `size_bytes` is the size on disk, `download_bytes` that of a download.

    Jobs fail without a `required` model. If the pinned revision states no size, `download_bytes` is that of its
    architecture, rounded; None if unknown. `package` is the Python package to install for it.
    """

    kind: Kind
    name: str
    configured: bool
    required: bool
    present: bool
    size_bytes: int
    revision: str | None
    licence: str | None
    path: Path | None
    fetchable: bool
    download_bytes: int | None
    package: str | None = None


def list_models(configured: Configured) -> list[ModelRow]:
    """The configured weights first, then other known ones, those on disk before the fetchable ones."""
    chosen = list(configured.names())
    others = [(kind, name) for kind in Kind for name in known_names(kind) if (kind, name) not in chosen]
    rows = [_row(kind, name, configured, is_chosen=True) for kind, name in chosen]
    known = {(row.kind, row.path) for row in rows if row.path}
    rest = [_row(kind, name, configured, is_chosen=False) for kind, name in others]
    return rows + sorted((row for row in rest if (row.kind, row.path) not in known), key=lambda row: not row.present)


def find(configured: Configured, name: str) -> list[Weights]:
    """The configured weights of that name, else known ones. Raises JobFailure if there are none."""
    kinds = [kind for kind, chosen in configured.names() if chosen == name]
    kinds = kinds or [kind for kind in Kind if _is_known(kind, name)]
    if not kinds:
        names = ", ".join(known for kind in Kind for known in manifest()[kind])
        message = (
            f"“{name}” is no known model. Known are: {names}. To fetch another of the hub, set WHISPER_MODEL, "
            "SENTIMENT_MODEL, SPACY_MODEL or VISION_MODEL to it first, which tells what it is for."
        )
        raise JobFailure(ErrorCode.MODEL_UNAVAILABLE, message)
    return [resolve(kind, name, configured.models_dir) for kind in kinds]


def shipped_speech() -> Path:
    """The path of a short recording that the project ships, to check speech models with."""
    return SHIPPED / "demo" / "hello.wav"


def known_names(kind: Kind) -> tuple[str, ...]:
    """The names of the shipped model, if there is one, and of those in the manifest."""
    return (*(["demo"] if kind.has_demo else []), *manifest()[kind])


def _is_known(kind: Kind, name: str) -> bool:
    return name in known_names(kind) or any(entry.get("repo_id") == name for entry in manifest()[kind].values())


def _row(kind: Kind, name: str, configured: Configured, *, is_chosen: bool) -> ModelRow:
    weights = resolve(kind, name, configured.models_dir)
    return ModelRow(
        kind=kind,
        name=name,
        configured=is_chosen,
        required=any(model.required and model[:2] == (kind, name) for model in configured.needed),
        present=weights.path is not None,
        size_bytes=weights.size_bytes,
        revision=weights.revision,
        licence=weights.licence,
        path=weights.path,
        fetchable=weights.folder is not None,
        download_bytes=None if weights.folder is None else _download_bytes(kind, weights.repo_id),
        package=weights.package,
    )


def _download_bytes(kind: Kind, repo_id: str | None) -> int | None:
    entry = next((entry for entry in manifest()[kind].values() if entry.get("repo_id") == repo_id), {})
    return entry.get("size_bytes") or entry.get("about_bytes")
