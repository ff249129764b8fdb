"""Drawing in frame pixels: shapes are drawn twice as large and scaled down, which smooths their edges."""

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 640, 360
_SCALE = 2
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf")
"""From Debian's fonts-dejavu-core; only its drawn pixels end up in the video."""

Colour = tuple[int, int, int]
Point = tuple[float, float]


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with `share` (0..1) of `other` stirred in."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


@cache
def _gradient(top: Colour, bottom: Colour) -> Image.Image:
    shares = np.linspace(0.0, 1.0, HEIGHT * _SCALE)[:, None, None]
    rows = np.array(top) * (1 - shares) + np.array(bottom) * shares
    return Image.fromarray(np.repeat(rows, WIDTH * _SCALE, axis=1).round().astype(np.uint8))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size * _SCALE)


class Canvas:
    """One frame in the making, on a vertical gradient from `top` to `bottom`."""

    def __init__(self, top: Colour, bottom: Colour) -> None:
        self._image = _gradient(top, bottom).copy()
        self._draw = ImageDraw.Draw(self._image)

    def disc(self, centre: Point, radius: float, fill: Colour) -> None:
        self.ellipse(centre, (radius, radius), fill)

    def ellipse(self, centre: Point, radii: Point, fill: Colour) -> None:
        (x, y), (rx, ry) = centre, radii
        self._draw.ellipse(_scaled([(x - rx, y - ry), (x + rx, y + ry)]), fill=fill)

    def ring(self, centre: Point, radii: Point, colour: Colour, width: float, sweep: Point = (0, 360)) -> None:
        """Part of an ellipse's outline; `sweep` in degrees, clockwise from three o'clock."""
        (x, y), (rx, ry) = centre, radii
        box = _scaled([(x - rx, y - ry), (x + rx, y + ry)])
        self._draw.arc(box, sweep[0], sweep[1], fill=colour, width=round(width * _SCALE))

    def box(self, left_top: Point, right_bottom: Point, fill: Colour, corner: float = 0) -> None:
        self._draw.rounded_rectangle(_scaled([left_top, right_bottom]), corner * _SCALE, fill=fill)

    def shape(self, corners: Sequence[Point], fill: Colour) -> None:
        self._draw.polygon(_scaled(corners), fill=fill)

    def line(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        self._draw.line(_scaled(points), fill=colour, width=round(width * _SCALE), joint="curve")

    def text(self, left_middle: Point, words: str, size: int, fill: Colour) -> None:
        self._draw.text(_scaled([left_middle])[0], words, font=_font(size), fill=fill, anchor="lm")

    def pixels(self, brightness: float) -> bytes:
        """The finished frame as rgb24; `brightness` 0 is black."""
        small = self._image.reduce(_SCALE)
        if brightness < 1.0:
            small = small.point([round(value * brightness) for value in range(256)] * 3)
        return small.tobytes()


def around(centre: Point, radius: float, degrees: float) -> Point:
    """The point at `degrees` (clockwise from three o'clock) on a circle."""
    angle = math.radians(degrees)
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def _scaled(points: Sequence[Point]) -> list[Point]:
    return [(x * _SCALE, y * _SCALE) for x, y in points]
