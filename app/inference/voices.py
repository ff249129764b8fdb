"""Turns stretches of speech into vectors that are near each other for the same voice. In children only.

The model is a speaker encoder over mel spectra of 1.6 s (Wan et al., 2018: a generalised end-to-end loss), as ONNX:
`mels` float32[n, frames, 40] → unit vectors float32[n, 256].
"""

import math
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from app.inference.layouts import weights_file
from app.inference.onnx_models import Numbers, OnnxModel, unusable
from app.inference.weights import Weights

SAMPLE_RATE_HZ = 16_000
#: The spectra that the model was trained on: width of a frame and step, samples; bands; frames of a window.
WIDTH, STEP, BANDS, FRAMES = 400, 160, 40, 160
#: Length of a window, seconds.
WINDOW_S = FRAMES * STEP / SAMPLE_RATE_HZ
#: Windows that the model gets at once.
BATCH = 64
#: Silence is not made louder than this level for the model, root mean square; it was trained on speech of that one.
LEVEL, LEAST_LEVEL = 10 ** (-30 / 20), 1e-4


class VoiceModel:
    """A loaded model."""

    def __init__(self, name: str, model: OnnxModel) -> None:
        self.name = name
        self._model = model

    @classmethod
    def load(cls, weights: Weights) -> "VoiceModel":
        """Load the model from disk. Raises JobFailure `model_unavailable` if the file is no such model."""
        title = f"speaker model “{weights.name}”"
        file = None if weights.path is None else weights_file(weights.kind, weights.path)
        if file is None:
            raise weights.unavailable
        voices = cls(weights.name, OnnxModel.load(file, title))
        try:
            size = voices.of([np.zeros(FRAMES * STEP, np.float32)]).shape
        except Exception as error:  # the library's errors have no class in common
            raise unusable(title, error) from error
        if len(size) != 2:
            raise unusable(title, ValueError(f"its output has {len(size)} dimensions"))
        return voices

    def of(self, windows: Sequence[Any]) -> Numbers:
        """The vector of each window, float32[n, size]; windows are samples float32 of about `WINDOW_S`."""
        found = []
        for first in range(0, len(windows), BATCH):
            mels = np.stack([mel(_fitted(window)) for window in windows[first : first + BATCH]])
            found.append(np.nan_to_num(self._model.only(mels)))
        return np.concatenate(found) if found else np.zeros((0, 0), np.float32)


def _fitted(samples: Any) -> Any:
    """The samples as a whole window, as loud as the model knows speech."""
    samples = np.asarray(samples[: FRAMES * STEP], np.float32)
    level = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0
    if LEAST_LEVEL < level < LEVEL:
        samples = samples * np.float32(LEVEL / level)
    return np.pad(samples, (0, FRAMES * STEP - len(samples)))


def mel(samples: npt.NDArray[np.float32]) -> Numbers:
    """The mel spectrum of samples, power by frame and band: float32[frames, 40]."""
    padded = np.pad(samples, WIDTH // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, WIDTH)[::STEP][: len(samples) // STEP]
    power = np.abs(np.fft.rfft(frames * _window(), axis=1)) ** 2
    found: Numbers = (power @ _filters()).astype(np.float32)
    return found


@cache
def _window() -> npt.NDArray[np.float64]:
    """Hann's window, periodic."""
    return np.hanning(WIDTH + 1)[:-1]


@cache
def _filters() -> npt.NDArray[np.float64]:
    """Triangles of equal area between frequencies that are evenly spaced on Slaney's mel scale: [bins, bands]."""
    edges = _hertz(np.linspace(0.0, _mels(SAMPLE_RATE_HZ / 2), BANDS + 2))
    bins = np.fft.rfftfreq(WIDTH, 1 / SAMPLE_RATE_HZ)
    slopes = edges[:, None] - bins[None, :]
    widths = np.diff(edges)[:, None]
    triangles = np.maximum(0.0, np.minimum(-slopes[:-2] / widths[:-1], slopes[2:] / widths[1:]))
    areas = 2.0 / (edges[2:] - edges[:-2])
    return np.asarray((triangles * areas[:, None]).T)


#: Slaney's scale: linear up to 1000 Hz (15 mel), then 27 mel for each factor of 6.4.
LINEAR_HZ, LINEAR_MEL = 1000.0, 15.0
LOG_STEP = math.log(6.4) / 27.0


def _mels(hertz: float) -> float:
    return LINEAR_MEL + math.log(hertz / LINEAR_HZ) / LOG_STEP


def _hertz(mels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    linear = mels * LINEAR_HZ / LINEAR_MEL
    return np.where(mels < LINEAR_MEL, linear, LINEAR_HZ * np.exp(LOG_STEP * (mels - LINEAR_MEL)))
