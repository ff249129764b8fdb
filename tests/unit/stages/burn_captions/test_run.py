"""Stage `burn_captions`, on films whose picture is otherwise black."""

from pathlib import Path
from typing import Any

import av
import pytest

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import Segment
from app.stages.burn_captions.contract import Captioned, CaptionsInput
from app.stages.burn_captions.run import run
from tests.media import AAC, X264, MediaShelf, described
from tests.tools import LocalTools

SAID = Segment(start_s=0.8, end_s=1.6, text="Hello there", confidence=0.9)


def captioned(path: Path, tools: LocalTools, **options: Any) -> Captioned:
    return run(CaptionsInput(source=tools.stored(path), media=described(path), title="Dark", **options), tools)


def dark(media: MediaShelf) -> Path:
    picture = ("-f", "lavfi", "-i", "color=black:s=320x180:r=25:d=2", "-f", "lavfi", "-i", "sine=d=2")
    return media.made("dark.mp4", *picture, *X264, *AAC)


def letters(path: Path) -> list[int]:
    """The numbers of the frames that show something bright."""
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]
    return [number for number, frame in enumerate(frames) if (frame > 150).sum() > 50]


@pytest.fixture
def tools(tmp_path: Path) -> LocalTools:
    return LocalTools(tmp_path)


def test_lines_are_in_the_picture_while_they_are_said(media: MediaShelf, tools: LocalTools) -> None:
    """From the first frame to the last of the line; the film keeps its length and sound."""
    found = captioned(dark(media), tools, segments=(SAID,))
    shown = letters(tools.path_of(found.file))
    assert shown[0] == pytest.approx(20, abs=1)
    assert shown[-1] >= 39
    assert shown == list(range(shown[0], shown[-1] + 1))
    assert (found.lines, found.duration_s, found.width) == (1, 2.0, 320)
    with av.open(str(tools.path_of(found.file))) as container:
        assert container.streams.audio[0].duration * container.streams.audio[0].time_base == pytest.approx(2, abs=0.05)
    assert tools.warnings == []
    assert tools.progress == sorted(tools.progress)


def test_a_film_in_which_nothing_is_said_has_no_captions(media: MediaShelf, tools: LocalTools) -> None:
    """It is written as it is, with a warning."""
    found = captioned(dark(media), tools, segments=())
    assert letters(tools.path_of(found.file)) == []
    assert (found.lines, tools.warned) == (0, ["no_speech"])


def test_letters_that_no_font_draws_are_reported(media: MediaShelf, tools: LocalTools) -> None:
    """They are left out, so that no boxes are shown."""
    captioned(dark(media), tools, segments=(SAID.model_copy(update={"text": "Hello \U00013000"}),))
    assert tools.warned == ["caption_glyphs"]


def test_sound_alone_is_refused(media: MediaShelf, tools: LocalTools) -> None:
    """There is no picture to draw into."""
    with pytest.raises(JobFailure) as failure:
        captioned(media.m4a(), tools, segments=(SAID,))
    assert failure.value.code is ErrorCode.UNSUPPORTED_MEDIA
