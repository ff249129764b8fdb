"""Speech from espeak-ng, flite and festival as 16 kHz samples, and the voices that are trained on or held out.

Needs the Debian packages espeak-ng and flite (and festival with festvox-us-slt-hts for one held-out voice);
no torch, no weights of others.
"""

import math
import random
import shutil
import subprocess
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SAMPLE_RATE_HZ = 16000
PEAK = 0.6
#: Level below the peak (amplitude ratio) under which a 10 ms frame at either end counts as silence.
SILENCE_RATIO = 10 ** (-42 / 20)
FRAME = SAMPLE_RATE_HZ // 100

ACCENTS = [*["en-us"] * 6, *["en-gb"] * 3]
ACCENTS += ["en-gb-x-rp", "en-gb-scotland", "en-gb-x-gbclan", "en-gb-x-gbcwmd", "en-029", "en-us-nyc"]
CORE_VARIANTS = ["f1", "f2", "f3", "f4", "m2", "m3", "m4", "m5", "m6", "m7"]
OTHER_VARIANTS = (
    "adam Alex Alicia Andrea Andy antonio aunty belinda benjamin boris caleb david Diogo ed edward Gene Henrique Hugo "
    "iven Jacky john Lee linda marcelo Marco Mario max Michael michel miguel Mike pablo pedro quincy rob robert steph2 "
    "zac anika grandpa klatt klatt2 klatt3 norbert sandro shelby travis victor"
).split()
#: Never used in training: voices to measure how far the model carries beyond those it knows.
HELD_OUT_VARIANTS = ["f5", "m8", "Annie", "paul", "steph", "Denis"]
FLITE_VOICES = ["slt", "rms", "awb", "kal16", "kal"]


@dataclass(frozen=True)
class Voice:
    """One way to read a sentence aloud; None leaves the engine's own setting."""

    engine: str  #: espeak-ng, flite or festival
    name: str
    words_per_minute: int | None = None  #: espeak-ng only
    pitch: int | None = None  #: espeak-ng: 0..99
    stretch: float | None = None  #: flite: duration factor
    f0_hz: int | None = None  #: flite: mean of the fundamental


HELD_OUT_VOICES = [Voice("espeak-ng", f"en-us+{variant}", 165) for variant in HELD_OUT_VARIANTS]
HELD_OUT_VOICES.append(Voice("festival", "cmu_us_slt_arctic_hts"))
#: Plain renditions of trained voices, as evaluation uses them.
SEEN_VOICES = [Voice("flite", name) for name in ("slt", "rms", "awb", "kal16")]
SEEN_VOICES += [Voice("espeak-ng", name, 165) for name in ("en-us", "en-gb", "en-us+f3", "en-us+m3", "en-us+linda")]
#: The voices in which the demo scripts are spoken.
DEMO_VOICES = [Voice("flite", name) for name in ("slt", "rms", "awb")]
DEMO_VOICES += [Voice("espeak-ng", name, 160) for name in ("en-us", "en-gb", "en-us+f3")]


class EngineMissing(RuntimeError):
    """A speech engine that is needed is not installed; names the Debian package."""

    def __init__(self, command: str, package: str) -> None:
        super().__init__(f"{command} is not installed: apt-get install {package}")


def require_engines(*, festival: bool = False) -> None:
    """Raise EngineMissing unless the speech programs are on the path."""
    needed = {"espeak-ng": "espeak-ng", "flite": "flite"}
    if festival:
        needed["text2wave"] = "festival festvox-us-slt-hts"
    for command, package in needed.items():
        if shutil.which(command) is None:
            raise EngineMissing(command, package)


def training_voice(rng: random.Random) -> Voice:
    """A random trained voice with random pace and pitch: 62 % espeak-ng, 38 % flite."""
    if rng.random() < 0.62:
        variant = rng.choice([*[""] * 12, *CORE_VARIANTS * 2, *OTHER_VARIANTS])
        name = rng.choice(ACCENTS) + (f"+{variant}" if variant else "")
        return _espeak_voice(rng, name)
    return _flite_voice(rng, rng.choice(["slt"] * 3 + ["rms"] * 2 + ["awb"] * 2 + ["kal16", "kal"]))


