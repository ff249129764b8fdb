"""Merging the words of several pictures."""

from app.inference.text_reader import ReadLine
from app.stages.vision.screen_lines import MOST_LINES, merged

PLACE = (0.1, 0.8, 0.4, 0.05)


def _line(text: str, score: float = 0.9, box: tuple[float, float, float, float] = PLACE) -> ReadLine:
    return ReadLine(text, score, box)


def test_words_that_stay_are_listed_once() -> None:
    """With the time of their first picture, and the surest reading."""
    readings = [(0.0, [_line("Quarterly rep0rt", 0.8)]), (2.0, [_line("Quarterly report", 0.99)])]
    (text,) = merged([*readings, (4.0, [_line("Quarterly report", 0.9)])])
    assert (text.text, text.score, text.at_s, text.box) == ("Quarterly report", 0.99, 0.0, PLACE)


def test_the_same_words_elsewhere_are_the_same() -> None:
    """A title that moves."""
    assert len(merged([(0.0, [_line("Title")]), (1.0, [_line("Title", box=(0.5, 0.1, 0.4, 0.05))])])) == 1


def test_a_part_of_a_line_belongs_to_the_line() -> None:
    """Read in parts, before or after it was read whole; parts are surer than the whole."""
    parts = [_line("Music:", 0.98, (0.1, 0.8, 0.1, 0.05)), _line("live in Paris", 0.99, (0.25, 0.8, 0.25, 0.05))]
    whole = [_line("Music: live in Paris", 0.95)]
    for readings in ([(0.0, whole), (1.0, parts)], [(0.0, parts[:1]), (1.0, whole)]):
        assert [text.text for text in merged(readings)] == ["Music: live in Paris"]


def test_other_words_are_other_lines() -> None:
    """At the same place or elsewhere, alike or not."""
    lines = [_line("Kitchen"), _line("Money"), _line("Monet", box=(0.1, 0.1, 0.4, 0.05))]
    assert len(merged([(0.0, lines)])) == 3


def test_a_scene_of_rolling_credits_is_bounded() -> None:
    """The first lines are listed."""
    rolling = [(float(n), [_line(f"{n * 7919} {n}")]) for n in range(2 * MOST_LINES)]
    assert len(merged(rolling)) == MOST_LINES


def test_numbers_that_differ_are_different_lines() -> None:
    """The surer reading of a number does not take the place of the one before, which may be a card's."""
    shown = ["4111 1111 1111 1111", "4111 1111 1111 1112", "4111 1111 1111 1111"]
    readings = [(2.0 * index, [_line(text, 0.95 + index / 100)]) for index, text in enumerate(shown)]
    assert [(text.text, text.at_s) for text in merged(readings)] == [(shown[0], 0.0), (shown[1], 2.0)]
