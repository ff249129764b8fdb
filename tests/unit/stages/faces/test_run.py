"""Stage `faces`, with a small real model and without any."""

from pathlib import Path

import pytest

from app.stages.faces.contract import FacesInput
from app.stages.faces.run import run
from app.stages.scenes.contract import Sample
from tests.media import MediaShelf
from tests.picture_models import face_model
from tests.tools import LocalTools


@pytest.fixture
def tools(tmp_path: Path) -> LocalTools:
    return LocalTools(tmp_path)


def _pictures(media: MediaShelf, tools: LocalTools) -> tuple[Sample, ...]:
    """A picture with a bright cell in its right half, and an empty one."""
    cell = "color=red:s=640x360,drawbox=x=480:y=160:w=8:h=8:t=fill:c=white,trim=end_frame=1"
    empty = "color=red:s=640x360,trim=end_frame=1"
    files = [
        media.made(f"{name}.png", "-f", "lavfi", "-i", graph, "-frames:v", "1", "-update", "1")
        for name, graph in (("cell", cell), ("empty", empty))
    ]
    return tuple(Sample(at_s=float(number), image=tools.stored(file)) for number, file in enumerate(files))


def test_faces_are_found_where_they_are(media: MediaShelf, tools: LocalTools, tmp_path: Path) -> None:
    """As fractions of the picture; pictures without any are left out."""
    folder = face_model(tmp_path / "faces")
    found = run(FacesInput(pictures=_pictures(media, tools), face_model=str(folder)), tools)
    (seen,) = found.pictures
    (box,) = seen.boxes
    assert seen.at_s == 0.0
    assert box[0] + box[2] / 2 == pytest.approx(484 / 640, abs=0.02)
    assert box[1] + box[3] / 2 == pytest.approx(164 / 360, abs=0.03)
    assert tools.warnings == []


def test_without_the_model_nothing_is_lost(media: MediaShelf, tools: LocalTools, tmp_path: Path) -> None:
    """A warning names it, and the film is reframed by what moves."""
    found = run(FacesInput(pictures=_pictures(media, tools), models_dir=str(tmp_path), offline=True), tools)
    assert (found.pictures, found.model) == ((), "")
    assert tools.warned == ["model_unavailable"]
