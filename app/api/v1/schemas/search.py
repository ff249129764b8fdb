"""Search of everything said."""

from pydantic import Field

from app.api.v1.schemas.base import Id, Outgoing


class SearchItem(Outgoing):
    """A line of a transcript that was found; times in seconds.

    `snippet` is plain text: the line, or the part of a long one around what was found. `highlights` are the places in
    it of what was found: characters (Unicode code points) from the first to before the second number. `index` is the
    number of the line in the transcript of the job.
    """

    job_id: Id
    video_title: str | None
    start: float
    end: float
    snippet: str = Field(examples=["And the eagle has landed."])
    highlights: list[tuple[int, int]] = Field(examples=[[[8, 24]]])
    index: int
    speaker: str | None


class SearchPage(Outgoing):
    """Lines that have all that was typed, the newest transcript first, each from its beginning.

    `total` is a lower bound if `total_exact` is false.
    """

    items: list[SearchItem]
    total: int
    total_exact: bool
    limit: int
    offset: int
