"""Stage `burn_captions`: draws captions as in clips, into the whole film."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from app.media.film_writing import Writing
from app.stages.burn_captions.contract import Captioned, CaptionsInput
from app.stages.clips.clip_captions import captions_of, complaint
from app.stages.operating import SOUND_SHARE, Film
from app.stages.tools import Tools
from app.text.typeface import typefaces_for


def run(params: CaptionsInput, tools: Tools) -> Captioned:
    """Draw the captions. Raises JobFailure `unsupported_media` without a picture."""
    film = Film.of(params, tools)
    film.require_picture("draw captions into")
    wanted = film.unchanged()
    if not params.segments:
        tools.warn("no_speech", "Nothing is said in the film, so there are no captions to draw.")
    else:
        wanted = _with_captions(params, tools, wanted)
    sound = film.sound(float(wanted.length_s), film.part(0.0, SOUND_SHARE)) if film.has_sound else None
    found = film.write(wanted, sound, film.part(SOUND_SHARE, 1.0), task="drawing captions")
    if sound is not None:
        sound.path.unlink()
    tools.log("captions drawn", lines=len(params.segments))
    tools.reached(1.0)
    return Captioned(
        file=tools.keep(film.target, film.suffix),
        duration_s=round(found.video_s, 6),
        width=found.width,
        height=found.height,
        lines=len(params.segments),
    )


def _with_captions(params: CaptionsInput, tools: Tools, wanted: Writing) -> Writing:
    media = params.media
    spoken = " ".join(segment.text for segment in params.segments)
    faces = typefaces_for(spoken, Path(params.fonts_dir) if params.fonts_dir else None)
    if lacking := faces.lacking(spoken):
        tools.warn("caption_glyphs", complaint(lacking))
    shape, height = Fraction(media.width or 16, media.height or 9), media.height or 360
    captions = captions_of(params.segments, shape, height, faces, tools.work_dir)
    return wanted if captions is None else replace(wanted, captions=captions.file, fonts=captions.fonts)
