"""Where captions break and how long they stand."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.jobs.results import Segment, Word
from app.text.cues import (
    GAP_SECONDS,
    MAX_LINE_CHARACTERS,
    MAX_LINES,
    MAX_SECONDS,
    MIN_SECONDS,
    SHORTEST_SECONDS,
    cues,
    within,
)
from app.text.scripts import clusters, columns

WORDS = st.text(st.characters(whitelist_categories=("L", "N", "P")), min_size=1, max_size=60)


def segment(text: str, start_s: float, end_s: float) -> Segment:
    return Segment(start_s=start_s, end_s=end_s, text=text, confidence=0.9)


def timed(text: str, start_s: float = 0.0, word_s: float = 0.3, pause_after: dict[str, float] | None = None) -> Segment:
    """A segment whose words take `word_s` each, with a pause after some."""
    words, at = [], start_s
    for one in text.split():
        words.append(Word(start_s=at, end_s=at + word_s, text=f" {one}", probability=0.9))
        at += word_s + (pause_after or {}).get(one, 0.0)
    return Segment(start_s=start_s, end_s=words[-1].end_s, text=text, confidence=0.9, words=tuple(words))


@st.composite
def transcripts(draw: st.DrawFn) -> list[Segment]:
    """Segments as a decoder might hand them over: with words or without, touching, overlapping or lasting no time."""
    found, at = [], 0.0
    for texts in draw(st.lists(st.lists(WORDS, min_size=1, max_size=40), max_size=6)):
        at = max(0.0, at + draw(st.floats(-0.5, 5)))
        seconds = draw(st.floats(0, 20))
        words = ()
        if draw(st.booleans()):
            borders = sorted(at + draw(st.floats(0, 1)) * seconds for _ in range(2 * len(texts)))
            words = tuple(
                Word(start_s=borders[2 * n], end_s=borders[2 * n + 1], text=f" {text}", probability=0.5)
                for n, text in enumerate(texts)
            )
        found.append(Segment(start_s=at, end_s=at + seconds, text=" ".join(texts), confidence=0.5, words=words))
        at += seconds
    return sorted(found, key=lambda one: one.start_s)


@given(transcripts(), st.integers(12, 60))
def test_no_line_is_too_long_and_no_cue_has_too_many(said: list[Segment], characters: int) -> None:
    """Whatever is said, two lines of the asked length are kept."""
    for cue in cues(said, characters):
        assert 1 <= len(cue.texts) <= MAX_LINES
        assert all(0 < columns(text) <= characters for text in cue.texts)


@given(transcripts())
def test_cues_never_overlap_and_leave_two_frames(said: list[Segment]) -> None:
    """Between two cues lies a gap, none is negative, none stands longer than allowed or too short to be seen."""
    found = cues(said)
    for before, after in pairwise(found):
        assert after.start_s - before.end_s >= GAP_SECONDS - 1e-6
    for cue in found:
        assert cue.start_s >= 0
        assert SHORTEST_SECONDS - 1e-6 <= cue.end_s - cue.start_s <= MAX_SECONDS + 1e-6


@given(transcripts())
def test_nothing_that_was_said_is_lost(said: list[Segment]) -> None:
    """The cues hold every character of the transcript, apart from spaces."""
    shown = sorted("".join("".join(cue.texts) for cue in cues(said)).replace(" ", ""))
    assert shown == sorted("".join(one.text for one in said).replace(" ", ""))


def test_lines_break_where_a_reader_breathes() -> None:
    """After a comma rather than in the middle of "the red planet"."""
    cue = cues([timed("When the rocket finally lands on Mars, the red planet will have visitors.")])[0]
    assert cue.texts == ("When the rocket finally lands on Mars,", "the red planet will have visitors.")


def test_a_long_sentence_becomes_cues_at_its_clauses() -> None:
    """Three clauses, too long for one cue: it ends where a clause ends."""
    text = (
        "The telescope took a picture of Saturn and its rings, which nobody had expected to be so sharp, "
        "and the engineers who built it were as surprised as everybody else."
    )
    found = cues([timed(text)])
    assert [cue.texts[-1][-6:] for cue in found[:2]] == ["rings,", "sharp,"]


def test_a_silence_ends_a_cue() -> None:
    """Words that are seconds apart do not stand together."""
    found = cues([timed("Wait for it. Now!", pause_after={"it.": 2.5})])
    assert [" ".join(cue.texts) for cue in found] == ["Wait for it.", "Now!"]


def test_a_short_cue_stays_as_long_as_there_is_room() -> None:
    """A "Yes." of a quarter of a second can be read; the next cue is not held up by it."""
    (alone,) = cues([segment("Yes.", 10.0, 10.25)])
    assert alone.end_s - alone.start_s == MIN_SECONDS
    first, second = cues([segment("Yes.", 10.0, 10.25), segment("No.", 10.6, 11.0)])
    assert second.start_s == 10.6
    assert first.end_s == pytest.approx(10.6 - GAP_SECONDS)


def test_no_cue_stays_beyond_the_end_of_what_it_is_shown_in() -> None:
    """A word at the very end of a scene is shown for as long as the scene goes on."""
    first, last = cues([segment("Yes.", 0.5, 0.75), segment("No.", 1.6, 1.8)], length_s=2.0)
    assert (first.end_s, last.end_s) == (1.5, 2.0)
    assert cues([segment("Yes.", 0.1, 0.2)], length_s=0.32)[0].end_s == 0.32


def test_words_without_spaces_between_them_stay_together() -> None:
    """Chinese words come without a space before them and are shown so."""
    words = tuple(
        Word(start_s=n * 0.5, end_s=n * 0.5 + 0.5, text=text, probability=1) for n, text in enumerate("你好世界")
    )
    found = cues([Segment(start_s=0, end_s=2, text="你好世界", confidence=1, words=words)])
    assert found[0].texts == ("你好世界",)


def test_a_clip_gets_the_words_inside_it_with_its_own_times() -> None:
    """Words before and after the clip are left out, times count from its start."""
    inside = within([timed("one two three four five", start_s=10, word_s=1)], 11.5, 14.0)
    assert [one.text for one in inside] == ["three four"]
    assert [(word.start_s, word.end_s) for word in inside[0].words] == [(0.5, 1.5), (1.5, 2.5)]
    assert within([segment("elsewhere", 0, 5)], 5, 9) == []
    assert MAX_LINE_CHARACTERS == 42


def decoded(text: str) -> Segment:
    """A segment as decoders hand over what has no spaces: a word for each code point."""
    words = tuple(
        Word(start_s=n * 0.1, end_s=n * 0.1 + 0.1, text=character, probability=1) for n, character in enumerate(text)
    )
    return Segment(start_s=0, end_s=len(text) * 0.1, text=text, confidence=1, words=words)


CHINESE = "今天我们来谈谈怎样在会议室里录制清楚的声音，很多人以为买一支好的麦克风就够了，其实房间（和墙壁）更重要。"
THAI = "วันนี้เราจะพูดถึงวิธีบันทึกเสียงการประชุมให้ชัดเจนเพราะห้องมีความสำคัญมากกว่าไมโครโฟนที่มีราคาแพง"


@pytest.mark.parametrize("text", [CHINESE, THAI, "हिन्दी" * 20, "👩‍👩‍👧‍👦👍🏽" * 12])
@pytest.mark.parametrize("words", [True, False])
def test_no_character_is_torn(text: str, words: bool) -> None:
    """A letter keeps its marks, a family its members, also where every code point came as a word of its own."""
    said = decoded(text) if words else segment(text, 0, 8)
    lines = [line for cue in cues([said], 20) for line in cue.texts]
    assert "".join(lines) == text
    assert [cluster for line in lines for cluster in clusters(line)] == clusters(text)
    assert all(columns(line) <= 20 for line in lines)


@pytest.mark.parametrize("words", [True, False])
def test_ideographs_take_two_columns_and_keep_their_marks(words: bool) -> None:
    """Ten to a line of 20; no line begins with a comma or a closing bracket, none ends with an opening one."""
    said = decoded(CHINESE) if words else segment(CHINESE, 0, 12)
    lines = [line for cue in cues([said], 20) for line in cue.texts]
    assert max(map(len, lines)) <= 10
    assert not any(line[0] in "，。）" or line[-1] == "（" for line in lines)
    assert sum(line[-1] in "，。" for line in lines) >= 2


def test_thai_vowels_stay_with_their_consonants() -> None:
    """No line ends with a vowel that is written first, none begins with one that follows."""
    lines = [line for cue in cues([decoded(THAI)], 14) for line in cue.texts]
    assert not any(line[-1] in "เแโใไ" or line[0] in "ะาำๆ" for line in lines)


def test_a_cue_has_the_direction_of_its_sentence() -> None:
    """Hebrew with English names goes from the right to the left, however it begins; English beside it does not."""
    said = [
        segment("אנחנו מדברים היום על תוכנה חופשית ועל הרשת, ועל מי שמשתמש בה.", 0, 2),
        segment("YouTube, Facebook ו-Instagram.", 2, 4),
        segment("Thank you.", 4, 5),
        segment("The word שלום is Hebrew.", 5, 7),
    ]
    assert [cue.rtl for cue in cues(said)] == [True, True, False, True]
    assert [cue.rtl for cue in cues(said[3:])] == [False]


def test_width_may_be_measured_otherwise() -> None:
    """By any function, as that of a font: a line is filled as far as it allows."""
    narrow = [cue.texts for cue in cues([timed("ill will fill it")], 4, measure=lambda text: 0.25 * len(text))]
    assert narrow == [("ill will fill it",)]
