"""Sound tracks of all layouts, with real speech, through every stage that mixes: nothing that is said is lost."""

import json
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.jobs.results import MediaInfo
from app.media.probe import examine
from app.media.sound_mix import layout_of
from app.stages.audio.contract import AudioInput
from app.stages.audio.run import run as extract_audio
from app.stages.clips.contract import ClipsInput
from app.stages.clips.run import run as cut_clips
from app.stages.speech.contract import SpeechInput
from app.stages.speech.run import run as extract_speech
from tests.media import AAC, X264, MediaShelf, sample
from tests.tools import LocalTools

SECONDS = 8
#: Two sounds [l] and [r] as the two sides of one, [s].
SIDES = (
    "[l]aformat=channel_layouts=mono[a];[r]aformat=channel_layouts=mono[b];[a][b]join=inputs=2:channel_layout=stereo[s]"
)
CANCELS, LEFT_OUT = "channels_cancel", "channel_left_out"
#: Name → how the voice c0 is laid into channels, and the warning that says so.
LAID: dict[str, tuple[str, str | None]] = {
    "inverse.wav": ("pan=stereo|c0=c0|c1=-1*c0", CANCELS),
    "inverse98.m4a": ("pan=stereo|c0=c0|c1=-0.98*c0", CANCELS),
    "inverse.mp3": ("pan=stereo|c0=c0|c1=-1*c0", CANCELS),
    "left.m4a": ("pan=stereo|c0=c0|c1=0*c0", None),
    "right.wav": ("pan=stereo|c0=0*c0|c1=c0", None),
    "third.wav": ("pan=3c|c0=0*c0|c1=0*c0|c2=c0", LEFT_OUT),
    "quad.wav": ("pan=quad|FL=0*c0|FR=0*c0|BL=0*c0|BR=c0", None),
    "quad-pairs.flac": ("pan=quad|FL=c0|FR=-1*c0|BL=0.5*c0|BR=-0.5*c0", CANCELS),
    "centre.mka": ("pan=5.1|FL=0*c0|FR=0*c0|FC=c0|LFE=0*c0|BL=0*c0|BR=0*c0", None),
    "deep.mka": ("pan=5.1|FL=0*c0|FR=0*c0|FC=0*c0|LFE=c0|BL=0*c0|BR=0*c0", LEFT_OUT),
    "surround.mka": ("pan=5.1|FL=0*c0|FR=0*c0|FC=0*c0|LFE=0*c0|BL=c0|BR=-1*c0", CANCELS),
    "loose.mov": ("pan=16c|" + "|".join(f"c{n}={int(n == 8)}*c0" for n in range(16)), None),
}


@pytest.fixture
def tools(tmp_path: Path) -> LocalTools:
    return LocalTools(tmp_path)


def laid(media: MediaShelf, name: str) -> Path:
    """Eight seconds of the sample's speech in those channels."""
    codec = {"mka": ("-c:a", "flac"), "mov": ("-c:a", "pcm_s16le")}.get(name.rpartition(".")[2], ())
    return media.made(name, "-t", str(SECONDS), "-i", str(sample()), "-vn", "-af", LAID[name][0], *codec)


def found_in(path: Path) -> MediaInfo:
    return examine(path, max_seconds=60, max_pixels=10**7).media


