"""Selects the speech engine of a run; no other module knows the engines. Child processes only."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from app.inference.weights import Kind
from app.inference.whisper import Whisper, usable_device
from app.inference.whisper_transcriber import WhisperTranscriber
from app.ports.transcriber import Transcriber
from app.stages.models import at_hand
from app.stages.tools import Tools
from app.stages.transcribe.contract import TranscribeInput


def transcriber_for(params: TranscribeInput, tools: Tools) -> Transcriber:
    """Load the engine that the input requests. Raises JobFailure model_unavailable, out_of_memory."""
    return _ENGINES[params.engine](params, tools)


def _whisper(params: TranscribeInput, tools: Tools) -> Transcriber:
    """Whisper, kept from an earlier run of this process that loaded the same model."""
    weights = at_hand(Kind.WHISPER, params.model, Path(params.models_dir), offline=params.offline, tools=tools)
    device = usable_device(params.device)
    if params.device == "cuda" and device == "cpu":
        tools.warn("gpu_unavailable", "No NVIDIA GPU was found, so the speech model runs on the CPU.")
    threads = params.threads or len(os.sched_getaffinity(0))

    def load() -> Whisper:
        tools.log(f"Loading the whisper model {weights.name}", device=device)
        return Whisper.load(weights, device=device, threads=threads)

    model = tools.loaded(("whisper", str(weights.path), weights.revision, device, threads), load)
    return WhisperTranscriber(model, params.model, model.mode(params.decoding), params.batch_size)


_ENGINES: Mapping[str, Callable[[TranscribeInput, Tools], Transcriber]] = {"whisper": _whisper}
