"""The parameters of a clip's encoder: on frames, with the crop's path and the captions."""

import math
from collections.abc import Sequence
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
    def height(self) -> int | None:
        """The most lines of a clip; None for as many as the film has."""
        return HEIGHTS.get(self.resolution)

    def cutting(self, start_s: float, end_s: float, title: str, work_dir: Path, *, whole: bool = False) -> Cutting:
        """The parameters of the clip between two times of the film, seconds.

        It begins with the next frame; if `whole`, with the one that is shown at its start, so that no word in it has
        begun before.
        """
        media = self.media
        fps = clip_rate(self.path, start_s, end_s, track=media.video_track, max_pixels=self.max_pixels)
        if whole:
            start_s = float(math.floor(Fraction(start_s) * fps + Fraction(1, 10)) / fps)
        begins_s, frames = on_frames(start_s, end_s, fps, media.duration_s)
        from_s, length_s = float(begins_s), float(frames / fps)
        crop = ASPECTS.get(self.aspect)
        axis, crop_share, moves = crop_path(media, self.aspect, self.focus, self.cuts, self.position, from_s, length_s)
        captions = self._captions(from_s, length_s, crop or shape_of(media), work_dir)
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

    def _captions(self, from_s: float, length_s: float, shape: Fraction, work_dir: Path) -> ClipCaptions | None:
        """The captions of the clip for a picture of that shape; None if it has none."""
        if self.faces is None:
            return None
        height = self.height or self.media.height or 360
        return captions_of(within(self.segments, from_s, from_s + length_s), shape, height, self.faces, work_dir)


def shape_of(media: MediaInfo) -> Fraction:
    """The film's own shape, width : height."""
    return Fraction(media.width or 16, media.height or 9)


def crop_path(
    media: MediaInfo,
    aspect: str,
    focus: Sequence[tuple[float, float, float]],
    cuts: Sequence[Cut],
    position: float | None,
    from_s: float,
    length_s: float,
) -> tuple[Literal["x", "y"], float, tuple[Move, ...]]:
    """The axis along which a clip's crop moves, the share of it that the crop takes, and its positions.

    See `Footage`; times of the positions are from the start of the clip.
    """
    crop, shape = ASPECTS.get(aspect), shape_of(media)
    axis: Literal["x", "y"] = "x" if crop is None or crop <= shape else "y"
    share = 1.0 if crop is None else float(min(crop / shape, shape / crop))
    if share >= 1:
        return axis, share, ()
    if position is not None:
        at = min(max(position, share / 2), 1 - share / 2)
        return axis, share, (Move(0.0, length_s, at, at),)
    points = [(at_s - from_s, x if axis == "x" else y) for at_s, x, y in focus]
    shots_s = [cut.start_s - from_s for cut in cuts if cut.kind == "cut"]
    return axis, share, tuple(plan_moves(points, shots_s, length_s, share))


def spoken_text(segments: tuple[Segment, ...]) -> str:
    """All that is said."""
    return " ".join(segment.text for segment in segments)


def faces_for(segments: tuple[Segment, ...], fonts_dir: str) -> Typefaces:
    """The fonts for what is said; `fonts_dir` is a folder of more fonts."""
    return typefaces_for(spoken_text(segments), Path(fonts_dir) if fonts_dir else None)
