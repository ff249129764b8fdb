"""Texts as the checks get them."""

from app.checks.passage import Passage, ShownText, shown, spoken
from app.jobs.results import Segment


def said(text: str, language: str | None = "en") -> Passage:
    """What is said in one segment of ten seconds."""
    passage = spoken([Segment(start_s=0.0, end_s=10.0, text=text, confidence=1.0)], language)
    assert passage is not None
    return passage


def on_screen(text: str, language: str | None = "en") -> Passage:
    """A line that is seen at second 3."""
    (passage,) = shown([ShownText(text, 1.0, (0.1, 0.1, 0.5, 0.05), 3.0)], language)
    return passage
