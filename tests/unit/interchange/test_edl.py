"""Edit decision lists: exact in every label, read back by the reader of another project and by one of our own."""

import re
from dataclasses import dataclass
from fractions import Fraction

import opentimelineio
import pytest

from app.interchange.edl import edl
from app.interchange.footage import counting_of
from app.jobs.timecode import Counting
from app.timeline.layout import Layout
from tests.unit.interchange.films import RATES, cut, film, hour_of_cuts, track

LINE = re.compile(r"(\d{3,})  (\S+) +(\S+) +([CD]|W\d{3}) +(\d{3})? +(\S+) (\S+) (\S+) (\S+)")


@dataclass
class Row:
    """An event's line, its labels as frames."""

    number: int
    reel: str
    channels: str
    word: str
    length: int
    source: tuple[int, int]
    record: tuple[int, int]


def written(layout: Layout, *, drop: bool | None = None, start: int = 0) -> tuple[str, list[Row]]:
    """A list and its lines; labels of sources are read as those of the list."""
    counting = counting_of(layout, drop=drop)
    text = edl(layout, "A title", counting, start=start)
    rows = []
    for line in text.splitlines()[3:]:
        if (found := LINE.fullmatch(line)) is not None:
            number, reel, channels, word, length, *labels = found.groups()
            frames = [Counting(layout.fps, ";" in label).frame(label) for label in labels]
            rows.append(
                Row(int(number), reel, channels, word, int(length or 0), (frames[0], frames[1]), (frames[2], frames[3]))
            )
        else:
            assert line.startswith(("* ", "M2   ")), line
    return text, rows


@pytest.mark.parametrize("fps", RATES)
def test_an_hour_of_cuts_does_not_drift(fps: str) -> None:
    """Every cut of an hour is at its frame of the source's timecode and of the list, as both readers find it."""
    drop = fps.startswith(("30000/", "60000/"))
    label = "10:00:00;00" if drop else "10:00:00:00"
    frames, clips = hour_of_cuts(fps)
    text, rows = written(cut([clips], film("talk", fps=fps, length_s=4000.0, timecode=label)))
    begins = Counting(Fraction(fps), drop).frame(label)
    at, expected = 0, []
    for first, length in frames:
        expected.append(((begins + first, begins + first + length), (at, at + length)))
        at += length
    assert [(row.source, row.record) for row in rows] == expected
    assert {(row.reel, row.channels, row.word) for row in rows} == {("TALK", "AA/V", "C")}
    assert text.splitlines()[1] == ("FCM: DROP FRAME" if drop else "FCM: NON-DROP FRAME")

    read = opentimelineio.adapters.read_from_string(text, "cmx_3600", rate=float(Fraction(fps)))
    assert [one.name for one in read.tracks] == ["V", "A1", "A2"]
    found = [(clip.source_range.start_time.value, clip.source_range.duration.value) for clip in read.tracks[0]]
    assert found == [(source[0], source[1] - source[0]) for source, _ in expected]


def test_the_record_begins_where_it_is_told() -> None:
    """An hour of the list's own timecode."""
    _, rows = written(cut([track({"end": 1})], film("talk")), start=90_000)
    assert rows[0].record == (90_000, 90_025)


def test_labels_are_drop_frame_by_the_source_and_not_by_the_rate() -> None:
    """29.97 alone says nothing; the client has the last word."""
    plain, drop = film("talk", fps="30000/1001"), film("talk", fps="30000/1001", timecode="00:10:00;00")
    assert written(cut([track({"end": 1})], plain))[0].count(";") == 0
    assert "FCM: DROP FRAME" in written(cut([track({"end": 1})], drop))[0]
    assert "FCM: NON-DROP FRAME" in written(cut([track({"end": 1})], drop), drop=False)[0]
    assert "FCM: NON-DROP FRAME" in written(cut([track({"end": 1})], film("talk")), drop=True)[0]


def test_transitions_begin_before_the_border() -> None:
    """A dissolve takes what the incoming film has before its cut; the outgoing event ends where it begins."""
    clips = track({"end": 4}, {"start": 10, "end": 14, "transition_in": {"kind": "crossfade", "duration": 1}})
    text, rows = written(cut([clips], film("talk")))
    assert [(row.number, row.word, row.length, row.source, row.record) for row in rows] == [
        (1, "C", 0, (0, 88), (0, 88)),
        (2, "C", 0, (88, 88), (88, 88)),
        (2, "D", 25, (238, 350), (88, 200)),
    ]
    assert "* FROM CLIP NAME: talk.mp4\n* TO CLIP NAME: talk.mp4" in text
    read = opentimelineio.adapters.read_from_string(text, "cmx_3600", rate=25)
    assert [type(item).__name__ for item in read.tracks[0]] == ["Clip", "Transition", "Clip"]


def test_transitions_take_no_more_than_the_files_have() -> None:
    """Frames that a render would hold are in no file: the transition is shorter, and the list says so."""
    clips = track({"start": 2, "end": 10}, {"end": 4, "transition_in": {"kind": "crossfade", "duration": 1}})
    text, rows = written(cut([clips], film("talk", length_s=10.0)))
    assert [(row.word, row.source, row.record) for row in rows] == [
        ("C", (50, 250), (0, 200)),
        ("C", (0, 100), (200, 300)),
    ]
    assert "* TRANSITION: CROSSFADE OF 25 FRAMES" in text


