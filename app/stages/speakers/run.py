"""Stage `speakers`: who says which line of a transcript.

The voices in the sound are grouped, and each line gets the group that speaks while it is said; a line of two people
becomes two. The lines are committed when all of that is known.
"""

from collections.abc import Sequence
from pathlib import Path

from app.core.errors import ErrorCode, JobFailure
from app.inference.diarization import HEARD, turns_in, voices_of, windows_of
from app.inference.layouts import Kind
from app.inference.voices import VoiceModel
from app.jobs.results import Segment
from app.media.pcm import PcmFile
from app.stages.caption_files import captions_of
from app.stages.models import at_hand
from app.stages.speakers.contract import SpeakersInput, SpeakersOutput
from app.stages.tools import Tools
from app.text.speaker_turns import lines_by_speaker

NO_MODEL = JobFailure(ErrorCode.MODEL_UNAVAILABLE, "The setting SPEAKER_MODEL names no model.")


def run(params: SpeakersInput, tools: Tools) -> SpeakersOutput:
    """Find the speakers. Pieces: the lines of the transcript, as `Segment`. A missing model does not fail the job."""
    try:
        model = _model(params, tools)
    except JobFailure as failure:
        if failure.code is not ErrorCode.MODEL_UNAVAILABLE:
            raise
        tools.warn(failure.code, f"Nobody was told apart in the transcript. {failure.message}")
        return SpeakersOutput(speaker_count=0, model=None, line_count=0)
    windows = windows_of(PcmFile(tools.path_of(params.pcm)), model, lambda share: tools.reached(HEARD * share))
    turns = turns_in(windows, params.count)
    lines = lines_by_speaker(params.segments, turns)
    found = len({line.speaker for line in lines} - {None})
    tools.log("speakers found", speakers=found, turns=len(turns), lines=len(lines))
    committed = list(params.done)
    for line in _rest(lines, params.done):
        tools.piece(len(committed), line)
        committed.append(line)
    tools.reached(1.0)
    return SpeakersOutput(
        speaker_count=found,
        model=model.name,
        line_count=len(committed),
        voices=voices_of(windows, committed) if params.voices else {},
        **captions_of(committed, tools),
    )


def _model(params: SpeakersInput, tools: Tools) -> VoiceModel:
    if not params.model:
        raise NO_MODEL
    weights = at_hand(Kind.SPEAKER, params.model, Path(params.models_dir), offline=params.offline, tools=tools)
    return tools.loaded(("speaker", str(weights.path), weights.revision), lambda: VoiceModel.load(weights))


def _rest(lines: Sequence[Segment], done: Sequence[Segment]) -> Sequence[Segment]:
    """The lines after those that are committed; another machine's arithmetic may have divided some elsewhere."""
    if tuple(lines[: len(done)]) == tuple(done):
        return lines[len(done) :]
    return [line for line in lines if line.start_s >= done[-1].end_s]
