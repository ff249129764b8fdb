"""Stage `cut_clip`, on a film in which the place of the subject is known."""

from pathlib import Path
from typing import Any

import av
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
    """A part behind the film, and sound alone."""
    with pytest.raises(JobFailure, match=r"begins at 5 s, past the end of its film, which is 2 s long") as late:
        cut(media.made_of("two.mp4", FILM), tools, 5, 6)
    with pytest.raises(JobFailure, match="no picture") as heard:
        cut(media.m4a(), tools, 0, 1)
    assert late.value.code is heard.value.code is ErrorCode.UNSUPPORTED_MEDIA
