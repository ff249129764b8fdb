"""What people do with videos: names, tags, saved lists."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from app.api.v1.schemas.base import Id, Incoming, Outgoing, SearchText, Wording
from app.api.v1.schemas.problems import Problem
from app.api.v1.schemas.results import SpriteView
from app.core.folding import folded
from app.db.video_tags import MOST_TAGS

#: Longest name of a video, and longest tag, characters.
LONGEST_TITLE, LONGEST_TAG = 300, 60
#: Videos that one request may tag.
MOST_VIDEOS = 1000


def _line(text: str) -> str:
    """A text of one line, with single spaces."""
    return " ".join(text.split())


def _named(text: str) -> str:
    line = _line(text)
    if not folded(line):
        raise ValueError("has no letter that is seen")
    return line


Title = Annotated[str, Field(max_length=LONGEST_TITLE, pattern=r"^[^\x00]*$"), AfterValidator(_line)]
#: A comma divides tags where people type them.
Tag = Annotated[str, Field(min_length=1, max_length=LONGEST_TAG, pattern=r"^[^\x00,]*$"), AfterValidator(_named)]
ViewName = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00]*$"), AfterValidator(_named)]


class VideoPatch(Incoming):
    """What people change of a video. `title` null or empty: its source's title is shown again."""

    title: Title | None = None
    if_title: Annotated[
        Title | None, Field(description="Change nothing unless people call it so now; null: if they gave it no name")
    ] = None
    tags: Annotated[list[Tag], Field(max_length=MOST_TAGS)] | None = Field(None, description="Instead of those it has")

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.renames and self.tags is None:
            raise ValueError("give title or tags")
        return self

    @property
    def is_conditional(self) -> bool:
        """Whether it depends on the name of now."""
        return "if_title" in self.model_fields_set

    @property
    def renames(self) -> bool:
        """Whether it has a title, be it null."""
        return "title" in self.model_fields_set


class TagOrder(Incoming):
    """Tags to add to videos and to remove from them."""

    video_ids: Annotated[list[str], Field(min_length=1, max_length=MOST_VIDEOS)]
    add: Annotated[tuple[Tag, ...], Field(max_length=MOST_TAGS)] = ()
    remove: Annotated[tuple[Tag, ...], Field(max_length=MOST_TAGS)] = ()

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.add and not self.remove:
            raise ValueError("give tags to add or to remove")
        return self


class TagResult(Outgoing):
    """What became of one video. `added` and `removed` are what the request changed: the reverse undoes it."""

    video_id: Id
    status: int
    ok: bool
    tags: list[str] | None = None
    added: list[str] | None = None
    removed: list[str] | None = None
    error: Problem | None = None


class TagAnswer(Outgoing):
    """One result per video, in order."""

    total: int
    succeeded: int
    failed: int
    results: list[TagResult]


class TagCount(Outgoing):
    """A tag, and how many videos have it."""

    tag: str
    videos: int


class TagList(Outgoing):
    """All tags, in order."""

    items: list[TagCount]
    total: int


class StoryboardView(SpriteView):
    """Small pictures of a video, one every `interval_s` seconds, row by row on one sheet."""

    url: str


class SavedViewView(Incoming):
    """A saved list of videos: its filter and its order, as parameters of `GET /api/v1/videos`."""

    name: ViewName
    status: SearchText = ""
    q: Wording = ""
    tags: Annotated[tuple[SearchText, ...], Field(max_length=MOST_TAGS)] = ()
    sort: SearchText = ""
    layout: Literal["", "grid", "list"] = ""


class SavedViewList(Outgoing):
    """The saved lists of the caller, in the order in which they were saved."""

    items: list[SavedViewView]
    total: int
