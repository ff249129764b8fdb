"""Measures a trained folder on sentences made anew from a fixed seed."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from training.spacy_pipeline.sentences import SentenceMaker

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_SENTENCES = 600
_SEED = 777


@dataclass(frozen=True)
class PipelineFigures:
    """What `evaluate_spacy` measures. F1 counts an entity as found when both its borders and its label are right."""

    new_sentences_f1: float
    unseen_names_f1: float
    unseen_templates_f1: float
    tag_accuracy: float
    size_bytes: int
    load_s: float
    per_sentence_ms: float


def evaluate_spacy(folder: Path) -> PipelineFigures:
    """Figures of the pipeline in `folder`."""
    import spacy

    began = time.perf_counter()
    nlp = spacy.load(folder)
    load_s = time.perf_counter() - began
    maker = SentenceMaker()
    began = time.perf_counter()
    new, tags = scores(nlp, maker.new)
    per_sentence_ms = (time.perf_counter() - began) / _SENTENCES * 1000
    return PipelineFigures(
        new_sentences_f1=new,
        unseen_names_f1=scores(nlp, maker.with_unseen_names)[0],
        unseen_templates_f1=scores(nlp, maker.with_unseen_templates)[0],
        tag_accuracy=tags,
        size_bytes=sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()),
        load_s=load_s,
        per_sentence_ms=per_sentence_ms,
    )


def scores(nlp: "Language", make: "Callable[[Language, random.Random], Doc]") -> tuple[float, float]:
    """F1 of the entities and accuracy of the tags on fresh sentences of one kind."""
    from spacy.training import Example

    rng = random.Random(_SEED)
    gold = [make(nlp, rng) for _ in range(_SENTENCES)]
    told = nlp.evaluate([Example(nlp.make_doc(doc.text), doc) for doc in gold])
    return float(told["ents_f"]), float(told["tag_acc"])
