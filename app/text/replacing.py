"""Finds words in lines of a transcript and replaces them, wherever they stand. Pure.

The page counts what it would replace by the same rules (`web/model/replace.js`).
"""

from dataclasses import dataclass
from typing import Any

import regex

from app.jobs.transcripts import Line
from app.text.corrections import cleaned, retexted
from app.text.scripts import UNSPACED_RANGES, unspaced

#: A letter, a mark or a digit of a script that divides words by spaces.
_OF_WORD = rf"(?![{UNSPACED_RANGES}])[\p{{L}}\p{{N}}\p{{M}}_]"
_LETTER = regex.compile(rf"{_OF_WORD}")


@dataclass(frozen=True, slots=True)
class Replacing:
    """What is replaced by what. `whole_words`: not where it is a part of a longer word."""

    find: str
    replace: str
    whole_words: bool = True
    match_case: bool = False

    def pattern(self) -> Any:
        """What finds it; any space stands for any other. Raises ValueError if there is nothing to find."""
        words = cleaned(self.find).split()
        if not words:
            raise ValueError("there must be something to find")
        text = r"\s+".join(map(regex.escape, words))
        if self.whole_words:
            text = _border(words[0][0], before=True) + text + _border(words[-1][-1], before=False)
        return regex.compile(text, 0 if self.match_case else regex.IGNORECASE)


def _border(edge: str, *, before: bool) -> str:
    """What keeps a word from being found in a longer one; nothing beside a character that no word goes on with."""
    if unspaced(edge) or not _LETTER.match(edge):
        return ""
    return f"(?<!{_OF_WORD})" if before else f"(?!{_OF_WORD})"


def replaced(line: Line, pattern: Any, text: str, *, most: int | None = None) -> tuple[Line, int]:
    """The line with another text wherever the pattern finds something, and how often that was.

    Nobody has looked at the rest of the line: what was doubtful in it stays so. Raises ValueError if it would have more
    than `most` characters, before its words are timed, which takes longer the more there are.
    """
    new, count = pattern.subn(lambda _: text, " ".join(line.text.split()))
    if not count:
        return line, 0
    if most is not None and len(" ".join(new.split())) > most:
        raise ValueError(f"would be longer than {most} characters")
    after = retexted(line, new)
    return (line if after is line else after.model_copy(update={"flags": line.flags})), count
