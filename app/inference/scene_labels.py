"""Names what a picture shows, of any list of words (zero-shot), with CLIP (Radford et al., 2021) as ONNX.

In children only. Any folder in the layout of the hub's ONNX exports is accepted that has the two halves of a model
apart: one for pictures, one for texts, both to the same space.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from app.inference.onnx_models import Numbers, OnnxModel, unusable
from app.inference.pictures import Rgb, centre
from app.inference.weights import Weights, needed_files

#: What a word is put into, since the model learned from captions.
CAPTION = "a photo of {}"
#: Tokens of a text, at most.
MOST_TOKENS = 77
#: The model's temperature: how much a likeness counts.
SCALE = 100.0


@dataclass(frozen=True, slots=True)
class Preparation:
    """How pictures are prepared: scaled to `shortest` pixels, cut to `crop`, less `mean`, by `deviation`."""

    shortest: int
    crop: int
    mean: tuple[float, ...]
    deviation: tuple[float, ...]

    @classmethod
    def of(cls, config: dict[str, Any]) -> "Preparation":
        """Parse a `preprocessor_config.json`. Raises KeyError or ValueError."""
        crop = config.get("crop_size", config["size"])
        return cls(
            _side(config["size"], "shortest_edge"),
            _side(crop, "height"),
            tuple(map(float, config["image_mean"])),
            tuple(map(float, config["image_std"])),
        )


class SceneLabels:
    """A loaded pair of models, and what it makes of the words that it was last called with."""

    def __init__(
        self, name: str, pictures: OnnxModel, texts: OnnxModel, tokenizer: Tokenizer, preparation: Preparation
    ) -> None:
        self.name = name
        self._pictures = pictures
        self._texts = texts
        self._tokenizer = tokenizer
        self._preparation = preparation
        self._known: tuple[tuple[str, ...], Numbers] | None = None

    @classmethod
    def load(cls, weights: Weights) -> "SceneLabels":
        """Load a model from disk. Raises JobFailure `model_unavailable` if the files are no such model."""
        picture_file, text_file, tokenizer_file, config_file = needed_files(weights)
        title = f"vision model “{weights.name}”"
        try:
            tokenizer = _tokenizer(tokenizer_file)
            preparation = Preparation.of(json.loads(config_file.read_text(encoding="utf-8")))
        except Exception as error:  # tokenizers raises Exception itself
            raise unusable(title, error) from error
        pictures, texts = OnnxModel.load(picture_file, title), OnnxModel.load(text_file, title)
        for model, output in ((pictures, "image_embeds"), (texts, "text_embeds")):
            if output not in model.outputs:
                raise unusable(title, ValueError(f"it has no output {output}"))
        return cls(weights.name, pictures, texts, tokenizer, preparation)

    def shares(self, picture: Rgb, words: Sequence[str]) -> Numbers:
        """How well each word fits the picture; the shares add up to 1."""
        likeness = self._words(tuple(words)) @ self._picture(picture)
        powers = np.exp(SCALE * (likeness - likeness.max()))
        shares: Numbers = powers / powers.sum()
        return shares

    def _picture(self, picture: Rgb) -> Numbers:
        plan = self._preparation
        values = centre(picture, plan.shortest, plan.crop).astype(np.float32) / 255
        values = (values - np.array(plan.mean, np.float32)) / np.array(plan.deviation, np.float32)
        values = np.ascontiguousarray(values.transpose(2, 0, 1)[np.newaxis])
        rows = _unit(self._pictures.run(**{self._pictures.inputs[0]: values})["image_embeds"])
        return rows.reshape(-1)

    def _words(self, words: tuple[str, ...]) -> Numbers:
        if self._known is None or self._known[0] != words:
            tokens = self._tokenizer.encode_batch([CAPTION.format(word) for word in words])
            values = {
                "input_ids": np.array([one.ids for one in tokens], np.int64),
                "attention_mask": np.array([one.attention_mask for one in tokens], np.int64),
            }
            wanted = {name: value for name, value in values.items() if name in self._texts.inputs}
            self._known = (words, _unit(self._texts.run(**wanted)["text_embeds"]))
        return self._known[1]


def _tokenizer(file: Path) -> Tokenizer:
    """A model's own, which pads with the token that ends a text: the model reads the first of those."""
    tokenizer = Tokenizer.from_file(str(file))
    end = "<|endoftext|>"
    if (number := tokenizer.token_to_id(end)) is None:
        raise ValueError(f"its tokenizer has no {end}")
    tokenizer.enable_padding(pad_id=number, pad_token=end)
    tokenizer.enable_truncation(MOST_TOKENS)
    return tokenizer


def _unit(rows: Numbers) -> Numbers:
    united: Numbers = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return united


def _side(size: Any, name: str) -> int:
    """A size as newer and older exports write it: `{"shortest_edge": 224}` or 224."""
    return int(size[name] if isinstance(size, dict) else size)
