"""Mends word times. Whisper finds them from its attention, which at times puts several words on one instant.

Clicks on a word seek, captions follow words: so no word may last no time, and a sentence that seems to have been said
faster than anybody talks is placed on the sound before its end instead.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.inference.whisper import SAMPLE_RATE_HZ, Heard, HeardWord
from app.media.pcm import speech_level

#: Faster than this is no speech, slower than that is no sentence; characters a second.
FASTEST, SLOWEST = 35.0, 6.0
#: A pause within a sentence; more silence is before it.
PAUSE_S = 0.35
#: How far a beginning may move to the first sound, and what stays before it (soft consonants).
LATEST_ONSET_S, MARGIN_S = 0.6, 0.04
_FRAME_S = 0.02
#: Quieter than the loud parts by 26 dB is a pause.
_QUIET = 0.05


def mended(heard: Heard, samples: Any, floor_s: float) -> Heard:
    """The segment with believable times. `samples` are the stretch's, `floor_s` is the end of the segment before.

    Beginnings move to the first sound: the VAD leaves some silence before it.
    """
    characters = len(heard.text)
    if heard.end_s - heard.start_s < characters / FASTEST:
        earliest_s = max(0.0, min(floor_s, heard.end_s), heard.end_s - characters / SLOWEST)
        start_s = min(heard.start_s, _onset_before(samples, earliest_s, heard.end_s))
        return replace(heard, start_s=start_s, words=_shared_out(heard.words, start_s, heard.end_s))
    words = _spread(heard.words)
    latest_s = min(words[0].end_s if words else heard.end_s, heard.start_s + LATEST_ONSET_S)
    start_s = _onset_after(samples, heard.start_s, latest_s)
    if words:
        words = (replace(words[0], start_s=max(words[0].start_s, start_s)), *words[1:])
    return replace(heard, start_s=start_s, words=words)


def _onset_after(samples: Any, start_s: float, latest_s: float) -> float:
    """Just before the first sound from `start_s` on; `start_s` when there is none until `latest_s`."""
    loud = _loud(samples, start_s, latest_s)
    first = next((n for n, is_loud in enumerate(loud) if is_loud), 0)
    return max(start_s, start_s + first * _FRAME_S - MARGIN_S)


def _onset_before(samples: Any, earliest_s: float, end_s: float) -> float:
    """Where the sound that ends at `end_s` begins: back until a pause, but not before `earliest_s`."""
    loud = _loud(samples, earliest_s, end_s)
    start, quiet = len(loud), 0
    for n in range(len(loud) - 1, -1, -1):
        quiet = 0 if loud[n] else quiet + 1
        if loud[n]:
            start = n
        elif quiet * _FRAME_S > PAUSE_S and start < len(loud):
            break
    return earliest_s + start * _FRAME_S


def _loud(samples: Any, start_s: float, end_s: float) -> list[bool]:
    """For each frame between two times whether there is sound, measured against the loud parts of all samples."""
    import numpy as np

    width = int(_FRAME_S * SAMPLE_RATE_HZ)
    piece = samples[int(start_s * SAMPLE_RATE_HZ) : int(end_s * SAMPLE_RATE_HZ)]
    frames = piece[: len(piece) // width * width].reshape(-1, width).astype(np.float64)
    return [bool(loud) for loud in np.sqrt((frames**2).mean(axis=1)) > _QUIET * speech_level(samples)]


def _spread(words: Sequence[HeardWord]) -> tuple[HeardWord, ...]:
    """Words that last no time share the time of the next one that does (of the last one, at the end)."""
    spread: list[HeardWord] = []
    waiting: list[HeardWord] = []
    for word in words:
        waiting.append(word)
        if word.end_s > waiting[0].start_s:
            spread += _shared_out(waiting, waiting[0].start_s, word.end_s) if len(waiting) > 1 else waiting
            waiting = []
    if waiting and spread:
        waiting.insert(0, spread.pop())
        spread += _shared_out(waiting, waiting[0].start_s, waiting[0].end_s)
    else:
        spread += waiting
    return tuple(spread)


def _shared_out(words: Sequence[HeardWord], start_s: float, end_s: float) -> tuple[HeardWord, ...]:
    """The words one after the other from `start_s` to `end_s`, each by its length."""
    total = sum(len(word.text.strip()) + 1 for word in words)
    shared, at = [], 0
    for word in words:
        begins_s = start_s + (end_s - start_s) * at / total
        at += len(word.text.strip()) + 1
        shared.append(replace(word, start_s=begins_s, end_s=start_s + (end_s - start_s) * at / total))
    return tuple(shared)
