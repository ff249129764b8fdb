"""Look at a file that somebody uploaded, before it is accepted. Not a stage of a plan: the upload route runs it."""

from pathlib import Path

from app.jobs.results import MediaInfo, Result
from app.media.ffmpeg import MOST_FILM_PIXELS
from app.stages.stage import Tools


class InspectInput(Result):
    """`path` is the server's own name for the uploaded bytes, wherever they lie."""

    path: str
    max_seconds: float
    max_pixels: int
    max_film_pixels: int = MOST_FILM_PIXELS


def run(params: InspectInput, tools: Tools) -> MediaInfo:
    """What the file holds. Raises JobFailure: `unsupported_media`, `too_long` or `too_large`."""
    from app.media.probe import probe

    media = probe(
        Path(params.path),
        max_seconds=params.max_seconds,
        max_pixels=params.max_pixels,
        max_film_pixels=params.max_film_pixels,
    )
    tools.reached(1.0)
    return media
