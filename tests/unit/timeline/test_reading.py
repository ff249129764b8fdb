"""Timelines as clients write them."""

from typing import Any

import pytest

from app.core.errors import InvalidRequest
from app.timeline.document import ArtifactSource, SceneSource, SegmentSource, Timeline, VideoSource
from app.timeline.reading import read_timeline

VIDEO = {"video_id": "v1"}


def document(*clips: dict[str, Any], **values: Any) -> dict[str, Any]:
    """A timeline with one video track."""
    return {
        "tracks": [{"kind": "video", "clips": [{"source": VIDEO, "start": 0, "end": 1} | clip for clip in clips]}]
    } | values


def refused(value: Any) -> InvalidRequest:
    with pytest.raises(InvalidRequest) as refusal:
        read_timeline(value)
    return refusal.value


def test_the_whole_form_of_the_contract_is_read_and_written_again() -> None:
    """Every field, in the form of the contract; what is at its default is left out when it is written."""
    clip = {
        "source": {"analysis_id": "a", "scene_id": "s"},
        "start": 0.5,
        "end": 2,
        "at": 1,
        "speed": 0.5,
        "volume_db": -6,
        "muted": True,
        "transition_in": {"kind": "wipe_left", "duration": 0.5},
        "fade_in": 0.25,
        "fade_out": 0.5,
    }
    whole = {
        "fps": "30000/1001",
        "width": 640,
        "height": 360,
        "tracks": [{"kind": "video", "clips": [clip]}, {"kind": "audio", "clips": [{"source": VIDEO}]}],
        "captions": {"burn": False, "from": "transcript"},
    }
    timeline = read_timeline(whole)
    assert read_timeline(timeline.as_json()) == timeline
    assert timeline.as_json() == whole | {"captions": {"burn": False}}
    assert timeline.sources == (SceneSource(analysis_id="a", scene_id="s"), VideoSource(video_id="v1"))


def test_every_kind_of_source_is_told_by_its_fields() -> None:
    """As JSON, and as the values themselves."""
    sources = [
        SceneSource(analysis_id="a", scene_id="s"),
        VideoSource(video_id="v"),
        ArtifactSource(job_id="j", artifact_id="x"),
        SegmentSource(analysis_id="a", segment="proxy", filename="scene 0.mp4"),
    ]
    clips = [{"source": source.model_dump()} for source in sources]
    assert list(read_timeline({"tracks": [{"kind": "video", "clips": clips}]}).sources) == sources
    assert Timeline(tracks=read_timeline({"tracks": [{"kind": "video", "clips": clips}]}).tracks).sources == tuple(
        sources
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [(25, "25"), (29.97, "30000/1001"), (23.976, "24000/1001"), (23.98, "24000/1001"), ("30000/1001", "30000/1001"),
     (24, "24"), (12.5, "25/2"), ("59.94", None), (0, None), (240, None), ("x", None), (None, None)],
)  # fmt: skip
def test_a_rate_is_a_fraction_or_the_number_that_people_write(written: Any, meant: str | None) -> None:
    """Decimals of NTSC become its exact rates; what is no rate is refused."""
    if meant is None and written is not None:
        assert "fps" in refused(document({}, fps=written)).message
    else:
        assert read_timeline(document({}, fps=written)).fps == meant


@pytest.mark.parametrize(
    ("clip", "words"),
    [
        ({"speed": 5}, "speed"),
        ({"start": 2, "end": 1}, "end must be after start"),
        ({"start": -1}, "start"),
        ({"at": float("nan")}, "at"),
        ({"source": {"video_id": "v", "scene_id": "s"}}, "source must be"),
        ({"source": {"analysis_id": "a"}}, "source must be"),
        ({"source": {"job_id": "j", "artifact_id": "../x"}}, "artifact_id"),
        ({"transition_in": {"kind": "spin", "duration": 1}}, "transition_in.kind"),
        ({"colour": "red"}, "colour is unknown"),
        ({"muted": 1}, "muted"),
    ],
)
def test_what_is_wrong_is_refused_with_its_track_and_clip(clip: dict[str, Any], words: str) -> None:
    """In words for people, and as a path for programs."""
    refusal = refused(document({}, clip))
    assert refusal.status == 422
    assert "Track 1, clip 2 (tracks[0].clips[1]): " in refusal.message
    assert words in refusal.message
    assert refusal.errors[0]["loc"][:6] == ["body", "timeline", "tracks", 0, "clips", 1]


@pytest.mark.parametrize(
    "value",
    [None, [], {}, {"tracks": []}, {"tracks": [{"kind": "video", "clips": []}]}, document({}, width=640),
     document(*[{}] * 2001), {"tracks": [{"kind": "text", "clips": []}]}],
)  # fmt: skip
def test_a_timeline_without_clips_or_sense_is_refused(value: Any) -> None:
    """Nothing to show, half a size, more than can be."""
    assert refused(value).errors
