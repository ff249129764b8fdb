"""How good a stretch of film is as a clip, part by part, and in words.

Each part is 0..1 and says one thing; the score is their weighted mean over those that apply (a film that nobody judged
has no mood, one without speech no sentences). Weights are a starting point that reads well on speech; none was learned.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from app.editing.vocabulary import Vocabulary, content_words, opening_strength
from app.text.sentences import Sentence

WEIGHTS: Mapping[str, float] = {
    "length": 0.22,  # near the wanted length
    "complete": 0.22,  # begins and ends with whole sentences, in pauses
    "content": 0.16,  # dense in what the film is about
    "opening": 0.12,  # its first sentence makes one listen
    "mood": 0.10,  # strong feeling, of either kind
    "scenes": 0.16,  # begins and ends where the picture changes
    "flow": 0.08,  # little silence
    "motion": 0.10,  # something moves (for film without speech)
}
#: A border within this distance of a change of picture lies on it.
ON_BORDER_S = 0.3


#: A mean mood this strong is named; a sentence this strong has one at all.
NAMED_MOOD, SOME_MOOD = 0.5, 0.3
#: A word this far from 0 judges rather than names.
JUDGING = 1.0
#: A clip is "much about" what is said in it at least so often.
OFTEN = 2


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A language's words that judge: `valences` −4..4 by word, and `judge`, which gives the mood −1..1 of each text."""

    judge: Callable[[Sequence[str]], list[float]]
    valences: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scored:
    """`parts` by name, 0..1 each; `score` their weighted mean; `reason` for people."""

    parts: dict[str, float]
    score: float
    reason: str


def score_speech(
    said: Sequence[Sentence],
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
    """Score a stretch that holds the sentences `said`. `opened`: the one before was closed; `pauses_s`: around it.

    `valences` are those of the lexicon: what the reason says of mood and content agrees with the stretch's own words.
    """
    text = " ".join(sentence.text for sentence in said)
    moods = [(sentence.mood, sentence.end_s - sentence.start_s) for sentence in said if sentence.mood is not None]
    spoken_s = sum(sentence.end_s - sentence.start_s for sentence in said)
    parts = {
        "length": length_part(end_s - start_s, wanted_s),
        "complete": _completeness(opened=opened, closed=said[-1].closed, pauses_s=pauses_s),
        "content": vocabulary.density(text),
        "opening": opening_strength(said[0].text),
        "scenes": border_part(start_s, end_s, borders_s),
        "flow": min(1.0, spoken_s / (end_s - start_s) / 0.9),
    }
    if moods:
        parts["mood"] = min(1.0, sum(abs(mood) * length for mood, length in moods) / sum(length for _, length in moods))
    score = weighted(parts) * (0.5 + 0.5 * min(1.0, sum(s.confidence for s in said) / len(said) / 0.5))
    return _scored(parts, score, end_s - start_s, _mood(moods, text, valences), _often(text, vocabulary, valences))


def score_scenes(*, start_s: float, end_s: float, wanted_s: float, borders_s: Sequence[float], moving: float) -> Scored:
    """Score a stretch without speech; `moving` is the share of its time in which something moves."""
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
    """Half a point for each end that lies on a change of picture."""
    return sum(0.5 for at in (start_s, end_s) if any(abs(at - border) <= ON_BORDER_S for border in borders_s))


def _completeness(*, opened: bool, closed: bool, pauses_s: tuple[float, float]) -> float:
    sentence_ends = 0.35 * opened + 0.35 * closed
    return sentence_ends + sum(0.15 * min(1.0, pause_s / 0.5) for pause_s in pauses_s)


def _mood(moods: Sequence[tuple[float, float]], text: str, valences: Mapping[str, float]) -> str | None:
    """The mood in words, as far as all agree on it: the sentences with each other, and their words with them."""
    if not moods:
        return None
    if any(mood >= SOME_MOOD for mood, _ in moods) and any(mood <= -SOME_MOOD for mood, _ in moods):
        return "mixed feelings"
    mean = sum(mood * length for mood, length in moods) / sum(length for _, length in moods)
    if abs(mean) < NAMED_MOOD:
        return None
    against = [word for word in content_words(text) if valences.get(word, 0.0) * mean <= -JUDGING * abs(mean)]
    if against:  # "not bad at all": who reads the words alone would not believe it
        return "strong feelings"
    return "a positive mood" if mean > 0 else "a negative mood"


def _often(text: str, vocabulary: Vocabulary, valences: Mapping[str, float]) -> list[str]:
    """What is named again and again in the text; words that judge name nothing."""
    counts = Counter(content_words(text))
    named = {word for word, count in counts.items() if count >= OFTEN and abs(valences.get(word, 0.0)) < JUDGING}
    return vocabulary.telling(" ".join(word for word in counts if word in named), 3)


def _scored(parts: dict[str, float], score: float, length_s: float, mood: str | None, telling: Sequence[str]) -> Scored:
    parts = {name: round(part, 3) for name, part in parts.items()}
    told = {
        "complete": (0.8, "whole sentences"),
        "opening": (0.55, "a strong opening"),
        "mood": (NAMED_MOOD, mood),
        "content": (0.6, f"much about {_listed(telling)}" if telling else "dense in content"),
        "flow": (0.95, "hardly a pause"),
        "motion": (0.5, "much that moves"),
    }
    words = [sentence for name, (least, sentence) in told.items() if sentence and parts.get(name, 0.0) >= least]
    scenes = parts.get("scenes", 0.0)
    if scenes >= 0.5:
        words.append("begins and ends with a scene" if scenes == 1 else "an edge on a change of scene")
    return Scored(
        parts, round(score, 4), f"{length_s:.0f} s: {', '.join(words) if words else 'the best of what is left'}"
    )


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