def samples_of(path: Path) -> Any:
    """Samples [n, channels] of a wav file."""
    with wave.open(str(path)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32_768
        return samples.reshape(-1, file.getnchannels())


def decoded(media: MediaShelf, path: Path, rate_hz: int) -> Any:
    name = f"decoded-{rate_hz}-{path.parent.name}-{path.stem}.wav"
    return samples_of(media.made(name, "-i", str(path), "-vn", "-ar", str(rate_hz), "-c:a", "pcm_s16le"))


def likeness(sound: Any, reference: Any) -> float:
    """How much one is like the other, 0..1, whatever their levels and signs."""
    length = min(len(sound), len(reference))
    return abs(float(np.corrcoef(sound[:length], reference[:length])[0, 1]))


def said(media: MediaShelf, rate_hz: int) -> Any:
    """The voice alone."""
    options = ("-vn", "-ac", "1", "-ar", str(rate_hz))
    return samples_of(media.made(f"said-{rate_hz}.wav", "-t", str(SECONDS), "-i", str(sample()), *options))[:, 0]


@pytest.mark.parametrize("name", LAID)
def test_speech_is_heard_in_every_layout(name: str, media: MediaShelf, tools: LocalTools) -> None:
    """The recogniser gets the voice, loud enough for 16 bits, and where the mix was changed it is told."""
    path = laid(media, name)
    output = extract_speech(SpeechInput(source=tools.stored(path), media=found_in(path), required=True), tools)
    assert output.pcm is not None
    heard = samples_of(tools.path_of(output.pcm))[:, 0]
    assert likeness(heard, said(media, 16_000)) > 0.98
    assert np.abs(heard).max() > 0.03
    assert tools.warned == ([LAID[name][1]] if LAID[name][1] else [])


@pytest.mark.parametrize("name", ["inverse.wav", "third.wav", "surround.mka", "loose.mov"])
@pytest.mark.parametrize("form", ["wav", "mp3"])
def test_the_small_audio_file_is_heard(name: str, form: Any, media: MediaShelf, tools: LocalTools) -> None:
    """One channel of it, with its waveform."""
    path = laid(media, name)
    order = AudioInput(source=tools.stored(path), media=found_in(path), format=form, quality="low", title="x")
    output = extract_audio(order, tools)
    heard = decoded(media, tools.path_of(output.audio), 16_000)[:, 0]
    assert np.abs(heard).max() > 0.1
    assert output.duration_s == pytest.approx(SECONDS, abs=0.1)
    assert max(json.loads(tools.path_of(output.waveform).read_text())["peaks"]) > 0.1
    assert tools.warned == ([LAID[name][1]] if LAID[name][1] else [])


@pytest.mark.parametrize("name", ["third.wav", "deep.mka", "surround.mka", "loose.mov", "centre.mka"])
def test_two_channels_of_many_are_heard(name: str, media: MediaShelf, tools: LocalTools) -> None:
    """In the audio file of two channels."""
    path = laid(media, name)
    order = AudioInput(source=tools.stored(path), media=found_in(path), format="wav", quality="high", title="x")
    heard = samples_of(tools.path_of(extract_audio(order, tools).audio))
    assert heard.shape[1] == 2
    assert np.abs(heard).max() > 0.05


def test_two_channels_stay_as_they_are(media: MediaShelf, tools: LocalTools) -> None:
    """Nothing is mixed where nothing has to be: an inverted channel stays one, and nothing is said of it."""
    path = laid(media, "inverse.wav")
    order = AudioInput(source=tools.stored(path), media=found_in(path), format="wav", quality="high", title="x")
    heard = samples_of(tools.path_of(extract_audio(order, tools).audio))
    assert np.abs(heard[:, 0] + heard[:, 1]).max() < 0.001
    assert tools.warned == []


@pytest.mark.parametrize("name", ["deep", "surround"])
def test_clips_of_films_with_many_channels_are_heard(name: str, media: MediaShelf, tools: LocalTools) -> None:
    """From 5.1 with a voice in a single channel, or in two that cancel; at its place in the film."""
    picture = ("-f", "lavfi", "-i", f"testsrc2=s=64x36:r=25:d={SECONDS}", "-t", str(SECONDS), "-i", str(sample()))
    path = media.made(
        f"{name}.mkv", *picture, "-map", "0:v", "-map", "1:a", "-af", LAID[f"{name}.mka"][0], *X264, "-c:a", "flac"
    )
    order = ClipsInput(source=tools.stored(path), media=found_in(path), segments=(), clip_duration_s=3, max_clips=2)
    cut_clips(order, tools)
    voice = said(media, 48_000)
    for clip in tools.pieces.values():
        heard = decoded(media, tools.path_of(clip.video), 48_000)
        assert heard.shape[1] == 2
        first = round(clip.start_s * 48_000)
        assert max(likeness(heard[:, side], voice[first : first + len(heard)]) for side in (0, 1)) > 0.9


def test_a_language_in_each_channel_is_not_mixed(media: MediaShelf, tools: LocalTools) -> None:
    """Both speak all the time: the first is taken, and that is told."""
    talk = ("-t", "12", "-i", str(sample()), "-ss", "40", "-t", "12", "-i", str(sample()))
    path = media.made("languages.wav", *talk, "-filter_complex", f"[0:a]acopy[l];[1:a]acopy[r];{SIDES}", "-map", "[s]")
    output = extract_speech(SpeechInput(source=tools.stored(path), media=found_in(path), required=True), tools)
    assert output.pcm is not None
    assert likeness(samples_of(tools.path_of(output.pcm))[: 8 * 16_000, 0], said(media, 16_000)) > 0.98
    assert tools.warned == ["two_voices"]


@pytest.mark.parametrize(
    "graph",
    [
        "[0:a]volume=enable='gt(mod(t,8),4)':volume=0[l];[1:a]volume=enable='lt(mod(t,8),4)':volume=0[r]",
        "[0:a]asplit[l][m];[m]adelay=9,volume=0.7[r];[1:a]anullsink",
        "[0:a]asplit[x][y];[1:a]volume=0.1,asplit[p][q];[x][p]amix=normalize=0[l];[y][q]amix=normalize=0[r]",
    ],
    ids=["two who take turns", "one who stands aside", "a voice over another"],
)
def test_other_recordings_with_two_channels_are_mixed(graph: str, media: MediaShelf, tools: LocalTools) -> None:
    """A talk with a microphone each, a room with two, a translation over a voice: both channels are in the mix."""
    talk = ("-t", "24", "-i", str(sample()), "-ss", "40", "-t", "24", "-i", str(sample()))
    path = media.made("talk.wav", *talk, "-filter_complex", f"{graph};{SIDES}", "-map", "[s]")
    extract_speech(SpeechInput(source=tools.stored(path), media=found_in(path), required=True), tools)
    assert tools.warned == []


def test_layouts_are_known_by_name(media: MediaShelf) -> None:
    """Where the file tells it; else by the number of channels."""
    assert layout_of(laid(media, "centre.mka"), 0).places == ("FL", "FR", "FC", "LFE", "BL", "BR")
    assert layout_of(laid(media, "loose.mov"), 0).name == "16c"
    assert layout_of(media.made("mono.m4a", "-f", "lavfi", "-i", "sine=d=1", *AAC), 0).channels == 1
