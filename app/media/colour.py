"""Builds the ffmpeg filters that convert a film's colours to those that players and picture files expect.

Clips are BT.709 in limited range and tagged so; picture files (JPEG) are BT.601 in full range. HDR (HLG, PQ) and wide
gamuts (BT.2020, P3) are converted to the light of a standard (SDR) screen: diffuse white at 203 cd/m² (ITU-R BT.2408)
becomes almost white, and brighter light is compressed into the rest.

That conversion is a 3D lookup table over red, green and blue, computed here and applied by ffmpeg's `lut3d`: it is
exact for HLG, whose display curve mixes the channels, and several times as fast as a chain of floating-point filters.
The table's scale goes below zero, so that colours outside the gamut are clipped per pixel, not per cell.
"""

import math
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from app.jobs.results import Colour

Light = npt.NDArray[np.float64]

#: Code points of ISO/IEC 23091-2, as decoders report them, and the names that ffmpeg's filters take.
TRANSFERS: Final = {16: "smpte2084", 18: "arib-std-b67"}
PRIMARIES: Final = {9: "bt2020", 11: "smpte431", 12: "smpte432"}
UNSPECIFIED: Final = 2
#: Matrices of BT.2020; with one of them, unspecified primaries are taken for those of BT.2020.
BT2020_MATRICES: Final = frozenset({9, 10, 14})
#: Matrices by code point. "other" needs no name here: ffmpeg's `scale` supports those.
MATRICES: Final = {
    1: "bt709",
    5: "bt601",
    6: "bt601",
    8: "ycgco",
    10: "bt2020c",
    14: "ictcp",
    **dict.fromkeys((4, 7, 9), "other"),
}
#: A picture without a matrix tag is BT.709 from this size on and BT.601 below it, as players guess.
HD_WIDTH, HD_HEIGHT = 1280, 577

#: Chromaticities of red, green and blue; all with white D65.
CHROMATICITIES: Final = {
    "bt709": ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060)),
    "bt2020": ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),
    "smpte431": ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
    "smpte432": ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
}
WHITE: Final = (0.3127, 0.3290)
DIFFUSE_WHITE_CD: Final = 203.0
HLG_PEAK_CD: Final = 1000.0
DISPLAY_GAMMA: Final = 2.4
#: Light up to this share of diffuse white is not compressed.
KNEE: Final = 0.85

#: Steps of the table along each side, and the scale of light in it: asinh(light / BEND) from LOWEST to 1.
CELLS: Final = 49
BEND, LOWEST = 0.05, -0.3
#: Full scale of 16 bits. `lutrgb` reaches 65280 only: the brightest white of a converted film is 254 of 255.
FULL: Final = 65_535

#: The colours of a standard film (SDR, BT.709).
ORDINARY: Final = Colour()
#: Targets of conversions: matrix and range, pixel format.
VIDEO: Final = ("out_color_matrix=bt709:out_range=tv", "yuv420p")
#: As VIDEO, for the small frames that are compared: without chroma subsampling.
COMPARED: Final = ("out_color_matrix=bt709:out_range=tv", "yuv444p")
JPEG: Final = ("out_color_matrix=bt601:out_range=pc", "yuvj420p")
EXACT: Final = "accurate_rnd+full_chroma_int"
NO_SIDE_DATA: Final = "sidedata=mode=delete"
BT709_TAGS: Final = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"


def colour_of(frame: Any) -> Colour:
    """Read the colours of a decoded frame from its tags, with guesses where they are missing."""
    transfer = TRANSFERS.get(int(frame.color_trc))
    primaries = PRIMARIES.get(int(frame.color_primaries))
    matrix = int(frame.colorspace)
    if int(frame.color_primaries) == UNSPECIFIED and (transfer or matrix in BT2020_MATRICES):
        primaries = "bt2020"
    as_such = frame.format.is_rgb or frame.format.has_palette
    guess = "bt709" if frame.width >= HD_WIDTH or frame.height >= HD_HEIGHT else "bt601"
    values = {
        "kind": {"smpte2084": "pq", "arib-std-b67": "hlg"}.get(transfer or "", "sdr"),
        "primaries": primaries or "bt709",
        "matrix": "other" if as_such else MATRICES.get(matrix, guess),
        "guessed": not as_such and matrix not in MATRICES,
    }
    return Colour.model_validate(values)


def input_tags(colour: Colour) -> list[str]:
    """The filters that tag frames with values that `scale` supports; put them first in a chain.

    `scale` fails on reserved or rare values. Transfer and primaries are converted by our table, so standard ones are
    set.
    """
    curve = {"pq": "smpte2084", "hlg": "arib-std-b67", "sdr": "2020_10"}[colour.kind]
    known = "setparams=color_primaries=bt709:color_trc=bt709"
    if colour.matrix == "ycgco":
        return [known, "zscale=min=ycgco:m=709"]
    if colour.matrix in {"bt2020c", "ictcp"}:  # these two mix light, so its curve must be known
        kept = f"tin={curve}:t={curve}:pin=2020:p=2020"
        return [f"zscale=min={colour.matrix}:m=2020_ncl:{kept}", known]
    if colour.matrix == "bt601":  # also where tagged: `colorspace` fails at an untagged frame
        return [f"{known}:colorspace=smpte170m"]
    return [f"{known}:colorspace=bt709" if colour.guessed else known]


