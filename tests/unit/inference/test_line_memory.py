"""Lines that stay on screen are read once."""

from pathlib import Path

import numpy as np
import pytest

from app.inference.layouts import Kind
from app.inference.line_memory import LineMemory
from app.inference.pictures import written
from app.inference.text_reader import TextReader
from app.inference.text_regions import Region
from app.inference.weights import resolve

WORDS = Region(((60.0, 120.0), (420.0, 120.0), (420.0, 180.0), (60.0, 180.0)), 0.9)
TEXT = ("Room 12:05", 0.9)


def _noisy(picture: np.ndarray, seed: int) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(0, 4, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def _remembering(picture: np.ndarray) -> LineMemory:
    memory = LineMemory()
    memory.replace(picture, [WORDS], [TEXT])
    return memory


def test_a_line_that_stays_is_known() -> None:
    """Through compression, also if its rectangle is found a little off."""
    memory = _remembering(_noisy(written(TEXT[0]), 1))
    again = _noisy(written(TEXT[0]), 2)
    off = Region(((62.0, 119.0), (425.0, 119.0), (425.0, 182.0), (62.0, 182.0)), 0.9)
    assert memory.recalled(again, WORDS) == memory.recalled(again, off) == TEXT


def test_another_digit_is_another_line() -> None:
    """And so are other words, the same ones elsewhere, and whatever comes after the line was gone."""
    memory = _remembering(written(TEXT[0]))
    assert memory.recalled(written("Room 12:06"), WORDS) is None
    assert memory.recalled(written("Other"), WORDS) is None
    below = Region(tuple((x, y + 80) for x, y in WORDS.corners), 0.9)  # type: ignore[arg-type]
    assert memory.recalled(written(TEXT[0]), below) is None
    memory.replace(written(""), [], [])
    assert memory.recalled(written(TEXT[0]), WORDS) is None


def test_a_rectangle_beyond_the_picture_is_no_line() -> None:
    """Nothing is compared where there are no pixels."""
    beyond = Region(tuple((x + 2000, y) for x, y in WORDS.corners), 0.9)  # type: ignore[arg-type]
    memory = LineMemory()
    memory.replace(written("x"), [beyond], [TEXT])
    assert memory.recalled(written("x"), beyond) is None


def test_only_what_changed_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The recogniser runs for new lines; the answer is as without a memory."""
    reader = TextReader.load(resolve(Kind.OCR, "pp-ocrv5", Path("/nowhere")))
    views: list[int] = []
    recognised = reader._recognised

    def counting(lines: list[np.ndarray]) -> list[tuple[str, float]]:
        views.append(len(lines))
        return recognised(lines)

    monkeypatch.setattr(reader, "_recognised", counting)
    memory = LineMemory()
    first, second = written("Room 12:05"), written("Room 12:06")
    for picture in (first, _noisy(first, 3), second):
        assert [line.text for line in reader.read(picture, memory)] == [line.text for line in reader.read(picture)]
    assert views[::2] == [1, 0, 1]
