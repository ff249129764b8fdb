"""FCPXML: every time is an exact fraction on the grid of its frames, judged element by element."""

from fractions import Fraction
from urllib.parse import unquote
from xml.etree.ElementTree import Element, fromstring

import opentimelineio
import pytest

from app.interchange.fcpxml import fcpxml
from app.interchange.footage import counting_of
from app.jobs.timecode import Counting
from app.timeline.layout import Layout
from tests.unit.interchange.films import RATES, cut, film, hour_of_cuts, track


def written(layout: Layout, title: str = "A title") -> Element:
    return fromstring(fcpxml(layout, title, counting_of(layout)))


def time(element: Element, name: str) -> Fraction:
    """An attribute as exact seconds."""
    text = element.attrib[name]
    assert text.endswith("s")
    return Fraction(text[:-1])


def spine_of(root: Element) -> Element:
    found = root.find("./library/event/project/sequence/spine")
    assert found is not None
    return found


def one(root: Element, path: str) -> Element:
    found = root.findall(path)
    assert len(found) == 1, path
    return found[0]


@pytest.mark.parametrize("fps", RATES)
def test_an_hour_of_cuts_is_on_the_grid(fps: str) -> None:
    """Starts are the file's timecode and frames, places are the timeline's, with nothing lost in an hour."""
    rate = Fraction(fps)
    drop = fps.startswith(("30000/", "60000/"))
    label = "10:00:00;00" if drop else "10:00:00:00"
    frames, clips = hour_of_cuts(fps)
    layout = cut([clips], film("talk", fps=fps, length_s=4000.0, timecode=label))
    root = written(layout)
    begins = Counting(rate, drop).frame(label)
    asset, sequence = one(root, "./resources/asset"), one(root, ".//sequence")
    assert time(one(root, "./resources/format"), "frameDuration") == 1 / rate
    assert time(asset, "start") == begins / rate
    assert (sequence.get("tcFormat"), time(sequence, "tcStart")) == ("DF" if drop else "NDF", 0)
    at = 0
    for clip, (first, length) in zip(spine_of(root), frames, strict=True):
        assert clip.get("tcFormat") == ("DF" if drop else "NDF")
        assert time(clip, "offset") * rate == at
        assert time(clip, "start") * rate == begins + first
        assert time(clip, "duration") * rate == length
        at += length
    assert time(sequence, "duration") * rate == at


@pytest.mark.parametrize("fps", ["24", "25", "30", "50", "60"])
def test_the_reader_of_another_project_finds_the_same(fps: str) -> None:
    """At the rates that it can: it counts in whole frames a second. Whole seconds survive its arithmetic."""
    clips = track({"start": 8, "end": 10}, {"start": 16, "end": 24, "at": 4}, {"start": 32, "end": 33})
    text = fcpxml(cut([clips], film("talk", fps=fps)), "A title", Counting(Fraction(fps)))
    (timeline,) = opentimelineio.adapters.read_from_string(text, "fcpx_xml")
    rate = int(fps)
    (lane,) = timeline.tracks
    found = [
        (item.source_range.start_time.value, item.source_range.duration.value)
        for item in lane
        if isinstance(item, opentimelineio.schema.Clip)
    ]
    assert found == [(8 * rate, 2 * rate), (16 * rate, 8 * rate), (32 * rate, rate)]
    assert lane[0].media_reference.target_url == "./talk.mp4"


def test_gaps_overlays_and_sounds_are_connected() -> None:
    """Each to the element that plays when it begins, at that element's own time."""
    below = track({"start": 20, "end": 24}, {"end": 2, "at": 6})
    over = track({"end": 1, "at": 5}, {"start": 50, "end": 51, "at": 7}, of="over")
    music = track({"end": 8, "volume_db": -6.5}, kind="audio", of="music")
    root = written(cut([below, over, music], film("talk"), film("over", timecode="01:00:00:00"), film("music")))
    first, gap, last = spine_of(root)
    assert [element.tag for element in (first, gap, last)] == ["asset-clip", "gap", "asset-clip"]
    assert (time(gap, "offset"), time(gap, "duration")) == (4, 2)
    music_clip, over_gap, over_last = one(first, "./asset-clip"), one(gap, "./asset-clip"), one(last, "./asset-clip")
    assert (music_clip.get("lane"), music_clip.get("srcEnable"), time(music_clip, "offset")) == ("-1", "audio", 20)
    assert one(music_clip, "./adjust-volume").get("amount") == "-6.5dB"
    assert (over_gap.get("lane"), time(over_gap, "offset"), time(over_gap, "start")) == ("1", 1, 3600)
    assert (over_last.get("lane"), time(over_last, "offset"), time(over_last, "start")) == ("1", 1, 3650)


