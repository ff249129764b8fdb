"""Rates parts of a transcript by their words: content, strength of an opening, choice of a title."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from app.text.scripts import columns, shortened, unspaced

#: Words without content of their own, in the most frequent languages; common ones suffice here.
EMPTY_WORDS = frozenset(
    """a about after again all also am an and any are as at be because been before being but by can could did do does
    doing don't down each even for from further get go going got had has have having he her here hers him his how i i'm
    if in into is it it's its just know let like ll made make many may me mean might more most much must my no not
    now of off oh okay on one only or other our out over own quite re really right said same say see she should so some
    such than that that's the their them then there these they thing things think this those through to too under until
    up us us hello hi welcome today everyone thank thanks please new next
    use ve very want was way we well were what when where which while who why will with would yeah yes yet you your
    aber als am auch auf aus bei das dass dem den der des die doch ein eine einen einer es für hat ich ihr im ist ja man
    mit nach nicht noch nur oder sein sich sie sind so und uns vom von war was wenn werden wie wir zu zum zur
    au aux avec ce ces dans de des du elle en est et il ils je la le les leur lui mais ne nous on ou par pas pour que
    qui sa se ses son sur tu un une vous y al como con cuando del el ella ellos era es eso esta este esto fue hay las lo
    los más me mi muy nada no nos o para pero por porque qué se si sin su sus te todo una uno ya
    """.split()
)
#: Combining marks are part of a word: without them Indic words would be split.
WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}\u200c\u200d]*(?:['’\-][\p{L}\p{N}][\p{L}\p{N}\p{M}\u200c\u200d]*)*")
#: Openings that catch attention. Matched against the first sentence only.
OPENERS = re.compile(
    r"^(how|why|what if|what|who|did you know|have you ever|imagine|here(?:'s| is) |never|stop"
    r"|the (?:secret|truth|problem|best|worst)|first|today|this is (?:how|why)|welcome|let me|listen"
    r"|wie|warum|wieso|pourquoi|comment|cómo|por qué)\b",
    re.IGNORECASE,
)
TITLE_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Weights 0..1 of the content words of one transcript: frequent words are its subject."""

    weights: dict[str, float]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Vocabulary":
        counts = Counter(word for text in texts for word in content_words(text))
        most = math.log1p(max(counts.values(), default=1))
        return cls({word: math.log1p(count) / most for word, count in counts.items()})

    def density(self, text: str) -> float:
        """The content per word of a text, 0..1; at 1 its content words weigh 0.4 per word on average."""
        words = WORD.findall(text)
        weight = sum(self.weights.get(word, 0.0) for word in content_words(text))
        return min(1.0, weight / max(len(words), 1) / 0.4) if words else 0.0

    def key_words(self, text: str, count: int) -> list[str]:
        """The content words of the text with the greatest weights, in order of appearance."""
        found = list(dict.fromkeys(content_words(text)))
        best = sorted(found, key=lambda word: (-self.weights.get(word, 0.0), -len(word)))[:count]
        return [word for word in found if word in best]


def content_words(text: str) -> list[str]:
    """The content words in lower case; none in scripts without spaces, whose word boundaries are unknown."""
    return [
        lower
        for word in WORD.findall(text)
        if (lower := word.lower().replace("’", "'")) not in EMPTY_WORDS
        and (len(lower) > 2 or lower.isdigit())
        and not unspaced(lower[0])
    ]


def opening_strength(text: str) -> float:
    """The strength of a first sentence, 0..1: a question, a known opener, a number, "you", an exclamation."""
    signs = (
        (0.4, "?" in text or "¿" in text),
        (0.4, OPENERS.match(text.strip()) is not None),
        (0.2, any(character.isdigit() for character in text)),
        (0.2, re.search(r"\byou(r|'re)?\b", text, re.IGNORECASE) is not None),
        (0.2, "!" in text),
    )
    return min(1.0, 0.2 + sum(weight for weight, present in signs if present))


def title_of(sentences: Sequence[str], vocabulary: Vocabulary) -> str:
    """The sentence with the most content about the whole, cut to a title's length at a word; empty without any text."""
    candidates = [" ".join(sentence.split()) for sentence in sentences]
    candidates = [sentence for sentence in candidates if sentence]
    if not candidates:
        return ""

    def worth(at: int) -> float:
        weight = sum(vocabulary.weights.get(word, 0.0) for word in set(content_words(candidates[at])))
        return (
            weight / math.sqrt(max(len(candidates[at]), 20)) * (1.0 if len(candidates[at]) <= TITLE_CHARACTERS else 0.7)
        )

    best = max(range(len(candidates)), key=worth)
    return _shortened(candidates[best])


def _shortened(sentence: str) -> str:
    title = sentence.strip(" \"'“”«»").rstrip(".,;:。 ")
    if columns(title) > TITLE_CHARACTERS:
        head = shortened(title, TITLE_CHARACTERS - 1, mark="")
        title = (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(",;:- ") + "…"
    return title[:1].upper() + title[1:]
