"""The parameters of a clip's encoder: on frames, with the crop's path and the captions."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

from app.jobs.results import Cut, MediaInfo, Segment
from app.media.captions import within
from app.media.encoding import ClipFormat, Cutting, on_frames
from app.media.framing import ASPECTS, Move, plan_moves
from app.media.picture_rate import clip_rate
from app.stages.clips.clip_captions import ClipCaptions, captions_of
from app.text.typeface import Typefaces, typefaces_for

HEIGHTS: dict[str, int] = {"360p": 360, "480p": 480, "720p": 720, "1080p": 1080}


@dataclass(frozen=True, slots=True, kw_only=True)
class Footage:
    """What clips are cut from, and how they are to look.

    `focus` is where things move (time_s, x, y); `position` is the middle of the crop instead, 0..1. `faces` draw the
    captions; None: there are none.
    """

    path: Path
    media: MediaInfo
    max_pixels: int
    form: ClipFormat
    resolution: str
    aspect: str
    cuts: tuple[Cut, ...] = ()
    focus: tuple[tuple[float, float, float], ...] = ()
    position: float | None = None
    segments: tuple[Segment, ...] = ()
    faces: Typefaces | None = None

    @property
    def shape(self) -> Fraction:
        """The film's own shape, width : height."""
        return Fraction(self.media.width or 16, self.media.height or 9)

    @property
    def height(self) -> int | None:
        """The most lines of a clip; None for as many as the film has."""
        return HEIGHTS.get(self.resolution)

    def cutting(self, start_s: float, end_s: float, title: str, work_dir: Path) -> Cutting:
        """The parameters of the clip between two times of the film, seconds."""
        media = self.media
        fps = clip_rate(self.path, start_s, end_s, track=media.video_track, max_pixels=self.max_pixels)
        begins_s, frames = on_frames(start_s, end_s, fps, media.duration_s)
        from_s, length_s = float(begins_s), float(frames / fps)
        crop = ASPECTS.get(self.aspect)
        axis, crop_share, moves = self.crop_path(from_s, length_s)
        captions = self._captions(from_s, length_s, crop or self.shape, work_dir)
        return Cutting(
            start_s=begins_s,
            frames=frames,
            fps=fps,
            form=self.form,
            audio=media.audio_codec is not None,
            title=title,
            track=media.audio_track,
            video_track=media.video_track,
            colour=media.colour,
            max_pixels=self.max_pixels,
            height=self.height,
            crop=crop,
            axis=axis,
            crop_share=crop_share,
            moves=moves,
            captions=captions.file if captions else None,
            fonts=captions.fonts if captions else None,
        )

    def crop_path(self, from_s: float, length_s: float) -> tuple[Literal["x", "y"], float, tuple[Move, ...]]:
        """The axis along which the clip's crop moves, the share of it that the crop takes, and its positions."""
        crop = ASPECTS.get(self.aspect)
        axis: Literal["x", "y"] = "x" if crop is None or crop <= self.shape else "y"
        share = 1.0 if crop is None else float(min(crop / self.shape, self.shape / crop))
        if share >= 1:
            return axis, share, ()
        if self.position is not None:
            at = min(max(self.position, share / 2), 1 - share / 2)
            return axis, share, (Move(0.0, length_s, at, at),)
        points = [(at_s - from_s, x if axis == "x" else y) for at_s, x, y in self.focus]
        shots_s = [cut.start_s - from_s for cut in self.cuts if cut.kind == "cut"]
        return axis, share, tuple(plan_moves(points, shots_s, length_s, share))

    def _captions(self, from_s: float, length_s: float, shape: Fraction, work_dir: Path) -> ClipCaptions | None:
        """The captions of the clip for a picture of that shape; None if it has none."""
        if self.faces is None:
            return None
        height = self.height or self.media.height or 360
        return captions_of(within(self.segments, from_s, from_s + length_s), shape, height, self.faces, work_dir)


def spoken_text(segments: tuple[Segment, ...]) -> str:
    """All that is said."""
    return " ".join(segment.text for segment in segments)


def faces_for(segments: tuple[Segment, ...], fonts_dir: str) -> Typefaces:
    """The fonts for what is said; `fonts_dir` is a folder of more fonts."""
    return typefaces_for(spoken_text(segments), Path(fonts_dir) if fonts_dir else None)
