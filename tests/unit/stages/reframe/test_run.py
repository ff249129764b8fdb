"""Stage `reframe`, on films in which the place of the subject is known."""

from pathlib import Path
from typing import Any

import av
import pytest

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import Cut
from app.media.subjects import Faces, face_at, track_of
from app.stages.faces.contract import SeenFaces
from app.stages.reframe.contract import Reframed, ReframeInput
from app.stages.reframe.run import run
from tests.media import MediaShelf, described
from tests.tools import LocalTools

#: Two shots of 1 s, each with a white square: left of the middle, then at the right edge. 25 frames a second.
FILM = (
    "color=black:s=320x180:r=25:d=1,drawbox=x=60:y=80:w=20:h=20:t=fill:c=white[a];"
    "color=black:s=320x180:r=25:d=1,drawbox=x=290:y=80:w=20:h=20:t=fill:c=white[b];[a][b]concat=n=2:v=1:a=0[v]"
)
CUT = Cut(start_s=1.0, end_s=1.0, kind="cut", score=1.0)
FOCUS = ((0.25, 0.22, 0.5), (0.75, 0.22, 0.5), (1.25, 0.94, 0.5), (1.75, 0.94, 0.5))


def reframed(path: Path, tools: LocalTools, **options: Any) -> Reframed:
    return run(ReframeInput(source=tools.stored(path), **{"media": described(path), "title": "Two", **options}), tools)


def lights(path: Path) -> list[float]:
    """The brightest point of each frame."""
    with av.open(str(path)) as container:
        return [float(frame.to_ndarray(format="gray").max()) for frame in container.decode(video=0)]


@pytest.fixture
def tools(tmp_path: Path) -> LocalTools:
    return LocalTools(tmp_path)


def test_the_crop_follows_what_moves_and_jumps_with_the_cut(media: MediaShelf, tools: LocalTools) -> None:
    """The subject is in every frame of both shots, the first ones included; the shape is the requested one."""
    path = media.made_of("two.mp4", FILM)
    found = reframed(path, tools, cuts=(CUT,), focus=FOCUS)
    assert (found.width, found.height, found.duration_s) == (100, 180, 2.0)
    assert (found.aspect, found.shots, found.shots_with_faces) == ("9:16", 2, 0)
    assert min(lights(tools.path_of(found.file))) > 200
    assert tools.progress == sorted(tools.progress)


def test_a_face_counts_more_than_what_moves(media: MediaShelf, tools: LocalTools) -> None:
    """In the second shot the motion is elsewhere, and the face at the edge stays in view."""
    elsewhere = (*FOCUS[:2], (1.25, 0.1, 0.5), (1.75, 0.1, 0.5))
    faces = (SeenFaces(at_s=1.2, boxes=((0.9, 0.4, 0.08, 0.15),)),)
    path = media.made_of("two.mp4", FILM)
    found = reframed(path, tools, cuts=(CUT,), focus=elsewhere, faces=faces)
    assert (found.shots, found.shots_with_faces) == (2, 1)
    assert min(lights(tools.path_of(found.file))) > 200


def test_a_film_with_sound_keeps_all_of_it(media: MediaShelf, tools: LocalTools) -> None:
    """A square of a turned film: its length, its frames and its sound."""
    path = media.rotated()
    upright = described(path).model_copy(update={"width": 90, "height": 160})
    found = reframed(path, tools, media=upright, aspect="1:1")
    assert (found.width, found.height) == (90, 90)
    with av.open(str(tools.path_of(found.file))) as container:
        assert container.streams.video[0].frames == 50
        assert container.streams.audio[0].duration * container.streams.audio[0].time_base == pytest.approx(2, abs=0.05)


def test_sound_alone_is_refused(media: MediaShelf, tools: LocalTools) -> None:
    """There is no picture to crop."""
    with pytest.raises(JobFailure) as failure:
        reframed(media.m4a(), tools)
    assert failure.value.code is ErrorCode.UNSUPPORTED_MEDIA


def test_faces_that_fit_are_shown_together_else_the_largest() -> None:
    """Along the axis that is cropped."""
    near = ((0.1, 0.2, 0.1, 0.2), (0.3, 0.2, 0.1, 0.2))
    assert face_at(near, 0, 0.4) == pytest.approx(0.25)
    apart = ((0.1, 0.2, 0.1, 0.2), (0.7, 0.2, 0.2, 0.4))
    assert face_at(apart, 0, 0.4) == pytest.approx(0.8)
    assert face_at(apart, 1, 0.6) == pytest.approx(0.4)


def test_a_shot_without_faces_keeps_its_motion() -> None:
    """Faces of another shot do not count there."""
    motion = [(0.5, 0.2), (1.5, 0.8)]
    track = track_of(motion, [Faces(1.2, ((0.4, 0.4, 0.2, 0.2),))], [1.0], 2.0, axis=0, crop_share=0.5)
    assert track.points == [(0.5, 0.2), (1.2, pytest.approx(0.5))]
    assert (track.shots, track.with_faces) == (2, 1)
