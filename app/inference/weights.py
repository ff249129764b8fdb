"""Which weights a setting means, where they lie, and which revision they are. Never loads one, never calls the hub.

WHISPER_MODEL, SENTIMENT_MODEL and SPACY_MODEL take four kinds of value:

    demo                      the small model that the project ships, in models/demo/
    base, en_core_web_sm …    a name of manifest.json, which says its repository, pinned revision and licence;
                              of a spaCy pipeline that pip installed, the installed package
    organisation/name         any other repository of the hub
    /opt/models/mine, ./mine  a folder

What comes from the hub lies in MODELS_DIR/organisation--name with a `revision.json` beside the files, written last: a
folder without it was put there by hand, and one that misses a file counts as absent. Standard library only, so that
the server may ask; `app.inference.fetching` downloads and `app.inference.check` loads.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fnmatch import fnmatch
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from app.core.errors import ErrorCode, JobFailure

#: Written into a fetched folder after everything else: what was fetched, from where, at which commit.
RECORD = "revision.json"
#: The project's own models, for a MODELS_DIR that is elsewhere and has no `demo/` of its own.
SHIPPED = Path(__file__).resolve().parents[2] / "models"
#: Files up to this size take part in a folder's revision with their content, larger ones with size and time.
SMALL_FILE_BYTES = 1_000_000
_DEMO: dict[str, Any] = {"licence": "MIT", "languages": ("en",)}
_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")


class Kind(StrEnum):
    """What a set of weights does; `demo` has a folder of that name for each."""

    WHISPER = "whisper"
    SENTIMENT = "sentiment"
    SPACY = "spacy"


@dataclass(frozen=True, slots=True)
class Layout:
    """Which files a model of a kind consists of, as patterns. Of `weights` one is enough, the first that there is.

    Nothing that unpickles is ever taken: CTranslate2's model.bin, ONNX and spaCy's msgpack hold numbers only.
    """

    weights: tuple[str, ...]
    needed: tuple[tuple[str, ...], ...]  # of each group one file must be there
    taken: tuple[str, ...]


LAYOUTS: dict[Kind, Layout] = {
    Kind.WHISPER: Layout(
        weights=("model.bin",),
        needed=(("config.json",), ("tokenizer.json",), ("vocabulary.json", "vocabulary.txt")),
        taken=("config.json", "preprocessor_config.json", "tokenizer.json", "vocabulary.json", "vocabulary.txt"),
    ),
    Kind.SENTIMENT: Layout(
        weights=("onnx/model_quantized.onnx", "onnx/model_int8.onnx", "onnx/model.onnx", "model.onnx"),
        needed=(("config.json",), ("tokenizer.json", "vocab.txt", "vocab.json")),
        taken=(
            "config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "vocab.txt",
            "vocab.json",
            "merges.txt",
        ),
    ),
    Kind.SPACY: Layout(
        weights=("config.cfg",),
        needed=(("meta.json",), ("tokenizer",)),
        taken=(
            "meta.json",
            "tokenizer",
            "*/cfg",
            "*/model",
            "*/moves",
            "*/patterns",
            "*/trees",
            "vocab/*",
            "lemmatizer/lookups/*",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Weights:
    """One model as configured. `path` is the folder to load, None while it is absent."""

    name: str
    kind: Kind
    path: Path | None
    folder: Path | None  # where a fetch puts it; None when it cannot be fetched
    repo_id: str | None
    revision: str | None
    licence: str | None
    size_bytes: int
    languages: tuple[str, ...] = ()  # ISO 639 codes that it covers; empty: not stated
    lacks: tuple[str, ...] = ()  # what a folder that is there misses

    @property
    def files(self) -> tuple[str, ...]:
        """The patterns of the files that it consists of."""
        return LAYOUTS[self.kind].weights + LAYOUTS[self.kind].taken

    @property
    def unavailable(self) -> JobFailure:
        """The failure to raise when it is needed and absent; says what to do."""
        return JobFailure(ErrorCode.MODEL_UNAVAILABLE, self.why_absent)

    @property
    def why_absent(self) -> str:
        """One sentence or two for people."""
        title = f"The {self.kind} model “{self.name}”"
        if self.lacks:
            return f"{title} is incomplete: its folder has no {' and no '.join(self.lacks)}."
        if self.repo_id is None:
            said = f"{title} is neither a known name nor a folder that exists. `python main.py models` lists the names."
            other = self.kind is Kind.SPACY and self.name.isidentifier()
            return f"{said} Install it as a package, or fetch it from the hub as spacy/{self.name}." if other else said
        return f"{title} is not on this machine. Fetch it with: python main.py models fetch {self.name}"


@cache
def manifest() -> dict[str, dict[str, dict[str, Any]]]:
    """The known models by kind and name (app/inference/manifest.json)."""
    loaded: dict[str, dict[str, dict[str, Any]]] = json.loads(
        Path(__file__).with_name("manifest.json").read_text(encoding="utf-8")
    )
    return loaded


def resolve(kind: Kind, value: str, models_dir: Path) -> Weights:
    """What `value` means. Looks at the disk, never at the network; does not fail when nothing is there."""
    if value == "demo":
        own = models_dir / "demo" / kind
        return replace(_in_folder(kind, value, own if own.is_dir() else SHIPPED / "demo" / kind), **_DEMO)
    package = _installed(value) if kind is Kind.SPACY and value.isidentifier() else None
    if package is not None:
        return _in_folder(kind, value, package)
    known = manifest()[kind].get(value)
    if known is not None:
        return _from_hub(kind, value, models_dir, known["repo_id"], known)
    folder = Path(value).expanduser()
    if folder.is_dir() or not _REPOSITORY.fullmatch(value):
        return _in_folder(kind, value, folder)
    same = next((entry for entry in manifest()[kind].values() if entry["repo_id"] == value), {})
    return _from_hub(kind, value, models_dir, value, same)


def revision_of(kind: Kind, value: str, models_dir: Path) -> str:
    """A short string that changes when the weights do; part of the keys of recorded outputs. Takes milliseconds."""
    found = resolve(kind, value, models_dir)
    if found.path is None:
        return f"absent:{found.repo_id or found.name}@{found.revision or 'main'}"
    return f"{found.repo_id or found.kind}@{found.revision}"


def weights_file(kind: Kind, folder: Path) -> Path | None:
    """The file with the numbers, the preferred one when there are several."""
    return next((folder / name for name in LAYOUTS[kind].weights if (folder / name).is_file()), None)


def chosen(kind: Kind, names: list[str]) -> list[str]:
    """Of the files that a repository holds, those to fetch: small ones first, then the weights."""
    layout = LAYOUTS[kind]
    small = [name for name in names if any(fnmatch(name, pattern) for pattern in layout.taken)]
    return small + [name for name in layout.weights if name in names][:1]


def missing(kind: Kind, has: Callable[[str], bool]) -> tuple[str, ...]:
    """What a model lacks to be loaded, as words for people; `has` tells whether it has a file of that name."""
    layout = LAYOUTS[kind]
    return tuple(
        " or ".join(group) for group in (layout.weights, *layout.needed) if not any(has(name) for name in group)
    )


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
    """The data folder of a spaCy pipeline that is installed as a Python package (`package/package-version/`)."""
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
    """Revision of a folder that no hub vouches for. Reads small files, of large ones only size and time."""
    digest = hashlib.sha256()
    for path in _files(folder):
        stat = path.stat()
        digest.update(f"{path.relative_to(folder)}\0{stat.st_size}\0".encode())
        digest.update(path.read_bytes() if stat.st_size <= SMALL_FILE_BYTES else str(stat.st_mtime_ns).encode())
    return f"local:{digest.hexdigest()[:12]}"
