"""Selects the speech engine of a run; no other module knows the engines. Child processes only."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from app.inference.guidance import Guidance
from app.inference.layouts import Kind
from app.inference.tuning import Circumstances, Split, TuningUnreadable, chosen, read
from app.inference.whisper import Whisper, usable_device
from app.inference.whisper_transcriber import WhisperTranscriber
from app.ports.transcriber import Transcriber
from app.stages.models import at_hand
from app.stages.tools import Tools
from app.stages.transcribe.contract import HOTWORDS_NOT_COVERED, TranscribeInput


def transcriber_for(params: TranscribeInput, tools: Tools) -> Transcriber:
    """Load the engine that the input requests. Raises JobFailure model_unavailable, out_of_memory."""
    return _ENGINES[params.engine](params, tools)


def _whisper(params: TranscribeInput, tools: Tools) -> Transcriber:
    """Whisper, kept from an earlier run of this process that loaded the same model."""
    weights = at_hand(Kind.WHISPER, params.model, Path(params.models_dir), offline=params.offline, tools=tools)
    device = usable_device(params.device)
    if params.device == "cuda" and device == "cpu":
        tools.warn("gpu_unavailable", "No NVIDIA GPU was found, so the speech model runs on the CPU.")
    split = _split(params, Circumstances.of(weights, device, params.cores or len(os.sched_getaffinity(0))), tools)

    def load() -> Whisper:
        tools.log(f"Loading the whisper model {weights.name}", device=device, workers=split.workers)
        return Whisper.load(weights, device=device, threads=split.threads, workers=split.workers)

    model = tools.loaded(("whisper", str(weights.path), weights.revision, device, split), load)
    mode = model.mode(params.decoding)
    guidance = _guidance(params, model, tools)
    return WhisperTranscriber(model, params.model, mode, params.batch_size, split.workers, guidance)


def _guidance(params: TranscribeInput, model: Whisper, tools: Tools) -> Guidance:
    """What is wished of decoding, as far as the model can take it."""
    prompt, hotwords = params.prompt, params.hotwords
    if not model.takes_prompts:
        if prompt is not None:
            tools.warn("prompt_not_covered", f"The model “{params.model}” takes no prompt, so it was left out.")
        if hotwords:
            tools.warn(HOTWORDS_NOT_COVERED, f"The model “{params.model}” takes no hotwords, so they were left out.")
        return Guidance(params.task, None, params.temperature)
    guidance = model.fitted(Guidance(params.task, prompt, params.temperature, hotwords))
    if (kept := len(guidance.hotwords)) < len(hotwords):
        tools.warn(
            "hotwords_cut",
            f"The model “{params.model}” has room for {kept} of {len(hotwords)} hotwords: “{hotwords[kept]}” and what "
            "follows it were left out.",
        )
    return guidance


def _split(params: TranscribeInput, where: Circumstances, tools: Tools) -> Split:
    """How to use the cores: as the settings say, else as was measured, else one worker with all of them."""
    try:
        tuned = read(Path(params.tuning), where) if params.tuning else None
    except TuningUnreadable as error:
        tools.log(f"The measurements of `models tune` cannot be read: {error}")
        tuned = None
    return chosen(workers=params.workers, threads=params.threads, cores=where.cores, tuned=tuned)


_ENGINES: Mapping[str, Callable[[TranscribeInput, Tools], Transcriber]] = {"whisper": _whisper}
