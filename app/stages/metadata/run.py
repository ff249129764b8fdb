"""Stage `metadata`: everything that the file states about its streams, and what is measured in its sound."""

from app.stages.metadata.contract import MediaMetadata, MetadataInput, MetadataOutput
from app.stages.tools import Tools


def run(params: MetadataInput, tools: Tools) -> MetadataOutput:
    """Read the headers, and the sound once if it is to be measured. Raises JobFailure."""
    media = params.media
    found = MediaMetadata(container=media.container, duration=media.duration_s, bit_rate=media.bit_rate)
    tools.reached(1.0)
    return MetadataOutput(metadata=found)
