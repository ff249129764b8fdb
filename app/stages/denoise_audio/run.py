"""Stage `denoise_audio`: measures the noise and takes it out; the picture is copied."""

from app.media.noise import denoised, noise_db
from app.stages.denoise_audio.contract import Denoised, DenoiseInput
from app.stages.operating import Film
from app.stages.tools import Tools


def run(params: DenoiseInput, tools: Tools) -> Denoised:
    """Take the noise out. Raises JobFailure `no_audio` without any sound."""
    film = Film.of(params, tools)
    film.require_sound("take noise out of")
    sound = film.sound(params.media.duration_s, film.part(0.0, 0.3))
    before = after = noise_db(sound)
    if before is None:
        tools.warn("too_quiet", "There is no sound in the audio track, so it was left as it is.")
    else:
        clean = denoised(
            tools.ffmpeg,
            sound,
            tools.work_dir / "clean.raw",
            strength=params.strength,
            reached=film.part(0.3, 0.7),
        )
        sound.path.unlink()
        sound, after = clean, noise_db(clean)
    found = film.write_sound(sound, film.part(0.7, 1.0))
    sound.path.unlink()
    tools.log("noise removed", before_db=before, after_db=after)
    tools.reached(1.0)
    return Denoised(
        file=tools.keep(film.target, film.suffix),
        duration_s=round(params.media.duration_s, 6),
        width=found.width,
        height=found.height,
        noise_before_db=before,
        noise_after_db=after,
    )
