"""Reads texts with a spaCy pipeline: named entities, and the nouns that are a text's subject. In children only.

Pipelines differ: entities need an entity recogniser, noun phrases come from the parser or else from the tags, and
lemmas are used if they are set.
"""

import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import spacy

from app.core.errors import ErrorCode, JobFailure
from app.inference.reading import Named, Reading, Term, stem
from app.inference.small_words import SMALL_WORDS
from app.inference.weights import Weights

#: Entities that are counts, not things.
_COUNTS = frozenset({"CARDINAL", "ORDINAL", "QUANTITY"})
#: Entities that name a time or an amount, which are no topics.
_NO_TOPICS = _COUNTS | {"DATE", "TIME", "PERCENT", "MONEY"}
_NOUN, _NAME = 1.0, 0.8
_PERSON = 0.5
_BATCH_TEXTS = 64


class Language:
    """A loaded pipeline. `code` is its language (`xx`: several)."""

    def __init__(self, weights: Weights, pipeline: Any, mood_words: frozenset[str]) -> None:
        self.name = weights.name
        self.code = str(pipeline.meta["lang"])
        self._pipeline = pipeline
        self._mood_words = mood_words

    @classmethod
    def load(cls, weights: Weights, mood_words: frozenset[str]) -> "Language":
        """Load a pipeline from disk. `mood_words` are never nouns or names. Raises JobFailure `model_unavailable`."""
        if weights.path is None:
            raise weights.unavailable
        try:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", message=r"\[W095\]")  # trained with another minor release of spaCy
                pipeline = spacy.load(weights.path)
        except (OSError, ValueError, ImportError) as error:
            message = f"The spaCy model “{weights.name}” cannot be loaded: {str(error).splitlines()[0]}"
            raise JobFailure(ErrorCode.MODEL_UNAVAILABLE, message) from error
        return cls(weights, pipeline, mood_words)

    def covers(self, language: str) -> bool:
        """Whether the pipeline is for that language."""
        return self.code in {language, "xx"}

    @property
    def finds_nouns(self) -> bool:
        """Whether the pipeline tags words; otherwise only its entities are useful."""
        return any(self._pipeline.has_pipe(name) for name in ("tagger", "morphologizer"))

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Return one reading for each text, in order."""
        return [
            Reading(tuple(self._terms(doc)), tuple(_named(doc)))
            for doc in self._pipeline.pipe(texts, batch_size=_BATCH_TEXTS)
        ]

    def _terms(self, doc: Any) -> Iterator[Term]:
        times = {token.i for entity in doc.ents if entity.label_ in _NO_TOPICS for token in entity}
        people = {token.i for entity in doc.ents if entity.label_ == "PERSON" for token in entity}
        for phrase in self._phrases(doc):
            head = phrase[-1]
            if any(token.i in times for token in phrase):
                continue
            weight = _PERSON if head.i in people else _NAME if head.pos_ == "PROPN" else _NOUN
            name = all(token.pos_ == "PROPN" for token in phrase)
            shown = " ".join(token.text if token.pos_ == "PROPN" else token.text.lower() for token in phrase)
            yield Term(shown.lower() if name and len(phrase) > 1 else self._key(head), shown, weight)

    def _phrases(self, doc: Any) -> Iterator[list[Any]]:
        """Yield runs of adjectives and nouns that end in a noun, without words that name nothing."""
        spans = doc.noun_chunks if doc.has_annotation("DEP") else [doc]
        for span in spans:
            run: list[Any] = []
            for token in span:
                if self._is_noun(token) or (token.pos_ == "ADJ" and self._is_content(token) and not run):
                    run.append(token)
                    continue
                yield from _ended(run)
                run = [token] if token.pos_ == "ADJ" and self._is_content(token) else []
            yield from _ended(run)

    def _is_noun(self, token: Any) -> bool:
        if token.pos_ not in {"NOUN", "PROPN"} or not self._is_content(token):
            return False
        if token.pos_ == "NOUN" and token.lower_.endswith("ing"):
            # "machine learning" names something, "thank you for watching" does not.
            return token.i > 0 and token.nbor(-1).pos_ in {"NOUN", "ADJ", "DET", "PROPN"}
        return token.pos_ == "PROPN" or not token.lower_.endswith("ly")  # adverbs that a small tagger missed

    def _is_content(self, token: Any) -> bool:
        word = token.lower_
        return (
            len(word) > 1
            and word[0].isalpha()
            and not token.is_stop
            and (token.pos_ == "PROPN" or (word not in SMALL_WORDS and word not in self._mood_words))
        )

    @staticmethod
    def _key(token: Any) -> str:
        return str(token.lemma_).lower() or stem(token.text)


def _ended(run: list[Any]) -> Iterator[list[Any]]:
    """Yield the phrase if it ends in a noun; of a long one, the last three words."""
    if run and run[-1].pos_ != "ADJ":
        yield run[-3:]


def _named(doc: Any) -> Iterator[Named]:
    for entity in doc.ents:
        text = " ".join(entity.text.split()).removesuffix("'s").removesuffix("’s").strip(" .,;:!?\"'")
        if entity.label_ not in _COUNTS and text:
            yield Named(text, entity.label_)
