"""Chapters that people set."""

from typing import Annotated

from pydantic import Field

from app.api.v1.schemas.base import Incoming, Outgoing
from app.api.v1.schemas.results import ChapterView
from app.jobs.options import LONGEST_S

Second = Annotated[float, Field(strict=True, ge=0, le=LONGEST_S, allow_inf_nan=False)]
#: Most chapters of a job, as of a source.
MOST = 1000


class ChapterOrder(Incoming):
    """A chapter: where it begins, seconds, and its title."""

    start: Second
    end: Second | None = Field(None, description="Where the next one begins, or the media ends, when absent")
    title: str = Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$")


class ChaptersOrder(Incoming):
    """All chapters of a job, in order; none: it has no chapters."""

    chapters: list[ChapterOrder] = Field(
        max_length=MOST, examples=[[{"start": 0, "title": "Hello"}, {"start": 62.4, "title": "The moon"}]]
    )


class ChaptersView(Outgoing):
    """The chapters of a job; times in seconds."""

    items: list[ChapterView]
    total: int
    given: bool = Field(description="Whether people have set them; else they are the source's own, or were found")
