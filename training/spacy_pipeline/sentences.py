"""Template sentences with their gold annotation: entities and parts of speech follow from the slots."""

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from training.whisper.corpus import SLOT, load_corpus, punctuate

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

_LEXICON = Path(__file__).with_name("lexicon.toml")
_A_BEFORE_VOWEL = re.compile(r"\b(a) (?=[aeiouAEIO])(?!(?:one|un|eu|us))")
_DATE = re.compile(
    r"\b(today|tomorrow|yesterday|tonight|(this|last|next) (week|month|year)|every (day|week|month|year|morning))\b",
    re.IGNORECASE,
)
_NAME_SLOTS = ("name", "surname", "city", "country", "company")
_WORD_SLOTS = ("noun", "did", "neu", "mass", "person", "vbase", "people")
_MIXED_TAGS = ("ADP", "PROPN", "AUX", "NUM")
"""Tags of slots whose values may hold words of another kind: "the Earth", "have to", "a hundred"."""
INVENTED_SHARE = 0.3
"""How often a document's values of a slot are made up. The words around an invented name must then tell what it is, and
an unknown word without a capital is learned to be none."""
_INVENTED_CHOICE = 6


@dataclass(frozen=True)
class Filled:
    """A template with its slots filled: (slot, first character, end character) of every value."""

    text: str
    values: tuple[tuple[str, int, int], ...]


class SentenceMaker:
    """Makes annotated documents; a pure function of the random generator handed in."""

    def __init__(self) -> None:
        lexicon = tomllib.loads(_LEXICON.read_text(encoding="utf-8"))
        corpus = load_corpus()
        more = {slot: _listed(entry) for slot, entry in lexicon["more"].items()}
        self._slots: dict[str, list[str]] = {**corpus.slots, "surname": more["surname"], "did": more["did"]}
        for slot in ("name", "city", "country", "company", "num"):
            self._slots[slot] = [*corpus.slots[slot], *more[slot], *more.get(f"{slot}_of_two", [])]
        self._held_out = {slot: _listed(entry) for slot, entry in lexicon["held_out"].items()}
        spoken = [template for templates in corpus.templates.values() for template in templates]
        own: list[str] = lexicon["templates"]["trained"]
        loosened = [
            f"{start}{mark} {text}" for start in more["before"] for mark in ("", ",") for text in own if text[-1] != "?"
        ]
        loosened += [f"{text} {end}" for end in more["after"] for text in own if text[-1] != "?"]
        self._trained: list[list[str]] = [spoken, own, loosened]
        self._unseen: list[list[str]] = [lexicon["templates"]["held_out"]]
        self._gold = _Gold(lexicon)

    def trained(self, nlp: "Language", rng: random.Random) -> "Doc":
        """One to four sentences of the trained templates and names, one in twelve without capitals."""
        count = rng.choice((1, 1, 2, 4))
        if rng.random() < 1 / 12:
            return self._gold.lowered(self._document(nlp, rng, self._trained, self._slots, count))
        return self._document(nlp, rng, self._trained, self._partly_invented(rng), count)

    def new(self, nlp: "Language", rng: random.Random) -> "Doc":
        """A sentence of the trained templates and names."""
        return self._document(nlp, rng, self._trained, self._slots, 1)

    def with_unseen_names(self, nlp: "Language", rng: random.Random) -> "Doc":
        """A sentence of the trained templates with names of no training sentence."""
        return self._document(nlp, rng, self._trained, {**self._slots, **self._held_out}, 1)

    def with_unseen_templates(self, nlp: "Language", rng: random.Random) -> "Doc":
        """A sentence of the held-out templates with trained names."""
        return self._document(nlp, rng, self._unseen, self._slots, 1)

    def _partly_invented(self, rng: random.Random) -> Mapping[str, Sequence[str]]:
        invented = {
            slot: [_invent(rng) for _ in range(_INVENTED_CHOICE)]
            for slot in (*_NAME_SLOTS, *_WORD_SLOTS)
            if rng.random() < INVENTED_SHARE
        }
        names = {slot: [word.capitalize() for word in invented[slot]] for slot in _NAME_SLOTS if slot in invented}
        return {**self._slots, **invented, **names}

    def _document(
        self,
        nlp: "Language",
        rng: random.Random,
        groups: Sequence[Sequence[str]],
        slots: Mapping[str, Sequence[str]],
        count: int,
    ) -> "Doc":
        from spacy.tokens import Doc

        filled = [fill(rng.choice(rng.choice(groups)), slots, rng) for _ in range(count)]
        docs = [self._gold.annotated(nlp, sentence) for sentence in filled]
        joined = docs[0] if count == 1 else Doc.from_docs(docs)
        assert joined is not None
        return joined


