"""Counts the fragments of a streaming manifest before they are expanded to a list.

A DASH or Smooth Streaming manifest of some hundred bytes can describe a list of any length (`r="100000000"`, a segment
of a millisecond in a film of years), and yt-dlp builds that list in memory. Here it is only counted. An HLS playlist
lists its fragments, so its lines are counted.
"""

import math
import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from typing import Final

from yt_dlp.utils import parse_duration

from app.core.errors import ErrorCode, JobFailure

#: Limit for all formats of a manifest together. Four hours in pieces of half a second, in thirty qualities, are
#: 864,000; a list of that length takes some 300 MB.
MAX_FRAGMENTS: Final = 1_000_000
#: A manifest is recognised by this many bytes at its beginning.
HEAD_BYTES: Final = 4096


def refuse_endless(content: bytes) -> None:
    """Raise JobFailure `too_large` if this is a manifest of more than MAX_FRAGMENTS fragments."""
    count = fragment_count(content)
    if count > MAX_FRAGMENTS:
        raise JobFailure(
            ErrorCode.TOO_LARGE,
            f"The video's manifest lists {count:,} fragments; at most {MAX_FRAGMENTS:,} are fetched.",
        )


def fragment_count(content: bytes) -> int:
    """The number of fragments of a manifest, in all its formats together; 0 if it is malformed or no manifest."""
    head = content[:HEAD_BYTES]
    if b"#EXTM3U" in head:
        return content.count(b"#EXTINF")
    if b"MPD" not in head and b"SmoothStreamingMedia" not in head:
        return 0
    try:
        root = ET.fromstring(content)  # noqa: S314 - expat bounds the expansion of entities by itself
    except (ET.ParseError, ValueError, LookupError):
        return 0
    name = _local(root)
    if name == "MPD":
        return _dash(root)
    return _smooth(root) if name == "SmoothStreamingMedia" else 0


@dataclass(frozen=True, slots=True)
class _Segments:
    """The segment attributes of a Period, AdaptationSet or Representation; inherited from the parent element."""

    listed: int | None = None
    duration: float = 0.0
    timescale: float = 1.0

    def count(self, period_s: float) -> int:
        """The number of segments of one representation in a period of `period_s` seconds."""
        if self.listed is not None:
            return self.listed
        each_s = self.duration / self.timescale if self.timescale > 0 else 0.0
        return _whole(math.ceil(period_s / each_s)) if each_s > 0 and math.isfinite(period_s / each_s) else 0


def _dash(root: ET.Element) -> int:
    whole_s = _seconds(root.get("mediaPresentationDuration"))
    count = 0
    for period in _children(root, "Period"):
        period_s = _seconds(period.get("duration")) or whole_s
        of_period = _inherited(period, _Segments())
        for adaptation in _children(period, "AdaptationSet"):
            of_set = _inherited(adaptation, of_period)
            count += sum(_inherited(one, of_set).count(period_s) for one in _children(adaptation, "Representation"))
    return count


def _inherited(element: ET.Element, parent: _Segments) -> _Segments:
    """The attributes of `parent`, overridden by those of this element."""
    for source in (*_children(element, "SegmentList"), *_children(element, "SegmentTemplate")):
        timelines = _children(source, "SegmentTimeline")
        if timelines:
            rows = _children(timelines[0], "S")
            parent = replace(parent, listed=sum(1 + max(0, _whole(_number(row.get("r")))) for row in rows))
        parent = replace(
            parent,
            duration=_number(source.get("duration")) or parent.duration,
            timescale=_number(source.get("timescale")) or parent.timescale,
        )
    return parent


def _smooth(root: ET.Element) -> int:
    count = 0
    for stream in _children(root, "StreamIndex"):
        listed = sum(max(1, _whole(_number(row.get("r")))) for row in _children(stream, "c"))
        count += listed * len(_children(stream, "QualityLevel"))
    return count


def _children(element: ET.Element, name: str) -> list[ET.Element]:
    """The child elements with that name, in any namespace."""
    return [child for child in element if _local(child) == name]


def _local(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _number(text: str | None) -> float:
    try:
        number = float(text or 0)
    except ValueError:
        return 0.0
    return number if math.isfinite(number) else 0.0


def _whole(number: float) -> int:
    return int(min(number, 1e15))


def _seconds(text: str | None) -> float:
    try:
        return float(parse_duration(text) or 0.0)
    except (TypeError, ValueError, OverflowError):
        return 0.0
