"""OpenTimelineIO: what is written is what the library reads, and leads back to the same timeline."""

import json
import math
from collections.abc import Mapping
from typing import Any

import opentimelineio
import pytest
from opentimelineio import opentime, schema

from app.interchange.otio_reading import exact_rate, read_otio
from app.interchange.otio_writing import OWN, Media, otio
from app.timeline.layout import Layout
from app.timeline.material import Material
from app.timeline.reading import Fault
from tests.unit.interchange.films import RATES, film, laid, track

FADE = {"transition_in": {"kind": "crossfade", "duration": 1.0}}
DIP = {"transition_in": {"kind": "dip_to_black", "duration": 0.5}}
#: Everything that a timeline can have.
FULL: Mapping[str, Any] = {
    "fps": "25",
    "width": 1280,
    "height": 720,
    "captions": {"burn": False, "from": "transcript"},
    "name": "All of it",
    "tracks": [
        track(
            {"start": 1.0, "end": 4.0, "name": "First"},
            {"start": 10.0, "end": 14.0, "speed": 2.0, "volume_db": -6.0} | FADE,
            {"start": 20.5, "end": 21.5, "at": 9.0, "muted": True, "fade_in": 0.2, "fade_out": 0.4} | DIP,
        ),
        track({"start": 0.333, "end": 1.777, "at": 2.1}, of="over"),
        track({"start": 0.0, "end": 8.0}, kind="audio", of="music"),
        track({"start": 5.0, "end": 6.0, "at": 3.0000004, "fade_in": 1.0}, of="over"),
    ],
}
FILMS = (film("talk", timecode="10:00:00:00"), film("over"), film("music", fps=None))


def links(films: tuple[Material, ...]) -> dict[Any, str]:
    return {one.source: f"/here/{one.source.video_id}" for one in films}  # type: ignore[union-attr]


def document(media: Media, value: Mapping[str, Any] = FULL, films: tuple[Material, ...] = FILMS) -> str:
    timeline, layout = laid(value, *films)
    return otio(timeline, layout, timeline.name or "", links(films), media)


def read_back(text: str) -> dict[str, Any]:
    """The timeline of a document, with the sources of this server."""
    found = read_otio(text)
    for one in found["tracks"]:
        for clip in one["clips"]:
            (link,) = [url for url in clip["source"]["urls"] if url.startswith("/here/")]
            clip["source"] = {"video_id": link.removeprefix("/here/")}
    return found


def played(layout: Layout) -> list[Any]:
    """What is seen and heard when, to the frame."""
    return [
        (one.track, one.first, one.end, one.before, one.lead_in, one.clip.model_copy(update={"start": 0, "end": None}))
        for one in layout.clips()
    ]


def test_a_timeline_comes_back_as_it_was() -> None:
    """Sources, times, speeds, transitions, levels, fades, size, captions and names."""
    timeline, _ = laid(FULL, *FILMS)
    again, _ = laid(read_back(document(Media.LINKS)), *FILMS)
    assert again == timeline
    assert document(Media.LINKS, again.as_json()) == document(Media.LINKS)


def test_what_was_rounded_to_frames_is_still_there() -> None:
    """A clip that ends with its file ends a part of a frame later when it is rounded; a fade fits into it."""
    films = (film("talk", fps="15", length_s=10.01),)
    value = {"fps": "10", "tracks": [track({"start": 9.68, "end": 10.01, "fade_in": 0.26, "speed": 2.0})]}
    again = read_back(document(Media.FILES, value, films))
    (clip,) = again["tracks"][0]["clips"]
    assert (clip["end"], clip["fade_in"]) == (10.0, 0.2)
    laid(again, *films)


@pytest.mark.parametrize("fps", RATES)
def test_what_editors_get_plays_the_same(fps: str) -> None:
    """Frame by frame at each rate, though its times are the file's own timecode."""
    films = (film("talk", fps=fps, timecode="01:00:00:00"), *FILMS[1:])
    value = dict(FULL) | {"fps": fps}
    _, layout = laid(value, *films)
    found = read_back(document(Media.FILES, value, films))
    for clip in (clip for one in found["tracks"] for clip in one["clips"]):
        clip["at"] = clip.get("at")
    _, again = laid(found, *films)
    assert sorted(one[1:5] for one in played(again)) == sorted(one[1:5] for one in played(layout))
    starts = [sorted((one.first, one.end, one.start_s) for one in found_.clips()) for found_ in (again, layout)]
    assert max(abs(one[2] - other[2]) for one, other in zip(*starts, strict=True)) * layout.fps <= 1


