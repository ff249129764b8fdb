"""Timelines for tests: material from real files, and what a render of them must show."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

from app.stages.render.contract import RenderInput
from app.timeline.document import VideoSource
from app.timeline.layout import laid_out
from app.timeline.material import Material, Resolved
from app.timeline.reading import read_timeline
from tests.media import described
from tests.tools import LocalTools


def rendering(
    tools: LocalTools,
    document: dict[str, Any],
    files: Mapping[str, Path],
    *,
    scenes: Mapping[str, Any] = {},
    **values: Any,
) -> RenderInput:
    """The input of a render of `document`, whose sources are videos by the names of `files`.

    `scenes` are the stretches of those of which only a part is the source.
    """
    materials = []
    for name, path in files.items():
        media = described(path)
        from_s, to_s = scenes.get(name, (0.0, media.duration_s))
        source, blob = VideoSource(video_id=name), tools.stored(path)
        materials.append(Material(source=source, name=path.name, blob=blob, media=media, from_s=from_s, to_s=to_s))
    return RenderInput(resolved=Resolved(timeline=read_timeline(document), materials=tuple(materials)), **values)


def numbers_of(params: RenderInput, rates: Mapping[str, int] | None = None) -> list[int]:
    """The number that each frame of a render shows if every source is a film of numbered frames; 0 is black.

    The highest track wins; what lies beyond a source's stretch is its first or last frame. By plain arithmetic.
    """
    layout = laid_out(params.resolved.timeline, params.resolved.of, Fraction(params.fps) if params.fps else None)
    shown = [0] * layout.frames
    for lane in layout.lanes:
        for clip in lane.clips if lane.kind == "video" else ():
            rate = Fraction(clip.material.media.fps or 25)
            first, last = floor(clip.low_s * rate + Fraction(1, 10)), floor(clip.high_s * rate - Fraction(1, 10))
            for frame in range(clip.first, clip.end):
                number = floor(clip.time_of(frame, layout.fps) * rate + Fraction(1, 10))
                shown[frame] = min(max(number, first), last)
    return shown


def tracks(*clips: Sequence[dict[str, Any]], fps: Any = 25, **values: Any) -> dict[str, Any]:
    """A document with video tracks of clips of the video `film`."""
    return {
        "fps": fps,
        "tracks": [
            {"kind": "video", "clips": [{"source": {"video_id": "film"}} | clip for clip in lane]} for lane in clips
        ],
    } | values
