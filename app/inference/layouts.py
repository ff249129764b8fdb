"""Lists the kinds of models and the files of each kind. Standard library only: the server uses it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatch
from pathlib import Path


class Kind(StrEnum):
    """The task of a set of weights: for speech and text, for pictures, then for voices."""

    WHISPER = "whisper"
    SENTIMENT = "sentiment"
    SPACY = "spacy"
    VISION = "vision"
    OCR = "ocr"
    FACES = "faces"
    NSFW = "nsfw"
    SPEAKER = "speaker"

    @property
    def has_demo(self) -> bool:
        """Whether the project ships a small model for it, by the name `demo`."""
        return self in (Kind.WHISPER, Kind.SENTIMENT, Kind.SPACY)

    @property
    def is_of_parts(self) -> bool:
        """Whether jobs leave out a part without its model: of what is seen, or who speaks."""
        return self in (Kind.VISION, Kind.OCR, Kind.FACES, Kind.NSFW, Kind.SPEAKER)


@dataclass(frozen=True, slots=True)
class Layout:
    """The files of a model of one kind, as patterns. Of `weights` the first that exists is used.

    No pickled file is ever used: CTranslate2's model.bin, ONNX and spaCy's msgpack contain numbers only.
    """

    weights: tuple[str, ...]
    needed: tuple[tuple[str, ...], ...]  # one file of each group must exist
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
    Kind.VISION: Layout(
        weights=("onnx/vision_model_quantized.onnx", "onnx/vision_model.onnx", "vision_model.onnx"),
        needed=(
            ("onnx/text_model_quantized.onnx", "onnx/text_model.onnx", "text_model.onnx"),
            ("tokenizer.json",),
            ("preprocessor_config.json",),
        ),
        taken=(),
    ),
    Kind.OCR: Layout(
        weights=("ppocrv5_rec.onnx", "rec.onnx"),
        needed=(("ppocrv5_det.onnx", "det.onnx"), ("ppocr_keys_v5.txt", "dict.txt")),
        taken=(),
    ),
    Kind.FACES: Layout(weights=("face_detection_yunet_2023mar.onnx", "model.onnx"), needed=(), taken=()),
    Kind.NSFW: Layout(weights=("open-nsfw.onnx", "model.onnx"), needed=(), taken=()),
    Kind.SPEAKER: Layout(weights=("model.onnx",), needed=(), taken=()),
}


def weights_file(kind: Kind, folder: Path) -> Path | None:
    """The file with the weights, the preferred one of several."""
    return next((folder / name for name in LAYOUTS[kind].weights if (folder / name).is_file()), None)


def chosen(kind: Kind, names: list[str]) -> list[str]:
    """The files of a repository to fetch: small ones first, then the weights."""
    layout = LAYOUTS[kind]
    small = [name for name in names if any(fnmatch(name, pattern) for pattern in layout.taken)]
    one_each = [next((name for name in group if name in names), "") for group in (*layout.needed, layout.weights)]
    return [*small, *(name for name in one_each if name and name not in small)]


def missing(kind: Kind, has: Callable[[str], bool]) -> tuple[str, ...]:
    """The files that a model lacks to be loaded, as text for users; `has` checks for a file by name."""
    layout = LAYOUTS[kind]
    return tuple(
        " or ".join(group) for group in (layout.weights, *layout.needed) if not any(has(name) for name in group)
    )
