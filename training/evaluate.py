"""`python -m training.evaluate`: the quality of all shipped demo models, measured anew. Writes nothing; needs no torch.

Everything runs through the libraries that the product uses. Speech is synthesised on the spot, so the engines of
Debian's espeak-ng, flite and festival must be installed; without them the speech model is not measured and the exit
code is 1.
"""

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from training.sentiment.evaluate import SentimentFigures, evaluate_sentiment
from training.spacy_pipeline.evaluate import PipelineFigures, evaluate_spacy
from training.whisper.evaluate import evaluate_whisper
from training.whisper.synthesis import EngineMissing

_DEMO = Path(__file__).resolve().parents[1] / "models" / "demo"

Row = tuple[str, str, str]
"""Model, what is measured, figure."""


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m training.evaluate", description=__doc__)
    arguments.add_argument("--models", type=Path, default=_DEMO, help="folder with whisper, sentiment and spacy")
    folder = arguments.parse_args().models
    os.environ["HF_HUB_OFFLINE"] = "1"
    rows = [
        *sentiment_rows(evaluate_sentiment(folder / "sentiment")),
        *spacy_rows(evaluate_spacy(folder / "spacy")),
    ]
    try:
        rows = [*whisper_rows(evaluate_whisper(folder / "whisper", sample=folder / "sample.mp4")), *rows]
    except EngineMissing as missing:
        print(f"whisper was not measured: {missing}", file=sys.stderr)
        _print_table(rows)
        return 1
    _print_table(rows)
    return 0


def whisper_rows(figures: dict[str, Any]) -> Iterable[Row]:
    """Word error rates, closed sets and open sets apart, and how far segment starts are off."""
    for name, score in figures["sets"].items():
        what = name.replace("_", " ")
        yield "whisper", f"{what}: word error rate", f"{score['wer']:.1%}"
        yield "whisper", f"{what}: sentences letter for letter", f"{score['exact']} of {score['sentences']}"
        yield "whisper", f"{what}: start error, median", f"{score['start_error_median_s']:.2f} s"
        yield "whisper", f"{what}: speed", f"{score['real_time_factor']:.0f} x real time"
    for name, segments in figures["quiet_segments"].items():
        yield "whisper", f"segments heard in {name}", str(len(segments))
    yield from _cost_rows("whisper", figures["size_bytes"], figures["load_s"])


def sentiment_rows(figures: SentimentFigures) -> Iterable[Row]:
    """Accuracy on trained and on held-out templates."""
    yield "sentiment", "trained templates, new sentences: accuracy", f"{figures.known.overall:.1%}"
    yield "sentiment", "held-out templates: accuracy", f"{figures.unseen.overall:.1%}"
    for mood, share in figures.unseen.by_mood.items():
        yield "sentiment", f"held-out templates, {mood}: accuracy", f"{share:.1%}"
    yield "sentiment", "held-out situations without a known mood word: accuracy", f"{figures.situations.overall:.1%}"
    yield "sentiment", "held-out templates used for tuning: accuracy", f"{figures.trial.overall:.1%}"
    yield "sentiment", "demo sentences with a sensible mood", f"{figures.demo_right} of {figures.demo_total}"
    yield "sentiment", "time for a sentence", f"{figures.per_text_ms:.2f} ms"
    yield from _cost_rows("sentiment", figures.size_bytes, figures.load_s)


def spacy_rows(figures: PipelineFigures) -> Iterable[Row]:
    """F1 of entities by what is new in the sentences."""
    yield "spacy", "entities in new sentences: F1", f"{figures.new_sentences_f1:.3f}"
    yield "spacy", "entities with names never seen: F1", f"{figures.unseen_names_f1:.3f}"
    yield "spacy", "entities in templates never seen: F1", f"{figures.unseen_templates_f1:.3f}"
    yield "spacy", "tags: accuracy", f"{figures.tag_accuracy:.3f}"
    yield "spacy", "time for a sentence", f"{figures.per_sentence_ms:.1f} ms"
    yield from _cost_rows("spacy", figures.size_bytes, figures.load_s)


def _cost_rows(model: str, size_bytes: int, load_s: float) -> Iterable[Row]:
    yield model, "size", f"{size_bytes / 1e6:.2f} MB"
    yield model, "time to load", f"{load_s:.2f} s"


def _print_table(rows: Iterable[Row]) -> None:
    for model, what, figure in [("model", "what", "figure"), *rows]:
        print(f"{model:10} {what:58} {figure:>14}")


if __name__ == "__main__":
    raise SystemExit(main())
