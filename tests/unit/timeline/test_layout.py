"""Clips on the frames of a timeline."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from app.core.errors import InvalidRequest
from app.jobs.results import Blob, MediaInfo
from app.timeline.document import Source, VideoSource
from app.timeline.layout import Layout, laid_out
from app.timeline.material import Material, Resolved
from app.timeline.reading import read_timeline

FILM = {"video_id": "film"}


def material(
    name: str, length_s: float = 10.0, *, fps: str = "25", picture: bool = True, sound: bool = True
) -> Material:
    media = MediaInfo(
        container="mp4",
        duration_s=length_s,
        video_codec="h264" if picture else None,
        audio_codec="aac" if sound else None,
        width=640 if picture else None,
        height=360 if picture else None,
        fps=fps,
    )
    blob = Blob(sha256="0" * 64, size_bytes=1)
    return Material(source=VideoSource(video_id=name), name=f"{name}.mp4", blob=blob, media=media, to_s=length_s)


def layout(*tracks: list[dict[str, Any]] | tuple[str, list[dict[str, Any]]], fps: Any = 25, **lengths: float) -> Layout:
    """The layout of video tracks (or `(kind, clips)`) whose sources are `film` and those named in `lengths`."""
    written = [track if isinstance(track, tuple) else ("video", track) for track in tracks]
    clips = [{"kind": kind, "clips": [{"source": FILM} | clip for clip in inside]} for kind, inside in written]
    timeline = read_timeline({"fps": fps, "tracks": clips})
    found = [material(name, length) for name, length in ({"film": 10.0} | lengths).items()]
    found += [material("still", picture=False), material("mute", sound=False), material("ntsc", fps="60000/1001")]
    found += [material("uneven", fps="2991/100"), material("fast", fps="120")]
    materials: Mapping[Source, Material] = {one.source: one for one in found}
    return laid_out(timeline, materials)


def spans(found: Layout, lane: int = 0) -> list[tuple[int, int]]:
    return [(clip.first, clip.end) for clip in found.lanes[lane].clips]


def test_clips_follow_each_other_or_lie_where_they_say() -> None:
    """With a gap between; the timeline ends with the last clip of any track, and speed changes lengths."""
    found = layout(
        [{"end": 2}, {"start": 1, "end": 2, "at": 3}, {"end": 2, "speed": 2}, {"end": 2, "speed": 0.5}],
        ("audio", [{"end": 9.5}]),
    )
    assert spans(found) == [(0, 50), (75, 100), (100, 125), (125, 225)]
    assert found.frames == 238  # nine and a half seconds, half a frame rounded up
    assert (found.width, found.height, found.fps) == (640, 360, 25)


@pytest.mark.parametrize("fps", ["24000/1001", "25", "30000/1001", "30", "50"])
def test_two_hundred_odd_lengths_do_not_drift(fps: str) -> None:
    """Together they are as long as their lengths say, to the frame, without a gap between two."""
    found = layout([{"end": 1.0137}] * 200, fps=fps)
    borders = spans(found)
    assert all(end == first for (_, end), (first, _) in pairwise(borders))
    assert abs(found.frames - Fraction("1.0137") * 200 * Fraction(fps)) <= Fraction(1, 2)


def test_an_hour_of_ntsc_is_exact() -> None:
    """A clip that begins after an hour at 23.976 lies on the frame that its time names."""
    frame = 86_313
    found = layout([{"end": 1, "at": float(frame * Fraction(1001, 24000))}], fps=23.976)
    assert found.lanes[0].clips[0].first == frame


def test_rate_and_size_are_those_of_the_first_picture() -> None:
    """Fast pictures are halved, uneven ones have the rate near their mean; sound alone has the usual ones."""
    assert layout([{"source": {"video_id": "uneven"}, "end": 1}], fps=None).fps == Fraction(30000, 1001)
    assert layout([{"source": {"video_id": "fast"}, "end": 1}], fps=None).fps == 60
    assert layout([{"source": {"video_id": "ntsc"}, "end": 1}], fps=None).fps == Fraction(60000, 1001)
    alone = layout(("audio", [{"source": {"video_id": "still"}, "end": 1}]), fps=None)
    assert (alone.fps, alone.width, alone.height) == (25, 1280, 720)


def test_a_transition_lies_on_the_border_and_shortens_nothing() -> None:
    """Half before, half after; each clip is shown beyond its cut for the other's half."""
    cross = {"transition_in": {"kind": "crossfade", "duration": 1.0}}
    found = layout([{"end": 4}, {"start": 2, "end": 6} | cross, {"end": 4, "at": 9} | cross])
    one, two, three = found.lanes[0].clips
    assert found.frames == 325
    assert (one.shown, two.shown) == (range(113), range(88, 200))
    assert two.time_of(88, found.fps) == Fraction(38, 25)  # half a second before its cut
    assert three.shown == range(225, 325)  # nothing ends where it begins: it comes in after its start


@pytest.mark.parametrize(
    ("tracks", "lengths", "place", "words"),
    [
        ([[{"end": 2}, {"end": 11}]], {}, (0, 1), "past the end of its source film.mp4, which is 10 s long"),
        ([[{"end": 2}, {"start": 10}]], {}, (0, 1), "past the end"),
        ([[{"end": 10.04}]], {}, (0, 0), "end is 10.04 s, past the end"),
        ([[{"end": 2}], [{"end": 2}, {"end": 2, "at": 1}]], {}, (1, 1), "overlaps clip 1"),
        ([[{"end": 2}], [{"end": 2, "at": 1}, {"end": 2, "at": 0}]], {}, (1, 0), "overlaps clip 2"),
        ([[{"end": 0.01}]], {}, (0, 0), "half a frame"),
        ([[{"source": {"video_id": "still"}}]], {}, (0, 0), "still.mp4 has no picture"),
        ([("audio", [{"source": {"video_id": "mute"}}])], {}, (0, 0), "mute.mp4 has no sound"),
        ([[{"end": 1, "fade_in": 2}]], {}, (0, 0), "longer than the clip"),
        (
            [[{"end": 4}, {"end": 1, "transition_in": {"kind": "crossfade", "duration": 4}}]],
            {},
            (0, 1),
            "only 1 s long",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_its_track_and_clip(
    tracks: list[Any], lengths: dict[str, float], place: tuple[int, int], words: str
) -> None:
    """Each fault is a row; the message names the first."""
    with pytest.raises(InvalidRequest) as refusal:
        layout(*tracks, **lengths)
    assert words in refusal.value.message
    assert refusal.value.errors[0]["loc"][:6] == ["body", "timeline", "tracks", place[0], "clips", place[1]]


def test_an_end_that_was_rounded_is_no_fault() -> None:
    """Lengths are shown to clients in milliseconds."""
    assert layout([{"end": 10.004}]).frames == 250


def test_material_is_stored_with_its_timeline() -> None:
    """What comes back from the store is the same."""
    timeline = read_timeline({"tracks": [{"kind": "video", "clips": [{"source": FILM}]}]})
    resolved = Resolved(timeline=timeline, materials=(material("film"),))
    again = Resolved.model_validate(resolved.as_json())
    assert again == resolved
    assert again.of[VideoSource(video_id="film")].length_s == 10
