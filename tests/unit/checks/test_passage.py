"""Texts with their times."""

from app.checks.passage import ShownText, lasting, shown, spoken
from app.jobs.results import Segment, Word


def _word(start_s: float, text: str, probability: float = 0.9) -> Word:
    return Word(start_s=start_s, end_s=start_s + 0.5, text=text, probability=probability)


def test_words_have_their_own_times() -> None:
    """Where the words are known; a stretch over two segments reaches from the first word to the last."""
    words = (_word(1.0, " Hello"), _word(2.0, " big", 0.4), _word(3.0, " world."))
    first = Segment(start_s=1.0, end_s=4.0, text=" Hello big world.", confidence=0.8, words=words)
    second = Segment(start_s=5.0, end_s=7.0, text="And more", confidence=0.7)
    passage = spoken([first, second], "en")
    assert passage is not None
    assert passage.text == "Hello big world.\nAnd more"
    assert passage.mark(6, 9)[2:] == (2.0, 2.5, 0.4)
    assert passage.mark(10, 15)[2:] == (3.0, 3.5, 0.9)
    assert passage.mark(17, 20)[2:] == (5.0, 7.0, 0.7)
    assert passage.mark(10, 20)[2:] == (3.0, 7.0, 0.7)
    assert passage.mark(9, 10)[2:] == (3.0, 3.5, 0.9)  # the space before a word


def test_words_of_another_text_are_not_used() -> None:
    """A corrected line has its segment's times."""
    segment = Segment(start_s=1.0, end_s=4.0, text="Something else", confidence=0.8, words=(_word(1.0, "gone"),))
    passage = spoken([segment], None)
    assert passage is not None
    assert passage.mark(0, 9)[2:] == (1.0, 4.0, 0.8)
    assert spoken([], "en") is None
    assert spoken([segment.model_copy(update={"text": "  "})], "en") is None


def test_boxes_of_a_line_are_one_text() -> None:
    """Neighbours only: columns and lines below stay apart, and pictures of other times."""
    boxes = [
        ShownText("1111", 0.8, (0.21, 0.101, 0.1, 0.05), 2.0),
        ShownText("4111", 0.9, (0.1, 0.1, 0.1, 0.05), 2.0),
        ShownText("below", 0.9, (0.1, 0.2, 0.1, 0.05), 2.0),
        ShownText("column", 0.9, (0.7, 0.1, 0.1, 0.05), 2.0),
        ShownText("later", 0.9, (0.32, 0.1, 0.1, 0.05), 5.0),
    ]
    lines = shown(boxes, "en")
    assert sorted(line.text for line in lines) == ["4111 1111", "below", "column", "later"]
    (joined,) = [line for line in lines if " " in line.text]
    assert joined.mark(0, 9)[2:] == (2.0, 2.0, 0.8)


def test_a_line_that_stays_is_one() -> None:
    """From its first time to its last, over neighbouring scenes; after a break it is another."""

    def scene(at_s: float, *texts: str) -> list[ShownText]:
        return [ShownText(text, 0.9, (0.1, 0.1 * n, 0.2, 0.05), at_s) for n, text in enumerate(texts)]

    scenes = [scene(1.0, "a", "b"), scene(2.0, "a"), scene(3.0, "a"), scene(4.0, "b")]
    lines = lasting(shown(texts, "en") for texts in scenes)
    assert [(line.text, *line.mark(0, 1)[2:4]) for line in lines] == [("a", 1.0, 3.0), ("b", 1.0, 1.0), ("b", 4.0, 4.0)]
