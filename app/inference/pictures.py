"""Reads and scales pictures for models: RGB bytes [height, width, 3]. In children only."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

Rgb = npt.NDArray[np.uint8]
Corners = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
"""Of a rectangle in a picture, in its pixels: top left, top right, bottom right, bottom left."""


def read_picture(path: Path) -> Rgb:
    """Read a picture from a file."""
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def scaled(picture: Rgb, width: int, height: int) -> Rgb:
    """The whole picture in another size, whatever its shape."""
    return np.asarray(Image.fromarray(picture).resize((width, height), Image.Resampling.BILINEAR))


def centre(picture: Rgb, shortest: int, crop: int) -> Rgb:
    """The middle square of `crop` pixels, of the picture scaled to `shortest` pixels on its shorter side."""
    image = Image.fromarray(picture)
    scale = shortest / min(image.size)
    image = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.BICUBIC)
    left, top = (image.width - crop) // 2, (image.height - crop) // 2
    return np.asarray(image.crop((left, top, left + crop, top + crop)))


def cut_out(picture: Rgb, corners: Corners, width: int, height: int) -> Rgb:
    """The content of a rectangle that may be turned, upright."""
    top_left, top_right, bottom_right, bottom_left = corners
    order = (*top_left, *bottom_left, *bottom_right, *top_right)
    turned = Image.fromarray(picture).transform((width, height), Image.Transform.QUAD, order, Image.Resampling.BICUBIC)
    return np.asarray(turned)


def written(text: str, size: int = 48, width: int = 640, height: int = 360) -> Rgb:
    """A picture of white words on dark blue, for trials of models."""
    image = Image.new("RGB", (width, height), (20, 30, 70))
    place = (width // 10, height // 3)
    ImageDraw.Draw(image).text(place, text, fill=(240, 240, 240), font=ImageFont.load_default(size))
    return np.asarray(image)
