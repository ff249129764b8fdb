"""Corrects word times. Whisper derives them from its attention, which at times puts several words on one instant.

Clicks on a word seek, captions follow words: so no word may have no duration, and a sentence that would have been
spoken faster than people can is moved to the sound before its end.
"""

from collections.abc import Sequence
from dataclasses import replace

from app.media.pcm import FRAME_S, Sound
from app.ports.transcriber import DecodedSegment, DecodedWord

#: Faster than the first is no speech, slower than the second is no sentence; characters a second.
FASTEST, SLOWEST = 35.0, 6.0
#: Longest silence within a sentence; a longer one is before the sentence.
PAUSE_S = 0.35
#: How far a beginning may move to the first sound, and the margin before it (soft consonants).
LATEST_ONSET_S, MARGIN_S = 0.6, 0.04
#: Least length of a segment of two that overlap, seconds.
LEAST_S = 0.1


def mended(decoded: DecodedSegment, sound: Sound, floor_s: float) -> DecodedSegment:
    """The segment with plausible times. `sound` is the part's, `floor_s` is the end of the segment before.

    Beginnings move to the first sound, because the VAD leaves some silence before it, ends to the end of the sound.
    """
    characters = len(decoded.text)
    end_s = sound.silence_after(decoded.end_s)
    if decoded.end_s - decoded.start_s < characters / FASTEST:
        earliest_s = max(0.0, min(floor_s, decoded.end_s), decoded.end_s - characters / SLOWEST)
        start_s = min(decoded.start_s, _onset_before(sound, earliest_s, decoded.end_s))
        return replace(decoded, start_s=start_s, end_s=end_s, words=_shared_out(decoded.words, start_s, end_s))
    words = list(_spread(decoded.words))
    start_s = _onset_after(sound, decoded.start_s, words[0].end_s if words else decoded.end_s)
    if words:
        words[0] = replace(words[0], start_s=max(words[0].start_s, start_s))
        words[-1] = replace(words[-1], end_s=max(words[-1].end_s, end_s))
    return replace(decoded, start_s=start_s, end_s=end_s, words=tuple(words))


def apart(before: DecodedSegment, after: DecodedSegment, spoken_end_s: float) -> tuple[DecodedSegment, DecodedSegment]:
    """Two neighbours that do not overlap. `spoken_end_s` is where the first ended before it moved to the sound's end.

    The sound that went on was the second's if that begins later than the first was decoded to end.
    """
    if after.start_s >= before.end_s:
        return before, after
    end_s = max(before.end_s, after.end_s)
    border_s = after.start_s if after.start_s >= spoken_end_s else min(spoken_end_s, (after.start_s + after.end_s) / 2)
    least_s = min(LEAST_S, (end_s - before.start_s) / 4)
    border_s = max(before.start_s + least_s, min(border_s, end_s - least_s))
    return fitted(before, before.start_s, border_s), fitted(after, border_s, end_s)


def fitted(decoded: DecodedSegment, start_s: float, end_s: float) -> DecodedSegment:
    """The segment from `start_s` to `end_s`, with its words inside, one after the other, each of some length."""
    words, at_s = list[DecodedWord](), start_s
    for word in decoded.words:
        from_s = min(max(word.start_s, at_s), end_s)
        at_s = min(max(word.end_s, from_s), end_s)
        words.append(replace(word, start_s=from_s, end_s=at_s))
    if words and not any(word.end_s > word.start_s for word in words):
        words = list(_shared_out(words, start_s, end_s))
    return replace(decoded, start_s=start_s, end_s=end_s, words=_spread(words))


def _onset_after(sound: Sound, start_s: float, end_s: float) -> float:
    """Just before the first sound from `start_s` on; `start_s` if none comes soon."""
    loud_frames = sound.loud(start_s, min(end_s, start_s + LATEST_ONSET_S))
    first = next((n for n, is_loud in enumerate(loud_frames) if is_loud), 0)
    return max(start_s, start_s + first * FRAME_S - MARGIN_S)


def _onset_before(sound: Sound, earliest_s: float, end_s: float) -> float:
    """The start of the sound that ends at `end_s`: back to a pause, but not before `earliest_s`."""
    loud_frames = sound.loud(earliest_s, end_s)
    start, quiet = len(loud_frames), 0
    for n, is_loud in reversed(list(enumerate(loud_frames))):
        quiet = 0 if is_loud else quiet + 1
        if is_loud:
            start = n
        elif quiet * FRAME_S > PAUSE_S and start < len(loud_frames):
            break
    return earliest_s + start * FRAME_S


def _spread(words: Sequence[DecodedWord]) -> tuple[DecodedWord, ...]:
    """Words without a duration share that of the next one with one (of the last one, at the end)."""
    spread: list[DecodedWord] = []
    waiting: list[DecodedWord] = []
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


def _shared_out(words: Sequence[DecodedWord], start_s: float, end_s: float) -> tuple[DecodedWord, ...]:
    """The words one after the other from `start_s` to `end_s`, each in proportion to its length."""
    total = sum(len(word.text.strip()) + 1 for word in words)
    shared, at = [], 0
    for word in words:
        begins_s = start_s + (end_s - start_s) * at / total
        at += len(word.text.strip()) + 1
        shared.append(replace(word, start_s=begins_s, end_s=start_s + (end_s - start_s) * at / total))
    return tuple(shared)
