"""Aside `film_sound`: what a film in a folder of the operator has to hear and to read, and its sound as a file."""

from app.jobs.results import Blob, MediaInfo, Result
from app.media.ffmpeg import MOST_FILM_PIXELS
from app.stages.asides.aside import Aside


class FilmSoundInput(Result):
    """`path` is the film's own path, which is only read. With `extract` its sound is stored."""

    path: str
    extract: bool
    max_seconds: float
    max_pixels: int
    max_film_pixels: int = MOST_FILM_PIXELS


class SubtitleTrack(Result):
    """A track of subtitles. `is_text`: its letters are no pictures. `forced`: it has signs and foreign words alone."""

    language: str | None
    is_text: bool
    forced: bool


class FilmSoundOutput(Result):
    """`sound` is 16 kHz, mono, on the film's own clock; None if it was not wanted, or there is none."""

    media: MediaInfo
    subtitles: tuple[SubtitleTrack, ...]
    sound: Blob | None


FILM_SOUND = Aside(
    name="film_sound",
    input=FilmSoundInput,
    output=FilmSoundOutput,
    entry="app.stages.asides.film_sound.run:run",
    files=lambda params: (params.path,),
    keeps=True,
)
