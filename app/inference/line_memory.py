"""Remembers the lines of the picture before, so that what stays on screen is read once. In children only."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.inference.pictures import Rgb
from app.inference.text_regions import Region

#: A line is at the same place if the rectangles have at least this share of their union in common.
SAME_PLACE = 0.7
#: Its pixels are the same if no block of so many pixels each way differs by more grey levels in the mean: one other
#: digit makes 30, lossy compression 5.
BLOCK, SAME_PIXELS = 8, 14.0

Text = tuple[str, float]
"""The text of a line and its score."""
Grey = npt.NDArray[np.int16]


class _Place(NamedTuple):
    """A rectangle of pixels, without its right and lower border."""

    left: int
    top: int
    right: int
    bottom: int


class _Line(NamedTuple):
    place: _Place
    pixels: Grey
    text: Text


class LineMemory:
    """The lines of one picture."""

    def __init__(self) -> None:
        self._lines: list[_Line] = []

    def recalled(self, picture: Rgb, region: Region) -> Text | None:
        """The text of this region if the picture before had it at the same place, with the same pixels."""
        place = _place(picture, region)
        for line in self._lines:
            if _common_share(line.place, place) >= SAME_PLACE and _same(line.pixels, _pixels(picture, line.place)):
                return line.text
        return None

    def replace(self, picture: Rgb, regions: Sequence[Region], texts: Sequence[Text]) -> None:
        """Store the lines of a picture instead of those before."""
        places = [_place(picture, region) for region in regions]
        self._lines = [_Line(place, _pixels(picture, place), text) for place, text in zip(places, texts, strict=True)]


def _place(picture: Rgb, region: Region) -> _Place:
    x, y = zip(*region.corners, strict=True)
    height, width = picture.shape[:2]
    left, top = (int(np.clip(min(values), 0, most)) for values, most in ((x, width), (y, height)))
    right, bottom = (int(np.clip(np.ceil(max(values)), 0, most)) for values, most in ((x, width), (y, height)))
    return _Place(left, top, right, bottom)


def _pixels(picture: Rgb, place: _Place) -> Grey:
    return picture[place.top : place.bottom, place.left : place.right, 1].astype(np.int16)


def _common_share(one: _Place, other: _Place) -> float:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    common = max(0, across) * max(0, down)
    areas = sum((place.right - place.left) * (place.bottom - place.top) for place in (one, other))
    return common / (areas - common) if areas > common else 0.0


def _same(one: Grey, other: Grey) -> bool:
    if one.shape != other.shape or not one.size:
        return False
    steps = [np.arange(0, side, BLOCK) for side in one.shape]
    sums = np.add.reduceat(np.add.reduceat(np.abs(one - other), steps[0], axis=0, dtype=np.int64), steps[1], axis=1)
    sizes = np.outer(*(np.diff([*step, side]) for step, side in zip(steps, one.shape, strict=True)))
    full = sizes >= BLOCK * BLOCK // 2  # a sliver at the edge is mostly noise
    return bool((sums[full] / sizes[full] <= SAME_PIXELS).all())
