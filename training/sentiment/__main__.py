"""`python -m training.sentiment`: trains, exports, evaluates, and writes the model card."""

import argparse
import tempfile
import time
from pathlib import Path

from training.sentiment.card import Run, write_card
from training.sentiment.evaluate import evaluate_sentiment
from training.sentiment.export import export
from training.sentiment.network import Recipe, train
from training.sentiment.texts import TextMaker
from training.sentiment.tokenizer import learn

_SHIPPED = Path(__file__).resolve().parents[2] / "models" / "demo" / "sentiment"


def make(recipe: Recipe, folder: Path) -> Run:
    """Trains by `recipe`, exports to `folder` and measures what was exported."""
    began = time.monotonic()
    texts = TextMaker().training(recipe.texts, recipe.seed)
    tokenizer = learn((text.words for text in texts), recipe.vocabulary)
    model = train(recipe, texts, tokenizer)
    minutes = (time.monotonic() - began) / 60
    export(model, tokenizer, folder)
    parameters = sum(weights.numel() for weights in model.parameters())
    return Run(recipe, parameters, minutes, evaluate_sentiment(folder))


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m training.sentiment", description=__doc__)
    arguments.add_argument("--folder", type=Path, default=_SHIPPED, help="where the model of the first seed goes")
    arguments.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3], help="the others tell the spread")
    chosen = arguments.parse_args()
    runs = [make(Recipe(seed=chosen.seeds[0]), chosen.folder)]
    for seed in chosen.seeds[1:]:
        with tempfile.TemporaryDirectory() as scratch:
            runs.append(make(Recipe(seed=seed), Path(scratch)))
    write_card(chosen.folder / "README.md", runs)
    print((chosen.folder / "README.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
