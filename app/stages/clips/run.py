"""Stage `clips`: chooses the best parts and cuts each into a file of its own.

Each clip is committed when it is finished, so a run after a crash continues with the next: the choice depends on the
input alone, so the finished clips are the first ones of the same list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

from app.editing.clip_score import Lexicon
from app.editing.selection import Choice, Material, Wish, choose_clips
from app.inference.rules import RulesMoods, valences
from app.jobs.results import Clip
from app.media.captions import within
from app.media.damage import first_damage
from app.media.encoding import Cutting, cut_clip, on_frames
from app.media.framing import ASPECTS, plan_moves
from app.media.picture_rate import clip_rate
from app.stages.clips.clip_captions import ClipCaptions, captions_of, complaint
from app.stages.clips.contract import ClipsInput, ClipsOutput
from app.stages.tools import Tools
from app.stages.wanted_track import with_track
from app.text.typeface import Typefaces, typefaces_for

HEIGHTS: dict[str, int] = {"360p": 360, "480p": 480, "720p": 720, "1080p": 1080}


def run(params: ClipsInput, tools: Tools) -> ClipsOutput:
    """Cut the clips, best first; each is a piece. Audio alone yields none, with a warning. Raises JobFailure."""
    if not params.has_video or params.media.video_codec is None:
        tools.warn("no_video", "The source has no picture, so there are no clips to cut from it.")
        tools.reached(1.0)
        return ClipsOutput(clip_count=0)
    params = with_track(params, tools)
    choices = _chosen(params)
    tools.log("clips chosen", count=len(choices), done=len(params.done))
    total_s = sum(choice.length_s for choice in choices) or 1.0
    faces = _typefaces(params) if params.burn_captions else None
    for index, choice in enumerate(choices):
        if index >= len(params.done):
            before_s = sum(earlier.length_s for earlier in choices[:index])
            share = _Share(tools, before_s / total_s, choice.length_s / total_s)
            tools.piece(index, _cut(params, tools, index, choice, share, faces))
    if faces is not None and (lacking := faces.lacking(_spoken_text(params))):
        tools.warn("caption_glyphs", complaint(lacking))
    tools.reached(1.0)
    return ClipsOutput(clip_count=max(len(choices), len(params.done)))


@dataclass(frozen=True, slots=True)
class _Share:
    """One clip's share of the stage's progress."""

    tools: Tools
    begins: float
    size: float

    def reached(self, fraction: float, *, speed: str | None = None) -> None:
        self.tools.reached(min(1.0, self.begins + self.size * fraction), speed=speed)


def _chosen(params: ClipsInput) -> Sequence[Choice]:
    material = Material(
        duration_s=params.media.duration_s,
        segments=params.segments,
        sentiments=params.sentiments,
        lexicon=None if params.sentiments else _lexicon(params.language),
        cuts=params.cuts,
        chapters=params.chapters,
        motion_s=tuple(time_s for time_s, _, _ in params.focus),
    )
    return choose_clips(material, Wish(params.clip_duration_s, params.overlap_duration_s, params.max_clips))


def _lexicon(language: str | None) -> Lexicon | None:
    if language not in RulesMoods.languages:
        return None
    rules = RulesMoods()
    return Lexicon(lambda texts: [mood.score for mood in rules.moods(texts)], valences())


def _damage(params: ClipsInput, tools: Tools, from_s: float, to_s: float) -> str | None:
    """The first damage between two times; the decoder's complaints may only be about the entry point of the file."""
    media = params.media
    return first_damage(
        tools.path_of(params.source),
        video=media.video_track,
        audio=media.audio_track if media.audio_codec is not None else None,
        from_s=from_s,
        to_s=to_s,
        max_pixels=params.max_pixels,
    )


def _spoken_text(params: ClipsInput) -> str:
    return " ".join(segment.text for segment in params.segments)


def _typefaces(params: ClipsInput) -> Typefaces:
    return typefaces_for(_spoken_text(params), Path(params.fonts_dir) if params.fonts_dir else None)


def _cut(params: ClipsInput, tools: Tools, index: int, choice: Choice, share: _Share, faces: Typefaces | None) -> Clip:
    wanted = _cutting(params, tools, choice, faces)
    target = tools.work_dir / f"clip-{index}.{params.output_format}"
    thumbnail = tools.work_dir / f"clip-{index}.jpg"
    found, complaints = cut_clip(
        tools.ffmpeg, tools.path_of(params.source), target, thumbnail, wanted, reached=share.reached
    )
    start_s = float(wanted.start_s)
    damage = _damage(params, tools, start_s, start_s + float(wanted.length_s)) if complaints else None
    if damage:
        tools.warn("media_damaged", f"Clip {index + 1} holds parts that could not be decoded ({damage}).")
    tools.log("clip cut", index=index, start_s=round(start_s, 3), length_s=round(float(wanted.length_s), 3))
    return Clip(
        index=index,
        start_s=round(start_s, 6),
        end_s=round(start_s + float(wanted.length_s), 6),
        title=choice.title,
        score=choice.scored.score,
        reason=choice.scored.reason,
        parts=choice.scored.parts,
        text=choice.text,
        video=tools.keep(target, f".{params.output_format}"),
        thumbnail=tools.keep(thumbnail, ".jpg"),
        width=found.width,
        height=found.height,
    )


def _cutting(params: ClipsInput, tools: Tools, choice: Choice, faces: Typefaces | None) -> Cutting:
    """The encoder's parameters: on frames, with the crop's path and the captions."""
    media = params.media
    path = tools.path_of(params.source)
    fps = clip_rate(path, choice.start_s, choice.end_s, track=media.video_track, max_pixels=params.max_pixels)
    start_s, frames = on_frames(choice.start_s, choice.end_s, fps, media.duration_s)
    crop, shape = ASPECTS.get(params.aspect), Fraction(media.width or 16, media.height or 9)
    axis: Literal["x", "y"] = "x" if crop is None or crop <= shape else "y"
    crop_share = 1.0 if crop is None else float(min(crop / shape, shape / crop))
    from_s, length_s = float(start_s), float(frames / fps)
    points = [(at_s - from_s, x if axis == "x" else y) for at_s, x, y in params.focus]
    shots_s = [cut.start_s - from_s for cut in params.cuts if cut.kind == "cut"]
    captions = _captions(params, tools, from_s, from_s + length_s, crop or shape, faces) if faces is not None else None
    return Cutting(
        start_s=start_s,
        frames=frames,
        fps=fps,
        form=params.output_format,
        audio=media.audio_codec is not None,
        title=choice.title,
        track=media.audio_track,
        video_track=media.video_track,
        colour=media.colour,
        max_pixels=params.max_pixels,
        height=HEIGHTS.get(params.resolution),
        crop=crop,
        axis=axis,
        crop_share=crop_share,
        moves=plan_moves(points, shots_s, length_s, crop_share) if crop_share < 1 else (),
        captions=captions.file if captions else None,
        fonts=captions.fonts if captions else None,
    )


def _captions(
    params: ClipsInput, tools: Tools, from_s: float, to_s: float, shape: Fraction, faces: Typefaces
) -> ClipCaptions | None:
    """The captions of the clip for a picture of that shape; None if nothing is spoken in it."""
    height = HEIGHTS.get(params.resolution) or params.media.height or 360
    return captions_of(within(params.segments, from_s, to_s), shape, height, faces, tools.work_dir)
