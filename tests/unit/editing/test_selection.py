"""Choosing stretches: the laws that hold for any film, and the taste that holds for some."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.editing.clip_score import Scored
from app.editing.selection import LEAST_SHARE, MOST_SHARE, Choice, Material, Wish, best_set, choose_clips
from app.editing.sentence_runs import AFTER_S, BEFORE_S
from app.jobs.results import Chapter, Cut, Segment, SegmentSentiment

TALK = ["Today we look at rockets.", "Why do they fly?", "Fuel burns and pushes them up.", "It is loud and bright."]


def talk(*lengths_s: float, pause_s: float = 0.6, start_s: float = 1.0) -> tuple[Segment, ...]:
    """Sentences of these lengths, one segment each."""
    segments, at_s = [], start_s
    for n, length_s in enumerate(lengths_s):
        text = TALK[n % len(TALK)]
        segments.append(Segment(start_s=at_s, end_s=at_s + length_s, text=text, confidence=0.9))
        at_s += length_s + pause_s
    return tuple(segments)


def hard(*times_s: float) -> tuple[Cut, ...]:
    return tuple(Cut(start_s=t, end_s=t, kind="cut", score=0.5) for t in times_s)


def shared_s(a: Choice, b: Choice) -> float:
    return min(a.end_s, b.end_s) - max(a.start_s, b.start_s)


MATERIALS = st.builds(
    lambda lengths, pause, cuts, tail: Material(
        duration_s=1.0 + sum(lengths) + pause * len(lengths) + tail,
        segments=talk(*lengths, pause_s=pause),
        cuts=hard(*sorted(cuts)),
    ),
    st.lists(st.floats(0.2, 25), max_size=25),
    st.floats(0, 3),
    st.lists(st.floats(0.1, 300), max_size=12, unique=True),
    st.floats(0.5, 60),
)
WISHES = st.builds(Wish, length_s=st.floats(1, 60), overlap_s=st.floats(0, 20), count=st.integers(1, 12))


@settings(max_examples=80)
@given(MATERIALS, WISHES)
def test_the_laws_of_choosing(material: Material, wish: Wish) -> None:
    """Within the film, not more than asked for, best first, no two sharing more than allowed, always something."""
    chosen = choose_clips(material, wish)
    assert 1 <= len(chosen) <= wish.count
    for choice in chosen:
        assert 0 <= choice.start_s < choice.end_s <= material.duration_s + 1e-9
        assert 0 <= choice.scored.score <= 1
        assert all(0 <= part <= 1 for part in choice.scored.parts.values())
        assert choice.scored.reason
        assert choice.title
    for a, b in combinations(chosen, 2):
        assert shared_s(a, b) <= wish.overlap_s + 1e-9
        assert shared_s(a, b) <= wish.length_s / 2 + 1e-9
    assert all(a.scored.score >= b.scored.score for a, b in pairwise(chosen))
    assert choose_clips(material, wish) == chosen


@settings(max_examples=40)
@given(MATERIALS, WISHES)
def test_spoken_clips_keep_their_sentences_whole(material: Material, wish: Wish) -> None:
    """No clip of speech begins or ends inside a sentence (a tenth of a second of a cut in its rim aside)."""
    for choice in choose_clips(material, wish):
        if not choice.text:
            continue
        for segment in material.segments:
            for at_s in (choice.start_s, choice.end_s):
                assert not segment.start_s + 0.1001 < at_s < segment.end_s - 0.1001


#: What Ann and Bob say in turns, again and again.
DIALOGUE = [("Ann", "How do rockets fly?"), ("Bob", "Fuel burns and pushes them up."), ("Bob", "Is it not loud?")]


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from(DIALOGUE), st.floats(0.5, 15), st.floats(0, 4)), min_size=4, max_size=20), WISHES
)
def test_a_question_stays_with_its_answer(said: list[tuple[tuple[str, str], float, float]], wish: Wish) -> None:
    """No clip begins or ends between them, unless every clip of about that length would."""
    lines, at_s = list[Segment](), 1.0
    for (speaker, text), length_s, pause_s in said:
        lines.append(Segment(start_s=at_s, end_s=at_s + length_s, text=text, confidence=0.9, speaker=speaker))
        at_s += length_s + pause_s
    film = Material(duration_s=at_s + 1, segments=lines)
    gaps = [
        (one.end_s, following.start_s)
        for one, following in pairwise(lines)
        if one.text.endswith("?") and one.speaker != following.speaker
    ]
    found = choose_clips(film, wish)
    torn = [one for one in found for from_s, to_s in gaps for at in (one.start_s, one.end_s) if from_s <= at <= to_s]
    unknown = replace(film, segments=[line.model_copy(update={"speaker": None}) for line in lines])
    assert torn == [] or not _without(gaps, unknown, wish)
    assert found


def _without(gaps: list[tuple[float, float]], film: Material, wish: Wish) -> list[tuple[int, int]]:
    """The runs of lines of about the wanted length whose ends are in no gap."""
    lines, ends = film.segments, {to_s for _, to_s in gaps}
    begins = {from_s for from_s, _ in gaps}
    total_s = sum(line.end_s - line.start_s for line in lines)
    return [
        (first, last)
        for first, one in enumerate(lines)
        for last, other in enumerate(lines[first:], first)
        if one.start_s not in ends
        and other.end_s not in begins
        and min(LEAST_SHARE * wish.length_s, 0.5 * total_s) <= other.end_s - one.start_s
        and (first == last or other.end_s - one.start_s + BEFORE_S + AFTER_S <= MOST_SHARE * wish.length_s)
    ]


def choice(start_s: float, end_s: float, score: float) -> Choice:
    return Choice(start_s, end_s, "t", "", Scored({}, score, "r"))


@settings(max_examples=80)
@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12), st.integers(1, 9)), max_size=9),
    st.integers(0, 5),
    st.integers(1, 4),
)
def test_the_best_set_is_the_best(stretches: list[tuple[int, int, int]], overlap_s: int, count: int) -> None:
    """No other allowed set of candidates is worth more: compared with trying them all."""
    candidates = [choice(start, start + length, score / 10) for start, length, score in stretches]
    wish = Wish(length_s=6, overlap_s=overlap_s, count=count)

    def worth(chosen: tuple[Choice, ...]) -> float:
        return sum(c.scored.score**2 * min(1.0, c.length_s / wish.length_s) for c in chosen)

    def allowed(chosen: tuple[Choice, ...]) -> bool:
        ordered = sorted(chosen, key=lambda c: (c.end_s, c.start_s))
        return all(a.end_s - b.start_s <= overlap_s for a, b in combinations(ordered, 2))

    every = (chosen for n in range(count + 1) for chosen in combinations(candidates, n))
    most = max(worth(chosen) for chosen in every if allowed(chosen))
    found = tuple(best_set(candidates, overlap_s=overlap_s, count=count, wish=wish))
    assert allowed(found)
    assert len(found) <= count
    assert worth(found) == pytest.approx(most)


def test_a_cut_in_the_pause_is_where_the_clip_begins_and_ends() -> None:
    """A change of picture beside the speech is preferred to a breath of room."""
    material = Material(duration_s=40, segments=talk(5, 5, pause_s=1, start_s=10), cuts=hard(9.2, 21.9))
    (clip,) = choose_clips(material, Wish(12, 0, 1))
    assert (clip.start_s, clip.end_s) == (9.2, 21.9)
    assert clip.scored.parts["scenes"] == 1
    assert "begins and ends with a scene" in clip.scored.reason


def test_without_a_cut_there_is_room_to_breathe() -> None:
    """A little before and after, and never into the neighbour's words."""
    material = Material(duration_s=40, segments=talk(5, 5, pause_s=0.2, start_s=10))
    (clip,) = choose_clips(material, Wish(10, 0, 1))
    assert clip.start_s == pytest.approx(9.75)
    assert clip.end_s == pytest.approx(20.65)
    both = choose_clips(material, Wish(5, 0, 2))
    assert min((c.start_s, c.end_s) for c in both)[1] <= 15.2 + 1e-9


