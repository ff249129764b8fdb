"""Read a document of OpenTimelineIO. Not a stage of a plan: the API runs it to accept a timeline."""

from app.interchange.otio_reading import read_otio
from app.stages.asides.otio.contract import OtioInput, OtioOutput
from app.stages.tools import Tools
from app.timeline.reading import Fault


def run(params: OtioInput, tools: Tools) -> OtioOutput:
    """Read the document; what is wrong with it is a result."""
    try:
        timeline = read_otio(params.document)
    except Fault as fault:
        return OtioOutput(loc=fault.loc, message=fault.message)
    tools.reached(1.0)
    return OtioOutput(timeline=timeline)
