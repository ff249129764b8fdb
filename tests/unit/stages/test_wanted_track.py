"""Every stage that uses a source's sound uses the track that its job wants."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from app.core.errors import JobFailure
from app.jobs.results import Blob, Clip, MediaInfo, Segment
from app.stages.audio.contract import AudioInput
from app.stages.audio.run import run as extract
from app.stages.burn_captions.contract import CaptionsInput
from app.stages.burn_captions.run import run as caption
from app.stages.clips.contract import ClipsInput
from app.stages.clips.run import run as clip
from app.stages.metadata.contract import MetadataInput
from app.stages.metadata.run import run as read_metadata
from app.stages.segments.contract import SceneFile, SegmentsInput
from app.stages.segments.run import run as cut_scenes
from app.stages.speech.contract import SpeechInput
from app.stages.speech.run import run as prepare_speech
from tests.media import MediaShelf, described
from tests.tools import LocalTools

SAID = (Segment(start_s=0.2, end_s=2.8, text="What is this?", confidence=0.9),)


def speech(source: Blob, media: MediaInfo, tools: LocalTools) -> Blob | None:
    return prepare_speech(SpeechInput(source=source, media=media, required=True), tools).pcm


def audio(source: Blob, media: MediaInfo, tools: LocalTools) -> Blob:
    return extract(AudioInput(source=source, media=media, format="wav", quality="low", title="T"), tools).audio


def clips(source: Blob, media: MediaInfo, tools: LocalTools) -> Blob:
    clip(ClipsInput(source=source, media=media, segments=SAID, clip_duration_s=2.0), tools)
    (made,) = (piece for piece in tools.pieces.values() if isinstance(piece, Clip))
    return made.video


def scenes(source: Blob, media: MediaInfo, tools: LocalTools) -> Blob:
    cut_scenes(SegmentsInput(source=source, media=media, starts=(0,), frames=75, kinds=("proxy",)), tools)
    (made,) = (piece for piece in tools.pieces.values() if isinstance(piece, SceneFile))
    return made.file


def operation(source: Blob, media: MediaInfo, tools: LocalTools) -> Blob:
    return caption(CaptionsInput(source=source, media=media, title="T", segments=()), tools).file


STAGES = [speech, audio, clips, scenes, operation]


def loudest(path: Path) -> float:
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray().astype(np.float64) for frame in container.decode(audio=0)]
    return max(float(np.abs(frame).max()) for frame in frames)


def wanting(media: MediaShelf, track: Any) -> MediaInfo:
    return described(media.two_tracks()).model_copy(update={"wanted_track": track})


@pytest.mark.parametrize("stage", STAGES)
def test_the_sound_is_that_of_the_wanted_track(media: MediaShelf, tmp_path: Path, stage: Callable[..., Blob]) -> None:
    """The first track of the film is silent, and the one that players begin with is not."""
    levels = {}
    for track in (None, "de"):
        tools = LocalTools(tmp_path / str(track))
        made = stage(tools.stored(media.two_tracks()), wanting(media, track), tools)
        levels[track] = loudest(tools.path_of(made))
    assert levels["de"] < 1e-3 < levels[None]


@pytest.mark.parametrize("stage", STAGES)
def test_a_track_that_is_not_there_fails_the_job(media: MediaShelf, tmp_path: Path, stage: Callable[..., Blob]) -> None:
    """With those that are there."""
    tools = LocalTools(tmp_path)
    with pytest.raises(JobFailure, match=r"no audio track number 2 .* 0 \(ger\); 1 \(eng, Live\)"):
        stage(tools.stored(media.two_tracks()), wanting(media, 2), tools)


def test_the_wanted_track_is_measured(media: MediaShelf, tmp_path: Path) -> None:
    """Loudness is that of what is heard in the job's results."""
    found = {}
    for track in (0, 1):
        tools = LocalTools(tmp_path / str(track))
        params = MetadataInput(source=tools.stored(media.two_tracks()), media=wanting(media, track), sound=True)
        found[track] = read_metadata(params, tools).sound
    assert found[0] is not None
    assert found[1] is not None
    assert (found[0].integrated_lufs is None, found[1].integrated_lufs is None) == (True, False)
