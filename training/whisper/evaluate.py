"""Figures of a Whisper folder through faster-whisper, as the product decodes it: words, times, silence, size.

Speech is made at evaluation time (espeak-ng, flite, festival); nothing of the training data is read and torch is not
needed. The closed set are the demo scripts, whose text the model was trained on in other renditions; the open sets
are sentences of large templates that `is_reserved` keeps out of training.
"""

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from training.whisper.corpus import Corpus, load_corpus, words_of
from training.whisper.decoding import read_decoding, transcribe
from training.whisper.synthesis import (
    DEMO_VOICES,
    HELD_OUT_VOICES,
    SAMPLE_RATE_HZ,
    SEEN_VOICES,
    Voice,
    require_engines,
    speak,
)

SEED = 4242
SENTENCES_PER_VOICE = 20
SENTENCES_PER_FILE = 10
QUIET_S = 8


@dataclass(frozen=True)
class Spoken:
    """A sentence and where it lies in its file."""

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Track:
    """Samples (float32, 16 kHz) with what is said in them."""

    samples: np.ndarray
    spoken: list[Spoken]


@dataclass(frozen=True)
class Score:
    """Result over a set of tracks; rates are fractions."""

    sentences: int
    wer: float  #: word errors / words of the truth, lower-cased, without punctuation
    exact: int  #: sentences that are a segment of their own, letter for letter
    segments: int
    start_error_median_s: float
    start_error_p90_s: float
    not_found: int  #: sentences that no segment overlaps
    real_time_factor: float  #: seconds of audio per second of decoding


