"""Stores the waveform of a sound track, for stages that decode the sound anyway."""

from pathlib import Path

from app.jobs.results import Blob
from app.media.waveform import waveform_of
from app.stages.tools import Tools


def store_waveform(pcm: Path, tools: Tools) -> Blob:
    """Store the peaks of a wav file of 16-bit PCM as JSON."""
    path = tools.work_dir / "waveform.json"
    path.write_text(waveform_of(pcm), encoding="utf-8")
    return tools.keep(path, ".json")
