"""Topics by silence and cohesion."""

from hypothesis import given
from hypothesis import strategies as st

from app.inference.reading import Term, stem
from app.inference.topics import MAX_TOPICS, Unit, borders, topics


def units(*sentences: str, pause_s: float = 0.5, long_pauses: tuple[int, ...] = ()) -> list[Unit]:
    """Units of two seconds that name the given words; before those in `long_pauses` lie three seconds of silence."""
    found, at = [], 0.0
    for n, sentence in enumerate(sentences):
        at += 3.0 if n in long_pauses else pause_s
        found.append(Unit(at, at + 2, tuple(Term(stem(word), word, 1.0) for word in sentence.split())))
        at += 2
    return found


SPACE = ("rocket mars", "mars telescope", "rocket engine", "telescope mars")
KITCHEN = ("onion pan", "butter pan", "onion salt", "pan butter")


def test_the_words_turn() -> None:
    """Two parts with words of their own, no longer pause between them: the border is between them."""
    assert borders(units(*SPACE, *KITCHEN)) == [(0, 4), (4, 8)]


def test_a_silence_makes_a_border_where_words_do_not_tell() -> None:
    """Every sentence names something else; a longer silence parts them."""
    said = units("rocket", "mars", "telescope", "onion", "pan", "butter", long_pauses=(3,))
    assert (0, 3) in borders(said)


def test_topics_are_named_by_their_own_words_in_order() -> None:
    """The words that are said most in a part, not those that all parts share."""
    said = units(*(f"{sentence} minute" for sentence in SPACE), *(f"{sentence} minute" for sentence in KITCHEN))
    first, second = topics(said)
    assert set(first.lower().split(", ")) <= {"mars", "rocket", "telescope", "engine", "minute"}
    assert first.startswith("Mars")
    assert second.startswith("Pan")


def test_what_comes_back_is_the_same_topic() -> None:
    """Space, kitchen, space again: two topics."""
    assert len(topics(units(*SPACE, *KITCHEN, *SPACE))) == 2


def test_small_talk_is_no_topic() -> None:
    """A part that names next to nothing has no label; nothing said has no topics."""
    assert topics([Unit(0, 2, ()), Unit(3, 4, (Term("hour", "hour", 1.0),))]) == []
    assert topics([]) == borders([]) == []


def test_hours_of_talk_are_cut_too() -> None:
    """More sentences than are looked at one by one; at most eight topics are named."""
    said = units(*(f"thing{n // 40} part{n // 40} piece{n % 7}" for n in range(1600)))
    found = borders(said)
    assert found[0][0] == 0
    assert found[-1][1] == 1600
    assert len(topics(said)) <= MAX_TOPICS


@given(st.lists(st.lists(st.sampled_from(["sun", "moon", "star", "rain", "bread"]), max_size=4), max_size=30))
def test_parts_cover_everything_once(sentences: list[list[str]]) -> None:
    """Whatever is said, the parts follow each other from the first sentence to the last."""
    said = units(*(" ".join(words) for words in sentences))
    found = borders(said)
    assert [start for start, _ in found] == [0, *(end for _, end in found[:-1])][: len(found)]
    assert not said or found[-1][1] == len(said)
