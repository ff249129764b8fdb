"""Scores a part of a film as a clip, component by component, with a reason in words.

Each component is 0..1; the score is the weighted mean of those that apply (a film without sentiments has no mood, one
without speech no sentences). The weights were set by hand on speech; none was learned.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from app.editing.vocabulary import Vocabulary, content_words, opening_strength
from app.text.sentences import Sentence

WEIGHTS: Mapping[str, float] = {
    "length": 0.22,  # near the wanted length
    "complete": 0.22,  # begins and ends with whole sentences, in pauses
    "content": 0.16,  # dense in the film's own subject
    "opening": 0.12,  # its first sentence catches attention
    "mood": 0.10,  # strong feeling, positive or negative
    "scenes": 0.16,  # begins and ends where the picture changes
    "flow": 0.08,  # little silence
    "motion": 0.10,  # something moves (for film without speech)
}
#: A border within this distance of a change of picture counts as on it, seconds.
ON_BORDER_S = 0.3


#: A mean mood from this strength on is named; a sentence from this strength on has a mood.
NAMED_MOOD, SOME_MOOD = 0.5, 0.3
#: A word with at least this valence (absolute) expresses a judgement and names nothing.
JUDGING = 1.0
#: A clip is "much about" a word that occurs in it at least this often.
OFTEN = 2


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A language's sentiment lexicon: `valences` −4..4 by word; `judge` returns the mood −1..1 of each text."""

    judge: Callable[[Sequence[str]], list[float]]
    valences: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scored:
    """A score: `parts` by name, 0..1 each; `score` is their weighted mean; `reason` is for users."""

    parts: dict[str, float]
    score: float
    reason: str


def score_speech(
    sentences: Sequence[Sentence],
    *,
    start_s: float,
    end_s: float,
    wanted_s: float,
    opened: bool,
    pauses_s: tuple[float, float],
    borders_s: Sequence[float],
    vocabulary: Vocabulary,
    valences: Mapping[str, float],
) -> Scored:
    """Score a part of the film with these sentences.

    `opened`: the sentence before was closed; `pauses_s`: the pauses around the part. `valences` are those of the
    lexicon: mood and content in the reason agree with the words of the part.
    """
    text = " ".join(sentence.text for sentence in sentences)
    moods = [(sentence.mood, sentence.end_s - sentence.start_s) for sentence in sentences if sentence.mood is not None]
    spoken_s = sum(sentence.end_s - sentence.start_s for sentence in sentences)
    parts = {
        "length": length_part(end_s - start_s, wanted_s),
        "complete": _completeness(opened=opened, closed=sentences[-1].closed, pauses_s=pauses_s),
        "content": vocabulary.density(text),
        "opening": opening_strength(sentences[0].text),
        "scenes": border_part(start_s, end_s, borders_s),
        "flow": min(1.0, spoken_s / (end_s - start_s) / 0.9),
    }
    if moods:
        parts["mood"] = min(1.0, sum(abs(mood) * length for mood, length in moods) / sum(length for _, length in moods))
    score = weighted(parts) * (0.5 + 0.5 * min(1.0, sum(s.confidence for s in sentences) / len(sentences) / 0.5))
    return _scored(
        parts, score, end_s - start_s, _mood(moods, text, valences), _frequent_words(text, vocabulary, valences)
    )


def score_scenes(*, start_s: float, end_s: float, wanted_s: float, borders_s: Sequence[float], moving: float) -> Scored:
    """Score a part without speech; `moving` is the share of its time in which something moves."""
    parts = {
        "length": length_part(end_s - start_s, wanted_s),
        "scenes": border_part(start_s, end_s, borders_s),
        "motion": moving,
    }
    return _scored(parts, weighted(parts), end_s - start_s, None, [])


def weighted(parts: Mapping[str, float]) -> float:
    """The weighted mean of the parts."""
    return sum(WEIGHTS[name] * part for name, part in parts.items()) / sum(WEIGHTS[name] for name in parts)


def length_part(length_s: float, wanted_s: float) -> float:
    """1 at the wanted length, falling to 0 at half of it and at one and a half."""
    return max(0.0, 1.0 - abs(length_s - wanted_s) / (0.5 * wanted_s))


def border_part(start_s: float, end_s: float, borders_s: Sequence[float]) -> float:
    """0.5 for each end that is on a change of picture."""
    return sum(0.5 for at in (start_s, end_s) if any(abs(at - border) <= ON_BORDER_S for border in borders_s))


def _completeness(*, opened: bool, closed: bool, pauses_s: tuple[float, float]) -> float:
    sentence_ends = 0.35 * opened + 0.35 * closed
    return sentence_ends + sum(0.15 * min(1.0, pause_s / 0.5) for pause_s in pauses_s)


def _mood(moods: Sequence[tuple[float, float]], text: str, valences: Mapping[str, float]) -> str | None:
    """The mood in words, as far as the sentences agree with each other and with their words; None for no mood."""
    if not moods:
        return None
    if any(mood >= SOME_MOOD for mood, _ in moods) and any(mood <= -SOME_MOOD for mood, _ in moods):
        return "mixed feelings"
    mean = sum(mood * length for mood, length in moods) / sum(length for _, length in moods)
    if abs(mean) < NAMED_MOOD:
        return None
    against = [word for word in content_words(text) if valences.get(word, 0.0) * mean <= -JUDGING * abs(mean)]
    if against:  # "not bad at all": the words alone would contradict the mood
        return "strong feelings"
    return "a positive mood" if mean > 0 else "a negative mood"


def _frequent_words(text: str, vocabulary: Vocabulary, valences: Mapping[str, float]) -> list[str]:
    """Words that occur often in the text; those that express a judgement do not count."""
    counts = Counter(content_words(text))
    named = {word for word, count in counts.items() if count >= OFTEN and abs(valences.get(word, 0.0)) < JUDGING}
    return vocabulary.key_words(" ".join(word for word in counts if word in named), 3)


def _scored(
    parts: dict[str, float], score: float, length_s: float, mood: str | None, subjects: Sequence[str]
) -> Scored:
    parts = {name: round(part, 3) for name, part in parts.items()}
    descriptions = {
        "complete": (0.8, "whole sentences"),
        "opening": (0.55, "a strong opening"),
        "mood": (NAMED_MOOD, mood),
        "content": (0.6, f"much about {_listed(subjects)}" if subjects else "dense in content"),
        "flow": (0.95, "hardly a pause"),
        "motion": (0.5, "much that moves"),
    }
    words = [sentence for name, (least, sentence) in descriptions.items() if sentence and parts.get(name, 0.0) >= least]
    scenes = parts.get("scenes", 0.0)
    if scenes >= 0.5:
        words.append("begins and ends with a scene" if scenes == 1 else "an edge on a change of scene")
    return Scored(
        parts, round(score, 4), f"{length_s:.0f} s: {', '.join(words) if words else 'the best of what is left'}"
    )


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
