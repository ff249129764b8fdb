"""Stage `reframe`: crops the whole film around its subject; the crop stands still where it can."""

from dataclasses import replace
from fractions import Fraction

from app.media.film_writing import Writing
from app.media.framing import ASPECTS, plan_moves
from app.media.subjects import Faces, Track, track_of
from app.stages.operating import SOUND_SHARE, Film
from app.stages.reframe.contract import Reframed, ReframeInput
from app.stages.tools import Tools


def run(params: ReframeInput, tools: Tools) -> Reframed:
    """Crop the film. Raises JobFailure `unsupported_media` without a picture."""
    film = Film.of(params, tools)
    film.require_picture("reframe")
    wanted, track = _cropped(params, film.unchanged())
    sound = film.sound(float(wanted.length_s), film.part(0.0, SOUND_SHARE)) if film.has_sound else None
    found = film.write(wanted, sound, film.part(SOUND_SHARE, 1.0), task="reframing")
    if sound is not None:
        sound.path.unlink()
    tools.log("film reframed", aspect=params.aspect, shots=track.shots, with_faces=track.with_faces)
    tools.reached(1.0)
    return Reframed(
        file=tools.keep(film.target, film.suffix),
        duration_s=round(found.video_s, 6),
        width=found.width,
        height=found.height,
        aspect=params.aspect,
        shots=track.shots,
        shots_with_faces=track.with_faces,
    )


def _cropped(params: ReframeInput, wanted: Writing) -> tuple[Writing, Track]:
    """The parameters with the crop's path, and the subject's."""
    media, crop = params.media, ASPECTS[params.aspect]
    shape, length_s = Fraction(media.width or 16, media.height or 9), float(wanted.length_s)
    axis = 0 if crop <= shape else 1
    crop_share = float(min(crop / shape, shape / crop))
    shots_s = [cut.start_s for cut in params.cuts if cut.kind == "cut"]
    track = track_of(
        [(point[0], point[1 + axis]) for point in params.focus],
        [Faces(seen.at_s, seen.boxes) for seen in params.faces],
        shots_s,
        length_s,
        axis=axis,
        crop_share=crop_share,
    )
    moves = plan_moves(track.points, shots_s, length_s, crop_share, whole_film=True) if crop_share < 1 else ()
    cropped = replace(wanted, crop=crop, axis="x" if axis == 0 else "y", crop_share=crop_share, moves=moves)
    return cropped, track
