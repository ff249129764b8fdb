"""Stage `cut_clip`, on a film in which the place of the subject is known."""

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import Segment, Word
from app.stages.cut_clip.contract import CutClip, CutClipInput
from app.stages.cut_clip.run import run
from tests.media import MediaShelf, described
from tests.tools import LocalTools

#: Two shots of 1 s, each with a white square: left of the middle, then at the right edge. 25 frames a second.
FILM = (
    "color=black:s=320x180:r=25:d=1,drawbox=x=60:y=80:w=20:h=20:t=fill:c=white[a];"
    "color=black:s=320x180:r=25:d=1,drawbox=x=290:y=80:w=20:h=20:t=fill:c=white[b];[a][b]concat=n=2:v=1:a=0[v]"
)


@pytest.fixture
def tools(tmp_path: Path) -> LocalTools:
    return LocalTools(tmp_path)


def cut(path: Path, tools: LocalTools, start_s: float, end_s: float, **options: Any) -> CutClip:
    source = {"source": tools.stored(path), "media": described(path)}
    return run(CutClipInput(**source, start_s=start_s, end_s=end_s, **options), tools)


def lights(path: Path) -> list[float]:
    """The brightest point of each frame."""
    with av.open(str(path)) as container:
        return [float(frame.to_ndarray(format="gray").max()) for frame in container.decode(video=0)]


def pictures(path: Path) -> list[Any]:
    """The brightness of each frame, rows of pixels."""
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]


def heard(path: Path) -> list[float]:
    """The loudest sample of each tenth of a second."""
    with av.open(str(path)) as container:
        resampler = av.AudioResampler("flt", "mono", 8_000)
        blocks = [part for frame in container.decode(audio=0) for part in resampler.resample(frame)]
    samples = np.concatenate([block.to_ndarray()[0] for block in blocks])
    return [float(np.abs(samples[at : at + 800]).max()) for at in range(0, len(samples), 800)]


def test_a_placed_crop_stands_where_people_put_it(media: MediaShelf, tools: LocalTools) -> None:
    """Over the left third it has the square of the first shot and not the one of the second."""
    path = media.made_of("two.mp4", FILM)
    found = cut(path, tools, 0.52, 1.52, aspect="9:16", position=0.22)
    assert (found.start_s, found.end_s, found.width, found.height) == (0.52, 1.52, 100, 180)
    shown = lights(tools.path_of(found.file))
    assert len(shown) == 25
    assert min(shown[:12]) > 200
    assert max(shown[12:]) < 60
    assert found.lines == 0
    assert tools.progress == sorted(tools.progress)


def test_captions_are_those_of_the_clip(media: MediaShelf, tools: LocalTools) -> None:
    """What is said before it is not drawn; where nothing is said, a warning says so."""
    path = media.made_of("two.mp4", FILM)
    said = Segment(
        start_s=0.2,
        end_s=0.9,
        text=" Hello there",
        confidence=0.9,
        words=(
            Word(start_s=0.2, end_s=0.5, text=" Hello", probability=0.9),
            Word(start_s=0.5, end_s=0.9, text=" there", probability=0.9),
        ),
    )
    spoken = cut(path, tools, 0.21, 0.96, burn_captions=True, segments=(said,))
    assert (spoken.start_s, spoken.end_s, spoken.lines) == (0.2, 0.96, 1)
    assert tools.warnings == []
    silent = cut(path, tools, 1.0, 2.0, burn_captions=True, segments=(said,))
    assert silent.lines == 0
    assert [code for code, _ in tools.warnings] == ["no_speech"]


def test_what_cannot_be_cut_is_refused(media: MediaShelf, tools: LocalTools) -> None:
    """A part behind the film, and the sound of a film without any."""
    with pytest.raises(JobFailure, match=r"begins at 5 s, past the end of its film, which is 2 s long") as late:
        cut(media.made_of("two.mp4", FILM), tools, 5, 6)
    with pytest.raises(JobFailure, match=r"begins at 9 s, past the end of its recording, which is 2 s long"):
        cut(media.wav(), tools, 9, 10)
    with pytest.raises(JobFailure, match="no audio track") as silent:
        cut(media.made_of("two.mp4", FILM), tools, 0, 1, output_format="m4a")
    assert (late.value.code, silent.value.code) == (ErrorCode.UNSUPPORTED_MEDIA, ErrorCode.NO_AUDIO)


def test_sound_alone_is_cut_where_it_was_asked_for(media: MediaShelf, tools: LocalTools) -> None:
    """Of a recording without picture as of a film; nothing is heard of what is beside it."""
    burst = ("-f", "lavfi", "-i", "sine=frequency=440:duration=1,adelay=12000,apad=whole_dur=15")
    recording = media.made("burst.m4a", *burst, "-c:a", "aac")
    film = media.made("burst.mp4", *burst, "-f", "lavfi", "-i", "color=black:s=160x90:r=25:d=15", "-shortest")
    for path, form in ((recording, "m4a"), (recording, "mp3"), (film, "m4a")):
        found = cut(path, tools, 11.5, 13.75, output_format=form)
        assert (found.file.suffix, found.start_s, found.end_s, found.width) == (f".{form}", 11.5, 13.75, 0)
        assert found.thumbnail is None
        loud = heard(tools.path_of(found.file))
        assert len(loud) == pytest.approx(22, abs=2)
        assert [level > 0.02 for level in loud[1:4] + loud[6:14] + loud[17:21]] == [False] * 3 + [True] * 8 + [
            False
        ] * 4
    with av.open(str(tools.path_of(found.file))) as container:
        assert [stream.type for stream in container.streams] == ["audio"]


def test_a_film_of_sound_shows_its_waveform_and_its_words(media: MediaShelf, tools: LocalTools) -> None:
    """In the wanted shape; what was played is bright, and captions are drawn when they are said."""
    word = Word(start_s=0.5, end_s=1.2, text=" Hello", probability=0.9)
    said = Segment(start_s=0.5, end_s=1.2, text=" Hello", confidence=0.9, words=(word,))
    look = {"aspect": "9:16", "resolution": "360p", "burn_captions": True, "segments": (said,)}
    found = cut(media.wav(), tools, 0.1, 1.5, **look)
    assert (found.width, found.height, found.lines, found.file.suffix) == (202, 360, 1, ".mp4")
    assert (found.start_s, found.end_s, found.thumbnail is not None) == (0.1, 1.5, True)
    frames = pictures(tools.path_of(found.file))
    assert len(frames) == 35
    wave, below = slice(97, 205), slice(230, 360)
    left, right = slice(0, 100), slice(102, 202)
    assert [int(frames[0][wave, side].max()) > 140 for side in (left, right)] == [False, False]
    assert [int(frames[17][wave, side].max()) > 140 for side in (left, right)] == [True, False]
    assert [int(frames[34][wave, side].max()) > 140 for side in (left, right)] == [True, True]
    assert [int(frames[at][below].max()) > 140 for at in (3, 17)] == [False, True]
    assert tools.warnings == []
