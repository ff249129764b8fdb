"""States what other editors need of a source: its frames, its rate, and the timecode that it begins with."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from app.jobs.timecode import Counting, can_drop, editing_rate, parts_of
from app.timeline.layout import Layout, Placed, exact, nearest
from app.timeline.material import Material

#: Longest name of a file.
NAME_LENGTH = 255


@dataclass(frozen=True, slots=True)
class Footage:
    """A file as editors show it: `length` frames, of which the first has the number `start` as its timecode.

    Sound alone is counted in frames of the timeline, from 0.
    """

    material: Material
    counting: Counting
    start: int
    length: int

    @property
    def rate(self) -> Fraction:
        """Frames per second."""
        return self.counting.rate

    def frame_at(self, time_s: Fraction) -> int:
        """The number, by its timecode, of the frame that is shown at a time of the file."""
        return self.start + nearest(time_s * self.rate)


def file_name(material: Material) -> str:
    """The name of the file, letter by letter: other spaces would be another file; a control character is a space."""
    return "".join(c if c.isprintable() else " " for c in material.name)[:NAME_LENGTH]


def footage_of(material: Material, fps: Fraction) -> Footage:
    """The footage of a source in a timeline of `fps` frames per second."""
    media = material.media
    counting, start = Counting(editing_rate(Fraction(media.fps)) if material.has_picture and media.fps else fps), 0
    if media.timecode is not None and material.has_picture:
        counting = Counting(counting.rate, parts_of(media.timecode)[3] and can_drop(counting.rate))
        start = counting.frame(media.timecode)
    return Footage(
        material, counting, start, max(1, math.floor(exact(media.duration_s) * counting.rate + Fraction(1, 2)))
    )


def footages(layout: Layout) -> dict[str, Footage]:
    """The files of a timeline by the hashes of their content, in order of their first use."""
    found: dict[str, Footage] = {}
    for clip in layout.clips():
        found.setdefault(clip.material.blob.sha256, footage_of(clip.material, layout.fps))
    return found


def counting_of(layout: Layout, *, drop: bool | None = None) -> Counting:
    """How the timeline is labelled: drop-frame if `drop`, or, where that is None, as its first source with a timecode.

    A rate alone never decides it. `drop` is ignored at rates that have no drop-frame labels.
    """
    if drop is None:
        stated = (clip.material.media.timecode for clip in layout.clips() if clip.material.has_picture)
        drop = next((parts_of(label)[3] for label in stated if label is not None), False)
    return Counting(layout.fps, drop and can_drop(layout.fps))


def is_heard(clip: Placed) -> bool:
    """Whether a clip has sound that is not muted."""
    return clip.material.has_sound and not clip.clip.muted


def handles(clip: Placed, fps: Fraction) -> tuple[int, int]:
    """How many frames of the timeline the file has before the clip and after it."""
    before = math.floor(clip.start_s * fps / clip.speed)
    after = math.floor((exact(clip.material.media.duration_s) - clip.end_s) * fps / clip.speed)
    return max(0, before), max(0, after)


def pairs(clips: tuple[Placed, ...]) -> Iterator[tuple[Placed | None, Placed]]:
    """Each clip of a lane with the one that ends where it begins, if there is one."""
    before: Placed | None = None
    for clip in clips:
        yield (before if before is not None and before.end == clip.first else None), clip
        before = clip


def blend(before: Placed | None, clip: Placed, fps: Fraction) -> tuple[int, int]:
    """The transition at a clip's start as frames before its first one and from there on, as far as the files reach.

    Without a clip before it all of it is in the clip. Other editors refuse transitions over frames that no file has, so
    it is shortened where those frames would be held.
    """
    if not clip.lead_in:
        return 0, 0
    if before is None:
        return 0, clip.lead_in
    return min(clip.before, handles(clip, fps)[0]), min(clip.lead_in - clip.before, handles(before, fps)[1])