def test_black_and_fades() -> None:
    """Through black in two halves, from and to black at the ends; a wipe has its number."""
    clips = track(
        {"end": 4, "fade_in": 1},
        {"start": 10, "end": 14, "transition_in": {"kind": "dip_to_black", "duration": 2}},
        {"start": 20, "end": 24, "fade_out": 2, "transition_in": {"kind": "wipe_left", "duration": 1}},
    )
    _, rows = written(cut([clips], film("talk")))
    assert [(row.reel, row.word, row.length, row.record) for row in rows] == [
        ("BL", "C", 0, (0, 0)),
        ("TALK", "D", 25, (0, 75)),
        ("TALK", "C", 0, (75, 75)),
        ("BL", "D", 25, (75, 100)),
        ("BL", "C", 0, (100, 100)),
        ("TALK", "D", 25, (100, 188)),
        ("TALK", "C", 0, (188, 188)),
        ("TALK", "W001", 25, (188, 250)),
        ("TALK", "C", 0, (250, 250)),
        ("BL", "D", 50, (250, 300)),
    ]


def test_the_uppermost_picture_is_listed() -> None:
    """An overlay cuts the picture below it in two; sounds are not cut, and have channels of their own."""
    below, over = track({"end": 10}), track({"start": 5, "end": 6, "at": 4}, of="over")
    music = track({"end": 8}, kind="audio", of="music")
    _, rows = written(cut([below, over, music], film("talk"), film("over", channels=0), film("music", fps=None)))
    assert [(row.reel, row.channels, row.source, row.record) for row in rows] == [
        ("TALK", "V", (0, 100), (0, 100)),
        ("TALK", "AA", (0, 250), (0, 250)),
        ("MUSIC", "A3", (0, 200), (0, 200)),
        ("MUSIC", "A4", (0, 200), (0, 200)),
        ("OVER", "V", (125, 150), (100, 125)),
        ("TALK", "V", (125, 250), (125, 250)),
    ]


def test_a_transition_that_is_covered_is_a_cut() -> None:
    """Where too little of the outgoing picture is left beside an overlay; no channel plays two things at once."""
    wipe = {"transition_in": {"kind": "wipe_left", "duration": 1}}
    below = track({"end": 4}, {"start": 10, "end": 14} | wipe)
    over = track({"end": 1, "at": 2.8}, of="over")
    _, rows = written(cut([below, over], film("talk", channels=0), film("over", channels=0)))
    assert [(row.reel, row.word, row.record) for row in rows] == [
        ("TALK", "C", (0, 70)),
        ("OVER", "C", (70, 95)),
        ("TALK", "C", (95, 100)),
        ("TALK", "C", (100, 200)),
    ]


def test_fades_and_transitions_fit_into_their_clips() -> None:
    """Of a transition at the start of the film there is nothing before; fades do not reach into each other."""
    clips = track(
        {"end": 4},
        {"end": 1, "fade_in": 0.8, "fade_out": 0.8},
        {"end": 2, "transition_in": {"kind": "dip_to_black", "duration": 1}},
    )
    _, rows = written(cut([clips], film("talk")))
    assert [(row.reel, row.word, row.length, row.record) for row in rows[1:]] == [
        ("BL", "C", 0, (100, 100)),
        ("TALK", "D", 5, (100, 105)),
        ("TALK", "C", 0, (105, 105)),
        ("BL", "D", 20, (105, 125)),
        ("BL", "C", 0, (125, 125)),
        ("TALK", "D", 13, (125, 175)),
    ]


def test_speed_is_a_motion_effect() -> None:
    """At double speed twice as many frames of the source are played; the reader finds the speed."""
    text, rows = written(cut([track({"end": 4, "speed": 2}, {"start": 5, "end": 6})], film("talk", fps="50")))
    assert (rows[0].source, rows[0].record) == ((0, 200), (0, 100))
    assert "M2   TALK           100.0                00:00:00:00" in text
    read = opentimelineio.adapters.read_from_string(text, "cmx_3600", rate=50)
    assert read.tracks[0][0].effects[0].time_scalar == 2.0


def test_a_source_of_another_rate_is_labelled_by_its_clock() -> None:
    """Half past the second is half of either rate; the list says what its own timecode is."""
    text, rows = written(
        cut([track({"start": 1.5, "end": 3.5})], film("talk", fps="24", timecode="02:00:00:00"), fps="30")
    )
    begins = 2 * 3600 * 30 + 45
    assert (rows[0].source, rows[0].record) == ((begins, begins + 60), (0, 60))
    assert "* SOURCE RATE: 24 FROM 02:00:01:12" in text


def test_names_lead_to_files() -> None:
    """Reels are distinct and short; the whole name is in the comments, and no name can add a line."""
    first = film("first", filename="Interview one.mp4")
    second = film("second", filename="Interview  two, last\nM2 X.mp4")
    clips = [track({"end": 1}, of="first"), track({"end": 1, "name": "The end"}, of="second")]
    text, rows = written(cut(clips, first, second))
    assert {row.reel for row in rows} == {"INTERVIE", "INTERVI2"}
    assert "* FROM CLIP NAME: Interview  two, last M2 X.mp4" in text
