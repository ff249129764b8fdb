"""What the stages of `media_operation` jobs share in their contracts: a new file of the film, and its facts."""

from collections.abc import Callable, Sequence
from typing import Any, Literal

from app.jobs.options import RESULT_KIND, JobType, OperationOptions, ProcessingOptions
from app.jobs.results import Blob, MediaInfo, Result
from app.media.ffmpeg import MOST_PIXELS
from app.stages.fetch.contract import STAGE as FETCH
from app.stages.source_media import AUDIO_TRACK, media_with_sound
from app.stages.stage import StageContext, StageFile

OF_OPERATIONS = frozenset({JobType.MEDIA_OPERATION})
#: Options of a job that its operation reads.
OPTIONS = ("operation", "operation_options", AUDIO_TRACK)
#: Bytes per second of a film (1080p at 8 Mbit/s) and of raw sound while it is worked on.
FILM_BYTES_PER_S, SOUND_BYTES_PER_S = 1_000_000, 192_000

Format = Literal["mp4", "webm", "mkv", "mov"]


class OperationInput(Result):
    """The source of an operation. `title` goes into the file's tags."""

    source: Blob
    media: MediaInfo
    title: str
    output_format: Format = "mp4"
    max_pixels: int = MOST_PIXELS


class Operated(Result):
    """The file that an operation wrote, and its length; 0 for the size of sound alone."""

    file: Blob
    duration_s: float
    width: int = 0
    height: int = 0


def common_input(context: StageContext) -> dict[str, Any]:
    """The fields of an `OperationInput`."""
    fetched = context.output_of(FETCH)
    return {
        "source": fetched.source,
        "media": media_with_sound(context),
        "title": fetched.title,
        "output_format": options_of(context).output_format,
        "max_pixels": context.settings.max_pixels,
    }


def options_of(context: StageContext) -> OperationOptions:
    """The operation's options, with their defaults."""
    return context.job.options.operation_options or OperationOptions.model_validate({})


def result_file(tail: str) -> Callable[[Operated], Sequence[StageFile]]:
    """The file for download; its name is the title and `tail`."""
    return lambda output: [StageFile(RESULT_KIND, f" {tail}{output.file.suffix}", output.file)]


def disk_bytes(switch: str) -> Callable[[ProcessingOptions, float], float]:
    """The expected size of the files of the operation with this name: raw sound, and the film."""

    def expected(options: ProcessingOptions, duration_s: float) -> float:
        wanted = options.operation is not None and options.operation.value == switch
        return (2 * SOUND_BYTES_PER_S + FILM_BYTES_PER_S) * duration_s if wanted else 0.0

    return expected
