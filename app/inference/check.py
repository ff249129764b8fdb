"""Checks the configured weights: loads each and runs it on a small input. Not for the server's process."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from app.core.errors import JobFailure
from app.inference.face_finder import FaceFinder
from app.inference.layouts import Kind
from app.inference.model_catalog import Configured, shipped_speech
from app.inference.nudity import NudityModel
from app.inference.pictures import Rgb, written
from app.inference.scene_labels import SceneLabels
from app.inference.sentiment import Sentiment
from app.inference.spacy_reader import Language
from app.inference.text_reader import TextReader
from app.inference.voices import SAMPLE_RATE_HZ, VoiceModel
from app.inference.weights import Weights, resolve
from app.inference.whisper import Whisper
from app.media.pcm import PcmFile

_PRAISE = "This is wonderful, I am very happy with it."
#: Written large into a picture, for readers.
_WRITTEN = "VIDEO 2026"
_SENTENCE = "Maria took the train from Lisbon to Paris to see a concert."


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result for one model; `detail` is for users. `skipped`: it is absent, and costs jobs one part at most."""

    kind: Kind
    name: str
    ok: bool
    detail: str
    seconds: float
    skipped: bool = False


def check(configured: Configured) -> Iterator[CheckResult]:
    """Yield one result for each configured model; loading a large one takes long."""
    for kind, name in configured.names():
        started = time.monotonic()
        weights = resolve(kind, name, configured.models_dir)
        ok, detail = _tried(weights)
        skipped = kind.is_of_parts and weights.path is None and not weights.lacks
        yield CheckResult(kind, name, ok, detail, time.monotonic() - started, skipped)


def _tried(weights: Weights) -> tuple[bool, str]:
    if weights.path is None:
        return False, weights.why_absent
    trials: dict[Kind, Callable[[Weights], tuple[bool, str]]] = {
        Kind.WHISPER: _try_speech,
        Kind.SENTIMENT: _try_sentiment,
        Kind.SPACY: _try_spacy,
        Kind.VISION: _try_labels,
        Kind.OCR: _try_reader,
        Kind.FACES: _try_faces,
        Kind.NSFW: _try_nudity,
        Kind.SPEAKER: _try_voices,
    }
    try:
        return trials[weights.kind](weights)
    except JobFailure as failure:
        return False, failure.message


def _try_speech(weights: Weights) -> tuple[bool, str]:
    whisper = Whisper.load(weights, device="cpu", threads=0)
    file = PcmFile(shipped_speech())
    segments = whisper.decode(
        file.read(0, file.duration_s), language="en", mode=whisper.mode("auto"), words=False, batch_size=1
    )
    text = " ".join(segment.text for segment in segments)
    return bool(text), f"heard “{text}”" if text else "heard nothing in the shipped recording"


def _try_sentiment(weights: Weights) -> tuple[bool, str]:
    mood = Sentiment.load(weights).moods([_PRAISE])[0]
    return mood.label == "positive", f"calls praise {mood.label} ({mood.score:+.2f})"


def _try_spacy(weights: Weights) -> tuple[bool, str]:
    reading = Language.load(weights, frozenset()).read([_SENTENCE])[0]
    named = ", ".join(f"{entity.text} ({entity.label})" for entity in reading.named)
    return bool(reading.named or reading.terms), f"found {named or 'no names'} and {len(reading.terms)} nouns"


def _try_labels(weights: Weights) -> tuple[bool, str]:
    model = SceneLabels.load(weights)
    words = ("a plain red square", "a plain blue square")
    found = [words[int(model.shares(_plain(colour), words).argmax())] for colour in ((255, 0, 0), (0, 0, 255))]
    return found == list(words), f"calls a red picture “{found[0]}” and a blue one “{found[1]}”"


def _try_reader(weights: Weights) -> tuple[bool, str]:
    lines = TextReader.load(weights).read(written(_WRITTEN))
    text = " ".join(line.text for line in lines)
    return _WRITTEN in text, f"read “{text}”" if text else "read nothing in a picture of words"


def _try_faces(weights: Weights) -> tuple[bool, str]:
    faces = FaceFinder.load(weights).find(_plain((90, 120, 90)))
    return not faces, "found no face in a plain picture" if not faces else "found a face in a plain picture"


def _try_nudity(weights: Weights) -> tuple[bool, str]:
    probability = NudityModel.load(weights).probability(_plain((90, 120, 90)))
    return 0 <= probability < 0.5, f"a plain picture shows nudity with probability {probability:.2f}"


def _try_voices(weights: Weights) -> tuple[bool, str]:
    file = PcmFile(shipped_speech())
    samples = file.read(0, file.duration_s)
    tone = np.sin(np.arange(2 * SAMPLE_RATE_HZ) / 10).astype(np.float32)
    one, other, strange = VoiceModel.load(weights).of([*np.array_split(samples, 2), tone])
    alike, unlike = float(one @ other), float(one @ strange)
    return alike > unlike, f"finds two parts of a recording alike ({alike:.2f}), a tone unlike ({unlike:.2f})"


def _plain(colour: tuple[int, int, int]) -> Rgb:
    return np.full((360, 640, 3), colour, np.uint8)
