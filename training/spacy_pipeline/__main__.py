"""`python -m training.spacy_pipeline`: trains, evaluates, and writes the model card."""

import argparse
import tempfile
import time
from pathlib import Path

from training.spacy_pipeline.card import Run, write_card
from training.spacy_pipeline.evaluate import evaluate_spacy
from training.spacy_pipeline.pipeline import Recipe, train
from training.spacy_pipeline.sentences import INVENTED_SHARE

_SHIPPED = Path(__file__).resolve().parents[2] / "models" / "demo" / "spacy"


def make(recipe: Recipe, folder: Path) -> Run:
    """Trains by `recipe`, writes the pipeline to `folder` and measures what was written."""
    began = time.monotonic()
    nlp = train(recipe)
    minutes = (time.monotonic() - began) / 60
    nlp.meta.update(
        name="demo",
        version="1.0.0",
        license="MIT",
        author="",
        email="",
        url="",
        description="Template-trained demo pipeline",
    )
    nlp.to_disk(folder)
    return Run(recipe, minutes, evaluate_spacy(folder))


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m training.spacy_pipeline", description=__doc__)
    arguments.add_argument("--folder", type=Path, default=_SHIPPED, help="where the pipeline of the first seed goes")
    arguments.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3], help="the others tell the spread")
    chosen = arguments.parse_args()
    runs = [make(Recipe(seed=chosen.seeds[0]), chosen.folder)]
    for seed in chosen.seeds[1:]:
        with tempfile.TemporaryDirectory() as scratch:
            runs.append(make(Recipe(seed=seed), Path(scratch)))
    write_card(chosen.folder / "README.md", runs, INVENTED_SHARE)
    print((chosen.folder / "README.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
