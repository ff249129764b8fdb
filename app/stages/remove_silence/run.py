"""Stage `remove_silence`: measures where the film is silent, and puts the rest together, frame by frame."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from app.media.film_sound import FilmSound, levels_db
from app.media.film_writing import Grid
from app.media.output_check import Found
from app.media.pauses import STEP_S, Kept, kept_frames, sample_spans, threshold_of
from app.media.sound_cuts import joined
from app.stages.operating import SOUND_SHARE, Film
from app.stages.remove_silence.contract import KeptStretch, Shortened, SilenceInput
from app.stages.tools import Tools

#: The grid of sound without picture, steps a second.
SOUND_STEPS = Fraction(1000)


def run(params: SilenceInput, tools: Tools) -> Shortened:
    """Cut the pauses out. Raises JobFailure `no_audio` without any sound."""
    film = Film.of(params, tools)
    film.require_sound("search for silence")
    grid = film.unchanged().grid if film.has_picture else _sound_grid(params.media.duration_s)
    sound = film.sound(float(grid.length_s), film.part(0.0, SOUND_SHARE))
    levels = levels_db(sound, STEP_S)
    threshold_db = threshold_of(levels) if params.threshold_db is None else params.threshold_db
    kept = kept_frames(
        levels, threshold_db, min_s=params.min_s, padding_s=params.padding_s, fps=grid.fps, frames=grid.frames
    )
    if not kept:
        tools.warn("all_silent", "The whole film is silent, so nothing was cut out.")
        kept = (Kept(0, grid.frames),)
    found = _written(film, grid, kept, sound)
    removed = grid.frames - sum(span.count for span in kept)
    tools.log("silence removed", stretches=len(kept), removed_s=round(float(removed / grid.fps), 3))
    tools.reached(1.0)
    return Shortened(
        file=tools.keep(film.target, film.suffix),
        duration_s=round(float((grid.frames - removed) / grid.fps), 6),
        width=found.width,
        height=found.height,
        removed_s=round(float(removed / grid.fps), 6),
        cuts=_removed_stretches(kept, grid.frames),
        threshold_db=round(threshold_db, 1),
        fps=str(grid.fps),
        kept=tuple(KeptStretch(first=span.first, last=span.last) for span in kept),
    )


def _written(film: Film, grid: Grid, kept: tuple[Kept, ...], sound: FilmSound) -> Found:
    whole = kept == (Kept(0, grid.frames),)
    spans = sample_spans(kept, grid.fps, sound.rate_hz)
    rest = film.part(SOUND_SHARE, 1.0)
    short = sound if whole else joined(sound, spans, film.tools.work_dir / "short.raw")
    if whole or not film.has_picture:
        found = film.write_sound(short, rest)
    else:
        found = film.write(replace(film.unchanged(), kept=kept), short, rest, task="removing silence")
    sound.path.unlink()
    short.path.unlink(missing_ok=True)
    return found


def _sound_grid(duration_s: float) -> Grid:
    return Grid(SOUND_STEPS, max(1, round(duration_s * SOUND_STEPS)))


def _removed_stretches(kept: tuple[Kept, ...], frames: int) -> int:
    """The number of stretches that were removed."""
    between = sum(1 for one, other in pairwise(kept) if other.first > one.last)
    return between + int(kept[0].first > 0) + int(kept[-1].last < frames)
