"""Builds and trains the pipeline: one small shared encoder, a tagger, an entity recogniser, and rules for sentences."""

import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from training.spacy_pipeline.sentences import SentenceMaker

if TYPE_CHECKING:
    from spacy.language import Language

TAGS = ["NOUN", "PROPN", "VERB", "ADJ", "ADV", "PRON", "DET", "ADP", "AUX", "NUM", "PUNCT", "CCONJ", "INTJ", "PART"]


@dataclass(frozen=True)
class Recipe:
    """Sizes and schedule of a training run."""

    seed: int = 1
    documents: int = 8_000
    epochs: int = 8
    batch: int = 64
    dropout: float = 0.2
    width: int = 64
    rows: tuple[int, int, int, int] = (2_000, 500, 1_000, 250)
    """Sizes of the hash tables for a token's norm, prefix, suffix and shape."""


def train(recipe: Recipe) -> "Language":
    """A trained pipeline; prints the losses of each epoch."""
    from spacy.training import Example
    from spacy.util import fix_random_seed, minibatch

    fix_random_seed(recipe.seed)
    rng = random.Random(recipe.seed)
    nlp = _blank(recipe)
    maker = SentenceMaker()
    gold = [maker.trained(nlp, rng) for _ in range(recipe.documents)]
    examples = [Example(doc.copy(), doc) for doc in gold]
    for example in examples:
        _forget(example.predicted)
    optimizer = nlp.initialize(lambda: examples)
    _name_tags(nlp)
    began = time.monotonic()
    for epoch in range(recipe.epochs):
        rng.shuffle(examples)
        losses: dict[str, float] = {}
        for batch in minibatch(examples, recipe.batch):
            nlp.update(batch, sgd=optimizer, drop=recipe.dropout, losses=losses)
        spent_s = time.monotonic() - began
        print(f"epoch {epoch + 1}: tagger {losses['tagger']:.0f}, ner {losses['ner']:.0f}, {spent_s:.0f} s", flush=True)
    return nlp


def _blank(recipe: Recipe) -> "Language":
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": _encoder(recipe)})
    shared = {"@architectures": "spacy.Tok2VecListener.v1", "width": recipe.width, "upstream": "tok2vec"}
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": shared}})
    nlp.add_pipe("attribute_ruler")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("ner", config={"model": {**_parser(), "tok2vec": shared}})
    return nlp


def _encoder(recipe: Recipe) -> dict[str, Any]:
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": recipe.width,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
        "rows": list(recipe.rows),
        "include_static_vectors": False,
    }
    encode = {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": recipe.width,
        "depth": 2,
        "window_size": 1,
        "maxout_pieces": 2,
    }
    return {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}


def _parser() -> dict[str, Any]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 32,
        "maxout_pieces": 2,
        "use_upper": True,
    }


def _forget(doc: Any) -> None:
    """Takes the answers off a document, so that the pipeline has to find them."""
    doc.ents = ()
    for token in doc:
        token.tag_ = token.pos_ = ""


def _name_tags(nlp: "Language") -> None:
    """Lets `token.pos_` follow the tagger. Only after `initialize`, which empties the ruler."""
    for tag in TAGS:
        nlp.get_pipe("attribute_ruler").add([[{"TAG": tag}]], {"POS": tag})  # type: ignore[attr-defined]
