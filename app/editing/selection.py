"""Chooses the parts of a film that become clips. Pure: reads no file.

Candidates are runs of whole sentences of about the wanted length, each aligned to a change of picture in the adjacent
pause (`sentence_runs`); for films without speech, runs of whole scenes. Of all candidates the set with the greatest
worth is chosen exactly, by dynamic programming over their ends:

    best(j, n) = max( best(j − 1, n),  worth(j) + best(p(j), n − 1) )

where p(j) counts the candidates that end no later than j's start plus the allowed overlap. A chosen set is sorted by
its ends, and each clip ends before every later one's start plus the overlap, so no two share more than that.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.editing.clip_score import Lexicon, Scored, score_scenes, score_speech
from app.editing.sentence_runs import SentenceRuns, answered, between
from app.editing.vocabulary import Vocabulary, title_of
from app.jobs.results import Chapter, Cut, Segment, SegmentSentiment
from app.text.sentences import Sentence, sentences_of

#: Clips are between these shares of the wanted length, unless a single sentence is longer or the film shorter.
LEAST_SHARE, MOST_SHARE = 0.5, 1.5


@dataclass(frozen=True, slots=True)
class Material:
    """The input about a film. `motion_s` are the half seconds in which something moves.

    Moods come from `sentiments`, by segment; with a `lexicon` each sentence is judged by its own words instead.
    """

    duration_s: float
    segments: Sequence[Segment] = ()
    sentiments: Sequence[SegmentSentiment] = ()
    cuts: Sequence[Cut] = ()
    chapters: Sequence[Chapter] = ()
    motion_s: Sequence[float] = ()
    lexicon: Lexicon | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """The requested clips: about `length_s` long, at most `count`, overlapping by at most `overlap_s`."""

    length_s: float
    overlap_s: float
    count: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen clip."""

    start_s: float
    end_s: float
    title: str
    text: str
    scored: Scored

    @property
    def length_s(self) -> float:
        return self.end_s - self.start_s


def choose_clips(material: Material, wish: Wish) -> list[Choice]:
    """The best clips, best first; none for a film of length 0. Deterministic."""
    if material.duration_s <= 0:
        return []
    candidates = _from_speech(material, wish) or _from_scenes(material, wish)
    # Two clips that share more than half of their length are duplicates, whatever overlap is allowed.
    chosen = best_set(candidates, overlap_s=min(wish.overlap_s, wish.length_s / 2), count=wish.count, wish=wish)
    return sorted(chosen, key=lambda choice: (-choice.scored.score, choice.start_s))


def best_set(candidates: Sequence[Choice], *, overlap_s: float, count: int, wish: Wish) -> list[Choice]:
    """The set of at most `count` candidates with the greatest worth in which no two share more than `overlap_s`."""
    ordered = sorted(candidates, key=lambda choice: (choice.end_s, choice.start_s))
    ends = [choice.end_s for choice in ordered]
    before = [min(bisect_right(ends, choice.start_s + overlap_s), j) for j, choice in enumerate(ordered)]
    worths = [_worth(choice, wish) for choice in ordered]
    best = [0.0] * (len(ordered) + 1)
    taken: list[bytearray] = []
    for _ in range(min(count, len(ordered))):
        with_one_more, takes = [0.0], bytearray(len(ordered))
        for j, worth in enumerate(worths):
            with_this = worth + best[before[j]]
            takes[j] = with_this > with_one_more[j]
            with_one_more.append(with_this if takes[j] else with_one_more[j])
        if with_one_more[-1] <= best[-1]:
            break
        best = with_one_more
        taken.append(takes)
    return _traced(ordered, before, taken)


def _traced(ordered: Sequence[Choice], before: Sequence[int], taken: Sequence[bytearray]) -> list[Choice]:
    chosen: list[Choice] = []
    j = len(ordered)
    for takes in reversed(taken):
        while j and not takes[j - 1]:
            j -= 1
        if not j:
            break
        chosen.append(ordered[j - 1])
        j = before[j - 1]
    return chosen


def _worth(choice: Choice, wish: Wish) -> float:
    """A clip's worth in a set: the score squared, so that one good clip beats two poor ones; short ones count less."""
    return choice.scored.score**2 * min(1.0, choice.length_s / wish.length_s)


