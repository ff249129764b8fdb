"""Places the clips of a timeline on its frames, with exact numbers, and refuses what does not fit.

A clip's borders are computed exactly and rounded to the nearest frame, each by itself, so that a hundred clips of odd
lengths are as long together as their lengths say. Its pictures count from its own first frame.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from typing import Final

from app.jobs.timecode import editing_rate
from app.timeline.document import Source, Timeline, TrackClip
from app.timeline.material import Material
from app.timeline.reading import Fault, refusal

#: The rate and size of a timeline without a picture.
USUAL_FPS: Final = Fraction(25)
USUAL_SIZE: Final = (1280, 720)
#: A picture's rate above this is divided until it is below.
FASTEST: Final = Fraction(60)
#: How far a clip may go beyond the stated length of its source, seconds, as such lengths are rounded: so far, and less
#: than half a frame of the timeline, so that it never shows a frame more.
SLACK_S: Final = Fraction(1, 20)


@dataclass(frozen=True, slots=True)
class Placed:
    """A clip on the frames of its timeline: from frame `first` up to `end`, which is no longer shown.

    `start_s` and `end_s` are its stretch in the file of its material, seconds, and `low_s` to `high_s` is what the
    source has. `at_s` and `length_s` are its exact place on the timeline. `lead_in` and `lead_out` are the lengths of
    the transitions at its borders, frames; `before` and `after` are how many of them are outside of it.
    """

    track: int
    index: int
    clip: TrackClip
    material: Material
    first: int
    end: int
    at_s: Fraction
    length_s: Fraction
    start_s: Fraction
    end_s: Fraction
    low_s: Fraction
    high_s: Fraction
    lead_in: int = 0
    lead_out: int = 0
    before: int = 0
    after: int = 0

    @property
    def speed(self) -> Fraction:
        """Seconds of the source in a second of the timeline."""
        return exact(self.clip.speed)

    @property
    def shown(self) -> range:
        """The frames in which it is seen or heard, those of its transitions included."""
        return range(self.first - self.before, self.end + self.after)

    @property
    def loc(self) -> tuple[str | int, ...]:
        """Where it stands in the document."""
        return ("tracks", self.track, "clips", self.index)

    def time_of(self, frame: int, fps: Fraction) -> Fraction:
        """When the source shows what this clip shows in a frame, seconds; may be beyond what the source has."""
        return self.start_s + (frame - self.first) * self.speed / fps


@dataclass(frozen=True, slots=True)
class Lane:
    """A track's clips in order of time."""

    kind: str
    clips: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A timeline on its frames: `frames` of them, `fps` a second, in a picture of `width` × `height`."""

    fps: Fraction
    width: int
    height: int
    frames: int
    lanes: tuple[Lane, ...] = field(repr=False)

    @property
    def length_s(self) -> Fraction:
        """How long it is, seconds."""
        return self.frames / self.fps

    def clips(self) -> Iterator[Placed]:
        """All clips, track by track."""
        for lane in self.lanes:
            yield from lane.clips


def exact(value: float) -> Fraction:
    """The number that a client wrote: 0.1 is a tenth."""
    return Fraction(str(value))


def nearest(value: Fraction) -> int:
    """The nearest whole number; halves up, so that equal steps stay equal."""
    return math.floor(value + Fraction(1, 2))


def even(value: float) -> int:
    """The nearest even number, at least 2: pictures store colours for two by two pixels."""
    return max(2, 2 * round(value / 2))


def laid_out(timeline: Timeline, materials: Mapping[Source, Material], fps: Fraction | None = None) -> Layout:
    """Place all clips; `fps` is another rate than the timeline's own. Raises InvalidRequest with a row for each fault.

    Refused are clips that go beyond their source or overlap on a track, transitions and fades that are longer than
    their clips, and clips without what their track plays.
    """
    faults: list[Fault] = []
    rate = fps or timeline.rate or _rate_of(timeline, materials)
    lanes = []
    for number, track in enumerate(timeline.tracks):
        placed = _track(number, track.clips, track.kind, materials, rate, faults)
        lanes.append(Lane(track.kind, _with_transitions(placed, rate, faults)))
    if faults:
        raise refusal(faults)
    width, height = _size(timeline, materials)
    return Layout(rate, width, height, max(clip.end for lane in lanes for clip in lane.clips), tuple(lanes))


def _pictures(timeline: Timeline, materials: Mapping[Source, Material]) -> Iterator[Material]:
    for track in timeline.tracks:
        if track.kind == "video":
            yield from (materials[clip.source] for clip in track.clips if materials[clip.source].has_picture)


def _rate_of(timeline: Timeline, materials: Mapping[Source, Material]) -> Fraction:
    """The rate of the first picture as editors show it, within what players like."""
    for material in _pictures(timeline, materials):
        if material.media.fps:
            rate = editing_rate(Fraction(material.media.fps))
            return rate / math.ceil(rate / FASTEST)
    return USUAL_FPS


def _size(timeline: Timeline, materials: Mapping[Source, Material]) -> tuple[int, int]:
    if timeline.width is not None and timeline.height is not None:
        return even(timeline.width), even(timeline.height)
    for material in _pictures(timeline, materials):
        return even(material.media.width or 0), even(material.media.height or 0)
    return USUAL_SIZE


def _track(
    number: int,
    clips: Sequence[TrackClip],
    kind: str,
    materials: Mapping[Source, Material],
    fps: Fraction,
    faults: list[Fault],
) -> list[Placed]:
    """The clips of a track on the frames, in order of time; those that cannot be placed are faults."""
    placed: list[Placed] = []
    follows_s = Fraction(0)
    for index, clip in enumerate(clips):
        try:
            found = _placed(number, index, clip, materials[clip.source], follows_s, fps)
            _refuse_unplayable(found, kind)
        except Fault as fault:
            faults.append(fault)
            continue
        follows_s = found.at_s + found.length_s
        placed.append(found)
    placed.sort(key=lambda clip: (clip.first, clip.index))
    for before, after in pairwise(placed):
        if after.first < before.end:
            said = f"overlaps clip {before.index + 1} of the same track, which ends at {_s(before.end / fps)} s"
            faults.append(Fault((*after.loc, "at"), said))
    return placed


def _placed(number: int, index: int, clip: TrackClip, material: Material, follows_s: Fraction, fps: Fraction) -> Placed:
    loc = ("tracks", number, "clips", index)
    low_s, high_s = exact(material.from_s), exact(material.to_s)
    start_s = low_s + (exact(clip.start) if clip.start is not None else 0)
    end_s = low_s + exact(clip.end) if clip.end is not None else high_s
    beyond = end_s - high_s > min(SLACK_S, 1 / (2 * fps))
    if beyond or start_s >= high_s:
        field_name = "end" if beyond else "start"
        value = clip.end if field_name == "end" else clip.start
        said = f"is {value} s, past the end of its source {material.name}, which is {_s(high_s - low_s)} s long"
        raise Fault((*loc, field_name), said)
    at_s = exact(clip.at) if clip.at is not None else follows_s
    length_s = (end_s - start_s) / exact(clip.speed)
    first, end = nearest(at_s * fps), nearest((at_s + length_s) * fps)
    if end <= first:
        raise Fault(loc, f"is shorter than half a frame of the timeline ({_s(1 / fps)} s)")
    for name, value in (("fade_in", clip.fade_in), ("fade_out", clip.fade_out)):
        if exact(value) > length_s + 1 / fps:
            raise Fault((*loc, name), f"is {value} s, longer than the clip, which is {_s(length_s)} s long")
    return Placed(number, index, clip, material, first, end, at_s, length_s, start_s, end_s, low_s, high_s)


def _refuse_unplayable(placed: Placed, kind: str) -> None:
    material = placed.material
    if kind == "video" and not material.has_picture:
        raise Fault((*placed.loc, "source"), f"{material.name} has no picture; put it on an audio track")
    if kind == "audio" and not material.has_sound:
        raise Fault((*placed.loc, "source"), f"{material.name} has no sound")


def _with_transitions(placed: Sequence[Placed], fps: Fraction, faults: list[Fault]) -> tuple[Placed, ...]:
    """The clips of a track with their transitions: on the border, or after it where no clip ends there."""
    lengths = [_transition(clip, fps) for clip in placed]
    joined = [bool(n) and placed[n - 1].end == clip.first for n, clip in enumerate(placed)]
    found = []
    for n, clip in enumerate(placed):
        lead_in, meets = lengths[n], joined[n]
        follows = n + 1 < len(placed) and joined[n + 1]
        lead_out = lengths[n + 1] if follows else 0
        before, after = lead_in // 2 if meets else 0, lead_out - lead_out // 2
        taken = lead_in - before + lead_out // 2
        if taken > clip.end - clip.first:
            said = (
                f"has transitions of {_s(taken / fps)} s in it, but is only {_s((clip.end - clip.first) / fps)} s long"
            )
            faults.append(Fault((*clip.loc, "transition_in") if lead_in else clip.loc, said))
        found.append(replace(clip, lead_in=lead_in, lead_out=lead_out, before=before, after=after))
    return tuple(found)


def _transition(clip: Placed, fps: Fraction) -> int:
    """The length of the transition at the clip's start, frames."""
    transition = clip.clip.transition_in
    return 0 if transition is None else max(1, nearest(exact(transition.duration) * fps))


def _s(seconds: Fraction) -> str:
    """Seconds for people, without a tail of zeros."""
    return f"{float(seconds):.3f}".rstrip("0").rstrip(".")