def demo_voice(rng: random.Random) -> Voice:
    """A random demo voice with random pace and pitch."""
    voice = rng.choice(DEMO_VOICES)
    return _espeak_voice(rng, voice.name) if voice.engine == "espeak-ng" else _flite_voice(rng, voice.name)


def _espeak_voice(rng: random.Random, name: str) -> Voice:
    pace = int(np.clip(rng.gauss(165, 18), 120, 215))
    return Voice("espeak-ng", name, pace, int(np.clip(rng.gauss(50, 15), 10, 95)))


def _flite_voice(rng: random.Random, name: str) -> Voice:
    stretch = round(float(np.clip(rng.gauss(1.0, 0.1), 0.8, 1.3)), 2)
    return Voice("flite", name, stretch=stretch, f0_hz=rng.randint(80, 230) if rng.random() < 0.6 else None)


def speak(text: str, voice: Voice) -> np.ndarray:
    """`text` read aloud: float32[n], 16 kHz, peak 0.6, silence at both ends removed.

    Raises CalledProcessError when the engine fails and ValueError when it makes no sound.
    """
    with tempfile.TemporaryDirectory(prefix="speech-") as folder:
        path = Path(folder) / "speech.wav"
        if voice.engine == "festival":
            command = ["text2wave", "-eval", f"(voice_{voice.name})", "-o", str(path)]
            subprocess.run(command, input=text, text=True, check=True, capture_output=True)
        else:
            subprocess.run([*_command(voice), str(path), *_text(voice, text)], check=True, capture_output=True)
        samples = read_wav(path)
    return trim(samples, text)


def read_wav(path: Path) -> np.ndarray:
    """A 16-bit mono file as float32[n] at 16 kHz."""
    with wave.open(str(path)) as file:
        rate_hz, raw = file.getframerate(), file.readframes(file.getnframes())
    return resample(np.frombuffer(raw, "<i2").astype(np.float32) / 32768, rate_hz)


def resample(samples: np.ndarray, rate_hz: int) -> np.ndarray:
    """Bring samples to 16 kHz by cutting or extending their spectrum; meant for clips of a few seconds."""
    if rate_hz == SAMPLE_RATE_HZ:
        return samples
    unit = rate_hz // math.gcd(rate_hz, SAMPLE_RATE_HZ)
    padded = np.pad(samples, (0, -len(samples) % (unit * 8)))
    length = len(padded) * SAMPLE_RATE_HZ // rate_hz
    spectrum = np.fft.rfft(padded)[: length // 2 + 1]
    return (np.fft.irfft(spectrum, length) * (length / len(padded))).astype(np.float32)


def trim(samples: np.ndarray, text: str) -> np.ndarray:
    """Cut silence at both ends (20 ms before and 40 ms after are left) and bring the peak to 0.6."""
    peak = np.abs(samples).max() if len(samples) else 0.0
    if peak < 1e-3:
        raise ValueError(f"no sound for {text!r}")
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME) / peak
    loud = np.flatnonzero(np.sqrt(np.mean(frames**2, axis=1)) > SILENCE_RATIO)
    first, last = max(loud[0] - 2, 0) * FRAME, (loud[-1] + 4) * FRAME
    return (samples[first:last] / peak * PEAK).astype(np.float32)


def _command(voice: Voice) -> list[str]:
    if voice.engine == "espeak-ng":
        pace = ["-s", str(voice.words_per_minute)] if voice.words_per_minute else []
        pitch = ["-p", str(voice.pitch)] if voice.pitch is not None else []
        return ["espeak-ng", "-v", voice.name, *pace, *pitch, "-w"]
    stretch = ["--setf", f"duration_stretch={voice.stretch}"] if voice.stretch else []
    f0 = ["--setf", f"int_f0_target_mean={voice.f0_hz}"] if voice.f0_hz else []
    return ["flite", "-voice", voice.name, *stretch, *f0, "-o"]


def _text(voice: Voice, text: str) -> list[str]:
    return [text] if voice.engine == "espeak-ng" else ["-t", text]