def test_strong_feeling_is_preferred() -> None:
    """Of two equal stretches the one with the stronger mood ranks first, whatever its sign."""
    segments = tuple(s.model_copy(update={"text": "The team played a game."}) for s in talk(8, 8, 8, pause_s=2))
    sad = (SegmentSentiment(index=1, label="negative", score=-0.95),)
    others = tuple(SegmentSentiment(index=n, label="neutral", score=0.0) for n in (0, 2))
    best = choose_clips(Material(40, segments, sad + others), Wish(8, 0, 3))[0]
    assert best.start_s == pytest.approx(segments[1].start_s, abs=0.5)
    assert "negative mood" in best.scored.reason


def test_speech_with_low_confidence_ranks_below() -> None:
    """What was hardly understood makes no good clip."""
    segments = tuple(s.model_copy(update={"text": "The team played a game."}) for s in talk(8, 8, pause_s=2))
    segments = (segments[0].model_copy(update={"confidence": 0.1}), segments[1])
    best = choose_clips(Material(30, segments), Wish(8, 0, 2))[0]
    assert best.start_s > 8


def test_without_speech_scenes_are_the_clips() -> None:
    """Whole scenes of about the wanted length; what moves counts."""
    motion = tuple(n / 2 for n in range(20, 40))
    material = Material(duration_s=30, cuts=hard(10, 20), motion_s=motion)
    clips = choose_clips(material, Wish(10, 0, 3))
    assert sorted((clip.start_s, clip.end_s) for clip in clips) == [(0, 10), (10, 20), (20, 30)]
    assert clips[0].start_s == 10
    assert "much that moves" in clips[0].scored.reason
    assert clips[0].title == "Scene at 0:10"


