"""Stage `stabilize`: measures how the picture shakes, moves it back, and measures what is left."""

from dataclasses import replace

from app.media.steadying import SMALL_WIDTH, measure_result, measure_shake, shake_of, steadying
from app.stages.operating import Film
from app.stages.stabilize.contract import Stabilized, StabilizeInput
from app.stages.tools import Tools

#: A picture that shakes less than this share of its width, root mean square, is steady.
SHAKING = 0.005


def run(params: StabilizeInput, tools: Tools) -> Stabilized:
    """Steady the picture. Raises JobFailure `unsupported_media` without one."""
    film = Film.of(params, tools)
    film.require_picture("steady")
    wanted, width = film.unchanged(), params.media.width or 16
    movements, left = tools.work_dir / "movements.trf", tools.work_dir / "left.trf"
    measure_shake(tools.ffmpeg, film.source, wanted, movements, reached=film.part(0.0, 0.35))
    steady = replace(wanted, steadied=steadying(movements, params.strength, width))
    sound = film.sound(float(wanted.length_s), film.part(0.35, 0.4)) if film.has_sound else None
    found = film.write(steady, sound, film.part(0.4, 0.85), task="steadying the picture")
    if sound is not None:
        sound.path.unlink()
    measure_result(tools.ffmpeg, film.target, left, length_s=found.video_s, reached=film.part(0.85, 1.0))
    before, after = shake_of(movements, width), shake_of(left, SMALL_WIDTH)
    movements.unlink()
    left.unlink()
    if after > max(before, SHAKING):
        tools.warn(
            "not_steadier", "The picture does not shake in a way that can be steadied; compare it with the source."
        )
    tools.log("picture steadied", before=before, after=after)
    tools.reached(1.0)
    return Stabilized(
        file=tools.keep(film.target, film.suffix),
        duration_s=round(found.video_s, 6),
        width=found.width,
        height=found.height,
        shake_before=before,
        shake_after=after,
    )
