"""Mixes the sound of a timeline, sample by sample: all that is heard is added up, and nothing is lowered by itself."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from app.media.encoding import SOUND_RATE_HZ
from app.media.mixdown import Block
from app.media.stretch_sound import SoundReader, SoundStretch
from app.timeline.layout import Lane, Layout, Placed, exact, nearest

#: Samples that are mixed at once.
BLOCK: Final = SOUND_RATE_HZ
#: Sound that begins or ends where nothing goes on does so over this long, so that it does not click, seconds.
CLICK_S: Final = Fraction(3, 1000)
Gain = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ramp:
    """A gain that changes in a straight line from `low` at sample `first` to `high` at `end`, and stays so."""

    first: int
    end: int
    low: float
    high: float

    def at(self, samples: npt.NDArray[np.int64]) -> Gain:
        """The gain at samples of the timeline."""
        along = np.clip((samples - self.first) / max(1, self.end - self.first), 0.0, 1.0)
        return (self.low + (self.high - self.low) * along).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Voice:
    """A clip that is heard from sample `first` to before `end` of the timeline, with its gains."""

    clip: Placed
    first: int
    end: int
    gain: float
    ramps: tuple[Ramp, ...]


def sample_of(frame: int, fps: Fraction) -> int:
    """The sample at which a frame begins."""
    return nearest(frame * SOUND_RATE_HZ / fps)


def voices_of(layout: Layout) -> list[Voice]:
    """All clips that are heard, in order of their beginning."""
    found = [
        _voice(layout.fps, lane, number)
        for lane in layout.lanes
        for number, clip in enumerate(lane.clips)
        if clip.material.has_sound and not clip.clip.muted
    ]
    return sorted(found, key=lambda voice: (voice.first, voice.clip.track))


def _voice(fps: Fraction, lane: Lane, number: int) -> Voice:
    clip = lane.clips[number]
    before = lane.clips[number - 1] if number else None
    after = lane.clips[number + 1] if number + 1 < len(lane.clips) else None
    begins, ends = nearest(clip.at_s * SOUND_RATE_HZ), nearest((clip.at_s + clip.length_s) * SOUND_RATE_HZ)
    first, end = begins - sample_of(clip.before, fps), ends + sample_of(clip.after, fps)
    ramps = []
    if clip.clip.fade_in:
        ramps.append(Ramp(begins, begins + nearest(exact(clip.clip.fade_in) * SOUND_RATE_HZ), 0, 1))
    if clip.clip.fade_out:
        ramps.append(Ramp(ends - nearest(exact(clip.clip.fade_out) * SOUND_RATE_HZ), ends, 1, 0))
    click = nearest(CLICK_S * SOUND_RATE_HZ)
    if clip.lead_in:
        start, middle, stop = _transition(clip, fps)
        ramps.append(Ramp(middle if _dips(clip) else start, stop, 0, 1))
    elif not _goes_on(before, clip):
        ramps.append(Ramp(first, first + click, 0, 1))
    if clip.lead_out and after is not None:
        start, middle, stop = _transition(after, fps)
        ramps.append(Ramp(start, min(end, middle if _dips(after) else stop), 1, 0))
    elif not _goes_on(clip, after):
        ramps.append(Ramp(end - click, end, 1, 0))
    return Voice(clip, first, end, 10 ** (clip.clip.volume_db / 20), tuple(ramps))


def _transition(clip: Placed, fps: Fraction) -> tuple[int, int, int]:
    """The samples at which the transition at a clip's start begins, is half over, and ends."""
    start = nearest(clip.at_s * SOUND_RATE_HZ) - sample_of(clip.before, fps)
    length = sample_of(clip.lead_in, fps)
    return start, start + length // 2, start + length


def _dips(clip: Placed) -> bool:
    transition = clip.clip.transition_in
    return transition is not None and transition.kind == "dip_to_black"


def _goes_on(one: Placed | None, other: Placed | None) -> bool:
    """Whether the second clip continues the first in the same file, so that the sound is not interrupted."""
    if one is None or other is None or one.clip.muted or other.clip.muted:
        return False
    same = one.material.blob == other.material.blob and one.speed == other.speed == 1
    gap_s = max(abs(one.end_s - other.start_s), abs(one.at_s + one.length_s - other.at_s))
    return same and gap_s * SOUND_RATE_HZ < 1


@dataclass(slots=True)
class Mix:
    """What came of a mix. `clipped_s` is how long it was louder than a file can hold, seconds."""

    clipped_s: float = 0.0


def mixed(
    ffmpeg: Path, layout: Layout, path_of: Callable[[Placed], Path], max_pixels: int, mix: Mix
) -> Generator[Block]:
    """Yield the sound of the whole timeline in blocks. Decoders run only while their clip is heard.

    Raises JobFailure. Close the generator to end them.
    """
    voices = voices_of(layout)
    total = sample_of(layout.frames, layout.fps)
    readers: dict[tuple[int, int], SoundReader] = {}
    try:
        for first in range(0, total, BLOCK):
            end = min(total, first + BLOCK)
            out = np.zeros((end - first, 2), np.float32)
            for voice in voices:
                if voice.first >= end:
                    break
                if voice.end <= first:
                    continue
                key = (voice.clip.track, voice.clip.index)
                if key not in readers:
                    readers[key] = SoundReader(ffmpeg, _stretch(voice, path_of(voice.clip), max_pixels))
                _add(out, first, end, voice, readers[key])
                if voice.end <= end:
                    readers.pop(key).close()
            voices = [voice for voice in voices if voice.end > end]
            mix.clipped_s += int((np.abs(out) > 1).any(axis=1).sum()) / SOUND_RATE_HZ
            yield out
    finally:
        for reader in readers.values():
            reader.close()


def _add(out: Block, first: int, end: int, voice: Voice, reader: SoundReader) -> None:
    begins, ends = max(first, voice.first), min(end, voice.end)
    samples = np.arange(begins, ends, dtype=np.int64)
    gain = np.full(len(samples), voice.gain, np.float32)
    for ramp in voice.ramps:
        gain *= ramp.at(samples)
    out[begins - first : ends - first] += reader.next(ends - begins) * gain[:, None]


def _stretch(voice: Voice, path: Path, max_pixels: int) -> SoundStretch:
    """The sound of a clip, from its exact beginning: its pictures are on frames, its sound need not be."""
    clip = voice.clip
    before = nearest(clip.at_s * SOUND_RATE_HZ) - voice.first
    return SoundStretch(
        path=path,
        track=clip.material.media.audio_track,
        first_s=clip.start_s - Fraction(before, SOUND_RATE_HZ) * clip.speed,
        speed=clip.speed,
        count=voice.end - voice.first,
        low_s=clip.low_s,
        high_s=clip.high_s,
        max_pixels=max_pixels,
    )
