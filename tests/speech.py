"""Provides speech for tests: the shipped recordings as PCM in the speech stage's format, and the shipped models."""

import subprocess
import wave
from pathlib import Path
from typing import Any

import pytest

from app.inference.layouts import Kind
from app.inference.model_catalog import shipped_speech
from app.inference.weights import SHIPPED, Weights, resolve
from app.media.ffmpeg import find_ffmpeg
from tests.media import sample

#: The text of `shipped_speech()`.
HELLO = "Hello everyone and welcome to my channel."


def demo(kind: Kind) -> Weights:
    """The shipped weights of a kind."""
    return resolve(kind, "demo", SHIPPED)


def write_pcm(path: Path, samples: Any) -> Path:
    """Write samples float32[n], −1..1, as a 16 kHz mono wav."""
    import numpy as np

    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def hello_samples() -> Any:
    """float32[n]: a sentence of two and a half seconds."""
    from app.media.pcm import PcmFile

    file = PcmFile(shipped_speech())
    return file.read(0, file.duration_s)


@pytest.fixture(scope="session")
def sample_pcm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The soundtrack of the shipped sample, 16 kHz mono."""
    path = tmp_path_factory.mktemp("speech") / "sample.wav"
    command = [find_ffmpeg(), "-v", "error", "-i", sample(), "-ac", "1", "-ar", "16000", "-c:a", "pcm_s16le", path]
    subprocess.run(command, check=True)
    return path
