"""What clients see of stages: files with names and types, lines, clips."""

import pytest

from app.jobs.events import ClipCut, SegmentTranscribed
from app.jobs.results import Blob, Clip, MediaInfo, Segment
from app.stages.audio.contract import AudioOutput
from app.stages.clips.contract import ClipsOutput, clip_cut
from app.stages.fetch.contract import FetchOutput
from app.stages.render.contract import RenderOutput
from app.stages.scenes.contract import ScenesOutput
from app.stages.speech.contract import SpeechOutput
from app.stages.stage_artifacts import artifacts_of, blobs_in, media_type_of, stem_of
from app.stages.transcribe.contract import TranscribeOutput
from tests.stages import REGISTRY


def _blob(digit: str, suffix: str) -> Blob:
    return Blob(sha256=digit * 64, size_bytes=1, suffix=suffix)


def _clip(index: int = 0, *, thumbnail: bool = True) -> Clip:
    return Clip(
        index=index,
        start_s=1.0,
        end_s=4.0,
        title="A clip",
        score=0.5,
        reason="because",
        parts={"speech": 0.5},
        text="hello",
        video=_blob("a", ".mp4"),
        thumbnail=_blob("b", ".jpg") if thumbnail else None,
        width=640,
        height=360,
    )


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("A talk", "A talk"),
        ('a/b\\c:d*e?f"g<h>i|j', "a b c d e f g h i j"),
        ("../../etc/passwd", "etc passwd"),
        ("line\nbreak\u202e\x00", "line break"),
        ("...", "video"),
        ("", "video"),
        ("é" * 200, "é" * 80),
    ],
)
def test_a_title_becomes_a_harmless_file_name(title: str, stem: str) -> None:
    """On every system, whatever a site calls its video."""
    assert stem_of(title) == stem


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [(".mkv", "video/x-matroska"), (".vtt", "text/vtt"), (".m4a", "audio/mp4"), ("", "application/octet-stream")],
)
def test_a_file_has_its_media_type(suffix: str, kind: str) -> None:
    """The same on every machine."""
    assert media_type_of(suffix) == kind


def test_files_of_a_stage_have_ids_that_stay() -> None:
    """Told again in another attempt, they replace what was there; other jobs have other ids."""
    output = TranscribeOutput(
        language="en",
        language_probability=1.0,
        model="demo",
        decoding="sequential",
        segment_count=1,
        srt=_blob("a", ".srt"),
        txt=_blob("c", ".txt"),
    )
    first, again = (
        artifacts_of("job", REGISTRY["transcribe"], output, "T"),
        artifacts_of("job", REGISTRY["transcribe"], output, "T"),
    )
    assert first == again
    assert [(a.kind, a.filename) for a in first] == [("transcript", "T.srt"), ("transcript", "T.txt")]
    assert not {a.id for a in first} & {a.id for a in artifacts_of("other", REGISTRY["transcribe"], output, "T")}
    with_more = artifacts_of("job", REGISTRY["transcribe"], output.model_copy(update={"vtt": _blob("b", ".vtt")}), "T")
    assert {a.id for a in first} < {a.id for a in with_more}


def test_both_files_of_captions_have_ids_of_their_own() -> None:
    """They are of one kind, and stored beside the film in one commit."""
    output = RenderOutput(
        film=_blob("a", ".mp4"),
        frames=25,
        fps="25",
        width=320,
        height=180,
        duration_s=1.0,
        srt=_blob("b", ".srt"),
        vtt=_blob("c", ".vtt"),
    )
    files = artifacts_of("job", REGISTRY["render"], output, "T")
    assert [(file.kind, file.filename) for file in files] == [
        ("film", "T.mp4"),
        ("captions", "T.srt"),
        ("captions", "T.vtt"),
    ]
    assert len({file.id for file in files}) == 3


def test_a_job_has_one_waveform_whichever_stages_made_it() -> None:
    """A job with speech and audio runs both; the later one replaces the earlier, by the same id."""
    peaks = _blob("d", ".json")
    audio = AudioOutput(audio=_blob("a", ".mp3"), duration_s=1.0, media_type="audio/mpeg", waveform=peaks)
    speech = SpeechOutput(pcm=_blob("b", ".wav"), duration_s=1.0, waveform=peaks)
    told = [*artifacts_of("job", REGISTRY["audio"], audio, "T"), *artifacts_of("job", REGISTRY["speech"], speech, "T")]
    assert [(a.kind, a.filename) for a in told] == [
        ("audio", "T.mp3"),
        ("waveform", "T waveform.json"),
        ("waveform", "T waveform.json"),
    ]
    assert told[1].id == told[2].id
    assert told[1].id not in {a.id for a in artifacts_of("other", REGISTRY["speech"], speech, "T")}


def test_what_a_stage_did_not_make_is_no_file() -> None:
    """Audio alone has no poster."""
    assert artifacts_of("job", REGISTRY["scenes"], ScenesOutput(has_video=False), "T") == []
    assert artifacts_of("job", REGISTRY["clips"], ClipsOutput(clip_count=0), "T") == []


def test_a_line_becomes_an_event_without_files() -> None:
    """With its number."""
    segment = Segment(start_s=1.0, end_s=2.0, text="hello", confidence=0.4, flags=("low_confidence",))
    shown = REGISTRY["transcribe"].show_piece("job", 7, segment, "T")
    assert shown == ((SegmentTranscribed(index=7, segment=segment),), ())


def test_a_clip_becomes_an_event_with_the_ids_of_its_files() -> None:
    """Those of the artifacts that come with it, whatever the title is."""
    (event,), artifacts = REGISTRY["clips"].show_piece("job", 0, _clip(), "T")
    assert event == clip_cut("job", _clip())
    assert isinstance(event, ClipCut)
    assert [a.filename for a in artifacts] == ["T clip 1.mp4", "T clip 1.jpg"]
    assert [event.artifact_id, event.thumbnail_id] == [artifact.id for artifact in artifacts]
    assert clip_cut("job", _clip(thumbnail=False)).thumbnail_id is None


def test_every_file_of_an_output_is_found() -> None:
    """However deep; else a sweep would take it."""
    media = MediaInfo(container="mp4", duration_s=1.0)
    output = FetchOutput(source=_blob("a", ".mp4"), media=media, title="T", thumbnail=_blob("b", ".jpg"))
    assert [blob.sha256[0] for blob in blobs_in(output)] == ["a", "b"]
    assert [blob.sha256[0] for blob in blobs_in([_clip(0), (_clip(1),)])] == ["a", "b", "a", "b"]
    assert blobs_in("text") == []
