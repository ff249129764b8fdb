"""The chapters of a job: the source's own, or those found in what is said, and what has become of them since."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.jobs.results import Chapter

#: The kind of the files that carry them.
KIND = "chapters"


@dataclass(frozen=True, slots=True)
class ChangedChapters:
    """What takes the place of the recorded chapters of a job.

    `found` are the found ones with titles of the corrected words, `given` are those that people have set, with the
    `revision` of their last change; None if there are none, or nobody has.
    """

    found: tuple[Chapter, ...] | None = None
    given: tuple[Chapter, ...] | None = None
    revision: int = 0

    def shown(self, own: Sequence[Chapter], found: Sequence[Chapter]) -> Sequence[Chapter]:
        """The chapters of now: people's, else the source's `own`, else those that were `found`."""
        if self.given is not None:
            return self.given
        return own or (self.found if self.found is not None else found)


UNCHANGED = ChangedChapters()
