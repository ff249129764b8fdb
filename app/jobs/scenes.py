"""Scenes of a film: which frames each has, when it is shown, and how the picture changes to it."""

import uuid
from typing import Literal

from app.jobs.results import Blob, Result

#: At which changes of picture a scene begins.
Segmentation = Literal["cut-based", "fade-based", "both"]
#: The files of a scene: a small one for playing, a large one for cutting.
SegmentKind = Literal["proxy", "mezzanine"]
#: The change of picture that a scene begins with; the first one begins with the film.
Transition = Literal["start", "cut", "fade", "dissolve"]


class SceneSpan(Result):
    """A scene: the frames from `start_frame` to before `end_frame`, counted from 0 as the film is decoded.

    `start_s` is when its first frame is shown, seconds on the film's clock to the microsecond, but 0 for the first
    scene, whose sound may begin earlier; `end_s` is the next one's `start_s`. The `end_frame` of the last one is the
    number of frames of the film, its `end_s` the end of the last frame, or of the film if its sound goes on.
    """

    index: int
    start_frame: int
    end_frame: int
    start_s: float
    end_s: float
    transition: Transition
    thumbnail: Blob | None = None


def mezzanines_key(analysis_id: str) -> str:
    """The idempotency key of the job that cuts the mezzanines of an analysis later."""
    return f"mezzanines {analysis_id}"


def scene_id(analysis_id: str, index: int) -> str:
    """The id of a scene, which never changes, by its analysis and its number from 0."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{analysis_id}/scene/{index}"))
