"""Writes one picture of a film as a JPEG file, decoded from the keyframe before it."""

from pathlib import Path

from app.jobs.results import Colour
from app.media.colour import JPEG, input_tags, scaled
from app.media.decoded import decoded_picture
from app.media.ffmpeg import run_ffmpeg
from app.media.film_clock import film_input
from app.media.keyframes import lead_to_keyframe_s

#: Pictures are compared with the wanted time with this tolerance, seconds: times in files are rounded.
ROUNDED_S = 5e-3
#: Pictures are placed on this grid, per second, which is finer than their own.
GRID_FPS = 240
#: A track that begins later than the film shows its first picture from the start, if that comes this soon, seconds.
AFTER_S = 1.0


def write_still(
    ffmpeg: Path, source: Path, target: Path, *, at_s: float, size: tuple[int, int], track: int, colour: Colour,
    max_pixels: int,
) -> bool:  # fmt: skip
    """Write the picture that video track `track` (from 0) shows at `at_s`, scaled to `size`. In children only (PyAV).

    Returns False, without a file, if nothing can be decoded there. Raises JobFailure.
    """
    lead_s = lead_to_keyframe_s(source, at_s, track=track, max_pixels=max_pixels)
    seek = ("-noaccurate_seek", "-ss", f"{at_s - lead_s:.6f}") if lead_s < at_s else ()
    picture = [
        *input_tags(colour),
        # Repeated without end, so that the last picture of a film is there as long as it is shown.
        f"fps={GRID_FPS}:round=up,tpad=stop=-1:stop_mode=clone,fps=1:start_time={at_s + ROUNDED_S:.6f}:round=up",
        "estdif=mode=frame:deint=interlaced",
        *scaled(f"{size[0]}:{size[1]}", "bicubic", JPEG, colour, target.parent),
        "setsar=1[still]",
    ]
    arguments = [*film_input(source, *seek, max_pixels=max_pixels)]
    arguments += decoded_picture(track, [",".join(picture)], end_s=at_s + AFTER_S)
    arguments += ["-map", "[still]", "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "4", "-update", "1"]
    run_ffmpeg(ffmpeg, [*arguments, "-f", "image2", str(target)], task="writing a still")
    return target.exists()
