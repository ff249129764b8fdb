"""Chooses the size of a rendered picture, and of each source's picture in it."""

from typing import NamedTuple

from app.timeline.layout import even

#: Heights by their name in options.
HEIGHTS = {"360p": 360, "480p": 480, "720p": 720, "1080p": 1080}
#: A picture that is at most so many pixels too narrow or too flat is stretched over them.
STRETCHED = 4


class Size(NamedTuple):
    """A size in pixels, both even."""

    width: int
    height: int


class Box(NamedTuple):
    """Where a picture lies in the whole one, pixels, all even."""

    x: int
    y: int
    width: int
    height: int


def output_size(width: int, height: int, resolution: str) -> Size:
    """The size of the render: the timeline's own, a height that is never scaled up, or `width`x`height`."""
    if resolution == "source":
        return Size(even(width), even(height))
    if (tall := HEIGHTS.get(resolution)) is not None:
        scale = min(1.0, tall / height)
        return Size(even(width * scale), even(height * scale))
    wide, _, high = resolution.partition("x")
    return Size(even(int(wide)), even(int(high)))


def fitted(width: int, height: int, whole: Size) -> Box:
    """Where a picture of that shape lies: as large as it fits, in the middle, all of it seen."""
    scale = min(whole.width / width, whole.height / height)
    wide, high = min(whole.width, even(width * scale)), min(whole.height, even(height * scale))
    if whole.width - wide <= STRETCHED and whole.height - high <= STRETCHED:
        return Box(0, 0, *whole)
    return Box((whole.width - wide) // 4 * 2, (whole.height - high) // 4 * 2, wide, high)