def test_one_long_take_is_taken_apart() -> None:
    """A minute without a cut and without words still gives clips of the wanted length."""
    clips = choose_clips(Material(duration_s=60), Wish(15, 0, 10))
    assert [clip.length_s for clip in clips] == [15] * 4


def test_chapters_name_scenes_and_are_borders() -> None:
    """A chapter's beginning is a place to cut, and its title the clip's."""
    chapters = (Chapter(start_s=0, end_s=12, title="Intro"), Chapter(start_s=12, end_s=24, title="The hike"))
    clips = choose_clips(Material(duration_s=24, chapters=chapters), Wish(12, 0, 5))
    assert sorted(clip.title for clip in clips) == ["Intro (0:00)", "The hike (0:12)"]


@pytest.mark.parametrize("duration_s", [0.5, 4, 20])
def test_a_short_film_is_one_clip(duration_s: float) -> None:
    """A film shorter than the wanted clip is a clip itself."""
    (clip,) = choose_clips(Material(duration_s=duration_s), Wish(30, 2, 10))
    assert (clip.start_s, clip.end_s) == (0, duration_s)


def test_a_short_talk_is_one_clip_of_all_that_is_said() -> None:
    """Ten seconds of speech in a film of twelve, when half a minute was asked for."""
    segments = talk(3, 3, 3, pause_s=0.3)
    (clip,) = choose_clips(Material(12, segments), Wish(30, 2, 1))
    assert clip.text == " ".join(segment.text for segment in segments)


def test_no_film_no_clips() -> None:
    """Nothing of no length is cut."""
    assert choose_clips(Material(duration_s=0), Wish(10, 0, 3)) == []


def test_hours_of_talk_are_chosen_from_in_seconds() -> None:
    """An hour with 600 sentences stays a matter of a second (the bound is generous: shared machines)."""
    import time

    began = time.perf_counter()
    clips = choose_clips(Material(3_600, talk(*[5.4] * 600)), Wish(30, 2, 25))
    assert len(clips) == 25
    assert time.perf_counter() - began < 15
