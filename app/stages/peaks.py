"""The waveform of a sound track as a file of a job: kept by the stage that has the sound decoded anyway."""

from pathlib import Path

from app.jobs.results import Blob
from app.media.waveform import waveform_of
from app.stages.tools import Tools


def kept_waveform(pcm: Path, tools: Tools) -> Blob:
    """The peaks of a wav file of 16-bit PCM, kept as JSON."""
    path = tools.work_dir / "waveform.json"
    path.write_text(waveform_of(pcm), encoding="utf-8")
    return tools.keep(path, ".json")
