"""Stage `normalize_loudness`: measures, changes and measures again; the picture is copied."""

from app.jobs.measures import SoundMeasures
from app.media.film_sound import FilmSound
from app.media.loudness import Loudness, measured, normalized
from app.media.sound_measures import measure_sound
from app.stages.normalize_loudness.contract import LoudnessInput, Normalized
from app.stages.operating import Film
from app.stages.tools import Tools

#: How far the result may be from the target without a warning, LU.
TOLERANCE_LU = 0.5


def run(params: LoudnessInput, tools: Tools) -> Normalized:
    """Bring the sound to the loudness. Raises JobFailure `no_audio` without any."""
    film = Film.of(params, tools)
    film.require_sound("bring to a loudness")
    wanted_s = params.media.duration_s
    sound = film.sound(wanted_s, film.part(0.0, 0.1))
    before = measured(tools.ffmpeg, sound, tools.work_dir, reached=film.part(0.1, 0.2))
    if before.is_measurable:
        sound = _changed(film, params, sound, before)
    else:
        tools.warn("too_quiet", "Nothing in the sound is loud enough to be measured, so it was left as it is.")
    found = film.write_sound(sound, film.part(0.8, 0.95))
    sound.path.unlink()
    after = _measures(film, wanted_s)
    if after is not None and after.integrated_lufs is not None and before.is_measurable:
        _warn_if_missed(after.integrated_lufs, params, tools)
    tools.log("loudness normalized", before=before.lufs, after=after.integrated_lufs if after else None)
    tools.reached(1.0)
    return Normalized(
        file=tools.keep(film.target, film.suffix),
        duration_s=round(params.media.duration_s, 6),
        width=found.width,
        height=found.height,
        lufs_before=before.lufs if before.is_measurable else None,
        lufs_after=after.integrated_lufs if after else None,
        true_peak_before_dbtp=before.true_peak_dbtp if before.is_measurable else None,
        true_peak_after_dbtp=after.true_peak_dbtp if after else None,
        target_lufs=params.target_lufs,
    )


def _changed(film: Film, params: LoudnessInput, sound: FilmSound, before: Loudness) -> FilmSound:
    tools = film.tools
    changed = normalized(
        tools.ffmpeg,
        sound,
        before,
        tools.work_dir,
        target_lufs=params.target_lufs,
        true_peak_dbtp=params.true_peak_db,
        reached=film.part(0.2, 0.8),
    )
    if changed is not sound:
        sound.path.unlink()
    return changed


def _measures(film: Film, film_s: float) -> SoundMeasures | None:
    """Measure the finished file."""
    return measure_sound(
        film.tools.ffmpeg, film.target, track=0, rate_hz=None, film_s=film_s, reached=film.part(0.95, 1.0)
    )


def _warn_if_missed(lufs: float, params: LoudnessInput, tools: Tools) -> None:
    if abs(lufs - params.target_lufs) <= TOLERANCE_LU:
        return
    why = "it is too short, or loud for too short a time, to be measured exactly"
    if lufs < params.target_lufs:
        why = f"louder, its peaks would be above {params.true_peak_db:.1f} dBTP"
    tools.warn("loudness_missed", f"The sound has {lufs:.1f} LUFS instead of {params.target_lufs:.1f}: {why}.")
