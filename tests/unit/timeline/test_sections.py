"""What is seen when, and what can be rendered by itself."""

from typing import Any

import pytest

from app.jobs.results import Blob, MediaInfo
from app.timeline.document import VideoSource
from app.timeline.layout import Layout, laid_out
from app.timeline.material import Material
from app.timeline.picture_size import Box, Size, fitted, output_size
from app.timeline.reading import read_timeline
from app.timeline.sections import Section, look, sections_of

SIZE = Size(640, 360)
CROSS = {"transition_in": {"kind": "crossfade", "duration": 2}}


def layout(*tracks: list[dict[str, Any]]) -> Layout:
    """Video tracks at 25 frames a second of `wide`, which fills the picture, and `tall`, which does not."""
    sizes = {"wide": (640, 360), "tall": (360, 640), "other": (1280, 720)}
    materials = {}
    for number, (name, (width, height)) in enumerate(sizes.items()):
        media = MediaInfo(container="mp4", duration_s=100.0, video_codec="h264", width=width, height=height, fps="25")
        source = VideoSource(video_id=name)
        blob = Blob(sha256=f"{number}" * 64, size_bytes=1)
        materials[source] = Material(source=source, name=name, blob=blob, media=media, to_s=100.0)
    written = [
        {"kind": "video", "clips": [{"source": {"video_id": "wide"}} | clip for clip in track]} for track in tracks
    ]
    return laid_out(read_timeline({"fps": 25, "width": 640, "height": 360, "tracks": written}), materials)


def seen(found: list[Section]) -> list[tuple[int, int, list[str]]]:
    """Each span with the names of what is decoded in it, from below."""
    return [
        (span.first, span.end, [clip.material.name for layer in span.layers for clip in layer.clips])
        for section in found
        for span in section.spans
    ]


def test_what_is_covered_is_not_part_of_a_span() -> None:
    """A picture that fills all of it covers what is below, one of another shape only what is not larger."""
    other, tall = {"source": {"video_id": "other"}}, {"source": {"video_id": "tall"}}
    found = layout(
        [{"end": 12}], [other | {"end": 2, "at": 2}, tall | {"end": 2, "at": 6}], [tall | {"end": 1, "at": 7}]
    )
    assert seen(sections_of(found, SIZE)) == [
        (0, 50, ["wide"]),
        (50, 100, ["other"]),
        (100, 150, ["wide"]),
        (150, 175, ["wide", "tall"]),
        (175, 200, ["wide", "tall"]),
        (200, 300, ["wide"]),
    ]


def test_a_fade_shows_what_is_below_as_long_as_it_lasts() -> None:
    """And a gap shows nothing."""
    other = {"source": {"video_id": "other"}, "end": 4, "at": 1, "fade_in": 1, "fade_out": 0.5}
    found = layout([{"end": 4}], [other], [{"end": 1, "at": 6}])
    assert seen(sections_of(found, SIZE)) == [
        (0, 25, ["wide"]),
        (25, 50, ["wide", "other"]),
        (50, 100, ["other"]),
        (100, 112, ["other"]),
        (112, 125, ["other"]),
        (125, 150, []),
        (150, 175, ["wide"]),
    ]


def test_a_transition_needs_both_clips_on_either_side_of_the_border() -> None:
    """Each is decoded beyond its cut."""
    found = layout([{"end": 4}, {"source": {"video_id": "other"}, "start": 2, "end": 6} | CROSS])
    assert seen(sections_of(found, SIZE)) == [
        (0, 75, ["wide"]),
        (75, 100, ["wide", "other"]),
        (100, 125, ["wide", "other"]),
        (125, 200, ["other"]),
    ]


def test_short_spans_share_a_section_and_long_ones_are_divided() -> None:
    """Sections follow each other without a gap, and none is longer than twenty seconds."""
    found = sections_of(layout([{"end": 1}, {"end": 2}, {"end": 45}, {"end": 3}]), SIZE)
    assert [(section.first, section.count) for section in found] == [
        (0, 75),
        (75, 500),
        (575, 500),
        (1075, 125),
        (1200, 75),
    ]


def test_the_same_stretch_looks_the_same_wherever_it_is() -> None:
    """As long as nothing is drawn over it, and it is not faded."""
    found = layout(
        [{"end": 6}, {"start": 20, "end": 26}, {"end": 6}, {"end": 6, "fade_in": 1}, {"end": 6, "speed": 0.5}]
    )
    sections = sections_of(found, SIZE)
    looks = [look(section, found) for section in sections]
    assert looks[0] == looks[2]
    assert len(set(looks)) == len(looks) - 1
    assert look(sections[0], found, [(0.0, 1.0, ("Hi",))]) != looks[2]


def test_two_hundred_clips_on_eight_tracks_are_few_at_a_time() -> None:
    """Only what is seen is decoded at once, whatever is below it."""
    found = layout(*([{"end": 2, **(CROSS if n % 2 else {})} for n in range(25)] for _ in range(8)))
    spans = [span for section in sections_of(found, SIZE) for span in section.spans]
    assert max(len(layer.clips) for span in spans for layer in span.layers) == 2
    assert {len(span.layers) for span in spans} == {1}
    assert sum(span.end - span.first for span in spans) == found.frames


@pytest.mark.parametrize(
    ("resolution", "size"),
    [("source", (640, 360)), ("180x100", (180, 100)), ("1080p", (640, 360)), ("481x271", (480, 272))],
)
def test_the_size_of_the_render(resolution: str, size: tuple[int, int]) -> None:
    """Even, and never scaled up by a name; `WxH` is as it is asked for."""
    assert output_size(640, 360, resolution) == size
    assert output_size(1920, 1080, "720p") == (1280, 720)


def test_pictures_of_other_shapes_are_seen_whole() -> None:
    """In the middle, on even pixels; a few missing pixels are stretched over."""
    assert fitted(1280, 720, SIZE) == Box(0, 0, 640, 360)
    assert fitted(640, 358, SIZE) == Box(0, 0, 640, 360)
    assert fitted(360, 640, SIZE) == Box(218, 0, 202, 360)
    assert fitted(160, 160, SIZE) == Box(140, 0, 360, 360)