class _Gold:
    """Turns filled templates into documents with gold tags and entities."""

    def __init__(self, lexicon: Mapping[str, Mapping[str, str]]) -> None:
        self._labels = lexicon["entities"]
        self._units = lexicon["units"]
        self._slot_tags = {slot: tag for tag, slots in lexicon["slot_tags"].items() for slot in slots.split()}
        self._word_tags = {word: tag for tag, words in lexicon["word_tags"].items() for word in words.split()}

    def annotated(self, nlp: "Language", filled: Filled) -> "Doc":
        from spacy.util import filter_spans

        doc = nlp.make_doc(filled.text)
        spans = [self._entity(doc, *value) for value in filled.values]
        spans += [doc.char_span(*match.span(), label="DATE") for match in _DATE.finditer(filled.text)]
        doc.ents = tuple(filter_spans([span for span in spans if span is not None]))
        for token in doc:
            token.tag_ = token.pos_ = self._tag(token.text, token.is_punct, token.like_num)
            if token.tag_ == "VERB" and token.i and token.nbor(-1).tag_ in ("DET", "ADJ"):
                token.tag_ = token.pos_ = "NOUN"  # "the show", "a short break"
        for slot, start, end in filled.values:
            self._tag_value(doc, slot, start, end)
        return doc

    def lowered(self, doc: "Doc") -> "Doc":
        """The same annotation on the lower-case text."""
        from spacy.tokens import Doc

        tags = [token.tag_ for token in doc]
        entities = [f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O" for token in doc]
        spaces = [bool(token.whitespace_) for token in doc]
        return Doc(doc.vocab, [token.lower_ for token in doc], spaces, tags=tags, pos=tags, ents=entities)

    def _entity(self, doc: "Doc", slot: str, start: int, end: int) -> "Span | None":
        from spacy.tokens import Span

        value = doc.text[start:end]
        label = self._labels.get(slot)
        if label is None or (label == "LOC" and value.lower().startswith("the ")):
            return None
        span = doc.char_span(start, end, label=label, alignment_mode="expand")
        assert span is not None
        unit = doc[span.end].text if label == "CARDINAL" and span.end < len(doc) else ""
        return Span(doc, span.start, span.end + 1, label=self._units[unit]) if unit in self._units else span

    def _tag(self, word: str, is_mark: bool, is_number: bool) -> str:
        listed = self._word_tags.get(word.lower())
        return listed or ("PUNCT" if is_mark else "NUM" if is_number else "PART" if word == "'s" else "NOUN")

    def _tag_value(self, doc: "Doc", slot: str, start: int, end: int) -> None:
        tag = self._slot_tags.get(slot)
        for token in doc:
            listed = token.lower_ == "the" if tag == "PROPN" else token.lower_ in self._word_tags
            if tag and start <= token.idx < end and not (tag in _MIXED_TAGS and listed):
                token.tag_ = token.pos_ = tag


def fill(template: str, slots: Mapping[str, Sequence[str]], rng: random.Random) -> Filled:
    """A sentence with capital letter and mark; `full_name` is a name and a surname."""
    text, values = "", []
    for part in re.split(r"(\{\w+\})", template):
        slot = SLOT.fullmatch(part)
        if slot is None:
            text += part
            continue
        value = _value(slot.group(1), slots, rng)
        text = _A_BEFORE_VOWEL.sub("an ", text + value)
        values.append((slot.group(1), len(text) - len(value), len(text)))
    return Filled(punctuate(text), tuple(values))


def _value(slot: str, slots: Mapping[str, Sequence[str]], rng: random.Random) -> str:
    if slot == "full_name":
        return f"{rng.choice(slots['name'])} {rng.choice(slots['surname'])}"
    return rng.choice(slots[slot])


def _invent(rng: random.Random) -> str:
    """A word that does not exist, of two or three syllables."""
    syllables = [
        rng.choice("bdfghjklmnprstvwz") + rng.choice("aeiou") + rng.choice(" lnrst")
        for _ in range(rng.choice((2, 2, 3)))
    ]
    return "".join(syllables).replace(" ", "")


def _listed(entry: str | list[str]) -> list[str]:
    return entry.split() if isinstance(entry, str) else entry
