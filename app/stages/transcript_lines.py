"""The lines of a job's transcript for the stages that work with them."""

from app.jobs.results import Segment
from app.stages.speakers.contract import STAGE as SPEAKERS
from app.stages.stage import StageContext
from app.stages.transcribe.contract import segments_of

#: The stage that may give them speakers; those who use the lines wait for it.
RENEWED_BY = SPEAKERS.name


def lines_of(context: StageContext) -> tuple[Segment, ...]:
    """The lines, with their speakers if those were found."""
    return context.pieces_of(SPEAKERS, Segment) or segments_of(context)


def confident_lines(context: StageContext) -> tuple[Segment, ...]:
    """The lines with enough confidence for further stages."""
    least = context.job.options.min_confidence
    return tuple(line for line in lines_of(context) if line.confidence >= least)
