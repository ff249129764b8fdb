"""The built-in service `demo`: draws a film from the words of a prompt by ffmpeg. Free, offline, child processes only.

An order is nothing but its id, which follows from its mark, so none is ever lost; the film is drawn when it is fetched.
"""

import hashlib
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

from app.core.errors import ErrorCode, JobFailure
from app.providers.demo_film.film import Plan, draw_film
from app.providers.films import FilmOrder, FilmPlace, FilmProvider, FilmState
from app.providers.orders import OrderStep

#: Width to height of the picture.
ASPECTS: Final = {"16:9": (16, 9), "9:16": (9, 16), "1:1": (1, 1)}


class Demo:
    """See `FilmProvider`."""

    def __init__(self, place: FilmPlace) -> None:
        self._place = place

    def submit(self, order: FilmOrder, mark: str) -> str:
        """The id of the order."""
        return f"demo-{mark}"

    def find(self, order: FilmOrder, intent: OrderStep) -> str | None:
        """The id of the order that the intent was for."""
        return self.submit(order, intent.mark)

    def poll(self, order_id: str) -> FilmState:
        """Every order is done at once."""
        return FilmState("done", 1.0, film=order_id)

    def fetch(self, order: FilmOrder, state: FilmState, path: Path, report: Callable[[float], None]) -> None:
        """Draw the film. Without a seed in the order, each order has its own. Raises JobFailure."""
        assert order.duration_s is not None
        width, height = size_of(order.aspect or "16:9", order.resolution or "360p")
        own = int.from_bytes(hashlib.sha256(state.film.encode()).digest()[:6])
        plan = Plan(order.prompt, own if order.seed is None else order.seed, order.duration_s, width, height)
        draw_film(plan, path, self._place.work_dir, self._place.ffmpeg, report)

    def cancel(self, order_id: str) -> bool:
        """Nothing runs anywhere else."""
        return False

    def check(self, timeout_s: float) -> None:
        """Start ffmpeg."""
        try:
            subprocess.run([self._place.ffmpeg, "-version"], capture_output=True, timeout=timeout_s, check=True)
        except (OSError, subprocess.SubprocessError) as error:
            message = f"ffmpeg does not start ({type(error).__name__}). Run python main.py doctor."
            raise JobFailure(ErrorCode.MODEL_UNAVAILABLE, message) from error

    def close(self) -> None:
        """Nothing is open."""


def open_films(place: FilmPlace) -> FilmProvider:
    """The service."""
    return Demo(place)


def size_of(aspect: str, resolution: str) -> tuple[int, int]:
    """The size of a picture in pixels: "360p" is the length of its shorter side. Both sides are even."""
    across, down = ASPECTS[aspect]
    short = int(resolution.removesuffix("p"))
    long = round(short * max(across, down) / min(across, down) / 2) * 2
    return (long, short) if across >= down else (short, long)
