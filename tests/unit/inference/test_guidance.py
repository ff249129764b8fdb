"""What stands before the sound, and how much of it."""

from app.inference.guidance import Guidance


class Words:
    """An encoder with a token for each word."""

    def __init__(self) -> None:
        self.known: list[str] = []

    def encode(self, text: str) -> list[int]:
        """Numbers of the words."""
        self.known += [word for word in text.split() if word not in self.known]
        return [self.known.index(word) for word in text.split()]

    def decode(self, tokens: list[int]) -> str:
        """The words of numbers."""
        return " ".join(self.known[token] for token in tokens)


def names(count: int) -> tuple[str, ...]:
    return tuple(f"N{number}" for number in range(count))


def prompt(count: int) -> str:
    return " ".join(f"p{number}" for number in range(count))


def test_what_has_room_stays() -> None:
    """And without hotwords the prompt is faster-whisper's to cut."""
    both = Guidance(prompt=prompt(6), hotwords=names(4))
    assert both.fitted(Words(), 10, conditioned=False) == both
    alone = Guidance(prompt=prompt(500))
    assert alone.fitted(Words(), 10, conditioned=False) is alone


def test_hotwords_and_prompt_share_the_room() -> None:
    """The first words and the prompt's end; what one does not need the other has."""
    many = Guidance(prompt=prompt(20), hotwords=names(20)).fitted(Words(), 10, conditioned=False)
    assert (many.hotwords, many.prompt) == (names(5), "p15 p16 p17 p18 p19")
    short = Guidance(prompt=prompt(2), hotwords=names(20)).fitted(Words(), 10, conditioned=False)
    assert (short.hotwords, short.prompt) == (names(8), "p0 p1")
    few = Guidance(prompt=prompt(20), hotwords=names(1)).fitted(Words(), 10, conditioned=False)
    assert (few.hotwords, few.prompt) == (names(1), prompt(20).split(" ", 11)[-1])
    assert Guidance(hotwords=("a word too long",)).fitted(Words(), 3, conditioned=False).hotwords == ()


def test_beside_the_text_before_hotwords_have_less() -> None:
    """That text, and the prompt with it, fills the room already."""
    found = Guidance(prompt=prompt(20), hotwords=names(20)).fitted(Words(), 8, conditioned=True)
    assert (found.hotwords, found.prompt) == (names(2), prompt(20))
