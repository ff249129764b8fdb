"""How the demo model wants to be decoded (`decoding.json` in its folder), and one call that does it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

#: Written next to the weights at export; the product reads the same file.
DECODING: dict[str, Any] = {
    "mode": "batched",
    "chunk_length_s": 5,
    "beam_size": 5,
    "without_timestamps": False,
    "condition_on_previous_text": False,
    "prompts": False,
    "vad": {"min_silence_duration_ms": 160, "speech_pad_ms": 250},
}


def read_decoding(model_dir: Path) -> dict[str, Any]:
    """The preferred decoding of the model in `model_dir`."""
    return dict(json.loads((model_dir / "decoding.json").read_text(encoding="utf-8")))


def transcribe(model: Any, samples: np.ndarray, decoding: dict[str, Any], *, words: bool = True) -> Sequence[Any]:
    """Segments of float32[n] at 16 kHz by `model` (a faster_whisper.WhisperModel), batched over its VAD's chunks."""
    from faster_whisper import BatchedInferencePipeline

    segments, _ = BatchedInferencePipeline(model).transcribe(
        samples,
        batch_size=8,
        chunk_length=decoding["chunk_length_s"],
        beam_size=decoding["beam_size"],
        without_timestamps=decoding["without_timestamps"],
        condition_on_previous_text=decoding["condition_on_previous_text"],
        vad_filter=True,
        vad_parameters=dict(decoding["vad"]),
        word_timestamps=words,
    )
    return list(segments)
