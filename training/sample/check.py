"""Lets the shipped speech model transcribe the sample and compares it with the script, word for word."""

from pathlib import Path

from training.sample.script import SHOTS


def missing_lines(film: Path, whisper: Path) -> list[str]:
    """The sentences of the script that did not come back exactly, each as a segment of its own."""
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    model = WhisperModel(str(whisper), device="cpu", compute_type="int8", cpu_threads=1)
    segments, _ = BatchedInferencePipeline(model).transcribe(
        str(film), batch_size=4, without_timestamps=False, vad_filter=True
    )
    heard = [segment.text.strip() for segment in segments]
    return [line.text for shot in SHOTS for line in shot.lines if line.text not in heard]