def test_transitions_lie_over_the_border() -> None:
    """Half on either side, with an effect of the resources; those over others in a storyline of their own."""
    dissolve = {"transition_in": {"kind": "crossfade", "duration": 2}}
    below = track({"start": 10, "end": 14}, {"start": 30, "end": 34} | dissolve)
    over = track({"start": 10, "end": 12, "at": 1}, {"start": 30, "end": 32} | dissolve, of="over")
    root = written(cut([below, over], film("talk"), film("over")))
    first, transition, second = spine_of(root)
    assert (transition.tag, time(transition, "offset"), time(transition, "duration")) == ("transition", 3, 2)
    assert (time(first, "duration"), time(second, "offset"), time(second, "start")) == (4, 4, 30)
    effects = {effect.get("id"): effect.get("name") for effect in root.findall("./resources/effect")}
    assert [effects[child.get("ref")] for child in transition] == ["Cross Dissolve", "Audio Crossfade"]
    storyline = one(first, "./spine")
    assert (storyline.get("lane"), time(storyline, "offset")) == ("1", 11)
    assert [(child.tag, time(child, "offset")) for child in storyline] == [
        ("asset-clip", 0),
        ("transition", 1),
        ("asset-clip", 2),
    ]


def test_speed_is_a_time_map() -> None:
    """From a clip's own time, which begins with the timecode, to that of the file."""
    root = written(cut([track({"start": 10, "end": 20, "speed": 0.5})], film("talk", timecode="01:00:00:00")))
    (clip,) = spine_of(root)
    assert (time(clip, "start"), time(clip, "duration")) == (3620, 20)
    points = [(time(point, "time"), time(point, "value")) for point in one(clip, "./timeMap")]
    assert points == [(3600, 3600), (3800, 3700)]


def test_other_rates_are_named() -> None:
    """A file of another rate keeps its own grid, and says how it is conformed."""
    root = written(cut([track({"start": 1.01, "end": 3})], film("talk", fps="24000/1001"), fps="25"))
    (clip,) = spine_of(root)
    assert one(clip, "./conform-rate").attrib == {"scaleEnabled": "0", "srcFrameRate": "23.98"}
    assert (time(clip, "start") * Fraction(24000, 1001)).denominator == 1
    assert (time(clip, "duration") * 25).denominator == 1


def test_fades_of_picture_and_sound() -> None:
    """Also the transition of a clip that nothing comes before; muted sound is switched off."""
    lead = {"transition_in": {"kind": "crossfade", "duration": 1}, "fade_out": 0.4}
    root = written(cut([track({"end": 4} | lead, {"end": 3, "muted": True})], film("talk")))
    first, second = spine_of(root)
    for adjust in ("adjust-blend", "adjust-volume"):
        fades = [(fade.tag, time(fade, "duration")) for fade in one(first, f"./{adjust}/param")]
        assert fades == [("fadeIn", 1), ("fadeOut", Fraction(2, 5))]
    assert (second.get("srcEnable"), list(second)) == ("video", [])


def test_sound_alone() -> None:
    """A gap carries it; its file has no picture and a length in samples."""
    root = written(cut([track({"start": 1, "end": 3}, kind="audio")], film("talk", fps=None, length_s=10.5)))
    (gap,) = spine_of(root)
    asset, clip = one(root, "./resources/asset"), one(gap, "./asset-clip")
    assert ("hasVideo" in asset.attrib, time(asset, "duration")) == (False, Fraction(21, 2))
    assert (clip.get("lane"), time(clip, "start"), time(clip, "duration"), time(gap, "duration")) == ("-1", 1, 2, 2)


def test_files_are_found_by_name() -> None:
    """Beside the document, whatever is in the name; each file is one asset."""
    name = 'Zum "Tag" & 50 % <früh>.mp4'
    root = written(cut([track({"end": 1}, {"start": 2, "end": 3})], film("talk", filename=name)), "Ä\x00<title>")
    asset = one(root, "./resources/asset")
    assert unquote(asset.attrib["src"]) == f"./{name}"
    assert one(root, ".//project").get("name") == "Ä <title>"
    assert {clip.get("ref") for clip in spine_of(root)} == {asset.get("id")}