def test_editors_find_files_timecode_and_sound() -> None:
    """The library reads names, available ranges from the start timecode, and audio tracks for the sound of pictures."""
    text = document(Media.FILES)
    timeline = opentimelineio.adapters.read_from_string(text, "otio_json")
    assert [(one.name, one.kind) for one in timeline.tracks] == [
        ("V1", "Video"),
        ("V2", "Video"),
        ("V3", "Video"),
        ("V1 sound", "Audio"),
        ("V2 sound", "Audio"),
        ("V3 sound", "Audio"),
        ("A1", "Audio"),
    ]
    first = timeline.tracks[0][0]
    assert (first.name, first.media_reference.target_url) == ("First", "talk.mp4")
    assert first.media_reference.available_range.start_time == opentime.RationalTime(900_000, 25)
    assert first.source_range.start_time == opentime.RationalTime(900_025, 25)
    assert timeline.duration() == opentime.RationalTime(250, 25)
    assert len([item for item in timeline.tracks[3] if isinstance(item, schema.Clip)]) == 2  # one is muted


def plain(*items: Any, kind: str = "Video") -> schema.Timeline:
    """A timeline as another program writes it."""
    timeline, one = schema.Timeline("Theirs"), schema.Track(kind=kind)
    one.extend(items)
    timeline.tracks.append(one)
    return timeline


def clip(start: float, length: float, rate: float = 25, url: str = "/a", **fields: Any) -> schema.Clip:
    span = opentime.TimeRange(opentime.RationalTime(start, rate), opentime.RationalTime(length, rate))
    return schema.Clip("", schema.ExternalReference(url), span, **fields)


def gap(length: float, rate: float = 25) -> schema.Gap:
    return schema.Gap(source_range=opentime.TimeRange(duration=opentime.RationalTime(length, rate)))


def dissolve(before: float, after: float) -> schema.Transition:
    offsets = (opentime.RationalTime(before, 25), opentime.RationalTime(after, 25))
    return schema.Transition(transition_type="SMPTE_Dissolve", in_offset=offsets[0], out_offset=offsets[1])


def test_documents_of_others() -> None:
    """Gaps become places, transitions belong to the clip behind them, at the end they are fades."""
    items = (clip(25, 50), dissolve(5, 20), clip(0, 100), gap(50), clip(75, 25), dissolve(10, 0))
    assert read_otio(plain(*items).to_json_string()) == {
        "name": "Theirs",
        "fps": "25",
        "tracks": [
            {
                "kind": "video",
                "clips": [
                    {"source": {"urls": ["/a"]}, "start": 1.0, "end": 3.0},
                    {
                        "source": {"urls": ["/a"]},
                        "start": 0.0,
                        "end": 4.0,
                        "transition_in": {"kind": "crossfade", "duration": 1.0},
                    },
                    {"source": {"urls": ["/a"]}, "start": 3.0, "end": 4.0, "at": 8.0, "fade_out": 0.4},
                ],
            }
        ],
    }


def test_rates_written_as_decimals_are_exact() -> None:
    """29.97 means 30000/1001, and frame 107892 is an hour less a tenth of a millisecond."""
    assert [str(exact_rate(rate)) for rate in (23.976, 23.98, 29.97, 25.0, 59.94005994, 12.5)] == [
        *("24000/1001", "24000/1001", "30000/1001", "25", "60000/1001", "25/2")
    ]
    found = read_otio(plain(clip(107_892, 30, 29.97)).to_json_string())
    assert (found["fps"], found["tracks"][0]["clips"][0]["start"]) == ("30000/1001", 3599.9964)


def test_times_count_from_what_is_available() -> None:
    """A file's timecode is no time of it; a clip without a range is all that is available."""
    tape = clip(90_010, 10)
    available = opentime.TimeRange(opentime.RationalTime(90_000, 25), opentime.RationalTime(50, 25))
    tape.media_reference.available_range = available
    whole = schema.Clip("", schema.ExternalReference("/b", available))
    first, second = read_otio(plain(tape, whole).to_json_string())["tracks"][0]["clips"]
    assert (first["start"], first["end"]) == (0.4, 0.8)
    assert (second["start"], second["end"]) == (0.0, 2.0)


def test_sound_is_not_heard_twice() -> None:
    """A picture whose file is also in an audio track is muted; of another file it is not."""
    timeline = plain(clip(0, 25, url="/a"), clip(0, 25, url="/b"))
    sounds = schema.Track(kind="Audio")
    sounds.append(clip(0, 25, url="/a"))
    timeline.tracks.append(sounds)
    pictures, audio = read_otio(timeline.to_json_string())["tracks"]
    assert [one.get("muted", False) for one in pictures["clips"]] == [True, False]
    assert "muted" not in audio["clips"][0]


