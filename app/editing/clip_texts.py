"""Titles and texts of clips that were cut before people corrected the transcript."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from app.editing.vocabulary import Vocabulary, title_of
from app.jobs.results import Segment
from app.text.cues import within
from app.text.sentences import sentences_of


@dataclass(frozen=True, slots=True)
class ClipTexts:
    """What is said in parts of a film, as the choice of clips words it."""

    segments: Sequence[Segment]
    vocabulary: Vocabulary

    @classmethod
    def of(cls, segments: Sequence[Segment]) -> Self:
        """For a film with these lines."""
        return cls(segments, Vocabulary.of(sentence.text for sentence in sentences_of(segments)))

    def of_clip(self, start_s: float, end_s: float) -> tuple[str, str]:
        """The title and the text of a clip; both empty if nothing is said in it."""
        texts = [sentence.text for sentence in sentences_of(within(self.segments, start_s, end_s))]
        return title_of(texts, self.vocabulary), " ".join(texts)
