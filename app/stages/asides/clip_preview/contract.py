"""Aside `clip_preview`: how a clip would look, before it is cut: the path of its crop, and its captions line by line.

Widths of letters are those of the fonts that draw them, which only children load.
"""

from typing import Literal

from app.jobs.results import Result
from app.stages.asides.aside import Aside
from app.stages.clips.clip_look import ClipLook


class ClipPreviewInput(ClipLook):
    """The part of a film, and how it is to look."""


class PreviewMove(Result):
    """The crop's middle moves between two times of the film, seconds."""

    from_s: float
    to_s: float
    from_at: float
    to_at: float


class PreviewCue(Result):
    """Lines that are shown between two times of the film, seconds; `size` of letters is a share of the height."""

    start_s: float
    end_s: float
    lines: tuple[str, ...]
    rtl: bool
    size: float


class ClipPreviewOutput(Result):
    """The crop takes `share` of the `axis`; `bottom` is the room below captions, a share of the height.

    `warning` is about letters that no font draws.
    """

    axis: Literal["x", "y"]
    share: float
    moves: tuple[PreviewMove, ...]
    bottom: float
    cues: tuple[PreviewCue, ...]
    warning: str | None = None


CLIP_PREVIEW = Aside(
    name="clip_preview",
    input=ClipPreviewInput,
    output=ClipPreviewOutput,
    entry="app.stages.asides.clip_preview.run:run",
)
