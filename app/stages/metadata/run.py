"""Stage `metadata`: everything that the file states about its streams, and what is measured in its sound."""

from app.jobs.measures import SoundMeasures
from app.media.media_metadata import metadata_of
from app.media.sound_measures import measure_sound
from app.stages.metadata.contract import MetadataInput, MetadataOutput
from app.stages.tools import Tools
from app.stages.wanted_track import with_track


def run(params: MetadataInput, tools: Tools) -> MetadataOutput:
    """Read the headers and some frames, and the sound once if it is to be measured. Raises JobFailure."""
    params, source = with_track(params, tools), tools.path_of(params.source)
    metadata = metadata_of(
        source,
        params.media,
        params.chapters,
        include_location=params.include_location,
        max_pixels=params.max_pixels,
    )
    tools.log("metadata read", streams=len(metadata.streams), tags=len(metadata.tags))
    sound = _sound(params, tools) if params.sound else None
    tools.reached(1.0)
    return MetadataOutput(metadata=metadata, sound=sound)


def _sound(params: MetadataInput, tools: Tools) -> SoundMeasures | None:
    media = params.media
    return measure_sound(
        tools.ffmpeg,
        tools.path_of(params.source),
        track=media.audio_track,
        rate_hz=media.audio_sample_rate_hz,
        film_s=media.duration_s,
        reached=tools.reached,
    )
