"""Generates labelled texts: for training with much variation around the templates, for evaluation without."""

import random
import re
from dataclasses import dataclass

from training.sentiment.spoken import SpokenSentences
from training.sentiment.templates import Mood, Templates, Words, load_words, pick, read_toml

_NEGATION = re.compile(r"\b(not|never|nothing|no|although|but|don't|can't|anything)\b")
_QUESTION = re.compile(r"^(where|what is|who|when|how|why|which|can you|is there|do you|what do)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Text:
    """One or more sentences with their mood."""

    words: str
    mood: Mood


class TextMaker:
    """Makes texts of the trained templates; a pure function of the random generator handed in."""

    def __init__(self) -> None:
        self._words: Words = load_words()
        self._templates: Templates = read_toml("texts")["templates"]
        self._spoken = SpokenSentences()

    def training(self, count: int, seed: int) -> list[Text]:
        """Texts as a transcript has them: openings, noise words, joined clauses, one to four sentences."""
        rng = random.Random(seed)
        return [self._text(rng) for _ in range(count)]

    def known(self, count: int, seed: int) -> list[Text]:
        """Plain single sentences of the trained templates."""
        return filled(self._templates, self._words, count, seed)

    def _text(self, rng: random.Random) -> Text:
        mood = rng.choice(list(Mood))
        sentences = [self._sentence(mood, rng)]
        if rng.random() < 0.3:
            moods = [mood if rng.random() < 0.6 else Mood.NEUTRAL for _ in range(rng.randint(1, 3))]
            sentences += [self._sentence(other, rng) for other in moods]
            rng.shuffle(sentences)
        return Text(" ".join(sentences), mood)

    def _sentence(self, mood: Mood, rng: random.Random) -> str:
        source = rng.random()
        if source < 0.2:
            return self._spoken.sentence(mood, rng)
        if source < 0.24 and mood is Mood.NEUTRAL:
            return self._noise(rng.randint(2, 9), rng)
        return _written(self._varied(self._clause(mood, rng), mood, rng), rng)

    def _clause(self, mood: Mood, rng: random.Random) -> str:
        return self._words.fill(pick(self._templates, rng, mood), mood, rng)

    def _varied(self, clause: str, mood: Mood, rng: random.Random) -> str:
        """The clause with an opening, with a second clause or with noise words at its edges, or as it is."""
        kind = rng.random()
        if kind < 0.25:
            clause = f"{rng.choice(self._words.plain['opening'])} {clause}"
        elif kind < 0.32:
            clause = f"{clause} {rng.choice(self._words.plain['opening'])}"
        elif kind < 0.57:
            clause = self._joined(clause, mood, rng)
        if rng.random() < 0.3:
            parts = clause.split()
            for _ in range(rng.randint(1, 3)):
                parts.insert(rng.choice([0, 0, len(parts), rng.randint(0, len(parts))]), self._noise(1, rng))
            clause = " ".join(parts)
        return clause

    def _joined(self, clause: str, mood: Mood, rng: random.Random) -> str:
        """Two clauses of one mood, a neutral one beside a polar one, or the other polarity before a `but`."""
        if mood is Mood.NEUTRAL or rng.random() < 0.4:
            return clause + rng.choice([" and ", ", ", " because ", " so ", " while "]) + self._clause(mood, rng)
        if rng.random() < 0.5:
            parts = [clause, self._clause(Mood.NEUTRAL, rng)]
            rng.shuffle(parts)
            return rng.choice([" and ", " when ", ", "]).join(parts)
        other = self._clause(mood.opposite, rng)
        if _NEGATION.search(clause) or _NEGATION.search(other):
            return clause
        return f"{other} but {rng.choice(['', 'now ', 'then '])}{clause}"

    def _noise(self, count: int, rng: random.Random) -> str:
        return " ".join(rng.choice(self._words.plain["common"]) for _ in range(count))


def held_out(group: str, count: int, seed: int) -> list[Text]:
    """Plain sentences of a group of held_out.toml: `trial`, `unseen` or `situations`."""
    return filled(read_toml("held_out")[group], load_words(), count, seed)


def filled(templates: Templates, words: Words, count: int, seed: int) -> list[Text]:
    """Plain single sentences, the moods that have templates in equal parts."""
    rng = random.Random(seed)
    present = [mood for mood in Mood if mood.label in templates or (mood is not Mood.NEUTRAL and "polar" in templates)]
    moods = [present[index % len(present)] for index in range(count)]
    return [Text(_written(words.fill(pick(templates, rng, mood), mood, rng), rng), mood) for mood in moods]


def _written(clause: str, rng: random.Random) -> str:
    """Mostly with a capital letter and a mark at the end, as speech recognition writes it; sometimes without."""
    if rng.random() < 0.75:
        clause = clause[0].upper() + clause[1:]
    if rng.random() < 0.75:
        clause += "?" if _QUESTION.match(clause) else rng.choice([".", ".", ".", "!"])
    return clause
