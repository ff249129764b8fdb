"""A store of training utterances: spectrograms in one array, texts and voices beside it.

Spectrograms are log10 mel energies before faster-whisper's normalisation, so gain, noise, silence and the joining of
utterances can be done on them when a batch is made.
"""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from faster_whisper.feature_extractor import FeatureExtractor

from training.whisper.corpus import is_reserved, load_corpus
from training.whisper.synthesis import Voice, demo_voice, speak, training_voice

WINDOW, HOP = 400, 160
#: Picks a sentence and the voice to read it.
Chooser = Callable[[random.Random], tuple[str, Voice]]


@dataclass(frozen=True)
class Utterance:
    """Rows `start` .. `start + length` of the store's array, 10 ms each."""

    start: int
    length: int
    text: str
    voice: str


@dataclass(frozen=True)
class Recordings:
    """Utterances over one array of log mel energies, float16 (frames, 80)."""

    mels: np.ndarray
    utterances: list[Utterance]

    def mel(self, utterance: Utterance) -> np.ndarray:
        return self.mels[utterance.start : utterance.start + utterance.length]


@cache
def _corpus_and_filters() -> tuple:
    return load_corpus(), FeatureExtractor().mel_filters


def log_mel(samples: np.ndarray) -> np.ndarray:
    """Log10 mel energies (frames, 80) of 16 kHz samples, as faster-whisper computes them before clamping."""
    _, filters = _corpus_and_filters()
    padded = np.pad(samples, (WINDOW // 2, WINDOW // 2), mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP]
    power = np.abs(np.fft.rfft(frames * np.hanning(WINDOW + 1)[:-1].astype(np.float32), axis=1)) ** 2
    return np.log10(np.clip(power.astype(np.float32) @ filters.T, 1e-10, None))


def roughen(samples: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Change the speed (one in five), add reverberation (one in four), tilt the spectrum (one in five)."""
    if rng.random() < 0.2:
        factor = rng.uniform(0.9, 1.12)
        samples = np.interp(np.arange(0, len(samples) - 1, factor), np.arange(len(samples)), samples)
    if rng.random() < 0.25:
        length = int(rng.uniform(0.05, 0.35) * 16000)
        echo = rng.standard_normal(length) * np.exp(-6.9 * np.arange(length) / length) * rng.uniform(0.02, 0.12)
        echo[0] = 1
        size = len(samples) + length
        samples = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(echo, size), size)[: len(samples) + 480]
    if rng.random() < 0.2:
        samples = samples + rng.uniform(-0.6, 0.6) * np.concatenate([[0.0], samples[:-1]])
    return (samples / np.abs(samples).max() * 0.5).astype(np.float32)


def general_utterance(rng: random.Random) -> tuple[str, Voice]:
    """A sentence that is not reserved for evaluation, in a random trained voice."""
    corpus, _ = _corpus_and_filters()
    while True:
        sentence = corpus.training_sentence(rng)
        if not is_reserved(sentence):
            return sentence, training_voice(rng)


def demo_utterance(rng: random.Random) -> tuple[str, Voice]:
    """A sentence of the demo scripts in a demo voice."""
    corpus, _ = _corpus_and_filters()
    return rng.choice(corpus.demo_sentences), demo_voice(rng)


def _record(job: tuple[Chooser, int]) -> tuple[np.ndarray, str, str]:
    choose, seed = job
    text, voice = choose(random.Random(seed))
    mel = log_mel(roughen(speak(text, voice), np.random.default_rng(seed)))
    return mel.astype(np.float16), text, voice.name


def record(choose: Chooser, count: int, seed: int, *, processes: int = 2) -> Recordings:
    """`count` utterances; the same seed gives the same ones. About 50 a second on two free cores."""
    mels, utterances, start = [], [], 0
    with get_context("spawn").Pool(processes) as pool:
        jobs = ((choose, seed * 1_000_000 + index) for index in range(count))
        for mel, text, voice in pool.imap(_record, jobs, chunksize=32):
            mels.append(mel)
            utterances.append(Utterance(start, len(mel), text, voice))
            start += len(mel)
    return Recordings(np.concatenate(mels), utterances)


def save(recordings: Recordings, stem: Path) -> None:
    """Write `stem`.npy and `stem`.json."""
    np.save(stem.with_suffix(".npy"), recordings.mels)
    rows = [[one.start, one.length, one.text, one.voice] for one in recordings.utterances]
    stem.with_suffix(".json").write_text(json.dumps(rows), encoding="utf-8")


def load(stem: Path) -> Recordings:
    """Read what `save` wrote; the array stays on disk."""
    rows = json.loads(stem.with_suffix(".json").read_text(encoding="utf-8"))
    return Recordings(np.load(stem.with_suffix(".npy"), mmap_mode="r"), [Utterance(*row) for row in rows])