def test_trimmed_and_disabled_parts() -> None:
    """A track's range trims it, what is disabled is a gap or no track."""
    timeline = plain(clip(0, 50), clip(0, 50, url="/off"), clip(0, 25))
    timeline.tracks[0][1].enabled = False
    off = schema.Track(kind="Audio")
    off.append(clip(0, 10))
    off.enabled = False
    timeline.tracks.append(off)
    timeline.tracks[0].source_range = opentime.TimeRange(opentime.RationalTime(25, 25), opentime.RationalTime(90, 25))
    (only,) = read_otio(timeline.to_json_string())["tracks"]
    assert [(one["start"], one["end"], one.get("at")) for one in only["clips"]] == [(1.0, 2.0, None), (0.0, 0.6, 3.0)]


def nested() -> schema.Timeline:
    return plain(clip(0, 25), schema.Stack())


def frozen() -> schema.Timeline:
    return plain(clip(0, 25, effects=[schema.FreezeFrame()]))


def backwards() -> schema.Timeline:
    return plain(clip(0, 25, effects=[schema.LinearTimeWarp(time_scalar=-1)]))


def without_file() -> schema.Timeline:
    return plain(clip(0, 25), clip(0, 25), schema.Clip("lost"))


def unknown_transition() -> schema.Timeline:
    iris = schema.Transition("Iris", "Custom_Transition", opentime.RationalTime(5, 25), opentime.RationalTime(5, 25))
    return plain(clip(0, 25), iris, clip(0, 25))


@pytest.mark.parametrize(
    ("made", "loc", "said"),
    [
        (nested, ("tracks", 0, "clips", 1), "nested Stack"),
        (frozen, ("tracks", 0, "clips", 0, "speed"), "FreezeFrame"),
        (backwards, ("tracks", 0, "clips", 0, "speed"), "above 0"),
        (without_file, ("tracks", 0, "clips", 2, "source"), "no media reference"),
        (unknown_transition, ("tracks", 0, "clips", 1, "transition_in"), "Custom_Transition"),
        (lambda: plain(kind="Subtitle"), ("tracks", 0), "'Subtitle'"),
        (lambda: clip(0, 25), (), "Clip"),
        (lambda: plain(clip(0, 25, rate=0)), ("tracks", 0, "clips", 0), "time that cannot be used"),
    ],
)
def test_what_cannot_be_expressed_is_refused_by_its_place(made: Any, loc: tuple[Any, ...], said: str) -> None:
    """Nothing is left out silently."""
    with pytest.raises(Fault, match=said) as refused:
        read_otio(made().to_json_string())
    assert refused.value.loc == loc


@pytest.mark.parametrize("value", [1, "speed name", [1], {"speed": {"a": [1]}, "name": [1], "captions": [[1]]}, None])
def test_what_others_made_of_our_own_facts_is_no_fault_of_the_reader(value: Any) -> None:
    """It is read as JSON, and refused like everything that clients write."""
    made = plain(clip(0, 25))
    for one in (made, made.tracks[0], made.tracks[0][0]):
        one.metadata[OWN] = value
    assert json.loads(json.dumps(read_otio(made.to_json_string())))["tracks"]


@pytest.mark.parametrize("rate", [1e-308, 0.0, -1.0, math.inf])
def test_a_rate_that_is_none_is_refused(rate: float) -> None:
    """Wherever it stands."""
    gap = schema.Gap(source_range=opentime.TimeRange(duration=opentime.RationalTime(1e308, rate)))
    for made in (plain(gap, clip(0, 25)), plain(clip(0, 25, rate=rate))):
        with pytest.raises(Fault, match="time that cannot be used"):
            read_otio(made.to_json_string())


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "NaN",
        '{"OTIO_SCHEMA": "Timeline.1"}',
        '{"OTIO_SCHEMA": "Timeline.99"}',
        '{"OTIO_SCHEMA": "Unknown.1"}',
        '{"OTIO_SCHEMA": "Timeline.1", "name": "", "metadata": {}, "tracks": 5}',
        '{"OTIO_SCHEMA": 3}',
    ],
)
def test_what_is_no_timeline_is_refused(text: str) -> None:
    """Of whatever kind it is."""
    with pytest.raises(Fault):
        read_otio(text)
