"""Aside `inspect`: probe an uploaded file before it is accepted."""

from app.jobs.results import MediaInfo, Result
from app.media.ffmpeg import MOST_FILM_PIXELS
from app.stages.asides.aside import Aside


class InspectInput(Result):
    """`path` is the server's own path of the uploaded bytes."""

    path: str
    max_seconds: float
    max_pixels: int
    max_film_pixels: int = MOST_FILM_PIXELS


INSPECT = Aside(
    name="inspect",
    input=InspectInput,
    output=MediaInfo,
    entry="app.stages.asides.inspect.run:run",
    files=lambda params: (params.path,),
)
