"""Classifies moods with a sequence-classification model: transformers' tokenizer and config, onnxruntime, no torch.

In children only. Any folder in the layout of the hub's ONNX exports is accepted, with two or three classes that are
named, numbered (`LABEL_0` …) or stars.
"""

import os
import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from app.inference.moods import Mood
from app.inference.onnx_models import OnnxModel, unusable
from app.inference.weights import Weights, needed_files

BATCH_TEXTS = 16
MAX_TOKENS = 512
#: The meaning of unnamed labels by their count: the order in which sentiment data sets are published.
_NUMBERED = {2: ("negative", "positive"), 3: ("negative", "neutral", "positive")}


class Sentiment:
    """A loaded model. It runs on one thread: beside other work, two that synchronise are slower than one."""

    def __init__(
        self, weights: Weights, tokenizer: Any, model: OnnxModel, labels: Sequence[str], max_tokens: int
    ) -> None:
        self.name = weights.name
        self.languages = weights.languages
        self._tokenizer = tokenizer
        self._model = model
        self._labels = labels
        self._max_tokens = max_tokens

    @classmethod
    def load(cls, weights: Weights) -> "Sentiment":
        """Load a model from disk. Raises JobFailure `model_unavailable` if the files are no such model."""
        title = f"sentiment model “{weights.name}”"
        os.environ.setdefault("TRANSFORMERS_NO_ADVISORY_WARNINGS", "1")  # torch is missing deliberately
        from transformers import AutoConfig, AutoTokenizer

        if weights.path is None:
            raise weights.unavailable
        try:
            config = AutoConfig.from_pretrained(weights.path, local_files_only=True)
            tokenizer = AutoTokenizer.from_pretrained(weights.path, local_files_only=True)
            labels = meanings(config.id2label)
        except (OSError, ValueError, RuntimeError) as error:
            raise unusable(title, error) from error
        model = OnnxModel.load(needed_files(weights)[0], title)
        room = getattr(config, "max_position_embeddings", MAX_TOKENS) - (2 if "roberta" in config.model_type else 0)
        return cls(weights, tokenizer, model, labels, min(MAX_TOKENS, room, tokenizer.model_max_length))

    def moods(self, texts: Sequence[str], on_done: Callable[[int], None] = lambda done: None) -> list[Mood]:
        """Return one mood for each text, in order. `on_done` is called with the finished count after each batch."""
        found: dict[int, Mood] = {}
        order = sorted(range(len(texts)), key=lambda n: len(texts[n]))  # texts of a batch share their padding
        for start in range(0, len(order), BATCH_TEXTS):
            batch = order[start : start + BATCH_TEXTS]
            found.update(zip(batch, self._batch([texts[n] for n in batch]), strict=True))
            on_done(len(found))
        return [found[n] for n in range(len(texts))]

    def _batch(self, texts: list[str]) -> list[Mood]:
        tokens = self._tokenizer(texts, padding=True, truncation=True, max_length=self._max_tokens, return_tensors="np")
        found = self._model.run(**{name: tokens[name].astype(np.int64) for name in self._model.inputs})
        logits = found[self._model.outputs[0]]
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        return [self._mood([float(share) for share in row]) for row in shares]

    def _mood(self, shares: list[float]) -> Mood:
        summed = {"negative": 0.0, "neutral": 0.0, "positive": 0.0}
        for label, share in zip(self._labels, shares, strict=True):
            summed[label] += share
        if "neutral" in self._labels:
            return Mood(**summed)
        # Two classes: the neutral share is one minus the difference of the two.
        certain = abs(summed["positive"] - summed["negative"])
        return Mood(certain * summed["negative"], 1 - certain, certain * summed["positive"])


def meanings(id2label: dict[int, str]) -> list[str]:
    """Our label for each of a model's classes. ValueError if they are not recognised."""
    names = [id2label[n].strip().lower() for n in sorted(id2label)]
    if all(re.fullmatch(r"label_\d+", name) for name in names) and len(names) in _NUMBERED:
        return list(_NUMBERED[len(names)])
    return [_meaning(name) for name in names]


def _meaning(name: str) -> str:
    for label in ("negative", "neutral", "positive"):
        if name.startswith(label[:3]):
            return label
    stars = re.fullmatch(r"([1-5]) stars?", name)
    if stars is None:
        raise ValueError(f"its label “{name}” is no mood")
    return ("negative", "negative", "neutral", "positive", "positive")[int(stars[1]) - 1]
