"""Puts pictures together: places, mixes, wipes and slides them. In children only (numpy).

A picture is one array of bytes as ffmpeg writes `yuv420p`: all of Y, then U, then V, limited range. Sizes and places
are even. Functions return new arrays; their inputs stay unchanged.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]

BLACK: Final = (16, 128, 128)
#: Weights of a mix are counted in steps of this fraction.
STEPS: Final = 256


@dataclass(frozen=True, slots=True)
class Frame:
    """A size in pixels, and where it lies in a larger one."""

    width: int
    height: int
    x: int = 0
    y: int = 0

    @property
    def size_bytes(self) -> int:
        """Bytes of a picture of this size."""
        return self.width * self.height * 3 // 2


def black(frame: Frame) -> Picture:
    """A black picture."""
    picture = np.empty(frame.size_bytes, np.uint8)
    for plane, value in zip(_planes(picture, frame), BLACK, strict=True):
        plane[:] = value
    return picture


def placed(below: Picture, picture: Picture, at: Frame, whole: Frame) -> Picture:
    """`picture` of the size `at` over `below`; itself if it covers all of it."""
    if (at.width, at.height) == (whole.width, whole.height):
        return picture
    out = below.copy()
    for plane, inner, share in zip(_planes(out, whole), _planes(picture, at), (1, 2, 2), strict=True):
        x, y = at.x // share, at.y // share
        plane[y : y + inner.shape[0], x : x + inner.shape[1]] = inner
    return out


def mixed(one: Picture, other: Picture, share: float) -> Picture:
    """A mix with `share` (0..1) of `other`."""
    weight = round(min(1.0, max(0.0, share)) * STEPS)
    if weight in (0, STEPS):
        return other if weight else one
    total: npt.NDArray[np.uint16] = one * np.uint16(STEPS - weight)
    total += other * np.uint16(weight)
    total += np.uint16(STEPS // 2)
    total >>= 8
    return total.astype(np.uint8)


def dipped(one: Picture, other: Picture, share: float, whole: Frame) -> Picture:
    """`one` becomes black in the first half, and black becomes `other` in the second."""
    dark = black(whole)
    return mixed(one, dark, 2 * share) if share < 0.5 else mixed(dark, other, 2 * share - 1)


def wiped(one: Picture, other: Picture, share: float, whole: Frame) -> Picture:
    """`other` over `one` from the right edge on, as far as its share of the width."""
    return _beside(one, other, share, whole, moves=False)


def slid(one: Picture, other: Picture, share: float, whole: Frame) -> Picture:
    """`other` comes in from the right and pushes `one` out to the left."""
    return _beside(one, other, share, whole, moves=True)


def _beside(one: Picture, other: Picture, share: float, whole: Frame, *, moves: bool) -> Picture:
    seen = 2 * round(min(1.0, max(0.0, share)) * whole.width / 2)
    out = np.empty_like(one)
    for plane, left, right, part in zip(
        _planes(out, whole), _planes(one, whole), _planes(other, whole), (1, 2, 2), strict=True
    ):
        edge, new = (whole.width - seen) // part, seen // part
        plane[:, :edge] = left[:, new:] if moves else left[:, :edge]
        plane[:, edge:] = right[:, :new] if moves else right[:, edge:]
    return out


def _planes(picture: Picture, frame: Frame) -> Iterator[Any]:
    """Views of Y, U and V."""
    luma, quarter = frame.width * frame.height, frame.width * frame.height // 4
    yield picture[:luma].reshape(frame.height, frame.width)
    yield picture[luma : luma + quarter].reshape(frame.height // 2, frame.width // 2)
    yield picture[luma + quarter :].reshape(frame.height // 2, frame.width // 2)
