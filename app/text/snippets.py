"""Snippets of found lines: what is shown of a line, and which parts of it were found."""

from collections.abc import Sequence

#: Characters of a snippet, without the signs of what was left out, and those before the first part that was found.
LENGTH, BEFORE = 240, 60
#: Stands for what was left out.
CUT = "…"

Spans = list[tuple[int, int]]


def snippet_of(text: str, found: Sequence[tuple[int, int]]) -> tuple[str, Spans]:
    """The part of a line around what was `found` in it first, and where that and the rest of it are in this part.

    A line that is not too long is shown whole.
    """
    start, end = 0, len(text)
    if end > LENGTH:
        first = found[0][0] if found else 0
        start = min(max(0, first - BEFORE), end - LENGTH)
        if start and (space := text.find(" ", start, first)) >= 0:
            start = space + 1
        end = min(end, start + LENGTH)
        if end < len(text) and (space := text.rfind(" ", max(first, start), end)) > start:
            end = space
    before = CUT if start else ""
    moved = len(before) - start
    spans = [(max(one, start) + moved, min(other, end) + moved) for one, other in found if other > start and one < end]
    return before + text[start:end] + (CUT if end < len(text) else ""), spans
