"""Stage `edit_list`: the timeline that it writes is one that this server reads, with the frames that were kept."""

import json
from pathlib import Path
from typing import Any

import opentimelineio
import pytest

from app.jobs.results import Blob, MediaInfo
from app.stages.edit_list.contract import EditListInput, EditListOutput
from app.stages.edit_list.run import run
from app.stages.remove_silence.contract import KeptStretch
from app.timeline.document import MOST_CLIPS, Timeline, VideoSource
from app.timeline.layout import laid_out
from app.timeline.material import Material
from app.timeline.reading import read_timeline
from tests.tools import LocalTools

VIDEO_ID = "3f1d4f1e-8a54-4f0e-9f3e-5a7f1b2c3d4e"
SOURCE = Blob(sha256="a" * 64, size_bytes=1, suffix=".mp4")
MEDIA = MediaInfo(
    container="mp4", duration_s=3600.0, video_codec="h264", audio_codec="aac", width=320, height=180, fps="30000/1001"
)
#: 29.97 frames a second, up to the last frame of an hour, which ends after the hour by less than a tenth of a frame.
KEPT = tuple(KeptStretch(first=first, last=last) for first, last in ((0, 53), (97, 153), (53_947, 107_892)))


@pytest.fixture
def tools(tmp_path: Path) -> LocalTools:
    return LocalTools(tmp_path)


def written(tools: LocalTools, **values: Any) -> EditListOutput:
    known = {"video_id": VIDEO_ID, "source": SOURCE, "media": MEDIA, "name": "Talk.mp4", "fps": "30000/1001"}
    return run(EditListInput.model_validate(known | {"kept": KEPT} | values), tools)


def read(tools: LocalTools, found: EditListOutput) -> Timeline:
    assert found.timeline is not None
    return read_timeline(json.loads(tools.path_of(found.timeline).read_text()))


def test_the_timeline_has_the_frames_that_were_kept(tools: LocalTools) -> None:
    """To the frame after an hour at the rate of television, one after another."""
    timeline = read(tools, written(tools))
    source = VideoSource(video_id=VIDEO_ID)
    assert timeline.sources == (source,)
    material = Material(source=source, name="Talk.mp4", blob=SOURCE, media=MEDIA, to_s=MEDIA.duration_s)
    (lane,) = laid_out(timeline, {source: material}).lanes
    at = 0
    for placed, span in zip(lane.clips, KEPT, strict=True):
        assert (placed.first, placed.end) == (at, at + span.last - span.first)
        assert round(placed.start_s * timeline.rate) == span.first  # type: ignore[operator]
        at = placed.end


def test_other_editors_get_the_same_stretches(tools: LocalTools) -> None:
    """As OpenTimelineIO, which names the file."""
    found = written(tools)
    assert found.otio is not None
    text = tools.path_of(found.otio).read_text()
    document = opentimelineio.adapters.read_from_string(text, "otio_json")
    clips = list(document.video_tracks()[0].find_clips())
    assert [round(clip.source_range.start_time.value) for clip in clips] == [span.first for span in KEPT]
    assert "Talk.mp4" in text


def test_the_file_of_a_job_and_sound_alone_are_sources_too(tools: LocalTools) -> None:
    """A link without a video is named by the file that was fetched; sound is on an audio track."""
    sound = MediaInfo(container="mp3", duration_s=10.0, audio_codec="mp3")
    kept = (KeptStretch(first=0, last=2100), KeptStretch(first=9000, last=10_000))
    timeline = read(
        tools, written(tools, video_id=None, job_id="j", artifact_id="a", media=sound, fps="1000", kept=kept)
    )
    assert timeline.as_json()["tracks"] == [
        {
            "kind": "audio",
            "clips": [
                {"source": {"job_id": "j", "artifact_id": "a"}, "start": 0.0, "end": 2.1},
                {"source": {"job_id": "j", "artifact_id": "a"}, "start": 9.0, "end": 10.0},
            ],
        }
    ]


def test_a_list_of_too_many_clips_is_left_out(tools: LocalTools) -> None:
    """The film is there all the same; a warning says why the list is not."""
    kept = tuple(KeptStretch(first=2 * n, last=2 * n + 1) for n in range(MOST_CLIPS + 1))
    found = written(tools, kept=kept)
    assert (found.clips, found.timeline, found.otio) == (MOST_CLIPS + 1, None, None)
    assert tools.warned == ["edit_list_too_long"]
