"""A part of a film, and how it looks as a clip: what its cut and its preview are both given."""

from typing import Literal

from app.jobs.results import Cut, MediaInfo, Result, Segment


class ClipLook(Result):
    """The part from `start_s` to `end_s` of a film; `position` is the middle of its crop, a share of the picture.

    Without a position the crop follows what moves (`focus`), from cut to cut.
    """

    media: MediaInfo
    start_s: float
    end_s: float
    aspect: Literal["source", "16:9", "9:16", "1:1"] = "source"
    resolution: Literal["source", "360p", "480p", "720p", "1080p"] = "source"
    position: float | None = None
    cuts: tuple[Cut, ...] = ()
    focus: tuple[tuple[float, float, float], ...] = ()
    burn_captions: bool = False
    segments: tuple[Segment, ...] = ()
    fonts_dir: str = ""
