"""Finds who speaks when in a recording: windows of speech, their voices, groups of voices, turns. In children only."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from faster_whisper.vad import VadOptions, get_speech_timestamps

from app.inference.voice_groups import Labels, Vectors, grouped
from app.inference.voice_groups import middles as mean_of
from app.inference.voices import SAMPLE_RATE_HZ, WINDOW_S, VoiceModel
from app.jobs.results import Segment
from app.jobs.turns import Turn
from app.media.pcm import PcmFile, Sound, Stretch

#: From window to window, seconds.
STEP_S = 0.5
#: The sound is read in pieces of about this length, seconds.
PIECE_S = 120.0
#: Shorter stretches of speech tell nothing about a voice, seconds.
LEAST_SPEECH_S = 0.4
#: Pauses in a stretch of speech are shorter, and so much around it belongs to it, milliseconds.
PAUSE_MS, PAD_MS = 300, 60
#: A voice is known by so many windows at least, a few seconds of speech; and by so many digits.
LEAST_WINDOWS, DIGITS = 6, 4
#: The share of the progress until the voices are known; the rest is that of grouping them.
HEARD = 0.95


@dataclass(frozen=True, slots=True)
class Windows:
    """Windows of speech in order of time: their middles, seconds, the number of the stretch of each, and the voices."""

    at_s: list[float]
    stretch: list[int]
    stretches: list[tuple[float, float]]
    vectors: Vectors


def turns_in(windows: Windows, count: int | None) -> list[Turn]:
    """Who speaks when, by the voices of windows; of `count` people, or of as many as there seem to be."""
    if not windows.at_s:
        return []
    labels = grouped(windows.vectors, count)
    return list(_turns(windows, _in_order(_smooth(windows, labels))))


def voices_of(windows: Windows, lines: Iterable[Segment]) -> dict[str, tuple[float, ...]]:
    """The voice of each speaker of lines, a vector of length 1; of those who speak long enough to be known again."""
    spoken: dict[str, list[int]] = {}
    for line in lines:
        if line.speaker is not None:
            first, last = bisect_left(windows.at_s, line.start_s), bisect_right(windows.at_s, line.end_s)
            spoken.setdefault(line.speaker, []).extend(range(first, last))
    return {speaker: _voice(windows.vectors[at]) for speaker, at in spoken.items() if len(at) >= LEAST_WINDOWS}


def _voice(vectors: Vectors) -> tuple[float, ...]:
    (mean,) = mean_of(vectors, np.zeros(len(vectors), np.intp))
    return tuple(round(float(value), DIGITS) for value in mean)


def windows_of(pcm: PcmFile, model: VoiceModel, reached: Callable[[float], None]) -> Windows:
    """All windows of speech with their voices."""
    at_s, numbers, stretches, vectors = list[float](), list[int](), list[tuple[float, float]](), list[Vectors]()
    for piece in _pieces(pcm):
        for start_s, end_s in _speech(piece):
            middles = _middles(start_s, end_s)
            at_s += middles
            numbers += [len(stretches)] * len(middles)
            stretches.append((start_s, end_s))
        fresh = at_s[sum(map(len, vectors)) :]
        places = zip(fresh, numbers[len(numbers) - len(fresh) :], strict=True)
        if fresh:
            vectors.append(model.of([_around(piece, middle_s, stretches[n]) for middle_s, n in places]))
        reached(piece.end_s / pcm.duration_s)
    return Windows(at_s, numbers, stretches, np.concatenate(vectors) if vectors else np.zeros((0, 0), np.float32))


def _pieces(pcm: PcmFile) -> Iterator[Stretch]:
    """The sound in pieces, so that memory is bounded; speech across a border is two stretches."""
    start_s = 0.0
    while start_s < pcm.duration_s:
        end_s = min(start_s + PIECE_S, pcm.duration_s)
        yield Stretch(start_s, end_s, Sound(pcm.read(start_s, end_s)))
        start_s = end_s


def _speech(piece: Stretch) -> Iterator[tuple[float, float]]:
    options = VadOptions(min_silence_duration_ms=PAUSE_MS, speech_pad_ms=PAD_MS, min_speech_duration_ms=100)
    for part in get_speech_timestamps(piece.sound.samples, options):
        start_s, end_s = (piece.start_s + part[name] / SAMPLE_RATE_HZ for name in ("start", "end"))
        if end_s - start_s >= LEAST_SPEECH_S:
            yield start_s, end_s


def _middles(start_s: float, end_s: float) -> list[float]:
    """The middles of the windows of a stretch."""
    length_s = end_s - start_s
    if length_s <= WINDOW_S:
        return [(start_s + end_s) / 2]
    count = max(2, round((length_s - WINDOW_S) / STEP_S) + 1)
    first_s, last_s = start_s + WINDOW_S / 2, end_s - WINDOW_S / 2
    return [first_s + (last_s - first_s) * n / (count - 1) for n in range(count)]


def _around(piece: Stretch, middle_s: float, stretch: tuple[float, float]) -> Any:
    """The samples of a window, within its stretch; a short one is repeated until it fills the window."""
    start_s, end_s = max(stretch[0], middle_s - WINDOW_S / 2), min(stretch[1], middle_s + WINDOW_S / 2)
    first, last = (round((time_s - piece.start_s) * SAMPLE_RATE_HZ) for time_s in (start_s, end_s))
    samples = piece.sound.samples[max(0, first) : last]
    return np.resize(samples, round(WINDOW_S * SAMPLE_RATE_HZ)) if len(samples) else samples


def _smooth(windows: Windows, labels: Labels) -> Labels:
    """The labels without single windows between two of another voice, within a stretch."""
    found = labels.copy()
    for n in range(1, len(labels) - 1):
        same_stretch = windows.stretch[n - 1] == windows.stretch[n] == windows.stretch[n + 1]
        if same_stretch and labels[n - 1] == labels[n + 1] != labels[n]:
            found[n] = labels[n - 1]
    return found


def _in_order(labels: Labels) -> Labels:
    """The labels numbered by their first place."""
    numbers: dict[int, int] = {}
    return np.array([numbers.setdefault(int(label), len(numbers)) for label in labels])


def _turns(windows: Windows, labels: Labels) -> Iterator[Turn]:
    """Windows of one voice in one stretch as a turn; the border lies half way between two middles."""
    first = 0
    for n in range(1, len(labels) + 1):
        ends = n == len(labels) or windows.stretch[n] != windows.stretch[first]
        if not ends and labels[n] == labels[first]:
            continue
        start_s, end_s = windows.stretches[windows.stretch[first]]
        if first and windows.stretch[first - 1] == windows.stretch[first]:
            start_s = (windows.at_s[first - 1] + windows.at_s[first]) / 2
        if not ends:
            end_s = (windows.at_s[n - 1] + windows.at_s[n]) / 2
        yield Turn(start_s, end_s, int(labels[first]))
        first = n
