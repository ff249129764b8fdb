"""Merges the words that several pictures of a scene show into one list: what stays on screen is listed once."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from app.inference.text_reader import ReadLine
from app.stages.vision.contract import ScreenText

Box = tuple[float, float, float, float]
#: Two readings at the same place are of the same words if their texts are this much alike, 0..1.
ALIKE = 0.8
#: Boxes are at the same place if this share of the smaller one lies in the other.
COVERED = 0.5
#: Lines of a scene, at most.
MOST_LINES = 200
_DIGIT = re.compile(r"\d")


def merged(readings: Iterable[tuple[float, list[ReadLine]]]) -> tuple[ScreenText, ...]:
    """One entry for each line, by the time of its first picture; of several readings the surest one."""
    found: list[ScreenText] = []
    for at_s, lines in readings:
        for line in lines:
            same = next((index for index, known in enumerate(found) if _is_same(known, line)), None)
            if same is None:
                if len(found) < MOST_LINES:
                    found.append(ScreenText(text=line.text, score=line.score, box=line.box, at_s=at_s))
            elif _is_better(line, found[same]):
                better = {"text": line.text, "score": line.score, "box": line.box}
                found[same] = found[same].model_copy(update=better)
    return tuple(found)


def _is_same(known: ScreenText, line: ReadLine) -> bool:
    if known.text == line.text:
        return True  # it may have moved
    if _covered(known.box, line.box) < COVERED:
        return False
    if known.text in line.text or line.text in known.text:
        return True
    if _other_number(known.text, line.text):
        return False
    texts = SequenceMatcher(None, known.text, line.text)
    return all(ratio() >= ALIKE for ratio in (texts.real_quick_ratio, texts.quick_ratio, texts.ratio))


def _other_number(one: str, other: str) -> bool:
    """Whether both have digits, and not the same ones: however alike, one digit tells a card from what is none."""
    digits, others = _DIGIT.findall(one), _DIGIT.findall(other)
    return bool(digits and others) and digits != others


def _is_better(line: ReadLine, known: ScreenText) -> bool:
    """Whether it is the whole of a line of which a part was read, or a surer reading."""
    if known.text in line.text or line.text in known.text:
        return (len(line.text), line.score) > (len(known.text), known.score)
    return line.score > known.score


def _covered(one: Box, other: Box) -> float:
    """The share of the smaller box that lies in the other one."""
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    smaller = min(one[2] * one[3], other[2] * other[3])
    return max(0.0, across) * max(0.0, down) / smaller if smaller else 0.0
