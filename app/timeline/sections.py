"""Divides a timeline into what can be rendered by itself: spans in which the same is seen, and sections of those.

Sections are rendered one by one and joined. Two that show the same are equal in `look`, so that one is a copy of the
other. What is covered by a picture above it is not part of a span, so that it is not decoded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from app.timeline.layout import Lane, Layout, Placed, exact
from app.timeline.picture_size import Box, Size, fitted

#: A span at least this long is a section by itself; shorter ones share one. A longer section is divided. Seconds.
LONG_S, LONGEST_S = 5, 20
#: Transitions that change the picture also beside the clips.
MOVING = frozenset({"dip_to_black", "slide_left"})


@dataclass(frozen=True, slots=True)
class Layer:
    """A clip that is seen in a span; in a transition `goes` is the clip that it replaces, None after a gap."""

    clip: Placed
    moves: bool = False
    goes: Placed | None = None

    @property
    def clips(self) -> tuple[Placed, ...]:
        """The clips whose pictures it needs."""
        return (self.clip,) if self.goes is None else (self.goes, self.clip)

    def share(self, frame: int) -> float:
        """How much of the clip that comes in is seen in a frame of its transition, 0..1."""
        clip = self.clip
        return (frame - clip.first + clip.before + 0.5) / clip.lead_in


@dataclass(frozen=True, slots=True)
class Span:
    """Frames `first` to before `end`, in which the same layers are seen, the lowest first; none is black."""

    first: int
    end: int
    layers: tuple[Layer, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Spans that follow each other, rendered together."""

    spans: tuple[Span, ...]

    @property
    def first(self) -> int:
        """Its first frame."""
        return self.spans[0].first

    @property
    def count(self) -> int:
        """Its number of frames."""
        return self.spans[-1].end - self.first


def opacity(clip: Placed, frame: int, fps: Fraction) -> float:
    """How much of a clip is seen in a frame by its fades, 0..1."""
    seen = 1.0
    for fade_s, frames in ((clip.clip.fade_in, frame - clip.first), (clip.clip.fade_out, clip.end - 1 - frame)):
        length = float(exact(fade_s) * fps)
        if length > 0:
            seen = min(seen, (frames + 0.5) / length)
    return min(1.0, max(0.0, seen))


def box_of(clip: Placed, size: Size) -> Box:
    """Where the clip's picture lies in a picture of that size."""
    media = clip.material.media
    return fitted(media.width or size.width, media.height or size.height, size)


def sections_of(layout: Layout, size: Size) -> list[Section]:
    """The sections of a timeline that is rendered in that size, in order, without gaps."""
    found: list[Section] = []
    waiting: list[Span] = []
    long, longest = round(LONG_S * layout.fps), round(LONGEST_S * layout.fps)
    for span in _spans(layout, size):
        if span.end - span.first < long:
            waiting.append(span)
            if span.end - waiting[0].first >= long:
                found.append(Section(tuple(waiting)))
                waiting = []
            continue
        found += [Section(tuple(waiting))] if waiting else []
        waiting = []
        for first in range(span.first, span.end, longest):
            found.append(Section((Span(first, min(span.end, first + longest), span.layers),)))
    return found + ([Section(tuple(waiting))] if waiting else [])


def _spans(layout: Layout, size: Size) -> Iterator[Span]:
    lanes = [lane for lane in layout.lanes if lane.kind == "video"]
    borders = {0, layout.frames}
    for lane in lanes:
        for clip in lane.clips:
            borders |= set(_borders(clip, layout.fps))
    ordered = sorted(border for border in borders if 0 <= border <= layout.frames)
    places = [0] * len(lanes)
    for first, end in pairwise(ordered):
        layers: list[Layer] = []
        for number, lane in enumerate(lanes):
            while places[number] < len(lane.clips) and lane.clips[places[number]].shown.stop <= first:
                places[number] += 1
            layer = _layer(lane, places[number], first)
            if layer is not None:
                layers = [*_uncovered(layers, layer, first, end, layout.fps, size), layer]
        yield Span(first, end, tuple(layers))


def _borders(clip: Placed, fps: Fraction) -> Iterator[int]:
    """The frames at which a clip begins or ends to be seen, whole, or in a transition."""
    yield from (clip.first, clip.end, clip.shown.start, clip.shown.stop)
    yield clip.first - clip.before + clip.lead_in
    yield clip.first + -int(-exact(clip.clip.fade_in) * fps // 1)
    yield clip.end - -int(-exact(clip.clip.fade_out) * fps // 1)


def _layer(lane: Lane, place: int, frame: int) -> Layer | None:
    """What a lane shows in a frame; `place` is its first clip that has not ended by then."""
    shown = [clip for clip in lane.clips[place : place + 2] if frame in clip.shown]
    if not shown:
        return None
    clip = shown[-1]
    moves = frame < clip.first - clip.before + clip.lead_in
    return Layer(clip, moves, shown[0] if moves and len(shown) > 1 else None)


def _uncovered(below: Sequence[Layer], layer: Layer, first: int, end: int, fps: Fraction, size: Size) -> list[Layer]:
    """The layers that are seen below another one: those that are larger than it, or all as long as it is not whole."""
    if layer.moves and layer.goes is None:
        return list(below)
    if any(opacity(clip, frame, fps) < 1 for clip in layer.clips for frame in (first, end - 1)):
        return list(below)
    boxes = [box_of(clip, size) for clip in layer.clips]
    transition = layer.clip.clip.transition_in if layer.moves else None
    if transition is not None and transition.kind in MOVING and any(box != Box(0, 0, *size) for box in boxes):
        return list(below)
    return [one for one in below if not all(_within(box_of(clip, size), box) for clip in one.clips for box in boxes)]


def _within(inner: Box, outer: Box) -> bool:
    """Whether a box lies in another one."""
    across = outer.x <= inner.x and inner.x + inner.width <= outer.x + outer.width
    return across and outer.y <= inner.y and inner.y + inner.height <= outer.y + outer.height


def look(section: Section, layout: Layout, drawn: Sequence[Any] = ()) -> tuple[Any, ...]:
    """What is seen in a section; sections of the same timeline that are equal in it have equal pictures.

    `drawn` is what captions show in it, with times from its start.
    """
    spans = tuple(
        (span.end - span.first, tuple(_seen(layer, span.first, layout.fps) for layer in span.layers))
        for span in section.spans
    )
    return spans, tuple(drawn)


def _seen(layer: Layer, first: int, fps: Fraction) -> tuple[Any, ...]:
    clip = layer.clip
    transition = clip.clip.transition_in if layer.moves else None
    moved = None if transition is None else (transition.kind, clip.lead_in, first - clip.first + clip.before)
    return (*(_stretch(one, first, fps) for one in layer.clips), moved)


def _stretch(clip: Placed, first: int, fps: Fraction) -> tuple[Any, ...]:
    """What a clip shows from a frame on."""
    fades = (
        (clip.clip.fade_in, first - clip.first) if clip.clip.fade_in else None,
        (clip.clip.fade_out, clip.end - first) if clip.clip.fade_out else None,
    )
    material = clip.material
    return (
        *(material.blob.sha256, material.media.video_track, clip.time_of(first, fps), clip.speed),
        *(clip.low_s, clip.high_s, fades),
    )
