"""Commits the scenes of a film one by one while it is decoded, each with a picture of it."""

import math
from pathlib import Path

from app.core.errors import JobFailure
from app.jobs.results import Blob, MediaInfo
from app.jobs.scenes import SceneSpan
from app.media.picture_pass import Stills
from app.media.scene_division import Border, SceneDivision
from app.media.still import write_still
from app.media.storyboard import fitted
from app.stages.scenes.contract import ScenesInput
from app.stages.tools import Tools

#: The box that a scene's picture fits, pixels.
BOX = (320, 320)
#: Pictures that are written while the film is decoded: so far apart at least, seconds, and at most so many of a film.
LEAST_INTERVAL_S, MOST_PICTURES = 0.5, 7200
#: A picture is taken at least so far from the borders of its scene where one is, seconds.
INSIDE_S = 0.1


def plan_pictures(media: MediaInfo, folder: Path) -> Stills:
    """The pictures among which those of the scenes are chosen, never scaled up."""
    interval_s = max(LEAST_INTERVAL_S, media.duration_s / MOST_PICTURES)
    width, height = fitted(media.width or 16, media.height or 9, BOX)
    return Stills(interval_s, width, height, width, height, 0, 0, folder)


class SceneWriter:
    """Commits scenes as pieces, after those that an earlier run has committed.

    The film is decoded, and `pictures` are written, meanwhile.
    """

    def __init__(self, params: ScenesInput, tools: Tools, division: SceneDivision, pictures: Stills) -> None:
        self._params = params
        self._tools = tools
        self._division = division
        self.pictures = pictures
        self._removed = 0
        self._count = len(params.done)
        last = params.done[-1] if params.done else None
        self._begun = Border(last.end_frame, last.end_s, "cut") if last else Border(0, 0.0, "start")
        self._borders: list[Border] = []

    def add(self, reached_s: float) -> None:
        """Commit the scenes that are known now that the film is decoded up to `reached_s`."""
        self._borders += self._division.grown(reached_s)
        while self._borders and self._is_written(self._borders[0].at_s):
            self._end_at(self._borders.pop(0))

    def finish(self, frames: int, end_s: float) -> int:
        """Commit the rest of the scenes of a film of so many frames; returns the number of all."""
        for border in (*self._borders, *self._division.finished()):
            self._end_at(border)
        if frames > self._begun.frame:
            self._commit(frames, max(end_s, self._begun.at_s))
        return self._count

    def _end_at(self, border: Border) -> None:
        """Commit the scene before a border, unless it has been."""
        if border.frame > self._begun.frame:
            self._commit(border.frame, border.at_s)
        if border.frame == self._begun.frame:
            self._begun = border

    def _commit(self, end_frame: int, end_s: float) -> None:
        begun = self._begun
        scene = SceneSpan(
            index=self._count,
            start_frame=begun.frame,
            end_frame=end_frame,
            start_s=round(begun.at_s, 6),
            end_s=round(end_s, 6),
            transition=begun.transition,
            thumbnail=self._thumbnail(begun.at_s, end_s),
        )
        self._tools.piece(self._count, scene)
        self._count += 1
        self._begun = Border(end_frame, end_s, "cut")
        self._remove_before(end_s)

    def _thumbnail(self, start_s: float, end_s: float) -> Blob | None:
        """A picture from the middle of a scene; None if none can be decoded there."""
        inside = self._inside(start_s + INSIDE_S, end_s - INSIDE_S) or self._inside(start_s, end_s - 1e-6)
        path = self._path(inside[len(inside) // 2]) if inside else None
        if path is None or not path.exists():
            path = self._decoded((start_s + end_s) / 2)
        return self._tools.keep(path, ".jpg") if path is not None else None

    def _decoded(self, at_s: float) -> Path | None:
        """The picture of a scene that is shorter than the time between two pictures, decoded anew."""
        media, pictures = self._params.media, self.pictures
        target = pictures.folder / "thumbnail.jpg"
        try:
            written = write_still(
                self._tools.ffmpeg,
                self._tools.path_of(self._params.source),
                target,
                at_s=at_s,
                size=(pictures.width, pictures.height),
                track=media.video_track,
                colour=media.colour,
                max_pixels=self._params.max_pixels,
            )
        except JobFailure as failure:  # the film could be decoded, from its start
            self._tools.log("a scene has no thumbnail", reason=failure.message, at_s=round(at_s, 3))
            return None
        return target if written else None

    def _inside(self, start_s: float, end_s: float) -> range:
        """The numbers of the pictures in a stretch of the film, from 0."""
        interval_s = self.pictures.interval_s
        return range(math.ceil(start_s / interval_s), math.floor(end_s / interval_s) + 1)

    def _path(self, number: int) -> Path:
        return self.pictures.folder / f"still-{number + 1:05d}.jpg"

    def _is_written(self, at_s: float) -> bool:
        """Whether the pictures up to that time are complete: there is one after them."""
        return self._path(math.ceil(at_s / self.pictures.interval_s) + 1).exists()

    def _remove_before(self, at_s: float) -> None:
        """Delete the pictures of scenes that are committed."""
        until = math.ceil(at_s / self.pictures.interval_s)
        for number in range(self._removed, until):
            self._path(number).unlink(missing_ok=True)
        self._removed = max(self._removed, until)