def scaled(size: str, kernel: str, form: tuple[str, str], colour: Colour, folder: Path) -> list[str]:
    """The filters that scale and convert to a target; `size` and `kernel` are what ffmpeg's `scale` takes.

    Frames carry their own matrix and range tags. The lookup table that HDR and wide gamuts need is written to `folder`.
    """
    target, pixels = form
    screen = _to_screen(colour, folder)
    if screen:  # through 8 bits; otherwise greys are tinted by one level
        exact = f"scale={target}:flags=bicubic+{EXACT}"
        return [f"scale={size}:flags={kernel}", *screen, "format=gbrp", exact, f"format={pixels}"]
    return [f"scale={size}:{target}:flags={kernel}+{EXACT}", f"format={pixels}"]


def to_video(colour: Colour, folder: Path) -> list[str]:
    """The filters that convert to VIDEO and tag the result. They work per pixel: cheapest after scaling down."""
    target, pixels = VIDEO
    screen = _to_screen(colour, folder)
    if not screen and colour.matrix == "bt601":  # common, and here some 30 times as fast as `scale` is exact
        return [f"colorspace=space=bt709:primaries=bt709:trc=bt709:range=tv:format={pixels}:fast=1", BT709_TAGS]
    return [*screen, f"scale={target}:flags=bicubic+{EXACT}", f"format={pixels}", BT709_TAGS]


def _to_screen(colour: Colour, folder: Path) -> list[str]:
    """The filters from the film's light to that of an SDR screen, in red, green and blue; none if both are the same."""
    if colour.kind == "sdr" and colour.primaries == "bt709":
        return []
    table = folder / f"light-{colour.kind}-{colour.primaries}.cube"
    if not table.exists():
        part = table.with_suffix(".part")
        part.write_text(table_text(colour), encoding="ascii")
        part.rename(table)
    low, high = math.asinh(LOWEST / BEND), math.asinh(1 / BEND)
    grown = f"{low:.9f}+val/{FULL}*{high - low:.9f}"
    light = f"clip({BEND}*(exp({grown})-exp(-({grown})))/2,0,1)"
    curve = f"{FULL}*pow({light},{1 / DISPLAY_GAMMA:.9f})".replace(",", "\\,")
    # The HDR metadata no longer applies and is deleted.
    return ["format=gbrp16", f"lut3d=file={escaped(table)}", f"lutrgb=r={curve}:g={curve}:b={curve}", NO_SIDE_DATA]


def table_text(colour: Colour) -> str:
    """The lookup table in the .cube format: the screen's light for every step of red, green and blue."""
    steps = np.linspace(0, 1, CELLS)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    light = screen_light(np.stack([red, green, blue], axis=-1).reshape(-1, 3), colour)
    low, high = math.asinh(LOWEST / BEND), math.asinh(1 / BEND)
    rows = np.floor((np.arcsinh(np.clip(light, LOWEST, 1) / BEND) - low) / (high - low) * FULL).astype(int)
    share = [f"{n / FULL:.6f}" for n in range(FULL + 1)]
    lines = (f"{share[r]} {share[g]} {share[b]}" for r, g, b in rows.tolist())
    return f"LUT_3D_SIZE {CELLS}\n" + "\n".join(lines) + "\n"


def screen_light(codes: Light, colour: Colour) -> Light:
    """Convert coded red, green and blue (0..1) to light of a BT.709 screen: 1 is white, below 0 is out of gamut."""
    light = _light(codes, colour) @ _between_primaries(colour.primaries, "bt709").T
    if colour.kind == "sdr":
        return light
    brightest = np.maximum(light.max(axis=-1, keepdims=True), 1e-9)
    room = 1 - KNEE
    pressed = KNEE + room * (1 - np.exp(-np.maximum(brightest - KNEE, 0) / room))
    return np.asarray(light * np.where(brightest > KNEE, pressed / brightest, 1.0))


def _light(codes: Light, colour: Colour) -> Light:
    """Light on the screen that the film was mastered for, diffuse white = 1, in the film's primaries."""
    if colour.kind == "pq":  # SMPTE ST 2084
        power = np.asarray(codes) ** (1 / 78.84375)
        return (
            np.asarray(
                10_000 * (np.maximum(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125)
            )
            / DIFFUSE_WHITE_CD
        )
    if colour.kind == "hlg":  # ITU-R BT.2100, for a screen of 1000 cd/m²
        scene = np.where(codes <= 0.5, codes**2 / 3, (np.exp((codes - 0.55991073) / 0.17883277) + 0.28466892) / 12)
        luminance = scene @ np.array([0.2627, 0.6780, 0.0593])
        return np.asarray(HLG_PEAK_CD * scene * np.maximum(luminance, 1e-12)[..., None] ** 0.2) / DIFFUSE_WHITE_CD
    return np.asarray(codes**DISPLAY_GAMMA)


def _between_primaries(source: str, target: str) -> Light:
    return np.asarray(np.linalg.inv(_to_xyz(target)) @ _to_xyz(source))


def _to_xyz(primaries: str) -> Light:
    """The matrix from red, green and blue to CIE XYZ."""
    columns = np.array([[x / y, 1.0, (1 - x - y) / y] for x, y in CHROMATICITIES[primaries]]).T
    x, y = WHITE
    weights = np.linalg.solve(columns, np.array([x / y, 1.0, (1 - x - y) / y]))
    return np.asarray(columns * weights)


def escaped(path: Path) -> str:
    """Escape a path for a filter graph: once for the option's value and once for the graph around it."""
    value = "".join(f"\\{c}" if c in "\\':" else c for c in str(path.resolve()))
    return "".join(f"\\{c}" if c in "\\'[],;" else c for c in value)
