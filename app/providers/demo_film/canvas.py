"""Collects vector shapes as events of an ASS script, which libass draws at any size."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Self

from app.media.captions import ass_clock

#: Coordinates of paths are written in eighths of a pixel (`\\p4`).
SCALE = 8
#: Control points of a Bézier quarter of a circle.
KAPPA = 0.5523

Point = tuple[float, float]
#: Red, green, blue: 0..255.
Colour = tuple[int, int, int]


def hex_colour(text: str) -> Colour:
    """`ff8800` as a colour."""
    return int(text[:2], 16), int(text[2:4], 16), int(text[4:6], 16)


def mixed(first: Colour, second: Colour, share: float) -> Colour:
    """A colour between two; `share` is that of the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def tag(colour: Colour) -> str:
    """A colour as ASS writes it."""
    red, green, blue = colour
    return f"&H{blue:02X}{green:02X}{red:02X}&"


def polygon(points: Iterable[Point]) -> str:
    """A closed path through the points."""
    first, *others = (f"{round(x * SCALE)} {round(y * SCALE)}" for x, y in points)
    return f"m {first} l {' '.join(others)} "


def ellipse(x: float, y: float, wide: float, high: float | None = None) -> str:
    """An ellipse about a point, by its radii."""
    high = wide if high is None else high
    a, b = wide * KAPPA, high * KAPPA
    numbers = (
        *(x + wide, y + b, x + a, y + high, x, y + high),
        *(x - a, y + high, x - wide, y + b, x - wide, y),
        *(x - wide, y - b, x - a, y - high, x, y - high),
        *(x + a, y - high, x + wide, y - b, x + wide, y),
    )
    start = f"m {round((x + wide) * SCALE)} {round(y * SCALE)} b "
    return start + " ".join(str(round(number * SCALE)) for number in numbers) + " "


def box(x: float, y: float, wide: float, high: float) -> str:
    """A rectangle by its upper left corner."""
    return polygon(((x, y), (x + wide, y), (x + wide, y + high), (x, y + high)))


def smooth(points: Sequence[Point], foot: float) -> str:
    """The area between a soft line through the points and the height `foot`."""
    (x0, y0), parts = points[0], []
    for (xa, ya), (xb, yb) in pairwise(points):
        middle = (xa + xb) / 2
        parts.append(f"b {_eighths(middle, ya, middle, yb, xb, yb)}")
    last = points[-1][0]
    return f"m {_eighths(x0, foot)} l {_eighths(x0, y0)} {' '.join(parts)} l {_eighths(last, foot)} "


def _eighths(*numbers: float) -> str:
    return " ".join(str(round(number * SCALE)) for number in numbers)


def star(x: float, y: float, size: float) -> str:
    """A star of four points."""
    thin = size * 0.28
    corners = ((0, -size), (thin, -thin), (size, 0), (thin, thin), (0, size), (-thin, thin), (-size, 0), (-thin, -thin))
    return polygon((x + dx, y + dy) for dx, dy in corners)


@dataclass(frozen=True, slots=True)
class Span:
    """When something is in the picture, seconds; it comes within `come_s` and goes within `go_s`."""

    start_s: float
    end_s: float
    come_s: float = 0.0
    go_s: float = 0.0

    @property
    def length_s(self) -> float:
        """Its length."""
        return self.end_s - self.start_s

    def scaled(self, pixels_per_s: float) -> float:
        """How far something moves meanwhile."""
        return pixels_per_s * self.length_s


@dataclass(slots=True)
class Canvas:
    """A picture of a size in pixels, and the events in it."""

    width: int
    height: int
    events: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, width: int, height: int) -> Self:
        """An empty one."""
        return cls(width, height)

    @property
    def unit(self) -> float:
        """A length that is 1 in a picture whose shorter side has 360 pixels."""
        return min(self.width, self.height) / 360

    def draw(
        self,
        path: str,
        colour: Colour,
        span: Span,
        *,
        layer: int,
        at: Point = (0.0, 0.0),
        to: Point | None = None,
        alpha: float = 0.0,
        blur: float = 0.0,
        tags: str = "",
    ) -> None:
        """Draw a path whose origin is `at`, or moves from there `to`. `alpha` is its transparency, 0..1."""
        place = _place(at, to)
        fade = rf"\fad({round(span.come_s * 1000)},{round(span.go_s * 1000)})"
        look = rf"\bord0\shad0\1c{tag(colour)}\1a&H{round(alpha * 255):02X}&{fade}"
        soft = rf"\blur{blur:.1f}" if blur else ""
        self._add(layer, span, rf"{{\an7{place}{look}{soft}{tags}\p4}}{path.strip()}{{\p0}}")

    def write_placed(self, text: str, span: Span, *, layer: int, tags: str) -> None:
        """Write a text whose `tags` have its place and look."""
        self._add(layer, span, f"{{{tags}}}{text}")

    def _add(self, layer: int, span: Span, text: str) -> None:
        times = f"{ass_clock(max(0.0, span.start_s))},{ass_clock(span.end_s)}"
        self.events.append(f"Dialogue: {layer},{times},Film,,0,0,0,,{text}")

    def script(self, font: str) -> str:
        """The whole script."""
        style = (
            f"Style: Film,{font},{round(30 * self.unit)},&H00FFFFFF,&H00FFFFFF,&H00101010,&H80000000,-1,1,0,0,7,0,0,0,1"
        )
        fields = (
            "Format: Name,Fontname,Fontsize,PrimaryColour,SecondaryColour,OutlineColour,BackColour,Bold,BorderStyle,"
            "Outline,Shadow,Alignment,MarginL,MarginR,MarginV,Encoding"
        )
        return "\n".join(
            (
                "[Script Info]",
                "ScriptType: v4.00+",
                f"PlayResX: {self.width}",
                f"PlayResY: {self.height}",
                "WrapStyle: 2",
                "ScaledBorderAndShadow: yes",
                "",
                "[V4+ Styles]",
                fields,
                style,
                "",
                "[Events]",
                "Format: Layer,Start,End,Style,Name,MarginL,MarginR,MarginV,Effect,Text",
                *self.events,
                "",
            )
        )


def _place(at: Point, to: Point | None) -> str:
    if to is None:
        return rf"\pos({at[0]:.2f},{at[1]:.2f})"
    return rf"\move({at[0]:.2f},{at[1]:.2f},{to[0]:.2f},{to[1]:.2f})"


def sway(span: Span, degrees: float, period_s: float) -> str:
    """Tags for a slow turn from side to side."""
    half, parts, now, side = period_s / 2, [rf"\frz{-degrees:.1f}"], 0.0, 1
    while now < span.length_s:
        parts.append(rf"\t({round(now * 1000)},{round((now + half) * 1000)},\frz{side * degrees:.1f})")
        now, side = now + half, -side
    return "".join(parts)


def twinkle(span: Span, low: float, high: float, period_s: float) -> str:
    """Tags for a transparency that comes and goes between two values."""
    half, parts, now, up = period_s / 2, [rf"\1a&H{round(low * 255):02X}&"], 0.0, True
    while now < span.length_s:
        value = high if up else low
        parts.append(rf"\t({round(now * 1000)},{round((now + half) * 1000)},\1a&H{round(value * 255):02X}&)")
        now, up = now + half, not up
    return "".join(parts)


def arc(turns: float, radius: float) -> Point:
    """A point on a circle about the origin."""
    return radius * math.cos(turns * math.tau), radius * math.sin(turns * math.tau)
