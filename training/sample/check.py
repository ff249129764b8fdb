"""Lets the shipped speech model transcribe the sample as the product does, and compares it with the script."""

from pathlib import Path

from training.sample.script import SHOTS
from training.whisper.decoding import read_decoding, transcribe


def missing_lines(film: Path, whisper: Path) -> list[str]:
    """The sentences of the script that did not come back exactly, each as a segment of its own."""
    from faster_whisper import WhisperModel, decode_audio

    model = WhisperModel(str(whisper), device="cpu", compute_type="int8", cpu_threads=1)
    segments = transcribe(model, decode_audio(str(film), sampling_rate=16_000), read_decoding(whisper))
    heard = [segment.text.strip() for segment in segments]
    return [line.text for shot in SHOTS for line in shot.lines if line.text not in heard]