def make_track(sentences: Sequence[str], voice: Voice, rng: np.random.Generator) -> Track:
    """Sentences read by `voice` with 0.4 to 1.0 s between them, half a second around, and faint noise (-60 dB)."""
    parts, spoken, at = [np.zeros(SAMPLE_RATE_HZ // 2, np.float32)], [], SAMPLE_RATE_HZ // 2
    for text in sentences:
        speech = speak(text, voice)
        gap = np.zeros(int(rng.uniform(0.4, 1.0) * SAMPLE_RATE_HZ), np.float32)
        spoken.append(Spoken(text, at / SAMPLE_RATE_HZ, (at + len(speech)) / SAMPLE_RATE_HZ))
        parts += [speech, gap]
        at += len(speech) + len(gap)
    samples = np.concatenate(parts)
    return Track(samples + rng.standard_normal(len(samples)).astype(np.float32) * 0.001, spoken)


def demo_tracks(corpus: Corpus) -> list[Track]:
    """The six demo scripts, one voice each."""
    rng = np.random.default_rng(SEED)
    return [make_track(script, voice, rng) for script, voice in zip(corpus.demo.values(), DEMO_VOICES, strict=True)]


def new_tracks(corpus: Corpus, voices: Sequence[Voice], seed: int = SEED) -> list[Track]:
    """Reserved template sentences, twenty for each voice, ten to a track."""
    text_rng, rng = random.Random(seed), np.random.default_rng(seed)
    tracks = []
    for voice in voices:
        for _ in range(0, SENTENCES_PER_VOICE, SENTENCES_PER_FILE):
            tracks.append(make_track([corpus.new_sentence(text_rng) for _ in range(SENTENCES_PER_FILE)], voice, rng))
    return tracks


def score(model: Any, tracks: Sequence[Track], decoding: dict[str, Any]) -> Score:
    """Decode every track and compare it with its truth."""
    errors = words = exact = segment_count = not_found = 0
    start_errors: list[float] = []
    began = time.perf_counter()
    for track in tracks:
        segments = transcribe(model, track.samples, decoding)
        truth = words_of(" ".join(sentence.text for sentence in track.spoken))
        errors += edit_distance(truth, words_of(" ".join(segment.text for segment in segments)))
        words += len(truth)
        exact += count_exact(track.spoken, segments)
        segment_count += len(segments)
        found = [start_error_s(sentence, segments) for sentence in track.spoken]
        start_errors += [error for error in found if error is not None]
        not_found += found.count(None)
    seconds = sum(len(track.samples) for track in tracks) / SAMPLE_RATE_HZ
    return Score(
        sentences=sum(len(track.spoken) for track in tracks),
        wer=errors / words,
        exact=exact,
        segments=segment_count,
        start_error_median_s=statistics.median(start_errors) if start_errors else float("nan"),
        start_error_p90_s=float(np.quantile(start_errors, 0.9)) if start_errors else float("nan"),
        not_found=not_found,
        real_time_factor=seconds / (time.perf_counter() - began),
    )


def count_exact(spoken: Sequence[Spoken], segments: Sequence[Any]) -> int:
    """Sentences whose best-overlapping segment has their very text."""
    best = [_overlapping(sentence, segments) for sentence in spoken]
    return sum(
        segment is not None and segment.text.strip() == sentence.text
        for sentence, segment in zip(spoken, best, strict=True)
    )


def start_error_s(sentence: Spoken, segments: Sequence[Any]) -> float | None:
    """How far the start of the segment that overlaps the sentence most is from its true start."""
    segment = _overlapping(sentence, segments)
    return None if segment is None else abs(float(segment.start) - sentence.start_s)


def _overlapping(sentence: Spoken, segments: Sequence[Any]) -> Any | None:
    def overlap_s(segment: Any) -> float:
        return min(float(segment.end), sentence.end_s) - max(float(segment.start), sentence.start_s)

    best = max(segments, key=overlap_s, default=None)
    return best if best is not None and overlap_s(best) > 0 else None


def edit_distance(truth: Sequence[str], heard: Sequence[str]) -> int:
    """Fewest substitutions, insertions and deletions that turn `heard` into `truth`."""
    row = list(range(len(heard) + 1))
    for i, wanted in enumerate(truth, 1):
        diagonal, row[0] = row[0], i
        for j, got in enumerate(heard, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (wanted != got))
    return row[-1]


def quiet_audio() -> dict[str, np.ndarray]:
    """Eight seconds each of audio without speech."""
    count = SAMPLE_RATE_HZ * QUIET_S
    noise = np.random.default_rng(SEED).standard_normal(count).astype(np.float32) * 0.02
    tone = 0.2 * np.sin(2 * np.pi * 440 * np.arange(count, dtype=np.float32) / SAMPLE_RATE_HZ)
    return {"silence": np.zeros(count, np.float32), "white noise": noise, "440 Hz tone": tone.astype(np.float32)}


def sample_track(media: Path) -> Track:
    """The shipped sample video with its script from the `.json` beside it."""
    from faster_whisper import decode_audio

    truth = json.loads(media.with_suffix(".json").read_text(encoding="utf-8"))
    spoken = [Spoken(line["text"], float(line["start_s"]), float(line["end_s"])) for line in truth["lines"]]
    return Track(decode_audio(str(media), sampling_rate=SAMPLE_RATE_HZ), spoken)


def evaluate_whisper(model_dir: Path, *, sample: Path | None = None) -> dict[str, Any]:
    """All figures of the model in `model_dir`; `sample` is the shipped video, scored when given.

    Raises EngineMissing when a speech program is not installed.
    """
    from faster_whisper import WhisperModel

    require_engines(festival=True)
    corpus, decoding = load_corpus(), read_decoding(model_dir)
    began = time.perf_counter()
    model = WhisperModel(str(model_dir), device="cpu", compute_type="int8")
    load_s = time.perf_counter() - began
    sets: dict[str, Callable[[], list[Track]]] = {
        "closed_demo": lambda: demo_tracks(corpus),
        "open_seen_voices": lambda: new_tracks(corpus, SEEN_VOICES),
        "open_held_out_voices": lambda: new_tracks(corpus, HELD_OUT_VOICES),
    }
    if sample is not None:
        sets = {"sample": lambda: [sample_track(sample)], **sets}
    return {
        "decoding": decoding,
        "size_bytes": sum(path.stat().st_size for path in model_dir.iterdir() if path.name != "README.md"),
        "load_s": load_s,
        "sets": {name: asdict(score(model, make(), decoding)) for name, make in sets.items()},
        "quiet_segments": {
            name: [segment.text for segment in transcribe(model, samples, decoding)]
            for name, samples in quiet_audio().items()
        },
    }


def passes_gate(figures: dict[str, Any]) -> bool:
    """Whether the model may replace the shipped one: every closed sentence exact, nothing heard in quiet audio."""
    closed = [figures["sets"][name] for name in ("sample", "closed_demo") if name in figures["sets"]]
    exact = all(one["exact"] == one["sentences"] and one["wer"] == 0 for one in closed)
    return exact and not any(figures["quiet_segments"].values())


def report(figures: dict[str, Any]) -> str:
    """The figures as lines for a terminal."""
    lines = [
        f"size {figures['size_bytes'] / 1e6:.2f} MB, load {figures['load_s']:.2f} s, decoding {figures['decoding']}"
    ]
    for name, one in figures["sets"].items():
        lines.append(
            f"{name:22s} WER {100 * one['wer']:5.1f} %  exact {one['exact']}/{one['sentences']}  "
            f"segments {one['segments']}  start error median {one['start_error_median_s']:.2f} s, "
            f"p90 {one['start_error_p90_s']:.2f} s, not found {one['not_found']}, "
            f"{one['real_time_factor']:.0f}x real time"
        )
    lines += [f"{name:22s} segments {texts}" for name, texts in figures["quiet_segments"].items()]
    return "\n".join(lines)


def main() -> None:
    """`python -m training.whisper.evaluate MODEL_DIR [--sample VIDEO] [--json]`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("model_dir", type=Path)
    parser.add_argument("--sample", type=Path)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    figures = evaluate_whisper(given.model_dir, sample=given.sample)
    print(json.dumps(figures, indent=2) if given.json else report(figures))


if __name__ == "__main__":
    main()
