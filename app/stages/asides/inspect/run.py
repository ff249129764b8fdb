"""Probe an uploaded file before it is accepted. Not a stage of a plan: the upload route runs it."""

from pathlib import Path

from app.jobs.results import MediaInfo
from app.media.probe import probe
from app.stages.asides.inspect.contract import InspectInput
from app.stages.tools import Tools


def run(params: InspectInput, tools: Tools) -> MediaInfo:
    """Probe the file. Raises JobFailure: `unsupported_media`, `too_long` or `too_large`."""
    media = probe(
        Path(params.path),
        max_seconds=params.max_seconds,
        max_pixels=params.max_pixels,
        max_film_pixels=params.max_film_pixels,
    )
    tools.reached(1.0)
    return media
