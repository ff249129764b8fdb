"""Lines of a transcript get their speakers."""

from collections.abc import Sequence

from app.jobs.results import Segment, Word
from app.jobs.transcripts import Line
from app.jobs.turns import Turn, with_speakers
from app.text.speaker_turns import lines_by_speaker


def line(start_s: float, text: str, *, word_s: float = 0.5, words: bool = True) -> Segment:
    """A line of words that follow each other, each as long."""
    texts = text.split(" ")
    times = [start_s + n * word_s for n in range(len(texts) + 1)]
    timed = tuple(
        Word(start_s=times[n], end_s=times[n + 1], text=f" {one}", probability=1.0) for n, one in enumerate(texts)
    )
    return Segment(start_s=start_s, end_s=times[-1], text=text, confidence=0.9, words=timed if words else ())


def told(lines: Sequence[Segment]) -> list[tuple[str | None, str]]:
    return [(one.speaker, one.text) for one in lines]


def test_speakers_are_numbered_as_they_speak() -> None:
    """Whatever the groups of voices are called, and although one of them says no word."""
    turns = [Turn(0.0, 1.0, 7), Turn(2.0, 4.0, 3), Turn(4.0, 5.0, 1)]
    lines = [line(2.0, "Is it late?"), line(4.0, "Yes it is")]
    assert told(lines_by_speaker(lines, turns)) == [("SPEAKER_1", "Is it late?"), ("SPEAKER_2", "Yes it is")]


def test_a_line_of_two_people_is_divided_where_the_sentence_ends() -> None:
    """The change of the voice is heard some words off; times, words and everything else of the parts are the line's."""
    one = line(0.0, "Where have you been all day? I was at home")
    for change_s in (2.4, 3.0, 3.6):
        found = lines_by_speaker([one], [Turn(0.0, change_s, 0), Turn(change_s, 5.0, 1)])
        assert told(found) == [("SPEAKER_1", "Where have you been all day?"), ("SPEAKER_2", "I was at home")]
        assert [(part.start_s, part.end_s) for part in found] == [(0.0, 3.0), (3.0, 5.0)]
        assert (*found[0].words, *found[1].words) == one.words


def test_without_the_end_of_a_sentence_a_pause_divides() -> None:
    """Else the change itself."""
    one = line(0.0, "so we went home and you came later")
    change = [Turn(0.0, 2.0, 0), Turn(2.0, 4.0, 1)]
    assert told(lines_by_speaker([one], change)) == [
        ("SPEAKER_1", "so we went home"),
        ("SPEAKER_2", "and you came later"),
    ]
    late = [word.model_copy(update={"start_s": word.start_s + 0.3, "end_s": word.end_s + 0.3}) for word in one.words]
    paused = one.model_copy(update={"words": (*one.words[:5], *late[5:]), "end_s": 4.3})
    assert told(lines_by_speaker([paused], change)) == [
        ("SPEAKER_1", "so we went home and"),
        ("SPEAKER_2", "you came later"),
    ]


def test_what_is_too_short_to_be_sure_is_not_divided_off() -> None:
    """A word or a moment in which the voice seems to be another one."""
    one = line(0.0, "this is what I have always said")
    for start_s in (0.0, 1.4, 3.0):
        turns = [Turn(0.0, start_s, 0), Turn(start_s, start_s + 0.5, 1), Turn(start_s + 0.5, 3.5, 0)]
        turns = [turn for turn in turns if turn.end_s > turn.start_s]
        assert told(lines_by_speaker([one], turns)) == [("SPEAKER_1", one.text)]


def test_three_turns_in_a_line_are_three_lines() -> None:
    """In their order, with every word once."""
    one = line(0.0, "Are you there? Yes I am here. Then come to me now.")
    found = lines_by_speaker([one], [Turn(0.0, 1.5, 0), Turn(1.5, 3.5, 1), Turn(3.5, 6.0, 0)])
    assert told(found) == [
        ("SPEAKER_1", "Are you there?"),
        ("SPEAKER_2", "Yes I am here."),
        ("SPEAKER_1", "Then come to me now."),
    ]


def test_a_line_without_times_of_words_is_who_speaks_most() -> None:
    """Also one whose words are not those of its text."""
    for one in (
        line(0.0, "one two three four", words=False),
        line(0.0, "a b c d").model_copy(update={"text": "other"}),
    ):
        assert told(lines_by_speaker([one], [Turn(0.0, 0.9, 0), Turn(0.9, 2.0, 1)])) == [("SPEAKER_1", one.text)]


def test_a_line_in_which_no_voice_was_found_is_who_speaks_next_to_it() -> None:
    """And without any voice nobody's."""
    lines = [line(0.0, "before it all", words=False), line(9.5, "after it all", words=False)]
    assert [speaker for speaker, _ in told(lines_by_speaker(lines, [Turn(3.0, 4.0, 5), Turn(6.0, 8.0, 2)]))] == [
        "SPEAKER_1",
        "SPEAKER_2",
    ]
    assert lines_by_speaker(lines, []) == lines


def test_corrected_lines_get_the_speakers_and_stay_as_they_are() -> None:
    """Those that people have named keep the name; nothing else of a line changes."""
    spoken = [line(0.0, "hello there").model_copy(update={"speaker": "SPEAKER_1"})]
    spoken += [line(2.0, "good day to you").model_copy(update={"speaker": "SPEAKER_2"})]
    lines = [
        Line(start_s=0.1, end_s=0.9, text="Hello!", confidence=1.0, original_text="hello there"),
        Line(start_s=2.1, end_s=2.9, text="Good day", confidence=1.0),
        Line(start_s=3.0, end_s=3.9, text="to you", confidence=1.0, speaker="Ann", moved=True),
    ]
    found = with_speakers(lines, spoken)
    assert [one.speaker for one in found] == ["SPEAKER_1", "SPEAKER_2", "Ann"]
    assert [one.model_copy(update={"speaker": None}) for one in found[:2]] == lines[:2]
    assert with_speakers(lines, []) == lines
