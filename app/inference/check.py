"""Checks the configured weights: loads each and runs it on a small input. Not for the server's process."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.core.errors import JobFailure
from app.inference.model_catalog import Configured, shipped_speech
from app.inference.sentiment import Sentiment
from app.inference.spacy_reader import Language
from app.inference.weights import Kind, Weights, resolve
from app.inference.whisper import Whisper
from app.media.pcm import PcmFile

_PRAISE = "This is wonderful, I am very happy with it."
_SENTENCE = "Maria took the train from Lisbon to Paris to see a concert."


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result for one model; `detail` is for users."""

    kind: Kind
    name: str
    ok: bool
    detail: str
    seconds: float


def check(configured: Configured) -> Iterator[CheckResult]:
    """Yield one result for each configured model; loading a large one takes long."""
    for kind, name in configured.names():
        started = time.monotonic()
        ok, detail = _tried(resolve(kind, name, configured.models_dir))
        yield CheckResult(kind, name, ok, detail, time.monotonic() - started)


def _tried(weights: Weights) -> tuple[bool, str]:
    if weights.path is None:
        return False, weights.why_absent
    trials: dict[Kind, Callable[[Weights], tuple[bool, str]]] = {
        Kind.WHISPER: _try_speech,
        Kind.SENTIMENT: _try_sentiment,
        Kind.SPACY: _try_spacy,
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
