"""Chapters of long recordings: found where the subject changes, of sensible lengths, always the same."""

import random
from itertools import pairwise

from app.editing.chapters import SHORTEST_RECORDING_S, SHORTEST_S, Said, chapters_of

SUBJECTS = {
    "rockets": "rocket orbit engine launch fuel stage booster moon crew capsule thrust nozzle",
    "bread": "flour yeast dough oven crust bake salt knead loaf butter wheat sourdough",
    "music": "guitar chord melody rhythm drums singer album verse studio concert bass piano",
    "garden": "tomato soil seed water compost roots spring greenhouse weeds harvest leaf sun",
}
SMALL = "so we the and it is that of a in you know i think really this was have with for now".split()


def talk(*parts: tuple[str, float], seed: int = 1, pause_s: float = 0.0) -> list[Said]:
    """Lines about one subject after the other, each for so many seconds; a pause before each new one."""
    chance, lines, at_s = random.Random(seed), list[Said](), 0.0
    for subject, seconds in parts:
        ends_s = at_s + seconds
        while at_s < ends_s - 5:
            words = chance.choices(SUBJECTS[subject].split(), k=3) + chance.choices(SMALL, k=7)
            chance.shuffle(words)
            lines.append(Said(start_s=at_s, end_s=at_s + 4.5, text=" ".join(words).capitalize() + "."))
            at_s += 5.0
        at_s = ends_s + pause_s
    return lines


def test_chapters_begin_where_the_subject_changes() -> None:
    """Whatever is said in between; each is named by words of its own."""
    parts = (("rockets", 300.0), ("bread", 420.0), ("music", 250.0), ("garden", 500.0), ("rockets", 330.0))
    for seed in range(4):
        lines = talk(*parts, seed=seed)
        chapters = chapters_of(lines, 1800.0)
        starts = [0.0, 300.0, 720.0, 970.0, 1470.0]
        assert len(chapters) == 5, chapters
        assert all(abs(one.start_s - start) <= 20 for one, start in zip(chapters, starts, strict=True)), chapters
        for chapter, (subject, _) in zip(chapters, parts, strict=True):
            named = [word.lower() for word in chapter.title.split(", ")]
            assert len(named) == 3
            assert set(named) <= set(SUBJECTS[subject].split()), chapter


def test_they_are_the_whole_recording_and_of_sensible_lengths() -> None:
    """Without a gap, several minutes each; the same for the same lines."""
    for seconds in (600.0, 1500.0, 3600.0, 4 * 3600.0):
        lines = talk(*[(subject, seconds / 12) for subject in list(SUBJECTS) * 3], seed=9)
        chapters = chapters_of(lines, seconds)
        assert chapters == chapters_of(list(lines), seconds)
        assert 2 <= len(chapters) <= 40
        assert (chapters[0].start_s, chapters[-1].end_s) == (0.0, seconds)
        assert all(one.end_s == following.start_s for one, following in pairwise(chapters))
        assert min(one.end_s - one.start_s for one in chapters) >= SHORTEST_S
        assert all(one.title for one in chapters)


def test_a_long_pause_begins_a_chapter() -> None:
    """Where the words say nothing of it."""
    lines = talk(("bread", 400.0), ("bread", 500.0), pause_s=12.0)
    starts = [one.start_s for one in chapters_of(lines, 920.0)]
    assert 412.0 in starts, starts


def test_short_recordings_and_silent_ones_have_none() -> None:
    """A few minutes need no chapters; without words there is nothing to find."""
    assert chapters_of(talk(("bread", 250.0), ("music", 250.0)), SHORTEST_RECORDING_S - 1) == []
    assert chapters_of([], 3600.0) == []
    assert chapters_of([Said(start_s=1, end_s=2, text="Hello.")], 3600.0) == []
    assert chapters_of([Said(start_s=n, end_s=n + 1, text=" ") for n in range(3)], 3600.0) == []


def test_scripts_without_spaces_have_chapters_too() -> None:
    """Named by a sentence."""
    said = {"天気": "今日の天気は雨です。気温は低いでしょう。", "料理": "この料理には塩と油を使います。火を弱めます。"}
    lines = [Said(start_s=at * 10.0, end_s=at * 10.0 + 9, text=said["天気" if at < 40 else "料理"]) for at in range(80)]
    chapters = chapters_of(lines, 800.0)
    assert 400.0 in [one.start_s for one in chapters]
    assert {one.title for one in chapters} <= {text.rstrip("。") for text in said.values()}
