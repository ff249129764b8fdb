"""How scenes are encoded: as proxies, for a quick view, and as mezzanines, for the work of an editor.

A proxy is at most 540 pixels high, upright, with square pixels and the colours of players. A mezzanine has the picture
of the source: its size, colours and depth, every frame of it. All encoders store pictures in the order in which they
are shown, and begin anew at the first frame of a scene.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

from app.jobs.results import Colour
from app.media.colour import BT709_TAGS, input_tags, to_video
from app.media.encoding import SQUARE_PIXELS
from app.media.scene_formats import MezzanineFormat

PROXY_HEIGHT: Final = 540
#: The longest time from one keyframe of a proxy to the next, seconds.
KEYFRAME_S: Final = Fraction(1, 2)
#: The time from one keyframe of a mezzanine to the next, seconds.
MEZZANINE_KEYFRAME_S: Final = 1

#: The fastest preset with arithmetic coding: at these high qualities a slower one costs twice the work for files of
#: the same size.
_X264: Final = ("-c:v", "libx264", "-preset", "ultrafast", "-coder", "cabac", "-bf", "0", "-forced-idr", "1")
PROXY: Final = (*_X264, "-crf", "23", "-x264-params", "deblock=0,0", "-profile:v", "high")
MEZZANINE: Final = (*_X264, "-crf", "16")
#: Both editors' formats store each picture on its own.
_PRORES: Final = {True: ("4444", "yuv444p10le"), False: ("hq", "yuv422p10le")}
_DNXHR: Final = {
    (True, True): ("dnxhr_444", "yuv444p10le"),
    (True, False): ("dnxhr_444", "yuv444p10le"),
    (False, True): ("dnxhr_hqx", "yuv422p10le"),
    (False, False): ("dnxhr_hq", "yuv422p"),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """What is encoded: the film's colours, and the size of its frames as they are shown, with their own pixels.

    `rgb`: they are in red, green and blue; `full_chroma`: colours have the size of the picture; `deep`: more than 8
    bits; `interlaced`: they are flagged so, and can be encoded so.
    """

    colour: Colour
    size: tuple[int, int]
    rgb: bool = False
    full_chroma: bool = False
    deep: bool = False
    interlaced: bool = False


def proxy_filters(picture: Picture, folder: Path) -> list[str]:
    """The filters of a proxy; tables for converting its colours are written to `folder`."""
    whole = [*input_tags(picture.colour), "bwdif=mode=send_frame:deint=interlaced", SQUARE_PIXELS, "setsar=1"]
    fitted = f"scale=w=-2:h=2*trunc(min(ih\\,{PROXY_HEIGHT})/2):flags=bicubic"
    return [*whole, fitted, *to_video(picture.colour, folder)]


def mezzanine_filters(picture: Picture) -> list[str]:
    """The filters of a mezzanine: none but what its codec needs."""
    filters = []
    odd = (picture.size[0] % 2, picture.size[1] % 2)
    if any(odd):  # one more column or row, like the one beside it
        filters += ["pad=w=2*ceil(iw/2):h=2*ceil(ih/2)", f"fillborders=right={odd[0]}:bottom={odd[1]}:mode=smear"]
    if picture.rgb:
        filters += ["scale=out_color_matrix=bt709:out_range=tv:flags=bicubic+accurate_rnd+full_chroma_int"]
        filters += ["format=yuv444p10le" if picture.deep else "format=yuv444p", BT709_TAGS]
    return filters or ["null"]


def proxy_codec(keyframes: Path, fps: Fraction | None) -> Sequence[str]:
    """The encoder's arguments for proxies; `keyframes` is a file with the condition for keyframes."""
    longest = ("-g", str(max(1, int(KEYFRAME_S * fps)))) if fps else ()
    return (*PROXY, *longest, "-/force_key_frames", str(keyframes))


def mezzanine_codec(form: MezzanineFormat, picture: Picture, keyframes: Path, fps: Fraction | None) -> Sequence[str]:
    """The encoder's arguments for mezzanines of that format."""
    fields = ("-flags", "+ilme+ildct") if picture.interlaced and form != "dnxhr" else ()
    full = picture.full_chroma or picture.rgb
    if form == "prores":
        profile, pixels = _PRORES[full]
        return ("-c:v", "prores_ks", "-vendor", "apl0", "-profile:v", profile, "-pix_fmt", pixels, *fields)
    if form == "dnxhr":
        profile, pixels = _DNXHR[full, picture.deep]
        return ("-c:v", "dnxhd", "-profile:v", profile, "-pix_fmt", pixels)
    distance = round(MEZZANINE_KEYFRAME_S * (fps or 25))
    return (*MEZZANINE, *fields, "-g", str(max(1, distance)), "-/force_key_frames", str(keyframes))


def keyframe_distance_s(fps: Fraction | None) -> float:
    """How long after a keyframe of a proxy the next frame is one, so that none is later than KEYFRAME_S.

    `fps` is the rate of all frames; None if they are uneven.
    """
    if fps is None or 1 / fps >= KEYFRAME_S / 2:
        return float(KEYFRAME_S / 2)
    return float(KEYFRAME_S - 1 / fps) - 0.001


def keyframe_condition(starts: Sequence[int], *, every_s: float | None = None) -> str:
    """ffmpeg's expression that is true for the frames with these numbers and, if set, `every_s` after the last such.

    It halves the numbers with every comparison: a film has thousands of scenes, and each frame is compared.
    """
    condition = _any_of(starts)
    return f"expr:{condition}" if every_s is None else f"expr:gte(t,prev_forced_t+{every_s:.6f})+{condition}"


def _any_of(numbers: Sequence[int]) -> str:
    if len(numbers) <= 2:
        return "+".join(f"eq(n,{number})" for number in numbers) or "0"
    half = len(numbers) // 2
    return f"if(lt(n,{numbers[half]}),{_any_of(numbers[:half])},{_any_of(numbers[half:])})"
