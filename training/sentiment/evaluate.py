"""Measures an exported folder through transformers' tokenizer and onnxruntime, as the product runs it. No torch."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.sentiment.spoken import demo_moods
from training.sentiment.templates import Mood
from training.sentiment.texts import Text, TextMaker, held_out

_TEXTS = 2_000
_SEED = 777
"""Not a seed of any training run: texts of the trained templates are new ones."""
_BATCH = 50


@dataclass(frozen=True)
class Accuracy:
    """Shares of right answers, overall and by true mood."""

    overall: float
    by_mood: dict[str, float]


@dataclass(frozen=True)
class SentimentFigures:
    """What `evaluate_sentiment` measures."""

    known: Accuracy
    trial: Accuracy
    unseen: Accuracy
    situations: Accuracy
    demo_right: int
    demo_total: int
    demo_wrong: list[str]
    size_bytes: int
    load_s: float
    per_text_ms: float


class Classifier:
    """An exported folder, loaded."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from transformers import AutoTokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        model = folder / "onnx" / "model_quantized.onnx"
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])

    def probabilities(self, texts: Sequence[str]) -> npt.NDArray[np.float64]:
        """float64[texts, 3]: negative, neutral, positive."""
        batches = [self._batch(texts[first : first + _BATCH]) for first in range(0, len(texts), _BATCH)]
        return np.concatenate(batches)

    def _batch(self, texts: Sequence[str]) -> npt.NDArray[np.float64]:
        encoded = self._tokenizer(list(texts), padding=True, truncation=True, return_tensors="np")
        inputs = {entry.name: encoded[entry.name].astype(np.int64) for entry in self._session.get_inputs()}
        logits = np.asarray(self._session.run(None, inputs)[0], dtype=np.float64)
        weights = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares: npt.NDArray[np.float64] = weights / weights.sum(axis=1, keepdims=True)
        return shares


def evaluate_sentiment(folder: Path) -> SentimentFigures:
    """Figures of the model in `folder`, on texts that are made anew from fixed seeds."""
    import onnxruntime  # noqa: F401  that the time to load does not count the imports
    import transformers  # noqa: F401

    began = time.perf_counter()
    classifier = Classifier(folder)
    load_s = time.perf_counter() - began
    known = TextMaker().known(_TEXTS, _SEED)
    began = time.perf_counter()
    known_accuracy = accuracy(classifier, known)
    per_text_ms = (time.perf_counter() - began) / len(known) * 1000
    demo = demo_moods()
    wrong = _wrong_demo(classifier, demo)
    return SentimentFigures(
        known=known_accuracy,
        trial=accuracy(classifier, held_out("trial", _TEXTS, _SEED)),
        unseen=accuracy(classifier, held_out("unseen", _TEXTS, _SEED)),
        situations=accuracy(classifier, held_out("situations", _TEXTS, _SEED)),
        demo_right=len(demo) - len(wrong),
        demo_total=len(demo),
        demo_wrong=wrong,
        size_bytes=sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()),
        load_s=load_s,
        per_text_ms=per_text_ms,
    )


def accuracy(classifier: Classifier, texts: Sequence[Text]) -> Accuracy:
    """How often the likeliest mood is the text's."""
    told = classifier.probabilities([text.words for text in texts]).argmax(axis=1)
    wanted = np.array([int(text.mood) for text in texts])
    right = told == wanted
    by_mood = {mood.label: float(right[wanted == mood].mean()) for mood in Mood if mood in wanted}
    return Accuracy(float(right.mean()), by_mood)


def _wrong_demo(classifier: Classifier, demo: dict[str, list[Mood]]) -> list[str]:
    told = classifier.probabilities(list(demo)).argmax(axis=1)
    return [
        f"{text} ({Mood(int(mood)).label})"
        for (text, moods), mood in zip(demo.items(), told, strict=True)
        if Mood(int(mood)) not in moods
    ]
