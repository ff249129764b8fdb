"""Writes FCPXML 1.8, which Final Cut Pro and Resolve read: every time is an exact fraction of a second.

The first track with pictures is the primary storyline; what lies over it, and sound, is connected to the element of it
that plays when it begins. Places and lengths are on the timeline's frames, starts on the frames of their file.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from app.interchange.fcpxml_resources import EFFECTS, Resources, conform_rate, seconds, tc_format
from app.interchange.footage import Footage, blend, footages, is_heard, pairs
from app.jobs.timecode import Counting
from app.text.scripts import one_line
from app.timeline.layout import Lane, Layout, Placed, exact, nearest

VERSION: Final = "1.8"
TITLE_LENGTH: Final = 200


def fcpxml(layout: Layout, title: str, counting: Counting, *, start: int = 0) -> str:
    """Write the document. `start` is the number, by its timecode, of the timeline's first frame."""
    name = one_line(title, TITLE_LENGTH) or "Untitled"
    resources = Resources()
    story = _Story(layout, resources, counting, start)
    root = Element("fcpxml", {"version": VERSION})
    root.append(resources.element)
    event = SubElement(SubElement(root, "library"), "event", {"name": name})
    project = SubElement(event, "project", {"name": name})
    sequence = SubElement(project, "sequence", story.attributes())
    sequence.append(story.spine())
    indent(root)
    written = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n{written}\n'


@dataclass(frozen=True, slots=True)
class _Anchor:
    """An element of the primary storyline: from frame `first` up to `end`; `begins` is its own time at `first`."""

    element: Element
    first: int
    end: int
    begins: Fraction


