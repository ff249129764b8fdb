"""The source's media information with the audio track that its job wants: for inputs of stages, and where they run."""

from app.jobs.results import MediaInfo
from app.stages.fetch.contract import STAGE as FETCH
from app.stages.stage import StageContext

#: The option of a job that chooses the track.
AUDIO_TRACK = "audio_track"


def media_with_sound(context: StageContext) -> MediaInfo:
    """What `fetch` has found, with the wish for a track; without one it is the same in all keys."""
    media, wanted = context.output_of(FETCH).media, context.job.options.audio_track
    if wanted is None or media.audio_codec is None:
        return media
    return media.model_copy(update={"wanted_track": wanted})
