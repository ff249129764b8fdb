"""The model card: what the model is and is not, and the figures of its runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.sentiment.evaluate import Accuracy, SentimentFigures
from training.sentiment.network import Recipe


@dataclass(frozen=True)
class Run:
    """One training run and what it reached."""

    recipe: Recipe
    parameters: int
    minutes: float
    figures: SentimentFigures


_TEXT = Path(__file__).with_name("card.md")
"""The card with a field in braces for every figure."""


def write_card(path: Path, runs: Sequence[Run]) -> None:
    """Writes the card of the first run's model to `path`; every run has a row."""
    first = runs[0]
    recipe, figures = first.recipe, first.figures
    text = _TEXT.read_text(encoding="utf-8").format(
        parameters=first.parameters / 1e6,
        layers=recipe.layers,
        width=recipe.width,
        vocabulary=recipe.vocabulary,
        size=figures.size_bytes / 1e6,
        texts=recipe.texts,
        seed=recipe.seed,
        rows="\n".join(_row(run) for run in runs),
        unseen_moods=_by_mood(figures.unseen),
        situations_moods=_by_mood(figures.situations),
        trial_moods=_by_mood(figures.trial),
        demo_wrong=f"Wrong: {'; '.join(figures.demo_wrong)}." if figures.demo_wrong else "None is wrong.",
        load_ms=figures.load_s * 1000,
        per_text=figures.per_text_ms,
        seeds=" ".join(str(run.recipe.seed) for run in runs),
        rate=recipe.learning_rate,
        batch=recipe.batch,
        epochs=recipe.epochs,
        smoothing=recipe.label_smoothing,
        dropout=recipe.word_dropout,
        minutes=sum(run.minutes for run in runs) / len(runs),
    )
    path.write_text(text, encoding="utf-8")


def _row(run: Run) -> str:
    figures = run.figures
    shares = (figures.known, figures.unseen, figures.situations, figures.trial)
    columns = [f"{share.overall:.1%}" for share in shares]
    demo = f"{figures.demo_right} of {figures.demo_total}"
    return f"| {run.recipe.seed} | {' | '.join(columns)} | {demo} | {run.minutes:.0f} |"


def _by_mood(accuracy: Accuracy) -> str:
    return ", ".join(f"{mood} {share:.1%}" for mood, share in accuracy.by_mood.items())