def _from_speech(material: Material, wish: Wish) -> list[Choice]:
    sentences = [s for s in sentences_of(material.segments, material.sentiments) if s.start_s < material.duration_s]
    if material.lexicon is not None:
        moods = material.lexicon.judge([sentence.text for sentence in sentences])
        sentences = [replace(sentence, mood=mood) for sentence, mood in zip(sentences, moods, strict=True)]
    valences = material.lexicon.valences if material.lexicon is not None else {}
    vocabulary = Vocabulary.of(sentence.text for sentence in sentences)
    total_s = sum(sentence.end_s - sentence.start_s for sentence in sentences)
    least_s = min(LEAST_SHARE * wish.length_s, 0.5 * total_s)
    borders_s = borders_of(material)
    runs = SentenceRuns(sentences, borders_s, material.duration_s, least_s, MOST_SHARE * wish.length_s)
    return [
        _spoken(sentences, first, last, stretch_s, wish, borders_s, vocabulary, valences)
        for first, last, stretch_s in list(runs.found(answered(sentences))) or runs.found(frozenset())
    ]


def _spoken(
    sentences: Sequence[Sentence],
    first: int,
    last: int,
    stretch_s: tuple[float, float],
    wish: Wish,
    borders_s: Sequence[float],
    vocabulary: Vocabulary,
    valences: Mapping[str, float],
) -> Choice:
    inside = sentences[first : last + 1]
    pause_before_s = inside[0].start_s - sentences[first - 1].end_s if first else 1.0
    pause_after_s = sentences[last + 1].start_s - inside[-1].end_s if last + 1 < len(sentences) else 1.0
    scored = score_speech(
        inside,
        start_s=stretch_s[0],
        end_s=stretch_s[1],
        wanted_s=wish.length_s,
        opened=first == 0 or sentences[first - 1].closed,
        pauses_s=(max(pause_before_s, 0.0), max(pause_after_s, 0.0)),
        borders_s=borders_s,
        vocabulary=vocabulary,
        valences=valences,
    )
    texts = [sentence.text for sentence in inside]
    return Choice(*stretch_s, title=title_of(texts, vocabulary), text=" ".join(texts), scored=scored)


def _from_scenes(material: Material, wish: Wish) -> list[Choice]:
    """Candidates of whole scenes; a scene that is too long is divided evenly."""
    edges = _edges(material, wish)
    borders_s = [0.0, *borders_of(material), material.duration_s]
    least_s = min(LEAST_SHARE * wish.length_s, 0.9 * material.duration_s)
    found = []
    for first in range(len(edges) - 1):
        for last in range(first + 1, len(edges)):
            start_s, end_s = edges[first], edges[last]
            if last > first + 1 and end_s - start_s > MOST_SHARE * wish.length_s:
                break
            if end_s - start_s >= least_s:
                moving_s = 0.5 * len(between(material.motion_s, start_s, end_s))
                scored = score_scenes(
                    start_s=start_s,
                    end_s=end_s,
                    wanted_s=wish.length_s,
                    borders_s=borders_s,
                    moving=min(1.0, moving_s / (end_s - start_s)),
                )
                found.append(Choice(start_s, end_s, _scene_title(material, start_s), "", scored))
    return found


def _edges(material: Material, wish: Wish) -> list[float]:
    borders = [0.0, *(b for b in borders_of(material) if 0 < b < material.duration_s), material.duration_s]
    edges = [0.0]
    for start_s, end_s in pairwise(borders):
        pieces = max(1, round((end_s - start_s) / wish.length_s)) if end_s - start_s > MOST_SHARE * wish.length_s else 1
        edges += [start_s + (end_s - start_s) * n / pieces for n in range(1, pieces + 1)]
    return edges


def _scene_title(material: Material, start_s: float) -> str:
    chapter = next((c for c in material.chapters if c.start_s <= start_s + 0.5 < c.end_s), None)
    clock = f"{int(start_s) // 60}:{int(start_s) % 60:02}"
    return f"{chapter.title} ({clock})" if chapter else f"Scene at {clock}"


def borders_of(material: Material) -> list[float]:
    """Times at which a clip may begin or end without splitting a scene: cuts, middles of fades, starts of chapters."""
    cuts = [cut.start_s if cut.kind == "cut" else (cut.start_s + cut.end_s) / 2 for cut in material.cuts]
    return sorted({*cuts, *(chapter.start_s for chapter in material.chapters if chapter.start_s > 0)})