class _Story:
    """Makes the storylines of one document."""

    def __init__(self, layout: Layout, resources: Resources, counting: Counting, start: int) -> None:
        self._layout = layout
        self._fps = layout.fps
        self._resources = resources
        self._counting = counting
        self._start = start
        colour = next((clip.material.media.colour.kind for clip in layout.clips() if clip.material.has_picture), "sdr")
        self._format = resources.format(layout.fps, layout.width, layout.height, colour)
        self._footages = footages(layout)
        self._assets = {key: resources.asset(footage) for key, footage in self._footages.items()}

    def attributes(self) -> dict[str, str]:
        """Those of the sequence."""
        return {
            "format": self._format,
            "duration": self._length(self._layout.frames),
            "tcStart": self._length(self._start),
            "tcFormat": tc_format(self._counting),
            "audioLayout": "stereo",
            "audioRate": "48k",
        }

    def spine(self) -> Element:
        """The primary storyline with all that is connected to it."""
        spine = Element("spine")
        pictures = [lane for lane in self._layout.lanes if lane.kind == "video" and lane.clips]
        primary = pictures[0] if pictures else Lane("video", ())
        anchors = self._filled(spine, primary.clips, Fraction(self._start, 1) / self._fps, self._layout.frames)
        connected = [(number, lane) for number, lane in enumerate(pictures[1:], 1)]
        sounds = [lane for lane in self._layout.lanes if lane.kind == "audio" and lane.clips]
        connected += [(-number, lane) for number, lane in enumerate(sounds, 1)]
        for number, lane in connected:
            for run in _runs(lane):
                self._connect(anchors, number, run, lane.kind)
        for anchor in anchors:
            _in_order(anchor.element)
        return spine

    def _filled(self, spine: Element, clips: tuple[Placed, ...], origin: Fraction, length: int) -> list[_Anchor]:
        """Append clips, transitions and gaps to a storyline that is `length` frames long and begins at `origin`."""
        anchors: list[_Anchor] = []
        at = 0
        for before, clip in pairs(clips):
            if clip.first > at:
                anchors.append(self._gap(spine, origin, at, clip.first))
            self._transition(spine, origin, before, clip)
            anchors.append(self._clip(spine, origin, clip, "video"))
            at = clip.end
        if at < length:
            anchors.append(self._gap(spine, origin, at, length))
        return anchors

    def _gap(self, spine: Element, origin: Fraction, first: int, end: int) -> _Anchor:
        offset, length = seconds(origin + first / self._fps), self._length(end - first)
        gap = SubElement(spine, "gap", {"name": "Gap", "offset": offset, "start": "0s", "duration": length})
        return _Anchor(gap, first, end, Fraction(0))

    def _transition(self, spine: Element, origin: Fraction, before: Placed | None, clip: Placed) -> None:
        """A transition over the border; without a clip before it is a fade, which `_fades` writes."""
        lead, after = blend(before, clip, self._fps)
        if before is None or lead + after == 0:
            return
        assert clip.clip.transition_in is not None
        kind = clip.clip.transition_in.kind
        offset = seconds(origin + (clip.first - lead) / self._fps)
        name = EFFECTS[kind][0]
        element = SubElement(
            spine, "transition", {"name": name, "offset": offset, "duration": self._length(lead + after)}
        )
        SubElement(element, "filter-video", {"ref": self._resources.effect(kind), "name": name})
        if is_heard(before) or is_heard(clip):
            SubElement(element, "filter-audio", {"ref": self._resources.effect("sound"), "name": EFFECTS["sound"][0]})

    def _connect(self, anchors: list[_Anchor], lane: int, run: tuple[Placed, ...], kind: str) -> None:
        """Connect a run of clips to the primary storyline: one clip as it is, several as a storyline of their own."""
        first = run[0].first
        anchor = next(anchor for anchor in anchors if anchor.first <= first < anchor.end)
        offset = anchor.begins + (first - anchor.first) / self._fps
        if len(run) == 1:
            element = self._clip(anchor.element, offset - first / self._fps, run[0], kind).element
            element.set("lane", str(lane))
            return
        spine = SubElement(anchor.element, "spine", {"lane": str(lane), "offset": seconds(offset)})
        for before, clip in pairs(run):
            self._transition(spine, -first / self._fps, before, clip)
            self._clip(spine, -first / self._fps, clip, kind)

    def _clip(self, parent: Element, origin: Fraction, clip: Placed, kind: str) -> _Anchor:
        footage = self._footages[clip.material.blob.sha256]
        begins = self._begins(footage, clip)
        attributes = {
            "ref": self._assets[clip.material.blob.sha256],
            "offset": seconds(origin + clip.first / self._fps),
            "name": one_line(clip.clip.name or clip.material.name, TITLE_LENGTH),
            "start": seconds(begins),
            "duration": self._length(clip.end - clip.first),
            "tcFormat": tc_format(footage.counting),
        }
        if kind == "audio" and clip.material.has_picture:
            attributes["srcEnable"] = "audio"
        elif kind == "video" and clip.material.has_sound and clip.clip.muted:
            attributes["srcEnable"] = "video"
        element = SubElement(parent, "asset-clip", attributes)
        self._timing(element, footage, clip)
        self._fades(element, clip, kind)
        return _Anchor(element, clip.first, clip.end, begins)

    def _begins(self, footage: Footage, clip: Placed) -> Fraction:
        """The clip's own time at its first frame: that of the file, or of the file as it is played at its speed."""
        start_s = footage.start / footage.rate
        if clip.material.has_picture:
            inside_s = (footage.frame_at(clip.start_s) - footage.start) / footage.rate
        else:
            inside_s = nearest(clip.start_s * self._fps) / self._fps
        return start_s + inside_s / clip.speed

    def _timing(self, element: Element, footage: Footage, clip: Placed) -> None:
        name = conform_rate(footage.rate)
        if clip.material.has_picture and footage.rate != self._fps and name is not None:
            SubElement(element, "conform-rate", {"scaleEnabled": "0", "srcFrameRate": name})
        if clip.speed == 1:
            return
        start_s, length_s = footage.start / footage.rate, footage.length / footage.rate
        times = SubElement(element, "timeMap")
        for time, value in ((start_s, start_s), (start_s + length_s / clip.speed, start_s + length_s)):
            SubElement(times, "timept", {"time": seconds(time), "value": seconds(value), "interp": "linear"})

    def _fades(self, element: Element, clip: Placed, kind: str) -> None:
        """Fades of picture and sound, and the level."""
        lengths = [nearest(exact(value) * self._fps) for value in (clip.clip.fade_in, clip.clip.fade_out)]
        if clip.lead_in and not clip.before:
            lengths[0] = max(lengths[0], clip.lead_in)
        faded = [(tag, length) for tag, length in zip(("fadeIn", "fadeOut"), lengths, strict=True) if length]
        if faded and kind == "video":
            self._fade(SubElement(element, "adjust-blend"), faded, "linear")
        if not is_heard(clip):
            return
        if faded or clip.clip.volume_db:
            adjust = SubElement(element, "adjust-volume", {"amount": f"{clip.clip.volume_db:g}dB"})
            if faded:
                self._fade(adjust, faded, "easeIn")

    def _fade(self, adjust: Element, faded: list[tuple[str, int]], form: str) -> None:
        parameter = SubElement(adjust, "param", {"name": "amount"})
        for tag, length in faded:
            SubElement(parameter, tag, {"type": form, "duration": self._length(length)})

    def _length(self, frames: int) -> str:
        return seconds(frames / self._fps)


def _runs(lane: Lane) -> list[tuple[Placed, ...]]:
    """The clips of a lane, those together that a transition joins."""
    runs = [[clip] for clip in lane.clips[:1]]
    for before, clip in pairwise(lane.clips):
        if clip.lead_in and before.end == clip.first:
            runs[-1].append(clip)
        else:
            runs.append([clip])
    return [tuple(run) for run in runs]


def _in_order(element: Element) -> None:
    """Put connected elements behind the adjustments of a clip, as the form wants it."""
    connected = [child for child in element if child.tag in ("asset-clip", "spine")]
    for child in connected:
        element.remove(child)
    element.extend(connected)
