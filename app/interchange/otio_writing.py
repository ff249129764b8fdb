"""Writes OpenTimelineIO, by its library; a document leads back to the same timeline when it is read here.

It is written in one of two ways. With `FILES` each clip names its file as editors know it, in the file's own timecode,
and the sound of pictures is in audio tracks of its own, as editors have it. With `LINKS` each clip names its source as
this server knows it, its times count from the start of that, and tracks stay as they are. Either way the other
reference is there too, under its key.

The library takes a moment to load, so the server imports this module when it is first needed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from opentimelineio import opentime, schema

from app.interchange.footage import Footage, file_name, footages, is_heard, pairs
from app.text.scripts import one_line
from app.timeline.document import SegmentSource, Source, Timeline
from app.timeline.layout import Lane, Layout, Placed, exact

#: The name under which what the format has no field for is in `metadata`.
OWN: Final = "video_processing"
#: What of it a timeline has, and a clip.
OWN_FACTS: Final = ("fps", "width", "height", "captions")
OWN_FIELDS: Final = ("volume_db", "muted", "fade_in", "fade_out")
#: Keys of a clip's references: the one that all programs know, and those of the other one.
DEFAULT_KEY: Final = schema.Clip.DEFAULT_MEDIA_KEY
FILE_KEY: Final = "file"
LINK_KEY: Final = "server"
KINDS: Final = {"video": schema.TrackKind.Video, "audio": schema.TrackKind.Audio}
#: The format's own transition; others are of no type that editors share.
DISSOLVE: Final = schema.TransitionTypes.SMPTE_Dissolve


class Media(StrEnum):
    """Which reference of a clip editors and readers take."""

    FILES = "files"
    LINKS = "links"


def otio(timeline: Timeline, layout: Layout, title: str, links: Mapping[Source, str], media: Media) -> str:
    """Write the document of a timeline. `links` are the addresses of its sources on this server."""
    document = schema.Timeline(one_line(title, 200))
    document.metadata[OWN] = {name: value for name, value in timeline.as_json().items() if name in OWN_FACTS}
    for track in _Writer(layout, links, media).tracks():
        document.tracks.append(track)
    return str(document.to_json_string(indent=0))  # a quarter of the size with indents


@dataclass(frozen=True, slots=True)
class _Side:
    """How a lane is written: its kind, and whether it is the sound of a video track."""

    kind: str
    name: str
    companion: bool = False


class _Writer:
    """Makes the tracks of one document."""

    def __init__(self, layout: Layout, links: Mapping[Source, str], media: Media) -> None:
        self._layout = layout
        self._fps = layout.fps
        self._footages: Mapping[str, Footage] = footages(layout)
        self._links = links
        self._media = media

    def tracks(self) -> Iterator[schema.Track]:
        """The tracks in their order; for editors pictures from the lowest track up, then sounds."""
        written = [(lane, self._track(lane, side)) for lane, side in self._sides()]
        if self._media is Media.LINKS:
            yield from (track for _, track in written)
            return
        pictures = [(lane, track) for lane, track in written if lane.kind == "video"]
        yield from (track for _, track in pictures)
        for lane, track in pictures:
            if any(map(is_heard, lane.clips)):
                yield self._track(lane, _Side("audio", f"{track.name} sound", companion=True))
        yield from (track for lane, track in written if lane.kind == "audio")

    def _sides(self) -> Iterator[tuple[Lane, _Side]]:
        """Each lane with its name: V1, V2, A1 …"""
        counts = {"video": 0, "audio": 0}
        for lane in self._layout.lanes:
            counts[lane.kind] += 1
            yield lane, _Side(lane.kind, f"{lane.kind[0].upper()}{counts[lane.kind]}")

    def _track(self, lane: Lane, side: _Side) -> schema.Track:
        track = schema.Track(side.name, kind=KINDS[side.kind])
        if side.companion:
            track.metadata[OWN] = {"sound_of": side.name.split()[0]}
        at = Fraction(0)
        for before, clip in pairs(lane.clips):
            if side.companion and not is_heard(clip):
                continue
            first, length = self._place(clip)
            if first > at:
                track.append(schema.Gap(source_range=self._range(Fraction(0), first - at, self._fps)))
            if clip.lead_in and (not side.companion or before is None or is_heard(before)):
                track.append(self._transition(clip))
            track.append(self._clip(clip, side))
            at = first + length
        return track

    def _place(self, clip: Placed) -> tuple[Fraction, Fraction]:
        """Where a clip is and how long, in frames: whole ones for editors, else exactly what the client wrote."""
        if self._media is Media.FILES:
            return Fraction(clip.first), Fraction(clip.end - clip.first)
        return clip.at_s * self._fps, clip.length_s * self._fps

    def _transition(self, clip: Placed) -> schema.Transition:
        assert clip.clip.transition_in is not None
        kind, length = clip.clip.transition_in.kind, Fraction(clip.lead_in)
        if self._media is Media.LINKS:
            length = exact(clip.clip.transition_in.duration) * self._fps
        before = length * clip.before / clip.lead_in
        return schema.Transition(
            name=kind,
            transition_type=DISSOLVE if kind == "crossfade" else schema.TransitionTypes.Custom,
            in_offset=opentime.RationalTime(float(before), float(self._fps)),
            out_offset=opentime.RationalTime(float(length - before), float(self._fps)),
            metadata={OWN: {"kind": kind}},
        )

    def _clip(self, placed: Placed, side: _Side) -> schema.Clip:
        footage = self._footages[placed.material.blob.sha256]
        clip = schema.Clip(one_line(placed.clip.name or placed.material.name, 200))
        clip.set_media_references(self._references(placed, footage), DEFAULT_KEY)
        rate = footage.rate if self._media is Media.FILES else self._fps
        start = (placed.start_s - self._origin_s(placed)) * rate
        if self._media is Media.FILES and placed.material.has_picture:
            start = Fraction(footage.frame_at(placed.start_s))
        length = self._place(placed)[1] * rate / self._fps
        clip.source_range = self._range(start, length, rate)
        if placed.speed != 1:
            clip.effects.append(schema.LinearTimeWarp(time_scalar=float(placed.speed)))
        if not side.companion:
            clip.metadata[OWN] = self._own(placed)
        return clip

    def _origin_s(self, placed: Placed) -> Fraction:
        """When the reference begins in the file of its material: a link to a segment begins with its scene."""
        is_segment = self._media is Media.LINKS and isinstance(placed.clip.source, SegmentSource)
        return placed.low_s if is_segment else Fraction(0)

    def _own(self, placed: Placed) -> dict[str, Any]:
        """What the format has no field for. A fade is not longer than the clip, whose length may be rounded."""
        most_s = float(self._place(placed)[1] / self._fps)
        own = {name: getattr(placed.clip, name) for name in OWN_FIELDS}
        return own | {name: min(own[name], most_s) for name in ("fade_in", "fade_out")}

    def _references(self, placed: Placed, footage: Footage) -> dict[str, schema.ExternalReference]:
        name, length_s = file_name(placed.material), exact(placed.material.media.duration_s)
        if self._origin_s(placed):
            length_s = placed.high_s - placed.low_s
        if self._media is Media.FILES:
            available = self._range(Fraction(footage.start), Fraction(footage.length), footage.rate)
        else:
            available = self._range(Fraction(0), length_s * self._fps, self._fps)
        file, link = self._reference(name, name, available), None
        if placed.clip.source in self._links:
            link = self._reference(self._links[placed.clip.source], name, available)
        if link is None:
            return {DEFAULT_KEY: file}
        if self._media is Media.FILES:
            return {DEFAULT_KEY: file, LINK_KEY: link}
        return {DEFAULT_KEY: link, FILE_KEY: file}

    def _reference(self, url: str, name: str, available: opentime.TimeRange) -> schema.ExternalReference:
        reference = schema.ExternalReference(target_url=url, available_range=available)
        reference.name = name
        return reference

    def _range(self, start: Fraction, length: Fraction, rate: Fraction) -> opentime.TimeRange:
        return opentime.TimeRange(
            opentime.RationalTime(float(start), float(rate)), opentime.RationalTime(float(length), float(rate))
        )
