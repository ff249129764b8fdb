"""Stage `clips`: chooses the best parts and cuts each into a file of its own.

Each clip is committed when it is finished, so a run after a crash continues with the next: the choice depends on the
input alone, so the finished clips are the first ones of the same list.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.editing.clip_score import Lexicon
from app.editing.selection import Choice, Material, Wish, choose_clips
from app.inference.rules import RulesMoods, valences
from app.jobs.results import Clip
from app.media.damage import first_damage
from app.media.encoding import cut_clip
from app.stages.clips.clip_captions import complaint
from app.stages.clips.clip_cutting import Footage, faces_for, spoken_text
from app.stages.clips.contract import ClipsInput, ClipsOutput
from app.stages.tools import Tools
from app.stages.wanted_track import with_track
from app.text.typeface import Typefaces


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
    faces = faces_for(params.segments, params.fonts_dir) if params.burn_captions else None
    for index, choice in enumerate(choices):
        if index >= len(params.done):
            before_s = sum(earlier.length_s for earlier in choices[:index])
            share = _Share(tools, before_s / total_s, choice.length_s / total_s)
            tools.piece(index, _cut(params, tools, index, choice, share, faces))
    if faces is not None and (lacking := faces.lacking(spoken_text(params.segments))):
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


def _cut(params: ClipsInput, tools: Tools, index: int, choice: Choice, share: _Share, faces: Typefaces | None) -> Clip:
    wanted = _footage(params, tools, faces).cutting(choice.start_s, choice.end_s, choice.title, tools.work_dir)
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


def _footage(params: ClipsInput, tools: Tools, faces: Typefaces | None) -> Footage:
    return Footage(
        path=tools.path_of(params.source),
        media=params.media,
        max_pixels=params.max_pixels,
        form=params.output_format,
        resolution=params.resolution,
        aspect=params.aspect,
        cuts=params.cuts,
        focus=params.focus,
        segments=params.segments,
        faces=faces,
    )
