"""Where a scene is drawn, and the layers that it is drawn in."""

from dataclasses import dataclass
from random import Random

from app.providers.demo_film.canvas import Canvas, Colour, Point, Span, mixed
from app.providers.demo_film.palettes import Palette

#: Layers of the script, from the back.
STARS, SUN, CLOUDS, FAR, MIDDLE, NEAR = 0, 1, 2, 3, 5, 7


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a scene is drawn: the canvas, its time, its colours and its chance."""

    canvas: Canvas
    span: Span
    palette: Palette
    random: Random

    @property
    def width(self) -> int:
        """Of the picture, pixels."""
        return self.canvas.width

    @property
    def height(self) -> int:
        """Of the picture, pixels."""
        return self.canvas.height

    @property
    def unit(self) -> float:
        """See `Canvas.unit`."""
        return self.canvas.unit

    def depth(self, share: float) -> Colour:
        """The colour of land at a depth: 0 far, 1 near."""
        return mixed(self.palette.far, self.palette.near, share)

    def drift(self, path: str, colour: Colour, layer: int, speed: float, *, alpha: float = 0.0) -> None:
        """Draw a layer that moves to the left, `speed` units a second."""
        moved = self.span.scaled(-speed * self.unit)
        self.canvas.draw(path, colour, self.span, layer=layer, at=(0, 0), to=(moved, 0), alpha=alpha)

    def reach(self, speed: float) -> float:
        """How wide a layer must be so that it covers the picture while it drifts."""
        return self.width + self.span.scaled(speed * self.unit) + 2


def rolling(stage: Stage, level: float, swing: float, width: float) -> list[Point]:
    """A soft line of hills about a level of the height."""
    steps = max(4, round(width / (stage.unit * 95)))
    return [
        (
            width * n / steps,
            stage.height
            * (level + swing * (stage.random.uniform(-1, 1) if n % 2 else stage.random.uniform(-0.6, 0.2))),
        )
        for n in range(steps + 1)
    ]
