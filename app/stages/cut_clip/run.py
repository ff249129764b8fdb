"""Stage `cut_clip`: cuts one part of the film, as the clips that are chosen by themselves are cut, or of its sound."""

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import MediaInfo
from app.media.damage import first_damage
from app.media.encoding import Cutting, cut_clip
from app.stages.clips.clip_cutting import Footage, faces_for
from app.stages.cut_clip.contract import SOUND_FORMS, CutClip, CutClipInput
from app.stages.cut_clip.sound import audiogram, drawn_lines, film_form, sound_alone
from app.stages.tools import Tools
from app.stages.wanted_track import with_track


def run(params: CutClipInput, tools: Tools) -> CutClip:
    """Cut the clip. Raises JobFailure `unsupported_media` for a part that the film lacks, `no_audio` without sound."""
    _refuse(params)
    params = with_track(params, tools)
    if params.output_format in SOUND_FORMS:
        return sound_alone(params, tools)
    if params.media.video_codec is None:
        return audiogram(params, tools)
    return _film(params, tools)


def _film(params: CutClipInput, tools: Tools) -> CutClip:
    faces = faces_for(params.segments, params.fonts_dir) if params.burn_captions else None
    footage = Footage(
        path=tools.path_of(params.source),
        media=params.media,
        max_pixels=params.max_pixels,
        form=film_form(params),
        resolution=params.resolution,
        aspect=params.aspect,
        cuts=params.cuts,
        focus=params.focus,
        position=params.position,
        segments=params.segments,
        faces=faces,
    )
    wanted = footage.cutting(params.start_s, params.end_s, "", tools.work_dir, whole=True)
    target, thumbnail = tools.work_dir / f"clip.{params.output_format}", tools.work_dir / "clip.jpg"
    found, complaints = cut_clip(tools.ffmpeg, footage.path, target, thumbnail, wanted, reached=tools.reached)
    start_s, length_s = float(wanted.start_s), float(wanted.length_s)
    if complaints and (damage := _damage(footage, wanted)) is not None:
        tools.warn("media_damaged", f"The clip holds parts that could not be decoded ({damage}).")
    lines = drawn_lines(params, faces, start_s, length_s, tools)
    tools.log("clip cut", start_s=round(start_s, 3), length_s=round(length_s, 3))
    tools.reached(1.0)
    return CutClip(
        file=tools.keep(target, f".{params.output_format}"),
        duration_s=round(length_s, 6),
        width=found.width,
        height=found.height,
        start_s=round(start_s, 6),
        end_s=round(start_s + length_s, 6),
        thumbnail=tools.keep(thumbnail, ".jpg"),
        lines=len(lines),
    )


def _refuse(params: CutClipInput) -> None:
    media = params.media
    if media.audio_codec is None and (params.output_format in SOUND_FORMS or media.video_codec is None):
        raise JobFailure(ErrorCode.NO_AUDIO, "The source has no audio track, so there is no sound to cut.")
    if params.start_s >= media.duration_s:
        raise JobFailure(
            ErrorCode.UNSUPPORTED_MEDIA,
            f"The clip begins at {params.start_s:g} s, past the end of its {_noun(media)}, which is "
            f"{media.duration_s:g} s long.",
        )


def _noun(media: MediaInfo) -> str:
    return "film" if media.video_codec is not None else "recording"


def _damage(footage: Footage, wanted: Cutting) -> str | None:
    """The first damage in the clip; the decoder's complaints may only be about the entry point of the file."""
    media, start_s = footage.media, float(wanted.start_s)
    return first_damage(
        footage.path,
        video=media.video_track,
        audio=media.audio_track if media.audio_codec is not None else None,
        from_s=start_s,
        to_s=start_s + float(wanted.length_s),
        max_pixels=footage.max_pixels,
    )
