"""Cuts clips of sound: alone, or as a film of its waveform with captions."""

from collections.abc import Sequence
from fractions import Fraction
from typing import cast

from app.jobs.results import Blob, Segment
from app.media.captions import within
from app.media.damage import first_damage
from app.media.encoding import ClipFormat
from app.media.framing import ASPECTS
from app.media.sound_clip import FPS, Audiogram, SoundCut, SoundFormat, cut_audiogram, cut_sound
from app.stages.clips.clip_captions import captions_of, complaint
from app.stages.clips.clip_cutting import HEIGHTS, faces_for, spoken_text
from app.stages.cut_clip.contract import CutClip, CutClipInput
from app.stages.tools import Tools
from app.text.typeface import Typefaces

#: The shape of a film of a waveform that has no other, and its shorter side unless a height was chosen, pixels.
USUAL_SHAPE, SHORT_SIDE = Fraction(16, 9), 720
#: The shorter side of a square and of an upright film: what phones show.
UPRIGHT_SIDE = 1080


def sound_alone(params: CutClipInput, tools: Tools) -> CutClip:
    """Cut a file of sound. Raises JobFailure."""
    form = cast("SoundFormat", params.output_format)
    cut = _cut(params)
    target = tools.work_dir / f"clip.{form}"
    complaints = cut_sound(tools.ffmpeg, tools.path_of(params.source), target, cut, form, reached=tools.reached)
    _warn_of_damage(params, cut, tools, complaints)
    return _found(cut, tools, tools.keep(target, f".{form}"))


def audiogram(params: CutClipInput, tools: Tools) -> CutClip:
    """Cut a film that shows the waveform. Raises JobFailure."""
    cut = _cut(params)
    frames = max(1, round(cut.length_s * FPS))
    cut = SoundCut(cut.start_s, float(frames / FPS), cut.track)
    shape = ASPECTS.get(params.aspect) or USUAL_SHAPE
    width, height = size_of(shape, HEIGHTS.get(params.resolution))
    faces = faces_for(params.segments, params.fonts_dir) if params.burn_captions else None
    lines = drawn_lines(params, faces, cut.start_s, cut.length_s, tools)
    captions = None if faces is None else captions_of(lines, shape, height, faces, tools.work_dir)
    look = Audiogram(film_form(params), width, height)
    if captions is not None:
        look = Audiogram(look.form, width, height, captions.file, captions.fonts)
    target, still = tools.work_dir / f"clip.{look.form}", tools.work_dir / "clip.jpg"
    found, complaints = cut_audiogram(
        tools.ffmpeg, tools.path_of(params.source), target, still, cut, look, reached=tools.reached
    )
    _warn_of_damage(params, cut, tools, complaints)
    size = {"width": found.width, "height": found.height}
    file, thumbnail = tools.keep(target, f".{look.form}"), tools.keep(still, ".jpg")
    return _found(cut, tools, file, thumbnail=thumbnail, lines=len(lines), **size)


def size_of(shape: Fraction, height: int | None) -> tuple[int, int]:
    """Width and height of a film of a waveform, pixels, both even; `height` None: what fits its shape."""
    if height is None:
        height = SHORT_SIDE if shape > 1 else UPRIGHT_SIDE if shape == 1 else round(UPRIGHT_SIDE / shape)
    return 2 * round(height * shape / 2), height


def film_form(params: CutClipInput) -> ClipFormat:
    """The form of a clip that has a picture."""
    return cast("ClipFormat", params.output_format)


def drawn_lines(
    params: CutClipInput, faces: Typefaces | None, start_s: float, length_s: float, tools: Tools
) -> Sequence[Segment]:
    """The lines of the clip's captions; warns where there are none, and of letters that no font draws."""
    if faces is None:
        return []
    lines = within(params.segments, start_s, start_s + length_s)
    if not lines:
        tools.warn("no_speech", "Nothing is said in the clip, so there are no captions to draw.")
    if lacking := faces.lacking(spoken_text(tuple(lines))):
        tools.warn("caption_glyphs", complaint(lacking))
    return lines


def _cut(params: CutClipInput) -> SoundCut:
    """The part; it ends with the recording at the latest."""
    end_s = min(params.end_s, max(params.media.duration_s, params.start_s + float(1 / FPS)))
    return SoundCut(params.start_s, end_s - params.start_s, params.media.audio_track)


def _warn_of_damage(params: CutClipInput, cut: SoundCut, tools: Tools, complaints: Sequence[str]) -> None:
    if not complaints:
        return
    path = tools.path_of(params.source)
    damage = first_damage(path, audio=cut.track, from_s=cut.start_s, to_s=cut.start_s + cut.length_s)
    if damage is not None:
        tools.warn("media_damaged", f"The clip holds parts that could not be decoded ({damage}).")


def _found(
    cut: SoundCut,
    tools: Tools,
    file: Blob,
    *,
    thumbnail: Blob | None = None,
    lines: int = 0,
    width: int = 0,
    height: int = 0,
) -> CutClip:
    tools.log("clip cut", start_s=round(cut.start_s, 3), length_s=round(cut.length_s, 3))
    tools.reached(1.0)
    return CutClip(
        file=file,
        duration_s=round(cut.length_s, 6),
        width=width,
        height=height,
        start_s=round(cut.start_s, 6),
        end_s=round(cut.start_s + cut.length_s, 6),
        thumbnail=thumbnail,
        lines=lines,
    )
