"""The model card: what the pipeline is and is not, and the figures of its runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.spacy_pipeline.evaluate import PipelineFigures
from training.spacy_pipeline.pipeline import Recipe


@dataclass(frozen=True)
class Run:
    """One training run and what it reached."""

    recipe: Recipe
    minutes: float
    figures: PipelineFigures


_TEXT = Path(__file__).with_name("card.md")
"""The card with a field in braces for every figure."""


def write_card(path: Path, runs: Sequence[Run], invented_share: float) -> None:
    """Writes the card of the first run's pipeline to `path`; every run has a row."""
    first = runs[0]
    recipe, figures = first.recipe, first.figures
    text = _TEXT.read_text(encoding="utf-8").format(
        size=figures.size_bytes / 1e6,
        width=recipe.width,
        documents=recipe.documents,
        invented=invented_share,
        seed=recipe.seed,
        rows="\n".join(_row(run) for run in runs),
        load_s=figures.load_s,
        per_sentence=figures.per_sentence_ms,
        seeds=" ".join(str(run.recipe.seed) for run in runs),
        epochs=recipe.epochs,
        batch=recipe.batch,
        dropout=recipe.dropout,
        minutes=sum(run.minutes for run in runs) / len(runs),
    )
    path.write_text(text, encoding="utf-8")


def _row(run: Run) -> str:
    figures = run.figures
    scores = (figures.new_sentences_f1, figures.unseen_names_f1, figures.unseen_templates_f1, figures.tag_accuracy)
    return f"| {run.recipe.seed} | {' | '.join(f'{score:.3f}' for score in scores)} | {run.minutes:.1f} |"
